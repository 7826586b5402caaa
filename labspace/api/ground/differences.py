"""In what an alternative differs from what was asked for: one set of words for searching and for booking."""

from __future__ import annotations

from typing import Annotated, Literal

from labspace.api.ground.schemas import about
from labspace.words import lazy_gettext as _l

Difference = Annotated[
    Literal["time", "shorter", "layout", "space", "house", "day"],
    about(
        _l(
            "time: zu anderer Zeit an einem der Tage; shorter: kürzer; layout: andere Bestuhlung;"
            " space: andere Fläche; house: anderes Haus; day: an einem anderen Tag."
        )
    ),
]
