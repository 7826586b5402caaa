"""What is typed about a week of a pop-up: when it was open, and how many came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import IntegerField
from wtforms.validators import Length, NumberRange, Optional

from labspace.errors import Refusal
from labspace.forms import LabForm
from labspace.popups.tenancies.forms import WindowField
from labspace.popups.tenancies.sentences import sentence
from labspace.times import TimeSpan, local_moment, start_of_day
from labspace.visits.rules import MOST_VISITS
from labspace.words import gettext as _


class WeekForm(LabForm):
    """The shop hours and visits of one week; its fields are made for the days that may be recorded."""

    days: Mapping[str, date]
    visits: Mapping[str, date]

    def validate(self, *args: Any, **more: Any) -> bool:
        """Whoever says how many came says when it was open."""
        is_valid = super().validate(*args, **more)
        windows = {day: getattr(self, name) for name, day in self.days.items()}
        for day, number in self.numbers().items():
            window = windows[day]
            if number is not None and window.window is None and not window.errors:
                window.errors = [_("Bitte auch sagen, wann geöffnet war, oder die Besuche leer lassen.")]
                is_valid = False
        return is_valid

    def numbers(self) -> dict[date, int | None]:
        """How many came, None where that was left empty; days whose field was not sent are left out."""
        return {day: self[name].data for name, day in self.visits.items() if self[name].raw_data}

    def spans(self, *, zone: ZoneInfo) -> dict[date, TimeSpan | None]:
        """What was typed; only after `validate()`."""
        return {day: _span(getattr(self, name).window, day, zone=zone) for name, day in self.days.items()}

    def show_refused(self, refusals: Iterable[Refusal]) -> None:
        """Say each refusal beside its day."""
        windows = {day: name for name, day in self.days.items()}
        numbers = {day: name for name, day in self.visits.items()}
        for refusal in refusals:
            by_day = numbers if refusal.code == "counted_meanwhile" else windows
            name = by_day.get(refusal.values.get("day"))  # type: ignore[call-overload]
            if name:
                getattr(self, name).errors = [sentence(refusal)]
            else:
                self.refuse(sentence(refusal))


def _span(window: tuple[int, int] | None, day: date, *, zone: ZoneInfo) -> TimeSpan | None:
    if window is None:
        return None
    opens, closes = (
        start_of_day(day + timedelta(days=1), zone=zone)
        if minute == 24 * 60
        else local_moment(day, time(minute // 60, minute % 60), zone=zone)
        for minute in window
    )
    return TimeSpan(opens, closes)


def week_form(days: Sequence[date], labels: Sequence[str], values: object) -> WeekForm:
    """A form with the hours and visits of each of these days."""
    fields: dict[str, Any] = {
        f"day_{number}": WindowField(label, [Length(max=30)], name=f"am-{day.isoformat()}")
        for number, (day, label) in enumerate(zip(days, labels, strict=True))
    }
    wrong = _("Bitte eine Zahl von 0 bis %(most)d angeben.", most=MOST_VISITS)
    fields |= {
        f"visits_{number}": IntegerField(
            _("Besuche am %(day)s", day=label),
            [Optional(), NumberRange(0, MOST_VISITS, wrong)],
            name=f"besuche-{day.isoformat()}",
        )
        for number, (day, label) in enumerate(zip(days, labels, strict=True))
    }
    made = type("OneWeekForm", (WeekForm,), fields)(formdata=values)
    made.days = {f"day_{number}": day for number, day in enumerate(days)}
    made.visits = {f"visits_{number}": day for number, day in enumerate(days)}
    assert isinstance(made, WeekForm)
    return made
