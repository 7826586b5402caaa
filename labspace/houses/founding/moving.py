"""A house moves: from a day on it is elsewhere, and whoever booked from then on is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.calendar_event import booking_url, name_of
from labspace.bookings.models import Booking
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.formats import day_text, span_text
from labspace.houses.actions import BookingsTouched
from labspace.houses.founding.actions import locked_house
from labspace.houses.queries import fingerprint, touched_bookings
from labspace.houses.record.actions import note_change
from labspace.houses.record.models import HouseRecord
from labspace.locations.models import FOR_GOOD, Location
from labspace.locations.moves import Place, places_of
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail
from labspace.times import TimeSpan, start_of_day
from labspace.words import gettext as _


def move_house(
    session: Session, location_id: int, place: Place, *, seen: str, tells: bool, by: User, now: datetime
) -> HouseRecord:
    """Say where the house will be from a day on; bookings before keep the address of their day.

    `seen` is the fingerprint of the bookings that were shown before; with `tells` whoever booked from
    then on gets a mail. Raises `BookingsTouched` when others are touched, `Refused` for a day that is
    over, already taken by a move, or a place where the house is already.
    """
    actor_id = by.id
    begin_write(session)
    house = locked_house(session, location_id)
    today = now.astimezone(house.zone).date()
    if place.since < today:
        raise Refused(Refusal("day_over"))
    known = places_of(house.moves)
    if any(other.since == place.since for other in known):
        raise Refused(Refusal("moved_already"))
    before = house.place_on(place.since)
    if (before.address, before.city) == (place.address, place.city):
        raise Refused(Refusal("same_address"))
    touched = bookings_from(session, house, place.since, known=known, now=now)
    if touched and fingerprint(touched) != seen:
        raise BookingsTouched(touched)
    house.moves = [one.row() for one in sorted((*known, place))]
    session.flush()
    if tells:
        _tell(session, touched, now=now)
    return note_change(
        session,
        "house_moved",
        location_id=house.id,
        before={**before.row(), "since": ""},
        after={**place.row(), "told": tells},
        touched=len(touched),
        by_id=actor_id,
        now=now,
    )


def stay(session: Session, record: HouseRecord, by: User, now: datetime) -> None:
    """Take a move back; whoever was told of it is told again. Only before it has happened."""
    assert record.location_id is not None
    house = locked_house(session, record.location_id)
    known = places_of(house.moves)
    since = date.fromisoformat(record.after["since"])
    moved = [one for one in known if one.since == since]
    if not moved or (moved[0].address, moved[0].city) != (record.after["address"], record.after["city"]):
        raise Refused(Refusal("changed_since"))
    if since <= now.astimezone(house.zone).date():
        raise Refused(Refusal("not_possible_in_state"))
    touched = bookings_from(session, house, since, known=known, now=now)
    house.moves = [one.row() for one in known if one.since != since]
    session.flush()
    if record.after["told"]:
        _tell(session, touched, now=now)


def bookings_from(
    session: Session, house: Location, day: date, *, known: Sequence[Place], now: datetime
) -> list[Booking]:
    """Open bookings that begin from a day on, up to the next move."""
    begins = start_of_day(day, zone=house.zone)
    later = min((place.since for place in known if place.since > day), default=None)
    ends = start_of_day(later, zone=house.zone) if later else FOR_GOOD
    touched = touched_bookings(session, [house.id], TimeSpan(begins, ends), now=now)
    return [booking for booking in touched if booking.starts_at >= begins]


def _tell(session: Session, touched: Sequence[Booking], *, now: datetime) -> None:
    base_url = current_app.extensions["labspace.settings"].base_url
    for booking in touched:
        if not booking.booked_by.is_active:
            continue
        with force_locale(booking.booked_by.locale):
            letter = _letter(booking, base_url=base_url)
            enqueue_mail(
                session,
                topic=f"booking:{booking.id}",
                recipient=booking.booked_by.email,
                subject=letter.subject,
                plain=plain_of(letter),
                html=html_of(letter),
                now=now,
            )


def _letter(booking: Booking, *, base_url: str) -> Letter:
    house = booking.location
    place = house.place_on(booking.starts_at.astimezone(house.zone).date())
    return Letter(
        subject=_("Neue Anschrift: %(name)s", name=name_of(booking)),
        greeting=_("Guten Tag %(name)s,", name=booking.booked_by.name),
        paragraphs=[
            _(
                "%(house)s ist an dem Tag Ihrer Buchung an dieser Anschrift: %(address)s. Ihre Buchung bleibt bestehen.",
                house=house.name,
                address=place.address or place.city,
            )
        ],
        facts=[
            (_("Was"), name_of(booking)),
            (_("Wo"), place.address or place.city),
            (_("Wann"), span_text(booking.span, zone=house.zone)),
            (_("Buchungsnummer"), booking.reference),
        ],
        action=_("Ansehen, ändern oder stornieren"),
        url=booking_url(booking, base_url=base_url),
        demo=house.is_demo,
    )


def move_text(record: HouseRecord) -> str:
    """What a move was, for the record."""
    return _(
        "Umzug am %(day)s: %(address)s",
        day=day_text(date.fromisoformat(record.after["since"])),
        address=record.after["address"],
    )
