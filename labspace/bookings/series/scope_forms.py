"""What a change or cancellation of one date of a series is for: this date, from here on, or all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from wtforms import BooleanField, RadioField

from labspace.bookings.models import Booking
from labspace.bookings.series.actions.reach import is_ahead, is_open_skip
from labspace.bookings.series.models import Series, SeriesDate
from labspace.bookings.series.queries import date_of_booking, dates_of
from labspace.formats import span_text
from labspace.forms import LabForm, SelectChoice
from labspace.words import lazy_gettext as _l
from labspace.words import ngettext

ONE, HERE, ALL = "dieser", "ab", "alle"


class ScopeForm(LabForm):
    """Only this date, this and all after it, or all that lie ahead."""

    scope = RadioField(_l("Wofür gilt das?"), name="umfang", default=ONE)
    with_exceptions = BooleanField(
        _l("Auch einzeln geänderte Termine mitändern"),
        name="einzelne",
        description=_l("Sonst bleiben sie, wie sie sind."),
    )

    @property
    def is_many(self) -> bool:
        return self.scope.data in (HERE, ALL)

    @property
    def is_all(self) -> bool:
        return bool(self.scope.data == ALL)


@dataclass(frozen=True)
class Scope:
    """The series of a booking, and how much of it each choice concerns."""

    series: Series
    form: ScopeForm
    from_here: int
    ahead: int
    exceptions: int
    """Of the dates ahead those that were changed by themselves."""
    skipped: int
    """Skipped dates ahead, which a cancellation gives up."""
    dates: Sequence[str]
    """Every date ahead that a change of all would touch, with its hours."""


def scope_of(session: Session, booking: Booking, values: Any, *, now: datetime) -> Scope | None:
    """The choice for this booking, filled with `values`; None for a booking of no series."""
    here = date_of_booking(session, booking)
    if here is None:
        return None
    dates = dates_of(session, here.series_id)
    coming = [one for one in dates if is_ahead(one, now=now)]
    later = [one for one in coming if one.day >= here.day]
    form = ScopeForm(formdata=values)
    form.scope.choices = _choices(later=len(later), ahead=len(coming))
    if form.scope.data not in {choice.value for choice in form.scope.choices}:
        form.scope.data = ONE
    return Scope(
        series=here.series,
        form=form,
        from_here=len(later),
        ahead=len(coming),
        exceptions=_exceptions(coming, but_not=booking.id),
        skipped=sum(1 for one in dates if is_open_skip(one, now=now)),
        dates=[span_text(one.booking.span, zone=booking.location.zone) for one in coming if one.booking],
    )


def _choices(*, later: int, ahead: int) -> list[SelectChoice]:
    choices = [SelectChoice(ONE, str(_l("Nur diesen Termin")))]
    if later > 1:
        choices.append(
            SelectChoice(
                HERE,
                ngettext(
                    "Diesen und alle folgenden (%(num)d Termin)",
                    "Diesen und alle folgenden (%(num)d Termine)",
                    later,
                ),
            )
        )
    if ahead > 1:
        choices.append(
            SelectChoice(
                ALL,
                ngettext("Alle kommenden (%(num)d Termin)", "Alle kommenden (%(num)d Termine)", ahead),
            )
        )
    return choices


def _exceptions(dates: list[SeriesDate], *, but_not: int) -> int:
    return sum(1 for one in dates if one.is_exception and one.booking_id != but_not)
