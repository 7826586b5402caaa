"""Values of a report in words, in the reader's language: rounded half up, "k. A." where nothing is stated."""

from __future__ import annotations

from fractions import Fraction

from labspace.formats import date_text, euro_text, exact_text, month_text, not_stated_text, percent_text
from labspace.reports.snapshot import Stretch
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

HOURS = frozenset({"unit-h", "house-h", "visitor-h", "h"})
DIGITS = {"€/€": 2, "€/h": 2, "€": 2, "%": 1, **dict.fromkeys(HOURS, 1)}

UNITS = {
    "€": _l("%(number)s €"),
    "€/€": _l("%(number)s € je €"),
    "€/h": _l("%(number)s € je Stunde"),
}


def digits_of(value: Fraction, unit: str) -> int:
    """How many decimals a value is shown with: counts none where they are whole, all else one, money two."""
    if unit in DIGITS:
        return DIGITS[unit]
    return 0 if value.denominator == 1 else 1


def amount(value: Fraction | None, unit: str) -> str:
    """51,9 % · 27,0 h · 312 · k. A."""
    if value is None:
        return not_stated_text()
    if unit == "%":
        return percent_text(value)
    number = exact_text(value, digits=digits_of(value, unit))
    words = _l("%(number)s h") if unit in HOURS else UNITS.get(unit)
    return str(words) % {"number": number} if words else number


def difference_text(value: Fraction | None, unit: str) -> str:
    """+12,4 h · −3,1 Prozentpunkte · k. A."""
    if value is None:
        return not_stated_text()
    if unit == "%":
        number = exact_text(abs(value) * 100)
        told = _("%(number)s Prozentpunkte", number=number)
    else:
        told = amount(abs(value), unit)
    return told if not value else f"+{told}" if value > 0 else f"\N{MINUS SIGN}{told}"


def share_text(share: Fraction | None) -> str:
    """62,5 %; empty where nothing needs saying."""
    return "" if share is None else percent_text(share)


def cents(number: int) -> str:
    """1.573,45 €"""
    return euro_text(number)


def stretch_text(stretch: Stretch) -> str:
    """November 2026 · 4. Quartal 2026 · 2026."""
    match stretch.months:
        case 1:
            return month_text(stretch.first)
        case 3:
            return _("%(n)d. Quartal %(year)d", n=_quarter(stretch), year=stretch.first.year)
        case _:
            return str(stretch.first.year)


def stretch_short(stretch: Stretch) -> str:
    """Below an axis: Nov · Q4 · 2026."""
    match stretch.months:
        case 1:
            return date_text(stretch.first, "LLL").rstrip(".")
        case 3:
            return f"Q{_quarter(stretch)}"
        case _:
            return str(stretch.first.year)


def _quarter(stretch: Stretch) -> int:
    return (stretch.first.month + 2) // 3
