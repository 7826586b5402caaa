"""What is traced as pages show it: layers with a small picture of each, what is left out, where a picture lies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import url_for

from labspace.formats import moment_text, number_text
from labspace.locations.models import Location
from labspace.plans.tracing.elements import Traced
from labspace.plans.tracing.forms import MOST_CHOSEN
from labspace.plans.tracing.kinds import Role
from labspace.plans.tracing.models import ForeignDrawing, PlanUnderlay
from labspace.plans.tracing.sentences import left_out_text, skipped_text
from labspace.plans.tracing.sheets import Line, Sheet
from labspace.spaces.geometry import Box, Point
from labspace.words import gettext as _
from labspace.words import ngettext

THUMB_WIDTH, THUMB_HEIGHT = 160.0, 100.0
THUMB_POINTS = 800
"""Of one layer's small picture; the rest is not drawn there."""
SHOWN_WIDTHS = (900, 1800, 2700)
"""Pixels of the page a picture takes where two points are chosen, by the steps of its size."""


@dataclass(frozen=True)
class ShownLayer:
    """One layer to choose from."""

    number: int
    name: str
    counts: str
    is_hidden: bool
    picture: str
    """Path data in a box of `THUMB_WIDTH` by `THUMB_HEIGHT`."""


@dataclass(frozen=True)
class ShownDrawing:
    """A drawing that was brought."""

    id: int
    name: str
    when: str
    is_waiting: bool


@dataclass(frozen=True)
class ShownUnderlay:
    """The picture under a draft."""

    file_name: str
    changed: str
    size: str
    address: str
    width_px: int
    height_px: int
    transform: str
    """From the pixels of the picture to the metres of the sheet, as SVG has it."""
    version: int
    is_scaled: bool
    can_go_back: bool

    @property
    def as_json(self) -> dict[str, object]:
        """What static/js/tracing/underlay.js asks for."""
        return {
            "href": self.address,
            "width": self.width_px,
            "height": self.height_px,
            "transform": self.transform,
        }


def chosen_from(sheet: Sheet) -> Sequence[tuple[int, str]]:
    """Number and name of the layers one chooses from: those with lines, the fullest where they are many."""
    counts = [0] * len(sheet.layers)
    for line in sheet.lines:
        counts[line.layer] += 1
    fullest = sorted((i for i, count in enumerate(counts) if count), key=lambda i: (-counts[i], i))
    return [(i, sheet.layers[i].name) for i in sorted(fullest[:MOST_CHOSEN])]


def shown_layers(sheet: Sheet) -> list[ShownLayer]:
    """The layers one chooses from, with a picture of each in the same frame."""
    by_layer: dict[int, list[Line]] = {number: [] for number, _name in chosen_from(sheet)}
    for line in sheet.lines:
        if line.layer in by_layer:
            by_layer[line.layer].append(line)
    return [
        ShownLayer(
            number=number,
            name=sheet.layers[number].name or _("ohne Ebene"),
            counts=_counts(lines),
            is_hidden=sheet.layers[number].is_hidden,
            picture=_thumb(lines, sheet.box),
        )
        for number, lines in by_layer.items()
    ]


def _counts(lines: Sequence[Line]) -> str:
    closed = sum(line.is_closed for line in lines)
    outlines = ngettext("%(num)d geschlossener Umriss", "%(num)d geschlossene Umrisse", closed)
    others = ngettext("%(num)d offene Linie", "%(num)d offene Linien", len(lines) - closed)
    if closed == len(lines):
        return outlines
    return others if not closed else f"{outlines}, {others}"


def _thumb(lines: Iterable[Line], box: Box) -> str:
    left, top, right, bottom = box
    scale = min(THUMB_WIDTH / max(right - left, 1e-9), THUMB_HEIGHT / max(bottom - top, 1e-9))
    x0 = (THUMB_WIDTH - scale * (right - left)) / 2
    y0 = (THUMB_HEIGHT - scale * (bottom - top)) / 2

    def at(point: Point) -> str:
        return f"{x0 + scale * (point[0] - left):.1f} {y0 + scale * (point[1] - top):.1f}"

    drawn, most = [], THUMB_POINTS
    for line in lines:
        most -= len(line.points)
        if most < 0:
            break
        drawn.append("M" + "L".join(map(at, line.points)) + ("z" if line.is_closed else ""))
    return "".join(drawn)


def sheet_text(sheet: Sheet) -> list[str]:
    """What was in the file and is never taken over."""
    return [skipped_text(what, count) for what, count in sheet.skipped.items()]


def left_out(found: Traced) -> list[str]:
    """What of the chosen layers is not taken over."""
    return [left_out_text(why, count) for why, count in found.left_out.items()]


def added(found: Traced) -> list[tuple[str, str]]:
    """What comes to the draft: a word for each kind and how many."""
    rows = [
        (_("Umriss"), int(bool(found.outline))),
        (_("Außenwände"), len(found.outer_walls)),
        (_("Innenwände"), len(found.inner_walls)),
        (_("Flächen"), len(found.spaces)),
        (_("Bereiche"), len(found.areas)),
        (_("Möbel und Einbauten"), len(found.furniture)),
        (str(Role.WAYS.label), len(found.ways)),
    ]
    return [(name, str(count)) for name, count in rows if count]


def size_text(found: Traced) -> str:
    """How large what was chosen is in the house."""
    left, top, right, bottom = found.box
    return _(
        "%(width)s × %(height)s m",
        width=number_text(right - left, digits=2),
        height=number_text(bottom - top, digits=2),
    )


def shown_drawing(drawing: ForeignDrawing, house: Location) -> ShownDrawing:
    """With when and by whom it was brought or taken over."""
    when = moment_text(drawing.accepted_at or drawing.created_at, zone=house.zone)
    words = (
        _("übernommen %(when)s", when=when)
        if drawing.accepted_at
        else _("hochgeladen %(when)s, %(who)s", when=when, who=drawing.created_by.name)
    )
    return ShownDrawing(drawing.id, drawing.file_name, words, drawing.accepted_at is None)


def shown_underlay(underlay: PlanUnderlay, house: Location) -> ShownUnderlay:
    """With where it lies."""
    laid = underlay.laid
    return ShownUnderlay(
        file_name=underlay.file_name,
        changed=_(
            "zuletzt %(when)s, %(who)s",
            when=moment_text(underlay.updated_at, zone=house.zone),
            who=underlay.updated_by.name,
        ),
        size=_(
            "%(width)s × %(height)s m",
            width=number_text(underlay.width_px * laid.metres_per_pixel, digits=2),
            height=number_text(underlay.height_px * laid.metres_per_pixel, digits=2),
        ),
        address=url_for(
            "tracing_staff.picture", slug=house.slug, plan_draft_id=underlay.draft_id, v=underlay.digest
        ),
        width_px=underlay.width_px,
        height_px=underlay.height_px,
        transform="matrix({})".format(" ".join(f"{value:.6g}" for value in laid.matrix)),
        version=underlay.version,
        is_scaled=underlay.is_scaled,
        can_go_back=underlay.laid_before is not None,
    )
