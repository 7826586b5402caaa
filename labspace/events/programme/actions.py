"""Proposing, releasing, returning and withdrawing what the programme says of an event."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions.move import load_locked
from labspace.bookings.models import Booking
from labspace.bookings.states import OPEN, BookingState
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.events.programme.changes import ProgrammeChanged, TextDecided, TextProposed
from labspace.events.programme.kinds import SPOKEN, Access
from labspace.events.programme.models import PublicEvent, PublicText
from labspace.events.programme.rules import HAPPENS, is_web_address
from labspace.events.programme.states import LAST, TextState
from labspace.pictures.actions import remove_picture
from labspace.pictures.models import Picture
from labspace.spaces.kinds import SpaceKind


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What the programme is to say of an event."""

    title: str
    words: str
    organiser_name: str
    entry_fee_cents: int = 0
    registration_url: str = ""
    language: str = "de"
    access: Collection[Access] = ()
    access_note: str = ""
    picture_id: int | None = None


def propose_text(
    session: Session, booking_id: int, wording: Wording, *, by: User, now: datetime
) -> PublicText:
    """Propose a text; what is public stays until staff release the new one. The same again changes nothing.

    Raises `Refused` with `not_allowed` (no public event), `not_possible_in_state` or `no_web_address`.
    """
    actor_id = by.id
    begin_write(session)
    booking = load_locked(session, booking_id)
    _check(booking, wording)
    event = session.get(PublicEvent, booking_id)
    if event is None:
        event = PublicEvent(
            booking_id=booking_id,
            public_id=secrets.token_hex(5),
            uid=f"{uuid.uuid4()}@labspace",
        )
        session.add(event)
        session.flush()
    for old in _texts(session, booking_id, states=LAST):
        if old.state is TextState.PROPOSED and _says_the_same(old, wording):
            return old
        old.become(TextState.REPLACED)
    # One proposal at a time is kept by the database: the old one goes first.
    session.flush()
    text = PublicText(
        booking_id=booking_id,
        state=TextState.PROPOSED,
        title=wording.title,
        words=wording.words,
        organiser_name=wording.organiser_name,
        entry_fee_cents=wording.entry_fee_cents,
        registration_url=wording.registration_url,
        language=wording.language,
        access=[one.value for one in Access if one in wording.access],
        access_note=wording.access_note,
        picture_id=wording.picture_id,
        proposed_by_id=actor_id,
        proposed_at=now,
    )
    session.add(text)
    _let_pictures_go(session, booking_id, now=now)
    announce(session, TextProposed(text, now))
    return text


def release_text(session: Session, text_id: int, *, by: User, now: datetime) -> PublicText:
    """Let the public see a proposed text, at once if the event is confirmed, else from then on."""
    actor_id = by.id
    text, booking = _locked(session, text_id)
    if text.state is TextState.RELEASED:
        return text
    for old in _texts(session, booking.id, states={TextState.RELEASED}):
        old.become(TextState.REPLACED)
    session.flush()
    text.become(TextState.RELEASED)
    _decide(text, actor_id=actor_id, now=now)
    _let_pictures_go(session, booking.id, now=now)
    event = session.get_one(PublicEvent, booking.id)
    publish(session, event, booking, now=now)
    announce(session, TextDecided(text, actor_id, now))
    announce(session, ProgrammeChanged(event, now))
    return text


def return_text(session: Session, text_id: int, *, note: str, by: User, now: datetime) -> PublicText:
    """Give a proposed text back with what to change."""
    actor_id = by.id
    text, _booking = _locked(session, text_id)
    text.become(TextState.RETURNED)
    _decide(text, actor_id=actor_id, now=now, note=note)
    announce(session, TextDecided(text, actor_id, now))
    return text


def withdraw_text(session: Session, text_id: int, *, by: User, now: datetime) -> PublicText:
    """Take a released text out of the programme at once."""
    actor_id = by.id
    text, booking = _locked(session, text_id)
    text.become(TextState.WITHDRAWN)
    _decide(text, actor_id=actor_id, now=now)
    announce(session, TextDecided(text, actor_id, now))
    announce(session, ProgrammeChanged(session.get_one(PublicEvent, booking.id), now))
    return text


def publish(session: Session, event: PublicEvent, booking: Booking, *, now: datetime) -> None:
    """Note that the public can see the event from now on, where it is confirmed and its text released."""
    if event.published_at is None and booking.state in HAPPENS:
        event.published_at = now
        session.flush()


def _check(booking: Booking, wording: Wording) -> None:
    if booking.kind is not SpaceKind.EVENT_AREA or not booking.is_public or wording.language not in SPOKEN:
        raise Refused(Refusal("not_allowed"))
    if booking.state not in OPEN | {BookingState.USED}:
        raise Refused(Refusal("not_possible_in_state", {"state": booking.state}))
    if wording.registration_url and not is_web_address(wording.registration_url):
        raise Refused(Refusal("no_web_address"))


def _locked(session: Session, text_id: int) -> tuple[PublicText, Booking]:
    """The text as it is now, its booking's units locked; raises LookupError if there is none."""
    begin_write(session)
    booking_id = session.scalar(select(PublicText.booking_id).where(PublicText.id == text_id))
    if booking_id is None:
        raise LookupError(text_id)
    booking = load_locked(session, booking_id)
    return session.get_one(PublicText, text_id, populate_existing=True), booking


def _texts(session: Session, booking_id: int, *, states: Collection[TextState]) -> list[PublicText]:
    return list(
        session.scalars(
            select(PublicText)
            .where(PublicText.booking_id == booking_id, PublicText.state.in_(states))
            .order_by(PublicText.id)
            .execution_options(populate_existing=True)
        )
    )


def _let_pictures_go(session: Session, booking_id: int, *, now: datetime) -> None:
    """Pictures of this event that no text shows or may come to show again are not kept for ever."""
    session.flush()
    of_event = select(PublicText.picture_id).where(
        PublicText.booking_id == booking_id, PublicText.picture_id.is_not(None)
    )
    is_needed = exists().where(PublicText.picture_id == Picture.id, PublicText.state != TextState.REPLACED)
    gone = select(Picture.id).where(Picture.id.in_(of_event), Picture.removed_at.is_(None), ~is_needed)
    for picture_id in session.scalars(gone.order_by(Picture.id)).all():
        remove_picture(session, picture_id, now=now)


def _decide(text: PublicText, *, actor_id: int, now: datetime, note: str = "") -> None:
    text.decided_by_id, text.decided_at, text.decision_note = actor_id, now, note[:500]


def _says_the_same(old: PublicText, wording: Wording) -> bool:
    kept = {one.value for one in wording.access}
    names = (
        "title", "words", "organiser_name", "entry_fee_cents", "registration_url", "language", "access_note",
        "picture_id",
    )  # fmt: skip
    return set(old.access) == kept and all(getattr(old, name) == getattr(wording, name) for name in names)
