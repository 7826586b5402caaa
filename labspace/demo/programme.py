"""What is said in public of the invented events, and how many came to those that are over."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import StaffRole
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.db import begin_write, insert_rows
from labspace.demo.posters import POSTERS, poster
from labspace.demo.words import INVENTED
from labspace.events.models import EventRequest
from labspace.events.programme.kinds import Access
from labspace.events.programme.models import PublicEvent, PublicText
from labspace.events.programme.states import TextState
from labspace.locations.models import Location
from labspace.pictures.actions import add_picture
from labspace.spaces.kinds import SpaceKind
from labspace.visits.kinds import VisitSource
from labspace.visits.models import VisitCount

SINCE, AHEAD = timedelta(days=30), timedelta(days=70)
COUNTED_SINCE = timedelta(days=100)
UNCOUNTED = timedelta(days=3)
"""Of the latest events nobody has said yet how many came."""

WORDS = (
    "Ein Abend zum Zuhören, Fragen und Kennenlernen. Kommen Sie einfach vorbei; wer mag, bleibt danach auf ein Getränk im Café.",
    "Wir zeigen, was in den letzten Wochen entstanden ist, und sprechen darüber, wie es weitergeht.\n\nVorwissen braucht niemand.",
    "Mitmachen ist ausdrücklich erwünscht: Material liegt bereit, Hilfe gibt es am Tisch.",
    "Kurze Beiträge, viel Zeit für Gespräche. Für alle, die in der Innenstadt etwas vorhaben.",
)  # fmt: skip
NOTES = (
    "",
    "",
    "Die ersten Reihen halten wir für Gäste mit Rollstuhl frei.",
    "Eingang über den Vorplatz, ohne Stufen.",
)

Rows = Sequence[Any]


def invent_programme(session: Session, *, seed: int, now: datetime) -> int:
    """Release texts for most public events around now and count the visitors of past ones; returns how many texts.

    The same seed and bookings give the same rows. Commits nothing; events that have a text keep it.
    """
    begin_write(session)
    rng = Random(f"programme {seed}")
    houses = {house.id for house in session.scalars(select(Location).where(Location.is_demo))}
    roles = session.execute(select(StaffRole.location_id, StaffRole.user_id).order_by(StaffRole.id))
    staff = {location_id: user_id for location_id, user_id in roles}  # noqa: C416 - rows, for mypy
    if not staff:
        return 0
    pictures = [_picture(session, number, now=now) for number in range(len(POSTERS))]
    events, texts = [], []
    for row in _events(session, now=now):
        if row.location_id not in houses:
            continue
        event, text = _rows(
            rng, row, staff=staff.get(row.location_id, row.booked_by_id), pictures=pictures, now=now
        )
        if rng.random() < 0.85:
            events.append(event)
            texts.append(text)
    for model, rows in ((PublicEvent, events), (PublicText, texts)):
        if rows:
            insert_rows(session, model, rows)
    if counts := list(_counts(session, rng, staff, houses, now=now)):
        insert_rows(session, VisitCount, counts)
    return len(texts)


def _picture(session: Session, number: int, *, now: datetime) -> int:
    encoded, alternative = poster(number)
    return add_picture(
        session, encoded, purpose="programme", alternative=f"{alternative} {INVENTED}", by=None, now=now
    ).id  # fmt: skip


def _events(session: Session, *, now: datetime) -> Rows:
    known = select(PublicEvent.booking_id)
    return session.execute(
        select(
            Booking.id, Booking.location_id, Booking.booked_by_id, Booking.title, Booking.state,
            Booking.created_at, Booking.state_since, EventRequest.organiser_name, EventRequest.entry_fee_cents,
        )
        .join(EventRequest, EventRequest.booking_id == Booking.id)
        .where(
            Booking.kind == SpaceKind.EVENT_AREA,
            Booking.is_public,
            Booking.title != "",
            Booking.state.in_((BookingState.CONFIRMED, BookingState.USED)),
            Booking.starts_at.between(now - SINCE, now + AHEAD),
            Booking.id.not_in(known),
        )
        .order_by(Booking.id)
    ).all()  # fmt: skip


def _rows(
    rng: Random, row: Any, *, staff: int, pictures: Sequence[int], now: datetime
) -> tuple[dict[str, Any], dict[str, Any]]:
    shown_at = min(now, max(row.created_at, row.state_since))
    is_released = rng.random() < 0.9
    event = {
        "booking_id": row.id,
        "public_id": f"{rng.getrandbits(40):010x}",
        "uid": f"{uuid.UUID(int=rng.getrandbits(128), version=4)}@labspace",
        "published_at": shown_at if is_released else None,
    }
    access = {Access.STEP_FREE, Access.TOILET, *rng.sample(list(Access), 2)}
    text = {
        "booking_id": row.id,
        "state": TextState.RELEASED if is_released else TextState.PROPOSED,
        "title": row.title[:120],
        "words": f"{rng.choice(WORDS)}\n\n{INVENTED}",
        "organiser_name": row.organiser_name[:120],
        "entry_fee_cents": row.entry_fee_cents,
        "registration_url": rng.choice(("", "", "https://example.org/anmeldung")),
        "language": "de",
        "access": [one.value for one in Access if one in access],
        "access_note": rng.choice(NOTES),
        "picture_id": rng.choice((None, *pictures)),
        "proposed_by_id": row.booked_by_id,
        "proposed_at": shown_at,
        "decided_by_id": staff if is_released else None,
        "decided_at": shown_at if is_released else None,
        "decision_note": "",
    }
    return event, text


def _counts(
    session: Session, rng: Random, staff: dict[int, int], houses: set[int], *, now: datetime
) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Booking.id, Booking.location_id, Booking.booked_by_id, Booking.people, Booking.starts_at, Booking.ends_at, Location)
        .join(Location, Location.id == Booking.location_id)
        .where(
            Booking.kind == SpaceKind.EVENT_AREA,
            Booking.state == BookingState.USED,
            Booking.ends_at.between(now - COUNTED_SINCE, now - UNCOUNTED),
            Booking.id.not_in(select(VisitCount.booking_id).where(VisitCount.booking_id.is_not(None))),
        )
        .order_by(Booking.id)
    )  # fmt: skip
    found = []
    for booking_id, location_id, person, people, starts_at, ends_at, house in rows:
        if location_id not in houses:
            continue
        source = rng.choices(list(VisitSource), weights=(2, 0, 4, 2, 4, 1))[0]
        told_by_organiser = source in {VisitSource.REPORT, VisitSource.ESTIMATE}
        found.append(
            {
                "location_id": location_id,
                "space_id": None,
                "booking_id": booking_id,
                "day": starts_at.astimezone(house.zone).date(),
                "starts_at": starts_at,
                "ends_at": ends_at,
                "count": max(1, round(people * (0.6 + 0.6 * rng.random()))),
                "source": source,
                "note": "",
                "entered_by_id": person if told_by_organiser else staff.get(location_id, person),
                "entered_at": min(now, ends_at + timedelta(hours=rng.randrange(1, 60))),
                "corrects_id": None,
                "ended_at": None,
                "ended_by_id": None,
            }
        )
    return found
