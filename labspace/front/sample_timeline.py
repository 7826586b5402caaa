"""An invented day and week for the timelines on /bausteine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import accumulate
from typing import Final
from zoneinfo import ZoneInfo

from labspace.formats import date_text
from labspace.front.day_bars import Bar
from labspace.timelines import Scale, Stretch, TimelineRow
from labspace.times import TimeSpan
from labspace.words import gettext as _

ZONE: Final = ZoneInfo("Europe/Berlin")
DAY: Final = date(2026, 3, 27)


@dataclass(frozen=True, kw_only=True)
class WeekCell:
    """One space on one day: its state in a word, and the day drawn small."""

    state: str
    text: str
    strip: tuple[Bar, ...] = ()
    url: str = ""


def sample_scale() -> Scale:
    """A house's day from 8 to 18 o'clock in quarter hours."""
    return Scale(window=TimeSpan.on_day(DAY, time(8), time(18), zone=ZONE), zone=ZONE)


def _stretch(starts: int, ends: int, state: str, text: str) -> Stretch:
    """From and until in minutes since midnight; what is free can be followed."""
    span = TimeSpan.on_day(DAY, time(*divmod(starts, 60)), time(*divmod(ends, 60)), zone=ZONE)
    return Stretch(span=span, state=state, text=text, url="#timelines" if state in {"free", "yours"} else "")


def sample_rows(scale: Scale) -> list[TimelineRow]:
    """Every state a stretch of time can have."""
    desks, rooms = _("Arbeitsplätze"), _("Räume und Flächen")
    days: list[tuple[str, str, list[Stretch]]] = [
        (desks, _("Arbeitsplatz 1"), [_stretch(480, 1080, "free", _("frei"))]),
        (
            desks,
            _("Arbeitsplatz 2 am Fenster"),
            [
                _stretch(480, 570, "taken", _("belegt")),
                _stretch(570, 720, "free", _("frei")),
                _stretch(720, 855, "yours", _("Ihre Buchung")),
                _stretch(855, 1080, "free", _("frei")),
            ],
        ),
        (
            desks,
            _("Arbeitsplatz 3"),
            [
                _stretch(480, 660, "free", _("frei")),
                _stretch(660, 780, "held", _("wird gerade gebucht")),
                _stretch(780, 1080, "taken", _("belegt")),
            ],
        ),
        (rooms, _("Besprechungsraum Zeche"), [_stretch(600, 960, "partly", _("teilweise frei"))]),
        (
            rooms,
            _("Veranstaltungsfläche"),
            [_stretch(480, 720, "barred", _("nicht buchbar")), _stretch(720, 1080, "taken", _("belegt"))],
        ),
    ]
    closed = _("geschlossen")
    return [
        TimelineRow(
            group=group, label=label, cells=scale.cells(stretches, closed_text=closed), url="#timelines"
        )
        for group, label, stretches in days
    ]


def sample_week(rows: list[TimelineRow]) -> list[tuple[str, str, list[WeekCell]]]:
    """The first three spaces over seven days."""
    free = WeekCell(state="free", text=_("frei"), strip=_bars(rows[0]), url="#timelines")
    some = WeekCell(state="partly", text=_("6 h frei"), strip=_bars(rows[2]), url="#timelines")
    yours = WeekCell(state="yours", text=_("Ihre Buchung"), strip=_bars(rows[1]), url="#timelines")
    taken = WeekCell(state="taken", text=_("belegt"), strip=_bars(rows[4]))
    shut = WeekCell(state="closed", text=_("geschlossen"))
    return [
        (rows[0].label, "#timelines", [free, free, some, some, free, some, shut]),
        (rows[1].label, "#timelines", [some, free, yours, some, yours, taken, shut]),
        (rows[2].label, "#timelines", [taken, taken, some, free, some, shut, shut]),
    ]


def _bars(row: TimelineRow) -> tuple[Bar, ...]:
    ends = accumulate(cell.columns for cell in row.cells)
    return tuple(
        Bar(end - cell.columns, cell.columns, cell.state) for cell, end in zip(row.cells, ends, strict=True)
    )


def sample_week_days() -> list[tuple[str, bool]]:
    """The days of the sample week as headings; today is the Friday."""
    monday = DAY - timedelta(days=DAY.weekday())
    days = [monday + timedelta(days=n) for n in range(7)]
    return [(date_text(day, "EEEEEE dd.MM."), day == DAY) for day in days]
