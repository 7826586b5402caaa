"""People, organisations, membership, staff roles and failed sign-ins."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.kinds import PartnerType, Theme
from labspace.db import Base, IntPk

ERASED_DOMAIN = "@erased.invalid"


class User(Base):
    """Someone who signs in; books for themselves or for an organisation."""

    __tablename__ = "user_account"

    id: Mapped[IntPk]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """Normalised and lower case."""
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    """Argon2id; empty: no sign-in by password (erased, or demonstration only)."""
    locale: Mapped[str] = mapped_column(String(5), default="de")
    """The language of mails and calendars; of pages too, once it was chosen."""
    has_chosen_language: Mapped[bool] = mapped_column(default=False)
    """Whether the person said so; else pages are in the language the browser asks for."""
    wants_reminders: Mapped[bool] = mapped_column(default=True)
    """Whether to mail before each booking."""
    is_named_at_doors: Mapped[bool] = mapped_column(default=False)
    """Whether the person lets their name stand on public screens while a booking of theirs lasts."""
    theme_mode: Mapped[str] = mapped_column(String(5), default="auto")
    """auto, light or dark."""
    is_administrator: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    """Invented person; may sign in over loopback only."""
    session_nonce: Mapped[str] = mapped_column(String(32), default="")
    """Changes with the password; sessions begun before it end."""
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """When the mail address was confirmed; NULL: may not book yet."""
    disabled_at: Mapped[datetime | None]

    staff_roles: Mapped[list[StaffRole]] = relationship(back_populates="user")
    memberships: Mapped[list[Membership]] = relationship(back_populates="user")

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.disabled_at is None

    @property
    def is_erased(self) -> bool:
        """Whether name and address were replaced because the person left for good."""
        return self.email.endswith(ERASED_DOMAIN)

    def get_id(self) -> str:
        """What the session keeps: the id and the nonce that ends old sessions."""
        return f"{self.id}:{self.session_nonce}"

    @property
    def runs_any(self) -> bool:
        """Whether this person is staff of at least one house."""
        return self.is_administrator or bool(self.staff_roles)

    def runs(self, location_id: int) -> bool:
        """Whether this person is staff of that house."""
        return self.is_administrator or any(role.location_id == location_id for role in self.staff_roles)

    def keeps(self, location_id: int) -> bool:
        """Whether this person decides what that house is, not only how its days go."""
        return self.is_administrator or any(
            role.location_id == location_id and role.keeps_house for role in self.staff_roles
        )


class StaffRole(Base):
    """Makes a person staff of one named house."""

    __tablename__ = "staff_role"
    __table_args__ = (UniqueConstraint("user_id", "location_id"),)

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    keeps_house: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether they also decide what the house is: its people, texts, hours and spaces; else only its days."""

    user: Mapped[User] = relationship(back_populates="staff_roles")


class Organisation(Base):
    """A company, association or office that people book for."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="not_into_itself"),
    )

    id: Mapped[IntPk]
    name: Mapped[str] = mapped_column(String(160))
    partner_type: Mapped[PartnerType]
    theme: Mapped[Theme | None]
    sector: Mapped[str] = mapped_column(String(1), default="-")
    """Section of the classification in `sector_version`; `-`: no trade yet."""
    sector_version: Mapped[str] = mapped_column(String(10), default="WZ 2025")
    is_chamber_member: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    """The organisation this duplicate was merged into by staff."""

    memberships: Mapped[list[Membership]] = relationship(back_populates="organisation")


class OrganisationRole(enum.Enum):
    """What a person may do in an organisation."""

    MEMBER = "member"
    ADMIN = "admin"


class Membership(Base):
    """A person belongs to an organisation."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "organisation_id"),)

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[OrganisationRole]
    joined_at: Mapped[datetime]

    user: Mapped[User] = relationship(back_populates="memberships")
    organisation: Mapped[Organisation] = relationship(back_populates="memberships")


class Invitation(Base):
    """An open invitation to join an organisation, sent to a mail address."""

    __tablename__ = "invitation"

    id: Mapped[IntPk]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the token in the mailed link; the token itself is not kept."""
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """A failed sign-in, counted to slow down guessing; old rows are swept."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "key", "at"),)

    id: Mapped[IntPk]
    key: Mapped[str] = mapped_column(String(64))
    """Keyed hash of the address or of the mail address; neither is stored."""
    at: Mapped[datetime]


class AccountEvent(Base):
    """Who did what to an account or organisation: the audit trail of this package."""

    __tablename__ = "account_event"

    id: Mapped[IntPk]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    what: Mapped[str] = mapped_column(String(60))
    """Machine word such as `organisation_merged`."""
    detail: Mapped[str] = mapped_column(String(500), default="")
