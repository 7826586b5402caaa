"""Event areas to choose from, in words: how many they hold, and whether they suit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from labspace.bookings.sentences import sentences
from labspace.events.queries import AreaFit, Fitness
from labspace.spaces.kinds import Layout
from labspace.spaces.models import Space
from labspace.spaces.names import space_name
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l


@dataclass(frozen=True)
class AreaChoice:
    """One area: its public id, its line, and why it cannot be had."""

    value: str
    text: str
    state: str = ""
    """A state of `components/badge.html`; empty as long as nothing was checked."""
    state_text: str = ""
    reasons: tuple[str, ...] = ()
    may_be_asked: bool = True
    price: str = ""
    """What it would cost; empty as long as there is no time, or no price."""

    @property
    def is_checked(self) -> bool:
        return bool(self.state)


def area_choices(areas: Sequence[AreaFit | Space], *, layout: Layout | None) -> list[AreaChoice]:
    """Each area as a choice; what was not checked against a wish only says what it is."""
    return [_choice(area, layout=layout) for area in areas]


def _choice(area: AreaFit | Space, *, layout: Layout | None) -> AreaChoice:
    if isinstance(area, Space):
        return AreaChoice(area.public_id, _line(area, layout=layout))
    state, text = _STANDING[area.fitness]
    return AreaChoice(
        area.space.public_id,
        _line(area.space, layout=layout),
        state,
        str(text),
        tuple(sentences(area.refusals)),
        area.fitness in {Fitness.FREE, Fitness.HELD},
    )


def _line(space: Space, *, layout: Layout | None) -> str:
    capacity = next((row.capacity for row in space.layouts if row.layout is layout), None)
    if layout is None or capacity is None:
        return space_name(space)
    return _(
        "%(space)s – bis %(people)d Personen, %(layout)s",
        space=space_name(space),
        people=capacity,
        layout=layout.label,
    )


_STANDING = {
    Fitness.FREE: ("free", _l("frei")),
    Fitness.HELD: ("held", _l("Option vergeben – Sie bekommen den nächsten Rang")),
    Fitness.TAKEN: ("taken", _l("belegt")),
    Fitness.UNFIT: ("barred", _l("passt nicht")),
}
