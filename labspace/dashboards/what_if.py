"""What the rates of a house would have been: fewer of these spaces, more of those, open longer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session
from wtforms import IntegerField, StringField
from wtforms.validators import NumberRange, Optional, ValidationError

from labspace.charts.kinds import Unit
from labspace.dashboards.behind import Backed, backed
from labspace.dashboards.board import Board
from labspace.dashboards.figures import MEASURES, change, text
from labspace.dashboards.forms import BoardForm
from labspace.dashboards.periods import Asked
from labspace.dashboards.reading import record_of
from labspace.dashboards.scenario import Change, Outcome, scenario
from labspace.dashboards.times import hours
from labspace.day_words import minute_from
from labspace.forms import choice_field
from labspace.locations.models import Location
from labspace.occupancy.kinds import Indicator
from labspace.spaces.kinds import SpaceKind
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l
from labspace.words import ngettext

FIGURES = (
    Indicator.BOOKABLE,
    Indicator.BOOKED,
    Indicator.USED,
    Indicator.BOOKING_RATE,
    Indicator.FREQUENCY_RATE,
)
MOST_UNITS = 500
MOST_DAYS = 366


class WhatIfForm(BoardForm):
    """The question of every page, and what would have been different."""

    weniger = IntegerField(_l("Flächen weniger"), [Optional(), NumberRange(min=0, max=MOST_UNITS)])
    weniger_art = choice_field(_l("Art der wegfallenden Flächen"), SpaceKind)
    mehr = IntegerField(_l("Flächen mehr"), [Optional(), NumberRange(min=0, max=MOST_UNITS)])
    mehr_art = choice_field(_l("Art der neuen Flächen"), SpaceKind)
    bis = StringField(_l("Geöffnet mindestens bis"))

    def offer(self, houses: Sequence[Location], *, usual: Asked, today: date) -> WhatIfForm:
        """Desks fall away and slots are new, unless something else is asked."""
        super().offer(houses, usual=usual, today=today)
        for field, kind in ((self.weniger_art, SpaceKind.DESK), (self.mehr_art, SpaceKind.POPUP_SLOT)):
            if not field.raw_data:
                field.data = kind
        return self

    def validate_zeitraum(self, field: StringField) -> None:
        super().validate_zeitraum(field)
        if len(self._asked.days) > MOST_DAYS:
            raise ValidationError(_("Bitte wählen Sie höchstens ein Jahr."))

    def validate_bis(self, field: StringField) -> None:
        if (field.data or "").strip() and minute_from(field.data or "") is None:
            raise ValidationError(_("Bitte geben Sie eine Uhrzeit ein, zum Beispiel 20:00."))

    @property
    def change(self) -> Change:
        """What would have been different. Only valid after `validate()`."""
        return Change(
            fewer={self.weniger_art.data: self.weniger.data} if self.weniger.data else {},
            more={self.mehr_art.data: self.mehr.data} if self.mehr.data else {},
            open_until=minute_from(self.bis.data or ""),
        )


@dataclass(frozen=True, kw_only=True)
class Line:
    """One figure as it was and as it would have been."""

    indicator: Indicator
    before: Backed
    after: str
    change: str


def build(session: Session, board: Board) -> Mapping[str, Any]:
    """Both sides of one house, and what was supposed."""
    assert isinstance(board.form, WhatIfForm)
    house, asked = board.houses[0], board.form.change
    is_asked = bool(asked.fewer or asked.more or asked.open_until)
    record = record_of(session, house, board.days, now=board.now)
    outcome = scenario(record, asked, board.scope.kinds)
    return {
        "house": house,
        "houses": [(one.name, board.url(haus=[one.slug]), one is house) for one in board.all_houses],
        "is_asked": is_asked,
        "sentence": _sentence(house, outcome) if is_asked else "",
        "notes": _notes(asked, outcome) if is_asked else [],
        "lines": [
            Line(
                indicator=one,
                before=backed(
                    board, [house], text(MEASURES[one].take(outcome.before), MEASURES[one].unit), one
                ),
                after=text(MEASURES[one].take(outcome.after), MEASURES[one].unit),
                change=change(
                    MEASURES[one].take(outcome.after), MEASURES[one].take(outcome.before), MEASURES[one].unit
                ),
            )
            for one in FIGURES
        ],
    }


def _sentence(house: Location, outcome: Outcome) -> str:
    return _(
        "Die Buchungsauslastung von %(house)s wäre %(after)s statt %(before)s gewesen.",
        house=house.name,
        after=text(outcome.after.booking_rate, Unit.PERCENT),
        before=text(outcome.before.booking_rate, Unit.PERCENT),
    )


def _notes(asked: Change, outcome: Outcome) -> list[str]:
    notes = []
    for kind, wanted in asked.fewer.items():
        if outcome.removed.get(kind, 0) < wanted:
            notes.append(_("So viele Flächen dieser Art gibt es nicht: Gerechnet ist mit allen, die es gab."))
    if asked.fewer:
        notes.append(
            ngettext(
                "%(num)d Belegung hätte keine andere Fläche derselben Art gefunden (%(hours)s).",
                "%(num)d Belegungen hätten keine andere Fläche derselben Art gefunden (%(hours)s).",
                outcome.displaced,
                hours=text(hours(outcome.displaced_time), Unit.HOURS),
            )
        )
    if outcome.missing > 0:
        more = text(Fraction(outcome.missing, 3600), Unit.HOURS)
        notes.append(
            _("Für dieselbe Buchungsauslastung hätten %(hours)s mehr gebucht werden müssen.", hours=more)
        )
    notes.append(
        _(
            "Angenommen ist: Gebucht worden wäre genauso viel. Wegfallende Flächen sind die am wenigsten gebuchten; neue Flächen und längere Öffnung bringen hier keine neuen Buchungen."
        )
    )
    return notes
