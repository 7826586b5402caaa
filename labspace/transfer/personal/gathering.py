"""All that is kept about one person, as plain values, without what is about others and without secrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, or_, select
from sqlalchemy.orm import Session

from labspace.accounts.models import Membership, Organisation, User
from labspace.bookings.models import Booking
from labspace.db import Base, table_of
from labspace.transfer.columns import codec_of
from labspace.transfer.tables import EXPORTED

FORMAT: Final = "labspace-personal-data"
VERSION: Final = 1

OWNERS: Mapping[str, str] = {
    "account_event": "user_id",
    "aid_registration": "user_id",
    "api_token": "user_id",
    "app_password": "user_id",
    "booking": "booked_by_id",
    "defect_report": "reporter_id",
    "event_draft": "user_id",
    "feed_link": "user_id",
    "hold": "user_id",
    "house_record": "about_user_id",
    "membership": "user_id",
    "monthly_mail": "user_id",
    "monthly_reader": "user_id",
    "option_partner": "user_id",
    "picture": "uploaded_by_id",
    "popup_application": "applicant_id",
    "series": "booked_by_id",
    "staff_role": "user_id",
    "waiting_wish": "user_id",
}
"""Tables whose rows are about one person, and the column that says about whom."""

TECHNICAL: Mapping[str, str] = {
    "api_answer": "repeats for a day what a program was answered",
    "calendar_feed": "repeats bookings for calendar programs",
    "idempotence": "tells a form that was sent twice",
}
"""Tables with a `user_id` that say nothing about the person that is not said elsewhere."""

BY_MAIL: Mapping[str, str] = {"invitation": "email", "option_partner": "email", "outbox": "recipient"}
"""Tables that name somebody by mail address, whether they have an account or not."""

SECRETS = frozenset({"password_hash", "session_nonce", "secret_hash", "token_hash", "once"})


def data_about(session: Session, user: User, *, now: datetime) -> dict[str, Any]:
    """Everything about `user`: format, moment, the account, and the rows of each table that has any.

    Rows that belong to their bookings and applications are included; who of the team did something is not,
    nor what is secret. The same data at the same moment gives the same.
    """
    account = next(_rows(session, table_of(User), table_of(User).c.id == user.id))
    kept: dict[str, Any] = {}
    for name in sorted({*EXPORTED} - TECHNICAL.keys() - {"user_account"}):
        table = Base.metadata.tables[name]
        if (about := _about(table, user)) is not None and (rows := list(_rows(session, table, about))):
            kept[name] = rows
    member_of = select(Membership.organisation_id).where(Membership.user_id == user.id)
    organisation = table_of(Organisation)
    if own := list(_rows(session, organisation, organisation.c.id.in_(member_of))):
        kept["organisation"] = own
    written_at = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"format": FORMAT, "version": VERSION, "written_at": written_at, "account": account, "kept": kept}


def _about(table: Table, user: User) -> ColumnElement[bool] | None:
    """Which rows of a table are about somebody; None: it holds nothing about single persons."""
    conditions: list[ColumnElement[bool]] = []
    if (owner := OWNERS.get(table.name)) is not None:
        conditions.append(table.c[owner] == user.id)
    if (address := BY_MAIL.get(table.name)) is not None:
        conditions.append(table.c[address] == user.email)
    if not conditions:
        for column, belongings in _belongings(user):
            if column in table.c:
                conditions.append(table.c[column].in_(belongings))
                break
    return or_(*conditions) if conditions else None


def _belongings(user: User) -> Sequence[tuple[str, Select[int]]]:
    """By which columns a row belongs to something of somebody, the nearest first."""
    applications = Base.metadata.tables["popup_application"]
    wishes, pictures = Base.metadata.tables["waiting_wish"], Base.metadata.tables["picture"]
    return (
        ("application_id", select(applications.c.id).where(applications.c.applicant_id == user.id)),
        ("wish_id", select(wishes.c.id).where(wishes.c.user_id == user.id)),
        ("picture_id", select(pictures.c.id).where(pictures.c.uploaded_by_id == user.id)),
        ("booking_id", select(Booking.id).where(Booking.booked_by_id == user.id)),
    )


def _rows(session: Session, table: Table, about: ColumnElement[bool]) -> Iterator[dict[str, Any]]:
    shown = [column for column in table.columns if column.name not in SECRETS and not _names_others(column)]
    codecs = [codec_of(column) for column in shown]
    question = select(*(codec.asked for codec in codecs)).where(about).order_by(*table.primary_key)
    for row in session.connection().execute(question):
        yield {
            codec.name: codec.write(value) if codec.write is not None and value is not None else value
            for codec, value in zip(codecs, row, strict=True)
        }


def _names_others(column: ColumnElement[Any]) -> bool:
    return any(key.column.table.name == User.__tablename__ for key in column.foreign_keys) or (
        column.name == "ics"
    )
