"""What public figures are called on the page and in the table for Excel."""

from __future__ import annotations

from labspace.accounts.kinds import NO_TRADE, SECTOR_VERSION, SECTORS, PartnerType, Theme
from labspace.formats import exact_text, not_stated_text, number_text, percent_text
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Unit
from labspace.occupancy.released.lines import WHOLE, Line, Name, Split
from labspace.occupancy.sheets import HIDDEN
from labspace.spaces.kinds import SpaceKind
from labspace.words import gettext as _

COUNTED = frozenset({Unit.VISITS, Unit.NUMBER, Unit.DAYS})


def split_text(split: Split) -> str:
    """By what it is split."""
    return {
        Split.KIND: _("Art der Fläche"),
        Split.THEME: _("Thema"),
        Split.SECTOR: _("Wirtschaftszweig"),
        Split.PARTNER: _("Art des Partners"),
    }[split]


def key_text(name: Name) -> str:
    """One of the things it is split into."""
    if name.key == WHOLE:
        return _("Gesamt")
    if name.split is Split.KIND:
        return str(SpaceKind(name.key).plural)
    if name.split is Split.THEME:
        return str(Theme(name.key).label) if name.key else _("ohne Thema")
    if name.split is Split.PARTNER:
        return str(PartnerType(name.key).label)
    return sector_text(name.key)


def sector_text(key: str) -> str:
    """A section with its letter; of another classification its version too."""
    if key == NO_TRADE:
        return _("noch kein Gewerbe")
    letter, _space, version = key.partition(" ")
    if version != SECTOR_VERSION:
        return f"{letter} ({version})"
    return f"{letter} {SECTORS[letter]}" if letter in SECTORS else letter


def part_text(name: Name) -> str:
    """Which of an indicator's numbers; nothing where it is the first."""
    return "" if name.part is Part.MAIN else str(name.part.label)


def unit_text(unit: Unit) -> str:
    """What it is counted in, in words."""
    return {
        Unit.UNIT_HOURS: _("Flächenstunden"),
        Unit.HOUSE_HOURS: _("Hausstunden"),
        Unit.VISITOR_HOURS: _("Besuchsstunden"),
        Unit.SHARE: "%",
        Unit.VISITS: _("Besuche"),
        Unit.NUMBER: _("Anzahl"),
        Unit.DAYS: _("Tage"),
        Unit.PERSONS_PER_DESK: _("Personen je Arbeitsplatz"),
    }.get(unit, unit.value)


def value_text(line: Line, *, with_unit: bool = True) -> str:
    """The number as the page prints it: "•" hidden, "k. A." where there is nothing to divide by."""
    if line.is_hidden:
        return HIDDEN
    value = line.value
    if value is None:
        return not_stated_text()
    if line.name.unit is Unit.SHARE:
        return percent_text(value) if with_unit else exact_text(value * 100)
    is_whole = value.denominator == 1 and line.name.unit in COUNTED and line.denominator is None
    return number_text(int(value)) if is_whole else exact_text(value)
