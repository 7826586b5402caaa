"""Pure: rows of numbers of fixed width in one, so that those of many days or houses are added in one step.

A number for each hour or quarter hour, stored one behind the other, is one long number: adding two of
them adds every lane at once, as long as none overflows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from struct import pack, unpack

WIDE, NARROW = "Q", "I"
"""Eight bytes for sums of seconds, four for counts of units at one moment."""
_BYTES = {WIDE: 8, NARROW: 4}


def packed(numbers: Sequence[int], width: str = WIDE) -> bytes:
    """These numbers one behind the other, the first one first."""
    return pack(f"<{len(numbers)}{width}", *numbers)


def unpacked(lanes: bytes, width: str = WIDE) -> tuple[int, ...]:
    """The numbers of `packed`."""
    return unpack(f"<{len(lanes) // _BYTES[width]}{width}", lanes)


def as_number(lanes: bytes, *, later: int = 0, width: str = WIDE) -> int:
    """All lanes as one number, which may be added to others; `later`: by how many lanes they begin later."""
    return int.from_bytes(lanes, "little") << (8 * _BYTES[width] * later)


def from_number(number: int, *, lanes: int, width: str = WIDE) -> tuple[int, ...]:
    """The lanes of a sum of `as_number`."""
    return unpacked(number.to_bytes(lanes * _BYTES[width], "little"), width)


def added(some: Iterable[bytes], *, lanes: int, width: str = WIDE) -> tuple[int, ...]:
    """Lane by lane what all of these come to; zeros without any."""
    return from_number(sum(map(as_number, some)), lanes=lanes, width=width)
