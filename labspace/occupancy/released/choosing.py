"""Pure: from all figures of a house's month to those anybody may see (R12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from labspace.accounts.kinds import NO_TRADE, SECTOR_VERSION, SECTORS, PartnerType, Theme
from labspace.occupancy.figures.figures import Figures, MixOf
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.released.lines import History, Line, Name, Split, shown
from labspace.occupancy.released.visited import hidden_visits, places_before
from labspace.occupancy.suppression.hiding import hide
from labspace.occupancy.suppression.tables import (
    MIN_ORGANISATIONS,
    WHOLE,
    Cell,
    Place,
    Showing,
    Table,
    is_few,
)
from labspace.occupancy.values import Value
from labspace.spaces.kinds import SpaceKind

I, P = Indicator, Part  # noqa: E741 - the tables below are read by these letters

Number = tuple[Indicator, Part]

ALWAYS_BY_KIND: tuple[Number, ...] = (
    (I.BOOKABLE, P.MAIN),
    (I.BOOKED, P.MAIN),
    (I.USED, P.MAIN),
    (I.BOOKING_RATE, P.MAIN),
    (I.FREQUENCY_RATE, P.MAIN),
    (I.ACTIVATED, P.MAIN),
    (I.EVENINGS, P.MAIN),
    (I.WEEKENDS, P.MAIN),
)
"""Of each kind and of all, whoever they rest on."""
ALWAYS: tuple[Number, ...] = (
    *ALWAYS_BY_KIND,
    (I.ACTIVATED, P.PUBLIC),
    (I.ACTIVATION_RATE, P.MAIN),
    (I.ACTIVATION_RATE, P.DAYS),
    (I.EVENINGS, P.SHARE),
    (I.EVENINGS, P.WEEKLY),
    (I.WEEKENDS, P.OF_ALL),
    (I.WEEKENDS, P.HOLIDAYS),
    (I.POPUP_DAYS, P.MAIN),
    (I.POPUP_DAYS, P.HOURS),
    (I.POPUP_DAYS, P.KEPT),
    (I.TRIED_IDEAS, P.MAIN),
    (I.EVENTS, P.MAIN),
    (I.EVENTS, P.PUBLIC),
    (I.EVENTS, P.CLOSED),
    (I.EVENTS, P.DAYS),
)
"""Of all kinds together; pop-ups and events are public by nature."""
VISITED: tuple[Number, ...] = ((I.VISITS, P.MAIN), (I.VISIT_HOURS, P.MAIN))
"""Of one kind shown or hidden together, as one follows from the other where everybody stays as long as is usual."""
BESIDE_VISITS: tuple[Number, ...] = ((I.PLACE_OCCUPANCY, P.MAIN), (I.UTILISATION, P.MAIN))
"""Of one kind only, and with its visits: persons × hours are the visit hours of a room."""
SPLITS = {MixOf.THEME: Split.THEME, MixOf.SECTOR: Split.SECTOR, MixOf.PARTNER: Split.PARTNER}
KEYS = {
    Split.THEME: (*(theme.value for theme in Theme), ""),
    Split.SECTOR: (*(f"{letter} {SECTOR_VERSION}" for letter in SECTORS), NO_TRADE),
    Split.PARTNER: tuple(one.value for one in PartnerType if one is not PartnerType.INTERNAL),
}
"""The parts there could be: also those in which nothing was."""


@dataclass(frozen=True, kw_only=True)
class HouseMonth:
    """All figures of one house in one month."""

    whole: Figures
    by_kind: Mapping[SpaceKind, Figures]


def public_lines(month: HouseMonth, *, history: History) -> list[Line]:
    """What of a month is shown, and which of its figures are hidden; `history` is what was published of it."""
    return [
        *_always(month),
        *_visits(month, history),
        *_counts(month, history),
        *(line for of, split in SPLITS.items() for line in _mix(month.whole, of, split, history)),
    ]


def _always(month: HouseMonth) -> Iterator[Line]:
    for kind, figures in month.by_kind.items():
        for number in ALWAYS_BY_KIND:
            yield shown(Name(Split.KIND, kind.value, *number), figures.of(*number))
    for number in ALWAYS:
        yield shown(Name(Split.KIND, WHOLE, *number), month.whole.of(*number))


# --- visits by kind --------------------------------------------------------------------------------


def _visits(month: HouseMonth, history: History) -> Iterator[Line]:
    groups = {kind.value: figures for kind, figures in month.by_kind.items()} | {WHOLE: month.whole}
    hidden = hidden_visits(groups, history)
    for key, figures in groups.items():
        numbers = VISITED if key == WHOLE else (*VISITED, *BESIDE_VISITS)
        if key == SpaceKind.EVENT_AREA.value:
            numbers = (*numbers, (I.EVENTS, P.MEAN))
        for number in numbers:
            is_hidden = (key,) in hidden.of(number[0])
            line = _line(Name(Split.KIND, key, *number), figures, is_hidden=is_hidden)
            # At desks somebody checks in, of rooms the booker tells: what is unsure of the whole is that of the rooms.
            yield replace(line, unsure=None) if hidden.has_kinds else line


# --- counts that stand alone -----------------------------------------------------------------------


def _counts(month: HouseMonth, history: History) -> Iterator[Line]:
    """Distinct counts and rates of outcomes: nothing public adds up to them."""
    whole, desks = month.whole, month.by_kind.get(SpaceKind.DESK)

    def alone(*numbers: Number, few: bool) -> Iterator[Line]:
        names = [Name(Split.KIND, WHOLE, *number) for number in numbers]
        is_hidden = few or any(name in history.hidden for name in names)
        for name in names:
            yield _line(name, whole, is_hidden=is_hidden)

    if desks is not None:
        known, outside = desks.of(I.PERSONS_PER_DESK), desks.of(I.ORGANISATIONS)
        is_anybody = bool(known.persons)
        yield from alone(
            (I.PERSONS_PER_DESK, P.MAIN),
            few=is_anybody and is_few(outside.persons or 0, outside.organisations or 0),
        )
    few = _rests_on_few(whole.of(I.ORGANISATIONS), whole.of(I.NO_SHOWS, P.LATE))
    yield from alone((I.ORGANISATIONS, P.MAIN), few=few)
    private = whole.of(I.ORGANISATIONS, P.PRIVATE)
    yield from alone(
        (I.ORGANISATIONS, P.PRIVATE),
        few=bool(private.numerator) and is_few(int(private.numerator), MIN_ORGANISATIONS),
    )
    new, back = whole.of(I.FIRST_USES, P.RATE), whole.of(I.FIRST_USES, P.RETURN)
    yield from alone(
        (I.FIRST_USES, P.MAIN),
        (I.FIRST_USES, P.RATE),
        few=few or _tells_of_few(new.numerator, new.denominator),
    )
    yield from alone((I.FIRST_USES, P.RETURN), few=few or _tells_of_few(back.numerator, back.denominator))
    stayed = whole.of(I.STAYING)
    yield from alone(
        (I.STAYING, P.MAIN),
        (I.STAYING, P.UNKNOWN),
        few=bool(stayed.of)
        and (
            is_few(stayed.persons or 0, stayed.organisations or 0)
            or _tells_of_few(stayed.numerator, stayed.denominator)
        ),
    )
    yield from alone(*((I.NO_SHOWS, part) for part in (P.MAIN, P.LATE, P.BY_HOUSE)), few=few)


def _rests_on_few(users: Value, bookings: Value | None = None) -> bool:
    """Whether somebody, but too few, used what is counted, or at least booked it."""
    persons, organisations = users.persons or 0, users.organisations or 0
    is_nobody = not (persons or organisations or (bookings and bookings.denominator))
    return not is_nobody and is_few(persons, organisations)


def _tells_of_few(part: Fraction, whole: Fraction | None) -> bool:
    """Whether a share of organisations is that of one or two, or of all but one or two."""
    rest = (whole or Fraction()) - part
    return any(0 < number < MIN_ORGANISATIONS for number in (part, rest))


# --- splits of the used hours ----------------------------------------------------------------------


def _mix(whole: Figures, of: MixOf, split: Split, history: History) -> Iterator[Line]:
    """Shares of a hundred percent. Hours would tell the chamber's own use, which is left out of them (R10)."""
    found = {share.key: share for share in whole.mixes.get(of, ())}
    if not found:
        return
    cells: dict[Place, Cell] = {
        (key,): Cell(values=(Fraction(),), persons=0, organisations=0) for key in KEYS[split]
    }
    for key, one in found.items():
        cells[key,] = Cell(values=(one.hours,), persons=one.persons, organisations=one.organisations)
    cells[WHOLE,] = Cell(
        values=(sum((one.hours for one in found.values()), Fraction()),),
        persons=whole.persons,
        organisations=whole.organisations,
        showing=Showing.ALWAYS,
    )
    hidden = hide(Table(cells), before=places_before(split, I.MIX, history))
    for place in cells:
        key = place[0]
        if key == WHOLE:
            continue
        share = found[key].share if key in found else Fraction()
        name = Name(split, key, I.MIX)
        yield Line(name, None) if place in hidden else Line(name, share, Fraction(1))


# --- the same for all ------------------------------------------------------------------------------


def _line(name: Name, figures: Figures, *, is_hidden: bool) -> Line:
    return Line(name, None) if is_hidden else shown(name, figures.of(name.indicator, name.part))
