"""What staff should think about twice before they confirm; nothing of it forbids anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.rulebook.judging import broken_rules
from labspace.bookings.sentences import sentence
from labspace.bookings.wishes import Details, Wish
from labspace.errors import Refusal
from labspace.events.cautions import caution_sentences
from labspace.events.decision.queries import find_traits
from labspace.events.queries import find_request
from labspace.events.rules import cautions
from labspace.formats import day_text, is_german
from labspace.locations.hours import holiday_name
from labspace.locations.quiet_days import quiet_rules
from labspace.spaces.kinds import SpaceKind
from labspace.times import local_days
from labspace.words import gettext as _


def warnings_of(session: Session, booking: Booking, *, now: datetime) -> list[str]:
    """Quiet days, holidays and Sundays, closed hours, and every rule of the house the request breaks."""
    zone = booking.location.zone
    rules = quiet_rules(booking.location.quiet_days)
    sells = _sells(session, booking)
    warned = cautions(booking.span, zone=zone, sells=bool(sells), rules=rules)
    perhaps = cautions(booking.span, zone=zone, sells=True, rules=rules) if sells is None else []
    unsaid = [one for one in perhaps if one not in warned]
    quiet = {one.day for one in warned}
    days = [day for day in local_days(booking.span, zone=zone) if day not in quiet]
    return [
        *caution_sentences(warned),
        *_not_said(caution_sentences(unsaid)),
        *_holidays(days, region_on=booking.location.region_on),
        *_rules(broken_by(session, booking, now=now)),
        *_content(session, booking),
    ]


def broken_by(session: Session, booking: Booking, *, now: datetime) -> Sequence[Refusal]:
    """Every rule of the house the booking breaks as it stands, beside itself."""
    wish = Wish(
        span=booking.span,
        space_ids=tuple(space.id for space in booking.spaces),
        setup_minutes=booking.setup_minutes,
        teardown_minutes=booking.teardown_minutes,
        details=Details(
            people=booking.people, layout=booking.layout, organisation_id=booking.organisation_id
        ),
    )
    return broken_rules(session, booking.spaces, wish, now=now, booked_by=booking.booked_by, moved=booking)


def _sells(session: Session, booking: Booking) -> bool | None:
    """Whether something is sold; None as long as the organiser has not said so."""
    if booking.kind is SpaceKind.POPUP_SLOT:
        return True
    traits = find_traits(session, booking.id)
    return None if traits is None else traits.sells


def _not_said(sentences: Sequence[str]) -> list[str]:
    return [
        _("Ob etwas verkauft wird, ist noch nicht gesagt. Wenn ja: %(warning)s", warning=sentence)
        for sentence in sentences
    ]


def _holidays(days: Sequence[date], *, region_on: Callable[[date], str]) -> list[str]:
    named = [(day, holiday_name(day, region=region_on(day), german=is_german())) for day in days]
    return [
        _(
            "%(day)s ist ein Feiertag (%(name)s): Bitte klären, wer vom Team da ist.",
            day=day_text(day),
            name=name,
        )
        for day, name in named
        if name
    ]


def _rules(refusals: Sequence[Refusal]) -> list[str]:
    return [_closed() if refusal.code == "closed" else sentence(refusal) for refusal in refusals]


def _content(session: Session, booking: Booking) -> list[str]:
    request = find_request(session, booking.id)
    if request is None or not request.is_political_or_religious:
        return []
    return [
        _(
            "Nach eigener Angabe geht es um Politik oder Religion: Bitte prüfen, ob das Haus neutral bleibt "
            "und alle gleich behandelt."
        )
    ]


def _closed() -> str:
    return _(
        "Zu dieser Zeit ist das Haus geschlossen. Wer bestätigt, öffnet es dafür: "
        "Bitte klären, wer vom Team da ist."
    )
