"""The floor plans of a house as the template draws them; pictures are kept per drawing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import current_app
from markupsafe import Markup
from sqlalchemy.orm import Session

from labspace.formats import is_german
from labspace.front.house_day import HouseDay
from labspace.front.space_view import SpaceView
from labspace.spaces.drawing import FOOT_M, PlanPicture, SpacePicture
from labspace.spaces.floors import picture_of_plan
from labspace.spaces.house import House

MOST_PIECES = 2000


@dataclass(frozen=True)
class PlanSpaceView:
    """What the plan says of one space."""

    label: str
    """What a screen reader says: name, kind and standing."""
    state: str
    href: str
    share_free: float
    word: str = ""
    """Stands on the plan under the space's label, instead of its size."""


@dataclass
class KeptDrawing:
    """What of a drawing is the same for everybody, printed once: the fixed part, and each space in each state."""

    html_id: str
    picture: PlanPicture
    language: str
    pieces: dict[object, Markup] = field(default_factory=dict)

    @property
    def patterns(self) -> Markup:
        return self._piece("patterns", lambda macros: macros.patterns(self.html_id))

    @property
    def foot(self) -> Markup:
        return self._piece("foot", lambda macros: macros.foot(self.picture))

    @property
    def ground(self) -> Markup:
        return self._piece("ground", lambda macros: macros.ground(self.picture))

    @property
    def fixed(self) -> Markup:
        return self._piece("fixed", lambda macros: macros.fixed(self.picture, self.language))

    def inside(self, space: SpacePicture, view: PlanSpaceView) -> Markup:
        """The shape, pattern and label of a space; a share is told in hundredths."""
        share = round(view.share_free, 2) if view.state == "partly" else 1.0

        def draw(macros: Any) -> Markup:
            return macros.inside(self.html_id, space, view.state, share)  # type: ignore[no-any-return]

        # What is somebody's own is drawn for them each time.
        return (
            draw(_macros())
            if view.state == "yours"
            else self._piece((space.public_id, view.state, share), draw)
        )

    def _piece(self, key: object, draw: Callable[[Any], Markup]) -> Markup:
        if key not in self.pieces:
            if len(self.pieces) >= MOST_PIECES:
                self.pieces.clear()
            self.pieces[key] = draw(_macros())
        return self.pieces[key]


def _macros() -> Any:
    return current_app.jinja_env.get_template("components/plan.html").module


@dataclass(frozen=True)
class PlanView:
    """One level: its heading, its picture, and how its spaces stand."""

    html_id: str
    name: str
    picture: PlanPicture
    kept: KeptDrawing
    views: Mapping[str, PlanSpaceView]


def plan_views(session: Session, day: HouseDay, views: Mapping[int, SpaceView]) -> list[PlanView]:
    """Every level of the house on the asked day, from below."""
    by_public_id = {view.public_id: _said(view) for view in views.values()}
    return plans_marked(session, day.house, on=day.asked.day, views=by_public_id)


def plans_marked(
    session: Session, house: House, *, on: date, views: Mapping[str, PlanSpaceView]
) -> list[PlanView]:
    """Every level of a house on a day, from below; a space without a view is drawn, not linked."""
    plans = []
    for level in house.levels_on(on):
        kept = _kept(session, house, level.plan_id, on=on)
        plans.append(
            PlanView(
                html_id=kept.html_id,
                name=level.name if is_german() or not level.name_en else level.name_en,
                picture=kept.picture,
                kept=kept,
                views=views,
            )
        )
    return plans


@dataclass(frozen=True)
class Miniature:
    """A floor without words and furniture, its spaces drawn in two heaps: free, and not."""

    view_box: str
    floor: str
    tints: tuple[tuple[str, str], ...]
    """(tint, path) of the areas, one path for each tint."""
    free: str
    other: str
    windows: str
    inner_walls: str
    outer_walls: str


def miniature(session: Session, house: House, *, free: Collection[int], on: date) -> Miniature | None:
    """The lowest floor of a house on a day; `free` are ids of free spaces."""
    levels = house.levels_on(on)
    if not levels:
        return None
    public = {space.public_id for space in house.spaces_on(on) if space.id in free}
    return _miniature(_kept(session, house, levels[0].plan_id, on=on).picture, public)


def _miniature(picture: PlanPicture, free: Collection[str]) -> Miniature:
    tints: dict[str, str] = {}
    for area in picture.areas:
        tints[area.tint] = tints.get(area.tint, "") + area.outline
    units = [space for space in picture.spaces if not space.is_whole]
    left, top, width, height = picture.box
    return Miniature(
        view_box=f"{left:g} {top:g} {width:g} {height - FOOT_M:g}",
        floor=picture.floor,
        tints=tuple(tints.items()),
        free="".join(space.outline for space in units if space.public_id in free),
        other="".join(space.outline for space in units if space.public_id not in free),
        windows=picture.windows + picture.shop_windows,
        inner_walls=picture.inner_walls,
        outer_walls=picture.outer_walls,
    )


def _said(view: SpaceView) -> PlanSpaceView:
    # Pure values joined by signs, no sentence: needs no translation.
    label = f"{view.name}, {view.kind_name}: {view.status}"
    return PlanSpaceView(label=label, state=view.standing.value, href=view.url, share_free=view.share_free)


def _kept(session: Session, house: House, plan_id: int, *, on: date) -> KeptDrawing:
    language = "de" if is_german() else "en"
    spaces = house.spaces_on(on)
    return house.remember(
        ("drawing", plan_id, tuple(space.id for space in spaces), language),
        lambda: KeptDrawing(f"plan-{plan_id}", picture_of_plan(session, plan_id, spaces), language),
    )
