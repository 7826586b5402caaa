"""The rows of the list twin, printed once for all who see the same: most visitors ask for the same hours."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from markupsafe import Markup

from labspace.bookings.availability import Standing
from labspace.front.space_view import SpaceView
from labspace.spaces.house import House

MOST_ROWS = 600


@dataclass
class SpaceRows:
    """Printed rows by all that stands in them; a row that tells of the reader's own booking is not kept."""

    kept: dict[SpaceView, Markup] = field(default_factory=dict)

    def row(self, view: SpaceView) -> Markup:
        """The row of a space as its view has it."""
        if view in self.kept:
            return self.kept[view]
        macros: Any = current_app.jinja_env.get_template("components/space_row.html").module
        printed: Markup = macros.space_row(view)
        if not is_personal(view):
            while len(self.kept) >= MOST_ROWS:
                del self.kept[next(iter(self.kept))]
            self.kept[view] = printed
        return printed


def is_personal(view: SpaceView) -> bool:
    """Whether the reader has a booking of this space on the shown day."""
    yours = Standing.YOURS
    return view.standing is yours or any(bar.state == yours.value for bar in view.strip)


def rows_of(house: House) -> SpaceRows:
    """The rows printed so far of a house at its revision."""
    return house.remember("rows", SpaceRows)
