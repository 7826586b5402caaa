"""The numbers of indicators as lines of a table: now, a year before, the difference, the target, how sure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from labspace.dashboards.before import after
from labspace.dashboards.behind import behind_url, set_up_url
from labspace.dashboards.board import Board
from labspace.dashboards.figures import signed
from labspace.dashboards.targets import Targets, goal, is_reached, targets_of_houses
from labspace.formats import days_text, exact_text, not_stated_text, percent_text
from labspace.occupancy.days import Days
from labspace.occupancy.figures.aims import aims_of
from labspace.occupancy.figures.answers import figures_of
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.figures import Figures
from labspace.occupancy.figures.parts import PARTS, Part
from labspace.occupancy.indicator_words import SET_UP
from labspace.occupancy.kinds import Indicator, Unit
from labspace.occupancy.months import Month
from labspace.occupancy.queries import first_month
from labspace.occupancy.values import Value
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

HOURS = frozenset({Unit.UNIT_HOURS, Unit.HOUSE_HOURS, Unit.VISITOR_HOURS})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One number of an indicator."""

    indicator: Indicator
    part: Part
    label: str
    now: str
    internal: str
    """The chamber's own use in it ("davon intern"); empty where it is left out."""
    former: str
    change: str
    target: str
    behind: str
    """Address of what stands behind it; empty where it is made of other numbers."""
    sure: str
    """What it rests on: how much is known, how much is reported or estimated."""


@dataclass(frozen=True, kw_only=True)
class Large:
    """A number in large print."""

    indicator: Indicator
    label: str
    number: str
    unit: str
    detail: str
    change: str
    target: str
    behind: str


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The figures of the period, and those of the same days a year before, if there was anything then."""

    now: Figures
    former: Figures | None
    since: Month | None
    """The month of the first booking in these houses: before it there are no numbers, not even zeros."""

    def of(self, indicator: Indicator, part: Part = Part.MAIN) -> Fraction | None:
        return self.now.of(indicator, part).value

    def before(self, indicator: Indicator, part: Part = Part.MAIN) -> Fraction | None:
        return self.former.of(indicator, part).value if self.former else None


def read(session: Session, board: Board, only: Collection[Indicator]) -> Pair:
    """The figures of the page's houses and spaces; the statements do not grow with anything."""
    now = _read(session, board, board.days, only)
    first = first_month(session, board.houses)
    before = after(first, board.before)
    former = _read(session, board, before, only) if before else None
    return Pair(now=now, former=former, since=first)


def _read(session: Session, board: Board, days: Days, only: Collection[Indicator]) -> Figures:
    choice = FigureChoice(houses=tuple(board.houses), period=days, kinds=board.scope.kinds)
    return figures_of(session, choice, now=board.now, only=only)


