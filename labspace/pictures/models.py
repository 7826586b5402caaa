"""Pictures and their files."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.models import User
from labspace.db import Base, IntPk
from labspace.pictures.kinds import PictureSize

REMOVED = text("removed_at IS NOT NULL")


class Picture(Base):
    """Something uploaded to be shown, with the words that stand for it where it is not seen."""

    __tablename__ = "picture"
    __table_args__ = (
        CheckConstraint("alternative <> ''", name="described"),
        Index("ix_picture_removed", "removed_at", sqlite_where=REMOVED, postgresql_where=REMOVED),
    )

    id: Mapped[IntPk]
    purpose: Mapped[str] = mapped_column(String(40))
    """For what it was uploaded, such as `popup_application`: says who may see and change it."""
    alternative: Mapped[str] = mapped_column(String(300))
    """What is to be seen, in words."""
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    """NULL: the team itself, or somebody whose account was erased."""
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    """Taken away, but may come back for a day; then it is deleted for good."""

    uploaded_by: Mapped[User | None] = relationship()
    files: Mapped[list[PictureFile]] = relationship(
        back_populates="picture", cascade="all, delete-orphan", passive_deletes=True
    )


class PictureFile(Base):
    """One size of a picture; its bytes are read only when they are served."""

    __tablename__ = "picture_file"
    __table_args__ = (CheckConstraint("width > 0 AND height > 0", name="measures"),)

    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id", ondelete="CASCADE"), primary_key=True)
    size: Mapped[PictureSize] = mapped_column(primary_key=True)
    width: Mapped[int]
    height: Mapped[int]
    digest: Mapped[str] = mapped_column(String(32))
    """SHA-256 of the bytes, shortened; the address carries it, so that browsers may keep the answer."""
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    picture: Mapped[Picture] = relationship(back_populates="files")
