"""`/api/v1/bookings`: booking, what would happen, lists, one booking, its change and its history."""

from __future__ import annotations

from datetime import UTC, datetime

from labspace.api.bookings import steps
from labspace.api.bookings.acting import acted, sent
from labspace.api.bookings.answers import BookingAnswer, Change, Instead, PreviewAnswer
from labspace.api.bookings.asks import BookingAsk, ChangeAsk, ListAsk
from labspace.api.bookings.codes import RULES
from labspace.api.bookings.listing import listed
from labspace.api.bookings.placing import place, problem_of_wish
from labspace.api.bookings.previewing import preview
from labspace.api.bookings.reasons import alternatives_of, problem_of_refused
from labspace.api.bookings.rights import changeable, run_by, visible
from labspace.api.bookings.shape import many_bookings
from labspace.api.bookings.versions import seen_version
from labspace.api.bookings.wishing import asked
from labspace.api.ground.blueprint import calls
from labspace.api.ground.caller import caller
from labspace.api.ground.endpoints import Sent, Subject
from labspace.api.ground.paging import Page, key_in, part_of
from labspace.api.tokens.kinds import Scope
from labspace.bookings.bookers import Reader
from labspace.bookings.models import Booking
from labspace.bookings.queries import history_of
from labspace.bookings.wanted import instead_of, wanted_instead
from labspace.db import db
from labspace.errors import Refused
from labspace.times import utc_now
from labspace.words import lazy_gettext as _l

OF_WISHES = (
    *RULES,
    "space_unknown",
    "spaces_not_together",
    "ends_before_it_begins",
    "person_unknown",
    "recurrence_not_kept",
    "series_without_dates",
    "series_too_long",
    "series_over_midnight",
    "space_taken",
)


@calls.post(
    "/bookings",
    summary=_l("Buchen, einmal oder als Serie"),
    text=_l(
        "Alle Flächen oder keine. Eine Eventfläche wird als Option angefragt, deren Rang und Frist in der Antwort stehen."
    ),
    subject=Subject.BOOKINGS,
    scope=Scope.BOOK,
    status=201,
    problems=OF_WISHES,
)
def create_booking(body: BookingAsk) -> Sent[BookingAnswer]:
    """Book, and answer with the booking, or with the first of a series."""
    session, who, now = db.session(), caller(), utc_now()
    try:
        wish = asked(session, body, who)
    except Refused as refused:
        raise problem_of_refused(refused) from refused
    try:
        booking = place(session, body, wish, now=now)
    except Refused as refused:
        session.rollback()
        raise problem_of_wish(session, wish, refused, now=now) from refused
    return sent(session, booking, who, status=201, is_new=True)


@calls.post(
    "/bookings/preview",
    summary=_l("Was beim Buchen geschähe"),
    text=_l("Für jeden Termin einzeln; nichts wird gebucht oder zurückgehalten."),
    subject=Subject.BOOKINGS,
    scope=Scope.BOOK,
    problems=OF_WISHES,
)
def preview_booking(body: BookingAsk) -> PreviewAnswer:
    """Answer what would become of each date."""
    session = db.session()
    try:
        return preview(session, body, asked(session, body, caller()), now=utc_now())
    except Refused as refused:
        raise problem_of_refused(refused) from refused


@calls.get(
    "/bookings",
    summary=_l("Buchungen, früheste zuerst"),
    text=_l(
        "Die eigenen; mit einem Team-Token alle der Häuser, die man betreut. „from“ und „to“ nennen den Zeitraum, in den sie ragen."
    ),
    subject=Subject.BOOKINGS,
    scope=Scope.READ,
)
def list_bookings(query: ListAsk) -> Page[BookingAnswer]:
    """One page of bookings."""
    session, who = db.session(), caller()
    key = key_in(query.after, int, int)
    after = (datetime.fromtimestamp(key[0], UTC), key[1]) if key and 0 <= key[0] < LATEST else None
    rows, more = part_of(listed(session, query, who, after=after), limit=query.limit, key=_key)
    run = {one.location_id for one in rows if who.runs(one.location_id)}
    return Page(items=many_bookings(session, rows, staff_of=run), next=more)


LATEST = 2**33
"""Seconds since 1970 that every calendar knows."""


def _key(booking: Booking) -> tuple[object, ...]:
    return int(booking.starts_at.timestamp()), booking.id


@calls.get(
    "/bookings/<booking>",
    summary=_l("Eine Buchung"),
    text=_l("„booking“ ist ihre Nummer („id“) oder ihre Buchungsnummer („reference“)."),
    subject=Subject.BOOKINGS,
    scope=Scope.READ,
    problems=("not_found",),
)
def show_booking(booking: str) -> Sent[BookingAnswer]:
    """Tell one booking."""
    session, who = db.session(), caller()
    return sent(session, visible(session, booking, who), who)


@calls.patch(
    "/bookings/<booking>",
    summary=_l("Eine Buchung verlegen, verlängern, umbenennen"),
    text=_l("Geprüft wie eine neue. Eine abgelehnte Änderung lässt die Buchung, wie sie war."),
    subject=Subject.BOOKINGS,
    scope=Scope.BOOK,
    problems=("not_found", "not_yours", "not_possible_in_state", *OF_WISHES),
)
def change_booking(booking: str, body: ChangeAsk) -> Sent[BookingAnswer]:
    """Change what was named."""
    session, who, now = db.session(), caller(), utc_now()
    found = changeable(session, booking, who)
    seen = seen_version(found)

    def instead() -> list[Instead]:
        wish = steps.changed_wish(session, found, body)
        others = instead_of(
            session,
            wanted_instead(session, found, wish.space_ids),
            wish.span,
            people=wish.details.people,
            now=now,
            reader=Reader(user=found.booked_by, organisation_id=found.organisation_id),
            own_booking_id=found.id,
        )
        return alternatives_of(session, others)

    changed = acted(
        session, found, lambda: steps.change(session, found, body, who, now=now, seen=seen), instead=instead
    )
    return sent(session, changed, who)


@calls.get(
    "/bookings/<booking>/history",
    summary=_l("Wer wann was geändert hat"),
    subject=Subject.BOOKINGS,
    scope=Scope.STAFF,
    problems=("not_found", "not_yours"),
)
def booking_history(booking: str) -> Page[Change]:
    """Every line of a booking's history, oldest first; for the team of its house."""
    session = db.session()
    found = run_by(session, booking, caller())
    zone = found.location.zone
    lines = [
        Change(
            at=one.at.astimezone(zone),
            actor=one.actor.name if one.actor else None,
            what=one.what,
            before=one.before,
            after=one.after,
            note=one.note,
        )
        for one in history_of(session, found.id)
    ]
    return Page(items=lines, next=None)
