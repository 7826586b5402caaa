"""Agreements and their dates as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from labspace.formats import day_text, number_text, weekday_name, weekday_text
from labspace.partners.models import Allotment, AllotmentDate, PartnerAgreement
from labspace.partners.states import DateState
from labspace.spaces.names import space_name
from labspace.words import gettext as _
from labspace.words import ngettext

TONES = {
    DateState.HELD: "yours",
    DateState.USED: "confirmed",
    DateState.RETURNED: "expired",
    DateState.RELEASED: "expired",
    DateState.TAKEN: "taken",
}


@dataclass(frozen=True, kw_only=True)
class ShownAllotment:
    """A weekday and time that is kept."""

    id: int
    what: str
    release: str
    is_over: bool
    """Nothing is kept after today."""


@dataclass(frozen=True, kw_only=True)
class ShownDate:
    """One kept date."""

    id: int
    when: str
    space: str
    state: str
    tone: str
    is_held: bool
    until: str
    booking_url: str


def period_text(agreement: PartnerAgreement) -> str:
    """01.12.2026 bis 30.11.2027 · ab 01.12.2026, bis auf Weiteres."""
    first = day_text(agreement.valid_from)
    if agreement.valid_until is None:
        return _("ab %(day)s, bis auf Weiteres", day=first)
    return _("%(first)s bis %(last)s", first=first, last=day_text(agreement.valid_until))


def shown_allotment(allotment: Allotment, *, today: date) -> ShownAllotment:
    """Donnerstags, 14:00–18:00 Uhr, Eventfläche B."""
    starts, ends = allotment.clocks
    last = allotment.plan.valid_until
    return ShownAllotment(
        id=allotment.id,
        what=_(
            "%(weekday)s, %(starts)s–%(ends)s Uhr, %(space)s",
            weekday=weekday_name(allotment.weekday),
            starts=f"{starts:%H:%M}",
            ends="24:00" if allotment.ends_minute == 24 * 60 else f"{ends:%H:%M}",
            space=space_name(allotment.space),
        ),
        release=ngettext(
            "unbenutzt am Tag davor wieder frei",
            "unbenutzt %(num)d Tage vorher wieder frei",
            allotment.release_days,
        )
        if allotment.release_days
        else _("bis zum Tag selbst freigehalten"),
        is_over=last is not None and last <= today,
    )


def shown_date(row: AllotmentDate) -> ShownDate:
    """A kept date with what can be done about it."""
    allotment = row.allotment
    starts, ends = allotment.clocks
    return ShownDate(
        id=row.id,
        when=_(
            "%(day)s, %(starts)s–%(ends)s Uhr",
            day=weekday_text(row.day),
            starts=f"{starts:%H:%M}",
            ends=f"{ends:%H:%M}",
        ),
        space=space_name(allotment.space),
        state=str(row.state.label),
        tone=TONES[row.state],
        is_held=row.state is DateState.HELD,
        until=day_text(_last_day(row)),
        booking_url=url_for("bookings.show", reference=row.booking.reference) if row.booking else "",
    )


def _last_day(row: AllotmentDate) -> date:
    """The last day on which a kept date is the partner's alone; without a deadline the day itself."""
    days = row.allotment.release_days
    return row.day - timedelta(days=days + 1) if days else row.day


def count_lines(counts: dict[DateState, int]) -> list[tuple[str, str]]:
    """What became of past dates, for a list of facts."""
    return [(str(state.label), number_text(counts[state])) for state in DateState if counts.get(state)]
