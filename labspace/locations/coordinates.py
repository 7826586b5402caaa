"""Pure: where a house is on the earth, as people copy it from a map (WGS 84, degrees)."""

from __future__ import annotations

import re

LONGEST = 40
_PAIR = re.compile(r"\s*(-?\d{1,2}(?:\.\d{1,10})?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d{1,10})?)\s*")
DIGITS = 6
"""A millionth of a degree is a tenth of a metre."""

Coordinates = tuple[float, float]
"""Latitude and longitude."""


def coordinates_from(text: str) -> Coordinates | None:
    """`51.4818, 7.2162` as numbers; None for anything that is no place on the earth."""
    found = _PAIR.fullmatch(text)
    if found is None:
        return None
    latitude, longitude = (round(float(part), DIGITS) for part in found.groups())
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def coordinates_text(coordinates: Coordinates) -> str:
    """As they are kept and shown: `51.4818, 7.2162`."""
    return ", ".join(map(_number, coordinates))


def _number(value: float) -> str:
    return f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