@dataclass(frozen=True, kw_only=True)
class SetUp:
    """Hours of setting up and clearing away, which are in no indicator (R6)."""

    number: str
    label: str
    definition: str
    now: str
    former: str
    change: str
    behind: str
    """Address of the bookings it was for."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """Every number of some indicators; a column nothing stands in is left out."""

    lines: Sequence[Line]
    has_former: bool
    former: str
    """Which days those of the year before are."""
    set_up: SetUp | None = None

    @property
    def has_internal(self) -> bool:
        return any(line.internal for line in self.lines)

    @property
    def has_target(self) -> bool:
        return any(line.target for line in self.lines)

    @property
    def has_sure(self) -> bool:
        return any(line.sure for line in self.lines)


def table_of(board: Board, pair: Pair, aims: Targets, *, only: Collection[Indicator]) -> Table:
    """The numbers of these indicators, in the order of the registry."""
    return Table(
        lines=[
            _line(board, pair, aims, indicator, part, value)
            for indicator, part, _unit, value in pair.now.all()
            if indicator in only
        ],
        has_former=pair.former is not None,
        former=days_text(board.before.first, board.before.last) if board.before and pair.former else "",
        set_up=_set_up(board, pair),
    )


def _set_up(board: Board, pair: Pair) -> SetUp | None:
    now, former = pair.now.set_up, pair.former.set_up if pair.former else None
    if now is None:
        return None
    unit = Unit.UNIT_HOURS
    return SetUp(
        number=SET_UP.value,
        label=str(SET_UP.label),
        definition=str(SET_UP.definition),
        now=text(now, unit),
        former=text(former, unit),
        change=change(now, former, unit),
        behind=set_up_url(board),
    )


def _line(board: Board, pair: Pair, aims: Targets, indicator: Indicator, part: Part, value: Value) -> Line:
    unit, former = unit_of(indicator, part), pair.before(indicator, part)
    aim = goal(aims, board.houses, indicator, part, board.days)
    before = text(former, unit)
    return Line(
        indicator=indicator,
        part=part,
        label="" if part is Part.MAIN else str(part.label),
        now=text(value.value, unit),
        internal="" if value.internal is None else text(value.internal_value, unit),
        former=marked(before, pair.former.of(indicator, part)) if pair.former else before,
        change=change(value.value, former, unit),
        target="" if aim is None else text(aim, unit),
        behind=behind_url(board, indicator, part),
        sure=sure_text(value),
    )


def large(
    board: Board, pair: Pair, aims: Targets, indicator: Indicator, part: Part, *, detail: str = ""
) -> Large:
    """One number in large print, with what it rests on, how it moved and what was wanted."""
    value, unit = pair.now.of(indicator, part), unit_of(indicator, part)
    shown, after = number_text(value.value, unit)
    aim = goal(aims, board.houses, indicator, part, board.days)
    moved = change(value.value, pair.before(indicator, part), unit)
    return Large(
        indicator=indicator,
        label=str(indicator.label if part is Part.MAIN else part.label),
        number=shown,
        unit=after,
        detail=detail or sure_text(value),
        change=_("Zum Vorjahr: %(change)s", change=moved),
        target="" if aim is None else target_text(indicator, part, value.value, aim, unit),
        behind=behind_url(board, indicator, part),
    )


def target_lines(session: Session, board: Board, indicators: Collection[Indicator]) -> list[str]:
    """What was wanted of these indicators in the period; nothing where no target holds. One statement."""
    aims = targets_of_houses(session, board.houses)
    wanted = [(one, part) for one in indicators for part, _aim in aims_of(one)]
    goals = [(one, part, goal(aims, board.houses, one, part, board.days)) for one, part in wanted]
    return [
        _(
            "Ziel für %(figure)s: %(target)s",
            figure=str(one.label if part is Part.MAIN else part.label),
            target=text(aim, unit_of(one, part)),
        )
        for one, part, aim in goals
        if aim is not None
    ]


def target_text(indicator: Indicator, part: Part, value: Fraction | None, aim: Fraction, unit: Unit) -> str:
    """Ziel: 45,0 % – erreicht."""
    words = {"target": text(aim, unit)}
    reached = is_reached(indicator, part, value, aim)
    if reached is None:
        return _("Ziel: %(target)s", **words)
    return (
        _("Ziel: %(target)s – erreicht", **words)
        if reached
        else _("Ziel: %(target)s – noch nicht erreicht", **words)
    )


def unit_of(indicator: Indicator, part: Part = Part.MAIN) -> Unit:
    return PARTS[indicator][part]


def text(value: Fraction | None, unit: Unit) -> str:
    """61,2 % · 1 240,5 h · 12 · 3,5 Tage · 2,40 € je €; k. A. where there is none."""
    if value is None:
        return not_stated_text()
    number, after = number_text(value, unit)
    if unit is Unit.SHARE:
        return percent_text(value)
    if unit is Unit.DAYS:
        return _("%(number)s Tage", number=number)
    return f"{number} {after}" if after else number


def number_text(value: Fraction | None, unit: Unit) -> tuple[str, str]:
    """(number, unit) apart, for large print."""
    if value is None:
        return not_stated_text(), ""
    if unit is Unit.SHARE:
        return exact_text(value * 100), "%"
    return exact_text(value, digits=_digits(value, unit)), str(AFTER.get(unit, ""))


AFTER = {
    **dict.fromkeys(HOURS, "h"),
    Unit.DAYS: _l("Tage"),
    Unit.PERSONS_PER_DESK: _l("je Arbeitsplatz"),
    Unit.EURO_PER_EURO: _l("€ je €"),
    Unit.EURO_PER_HOUR: _l("€ je Stunde"),
    Unit.EURO: "€",
}
"""What stands behind a number."""
MONEY = frozenset({Unit.EURO, Unit.EURO_PER_EURO, Unit.EURO_PER_HOUR})


def _digits(value: Fraction, unit: Unit) -> int:
    if unit in MONEY:
        return 2
    return 1 if unit in HOURS or unit is Unit.PERSONS_PER_DESK or value.denominator != 1 else 0


def change(value: Fraction | None, former: Fraction | None, unit: Unit) -> str:
    """+3,4 Prozentpunkte · +12,0 h (+8,1 %); k. A. where one of the two is not there."""
    if value is None or former is None:
        return not_stated_text()
    if unit is Unit.SHARE:
        return _("%(points)s Prozentpunkte", points=signed((value - former) * 100))
    apart = signed(value - former, digits=_digits(value - former, unit))
    amount = _("%(number)s h", number=apart) if unit in HOURS else apart
    if not former:
        return amount
    share = _("%(number)s %%", number=signed((value - former) / former * 100))
    return _("%(amount)s (%(share)s)", amount=amount, share=share)


def sure_text(value: Value) -> str:
    """How much of what it should rest on is known, and how much of it somebody only said (R13)."""
    said = [_("geschätzt")] if value.is_estimated else []
    if value.coverage is not None and value.coverage < 1:
        said.append(_("bekannt: %(share)s", share=kept_together(percent_text(value.coverage))))
    if value.grades and value.numerator:
        said.append(_("C + D: %(share)s", share=kept_together(percent_text(value.unsure_share))))
    return ", ".join(said)


def marked(words: str, value: Value) -> str:
    """The number in words, and that it is an estimate where it is one."""
    return _("%(number)s (geschätzt)", number=words) if value.is_estimated else words


def kept_together(text: str) -> str:
    """A number and its sign never part at the end of a line."""
    return text.replace(" ", "\u00a0")
