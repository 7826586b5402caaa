"""Numbers as people and machines write them: blanks, points and commas in every role."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

MISSING = frozenset(
    {"", "-", "--", "–", "—", "k. a.", "k.a.", "ka", "n/a", "na", "nan", "null", "none", "#nv", "#n/a"}
)
"""What stands where nothing was measured; never zero."""

_PLAIN = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{0,12})?", re.ASCII)
_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(?:([.,'])\d{3})(?:\1\d{3})*", re.ASCII)
_GROUPS_AND_REST = re.compile(r"[+-]?\d{1,3}([.,'])\d{3}(?:\1\d{3})*([.,])\d{1,12}", re.ASCII)
_BLANKS = re.compile(r"(?<=\d)[\u00a0\u202f\u2009 ](?=\d{3}(?:\D|$))")


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no value."""
    return text.strip().casefold() in MISSING


def decimal_in(text: str) -> Decimal | None:
    """The number a cell shows, with a decimal point or comma; None for what is none.

    A single point or comma parts the decimals; only several, or both signs together, group thousands.
    """
    text = _BLANKS.sub("", text.strip()).replace("\u2212", "-")
    if _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", "."))
    if found := _GROUPS.fullmatch(text):
        return Decimal(text.replace(found[1], ""))
    if (found := _GROUPS_AND_REST.fullmatch(text)) and found[1] != found[2]:
        return Decimal(text.replace(found[1], "").replace(",", "."))
    return None


def groups_thousands(cells: Iterable[str]) -> bool | None:
    """Whether `1.234` in a column of whole numbers is a thousand; None when nothing in the column tells.

    Anything that cannot be a group of thousands (`0.500`, `12.5`, `3.0`) speaks for decimals; a number of more than
    three digits without a sign too; several groups, or small numbers without a sign among those with one, for thousands.
    """
    signed = plain = long = False
    for cell in cells:
        text = _BLANKS.sub("", cell.strip())
        if is_missing(text):
            continue
        found = _GROUPS.fullmatch(text)
        if found:
            if text.count(found[1]) > 1 or found[1] == "'":
                return True
            signed = True
        elif _PLAIN.fullmatch(text):
            if "." in text or "," in text:
                return False
            plain = True
            long = long or len(text.lstrip("+-")) > 3
    if not signed:
        return False
    if long:
        return None
    return True if plain else None


def count_in(text: str, *, thousands: bool) -> int | None:
    """The whole number a cell shows, `1234,0` too; None for what is none, and for what is less than nothing."""
    text = _BLANKS.sub("", text.strip())
    if thousands and (found := _GROUPS.fullmatch(text)):
        text = text.replace(found[1], "")
    value = decimal_in(text)
    if value is None or value < 0 or value != value.to_integral_value():
        return None
    return int(value)
