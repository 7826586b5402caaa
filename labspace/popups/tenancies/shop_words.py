"""Shop hours in words."""

from __future__ import annotations

from itertools import groupby

from labspace.formats import duration_text, weekday_name
from labspace.popups.tenancies.shop_hours import Minimum, WeeklyHours
from labspace.words import gettext as _


def window_text(opens: int, closes: int) -> str:
    """11:00–18:00 Uhr."""
    return _("%(start)s–%(end)s Uhr", start=minute_text(opens), end=minute_text(closes))


def minute_text(minute: int) -> str:
    """11:00; the end of the day is 24:00."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def weekly_text(hours: WeeklyHours) -> str:
    """Di–Fr 11:00–18:00 Uhr, Sa 10:00–16:00 Uhr; empty where nothing is agreed."""
    found = []
    for window, days in groupby(sorted(hours.by_weekday.items()), key=lambda pair: pair[1]):
        for run in _runs([day for day, _window in days]):
            first, last = weekday_name(run[0], short=True), weekday_name(run[-1], short=True)
            which = first if len(run) == 1 else _("%(first)s–%(last)s", first=first, last=last)
            found.append(_("%(days)s %(hours)s", days=which, hours=window_text(*window)))
    return ", ".join(found)


def _runs(days: list[int]) -> list[list[int]]:
    """Days in a row together."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def minimum_text(minimum: Minimum) -> str:
    """4 Tage je Woche, je 6 Stunden."""
    if not minimum.days:
        return _("nicht vereinbart")
    return _(
        "%(days)d Tage je Woche, je %(length)s", days=minimum.days, length=duration_text(minimum.minutes)
    )
