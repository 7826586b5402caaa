"""The life cycle: `/api/v1/bookings/{booking}/confirmation` and its like, and single dates of a series."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from labspace.api.bookings import dates, steps
from labspace.api.bookings.acting import acted, sent
from labspace.api.bookings.answers import BookingAnswer
from labspace.api.bookings.asks import (
    AttendanceAsk,
    CancellationAsk,
    ConfirmationAsk,
    RejectionAsk,
    StepAsk,
)
from labspace.api.bookings.rights import changeable, run_by
from labspace.api.bookings.shape import one_booking
from labspace.api.bookings.versions import check_dates, is_guarded, seen_version
from labspace.api.ground.blueprint import calls
from labspace.api.ground.caller import Caller, caller
from labspace.api.ground.endpoints import Sent, Subject
from labspace.api.ground.problems import Problem
from labspace.api.tokens.kinds import Scope
from labspace.bookings import actions
from labspace.bookings.models import Booking
from labspace.db import db
from labspace.times import utc_now
from labspace.words import lazy_gettext as _l

OF_STEPS = ("not_found", "not_yours", "not_possible_in_state", "not_allowed")

Step = Callable[[Booking, Caller, datetime, int | None], Booking]


def _step(booking: str, step: Step, *, by_staff: bool = False) -> Sent[BookingAnswer]:
    session, who, now = db.session(), caller(), utc_now()
    found = run_by(session, booking, who) if by_staff else changeable(session, booking, who)
    seen = seen_version(found)
    return sent(session, acted(session, found, lambda: step(found, who, now, seen)), who)


@calls.post(
    "/bookings/<booking>/confirmation",
    summary=_l("Eine Anfrage oder Option bestätigen"),
    text=_l("Wo vier Augen entscheiden, empfiehlt die erste Person; dann bleibt der Zustand, wie er ist."),
    subject=Subject.BOOKINGS,
    scope=Scope.STAFF,
    problems=(*OF_STEPS, "space_taken"),
    if_match=True,
)
def confirm_booking(booking: str, body: ConfirmationAsk) -> Sent[BookingAnswer]:
    """Confirm what was asked for."""
    return _step(
        booking,
        lambda one, who, now, seen: steps.confirm(db.session(), one, body, who, now=now, seen=seen),
        by_staff=True,
    )


@calls.post(
    "/bookings/<booking>/rejection",
    summary=_l("Eine Anfrage oder Option ablehnen"),
    subject=Subject.BOOKINGS,
    scope=Scope.STAFF,
    problems=(*OF_STEPS, "reason_missing"),
    if_match=True,
)
def reject_booking(booking: str, body: RejectionAsk) -> Sent[BookingAnswer]:
    """Reject what was asked for; whoever asked is told why."""
    return _step(
        booking,
        lambda one, who, now, seen: steps.reject(db.session(), one, body, who, now=now, seen=seen),
        by_staff=True,
    )


@calls.post(
    "/bookings/<booking>/cancellation",
    summary=_l("Stornieren"),
    text=_l("Die eigene Buchung; das Team eines Hauses auch fremde, dann mit Grund."),
    subject=Subject.BOOKINGS,
    scope=Scope.BOOK,
    problems=(*OF_STEPS, "reason_missing"),
    if_match=True,
)
def cancel_booking(booking: str, body: CancellationAsk) -> Sent[BookingAnswer]:
    """Cancel; the time is free for others at once."""
    return _step(
        booking, lambda one, who, now, seen: steps.cancel(db.session(), one, body, who, now=now, seen=seen)
    )


@calls.post(
    "/bookings/<booking>/check-in",
    summary=_l("Einchecken"),
    subject=Subject.BOOKINGS,
    scope=Scope.BOOK,
    problems=(*OF_STEPS, "space_taken"),
    if_match=True,
)
def check_in_booking(booking: str, body: StepAsk) -> Sent[BookingAnswer]:
    """Say that the people are there."""
    return _step(
        booking, lambda one, who, now, seen: steps.check_in(db.session(), one, who, now=now, seen=seen)
    )


@calls.post(
    "/bookings/<booking>/check-out",
    summary=_l("Auschecken"),
    subject=Subject.BOOKINGS,
    scope=Scope.BOOK,
    problems=OF_STEPS,
    if_match=True,
)
def check_out_booking(booking: str, body: StepAsk) -> Sent[BookingAnswer]:
    """Say that the people have left; the rest of the time is free at once."""
    return _step(
        booking,
        lambda one, who, now, seen: actions.check_out(
            db.session(), one.id, by=who.user, now=now, expected_version=seen
        ),
    )


@calls.post(
    "/bookings/<booking>/no-show",
    summary=_l("Nichterscheinen vermerken"),
    subject=Subject.BOOKINGS,
    scope=Scope.STAFF,
    problems=OF_STEPS,
    if_match=True,
)
def miss_booking(booking: str, body: StepAsk) -> Sent[BookingAnswer]:
    """Note that nobody came."""
    return _step(
        booking,
        lambda one, who, now, seen: actions.mark_no_show(
            db.session(), one.id, by=who.user, now=now, expected_version=seen
        ),
        by_staff=True,
    )


@calls.post(
    "/bookings/<booking>/attendance",
    summary=_l("Sagen, wie viele zu einer Veranstaltung kamen"),
    subject=Subject.BOOKINGS,
    scope=Scope.BOOK,
    problems=OF_STEPS,
    if_match=True,
)
def tell_attendance(booking: str, body: AttendanceAsk) -> Sent[BookingAnswer]:
    """Keep how many came; what the team says decides the booking too."""
    return _step(
        booking,
        lambda one, who, now, seen: steps.tell_who_came(db.session(), one, body, who, now=now, seen=seen),
    )


@calls.post(
    "/bookings/<booking>/occurrences/<day>/cancellation",
    summary=_l("Einen Termin einer Serie absagen"),
    text=_l(
        "„booking“ ist irgendeine Buchung der Serie, „day“ der Tag, den ihre Regel nennt. „If-Match“ nennt den ETag "
        "der Buchung dieses Termins, bei einem ausgefallenen Termin den von „booking“."
    ),
    subject=Subject.SERIES,
    scope=Scope.BOOK,
    problems=(*OF_STEPS, "reason_missing"),
    if_match=True,
)
def cancel_occurrence(booking: str, day: str, body: CancellationAsk) -> Sent[BookingAnswer]:
    """Cancel the booking of a date, or put a skipped date away."""
    session, who, now = db.session(), caller(), utc_now()
    found = changeable(session, booking, who)
    one = dates.date_of(session, found, _day(day))
    subject = one.booking or found
    if not (is_booked := dates.is_booked(one)):
        _check_dates(found, who)
    seen = seen_version(subject) if is_booked else None
    acted(
        session,
        subject,
        lambda: dates.call_off(session, one, body, who, now=now, seen=seen) or subject,
    )
    return sent(session, subject, who)


@calls.post(
    "/bookings/<booking>/occurrences/<day>/restoration",
    summary=_l("Einen ausgefallenen Termin doch buchen"),
    text=_l(
        "Nach allen Regeln einer neuen Buchung; die Antwort ist die Buchung dieses Termins. „If-Match“ nennt den ETag "
        "von „booking“, der sich mit jedem Termin der Serie ändert."
    ),
    subject=Subject.SERIES,
    scope=Scope.BOOK,
    problems=(*OF_STEPS, "space_taken"),
    if_match=True,
)
def restore_occurrence(booking: str, day: str, body: StepAsk) -> Sent[BookingAnswer]:
    """Take up a date that was skipped."""
    session, who, now = db.session(), caller(), utc_now()
    found = changeable(session, booking, who)
    one = dates.date_of(session, found, _day(day))
    _check_dates(found, who)
    return sent(session, acted(session, found, lambda: dates.take_up(session, one, who, now=now)), who)


def _check_dates(booking: Booking, who: Caller) -> None:
    # Telling a booking with all dates of its series costs statements: only for those who ask for it.
    if is_guarded():
        check_dates(one_booking(db.session(), booking, for_staff=who.runs(booking.location_id)))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text) if len(text) == len("2026-12-01") else _none()
    except ValueError:
        return _none()


def _none() -> date:
    raise Problem("not_found")
