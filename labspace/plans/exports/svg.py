"""Pure: a floor plan as an SVG that stands alone: true to scale, with its own colours, without scripts or links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from labspace.spaces.drawing import PlanPicture, SpacePicture

INK, MUTED, HAIR, ACCENT, PAPER = "#1d2a2e", "#50606a", "#8d918c", "#0d5c63", "#ffffff"
TINTS = {
    "work": "#eef3ef",
    "meet": "#f0f0f6",
    "shop": "#f9efe4",
    "cafe": "#f8f1dc",
    "event": "#eef0f3",
    "service": "#f1eee8",
}
FONT = "Hanken Grotesk, Helvetica, Arial, sans-serif"
LABEL_MM, NAME_MM, NOTE_MM = 3.0, 2.3, 2.1
"""Height of letters on paper, whatever the scale."""
SMALL_MM = 2.4
"""For what has little room: desks and tables."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What a drawing says beside the plan."""

    title: str
    description: str
    language: str
    scale: int
    """1 : so many."""
    remark: str = ""
    """Stands below the plan, such as that it is invented."""


def size_mm(picture: PlanPicture, *, scale: int) -> tuple[float, float]:
    """Width and height of the drawing on paper."""
    _left, _top, width, height = picture.box
    return width * 1000 / scale, height * 1000 / scale


def svg_of(picture: PlanPicture, sheet: Sheet) -> str:
    """The drawing; one unit is a metre, and the size in millimetres is that of the scale."""
    width, height = size_mm(picture, scale=sheet.scale)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" role="img"'
        f' lang="{escape(sheet.language)}" width="{width:.2f}mm" height="{height:.2f}mm"'
        f' viewBox="{picture.view_box}" font-family="{FONT}">'
        f"<title>{escape(sheet.title)}</title><desc>{escape(sheet.description)}</desc>"
        f"{''.join(_drawn(picture, sheet))}</svg>"
    )


def _drawn(picture: PlanPicture, sheet: Sheet) -> Iterator[str]:
    """From the bottom up, as on the screen."""
    yield _path(picture.floor, f'fill="{PAPER}"')
    for area in picture.areas:
        yield _path(area.outline, f'fill="{TINTS.get(area.tint, "none")}"')
    for space in picture.spaces:
        if not space.is_whole:
            yield from _space(space, sheet)
    yield _path(picture.step_free_ways, _line(MUTED, 0.035, 'stroke-dasharray=".22 .16"'))
    yield _path(picture.furniture, _line(HAIR, 0.022))
    yield _path(picture.columns, f'fill="{INK}"')
    yield _path(picture.inner_walls, _line(INK, 0.12, 'stroke-linejoin="miter"'))
    yield _path(picture.outer_walls, _line(INK, 0.3, 'stroke-linejoin="miter"'))
    for windows, width in ((picture.windows, 0.028), (picture.shop_windows, 0.04)):
        yield _path(windows, f'fill="{PAPER}" stroke="{INK}" stroke-width="{width:g}"')
    yield _path(picture.door_swings, _line(MUTED, 0.018))
    yield _path(picture.door_leaves, _line(INK, 0.05))
    for area in picture.areas:
        name = area.name.de if sheet.language == "de" else area.name.en or area.name.de
        yield _text(name.upper(), area.label_at, NAME_MM, sheet, colour=MUTED)
    for entrance in picture.entrances:
        x, y = entrance.at
        yield (
            f'<path transform="translate({x:g} {y:g}) rotate({entrance.rotation:g})" fill="{INK}"'
            ' d="M0 0l.34.5h-.68z"/>'
        )
    for space in picture.spaces:
        yield from _caption(space, sheet)
    yield from _foot(picture, sheet)


def _space(space: SpacePicture, sheet: Sheet) -> Iterator[str]:
    yield _path(space.outline, f'fill="{PAPER}" fill-opacity=".7" stroke="{ACCENT}" stroke-width=".045"')
    yield _path(space.front, _line(ACCENT, 0.06, 'stroke-dasharray=".6 .12"'))
    yield _path(space.furniture, _line(HAIR, 0.022))


def _caption(space: SpacePicture, sheet: Sheet) -> Iterator[str]:
    x, y = space.label_at
    size = SMALL_MM if space.is_small else LABEL_MM
    if space.is_whole:
        yield _path(space.outline, _line(ACCENT, 0.03, 'stroke-dasharray=".5 .2"'))
    yield _text(space.label, (x, y), size, sheet, colour=INK, weight=600)
    if space.note and not space.is_whole:
        yield _text(space.note, (x, y + _metres(size * 1.3, sheet)), NOTE_MM, sheet, colour=MUTED)


def _foot(picture: PlanPicture, sheet: Sheet) -> Iterator[str]:
    """Scale bar, north arrow and remark."""
    x, y = picture.foot
    ticks = "".join(f"M{x + metre:g} {y - 0.06:g}v.12" for metre in range(1, picture.scale_m))
    end = x + picture.scale_m
    bar = f"M{x:g} {y:g}H{end:g}M{x:g} {y - 0.12:g}v.24M{end:g} {y - 0.12:g}v.24{ticks}"
    yield _path(bar, _line(MUTED, 0.03))
    told = f"{picture.scale_m} m · 1 : {sheet.scale}"
    yield _text(told, (end + _metres(2, sheet), y), NOTE_MM, sheet, colour=MUTED, anchor="start")
    if sheet.remark:
        below = (x, y + _metres(4.5, sheet))
        yield _text(sheet.remark, below, NOTE_MM, sheet, colour=MUTED, anchor="start")
    north_x, north_y = picture.north_at
    yield (
        f'<g transform="translate({north_x:g} {north_y:g}) rotate({picture.north_degrees:g})">'
        f'<circle r=".5" {_line(MUTED, 0.03)}/>'
        f'<path d="M0-.62l.2.92-.2-.16-.2.16z" fill="{MUTED}"/></g>'
    )
    yield _text("N", picture.north_letter_at, NOTE_MM, sheet, colour=MUTED)


def _path(d: str, look: str) -> str:
    return f'<path d="{d}" {look}/>' if d else ""


def _line(colour: str, width: float, more: str = "") -> str:
    return f'fill="none" stroke="{colour}" stroke-width="{width:g}"{" " + more if more else ""}'


def _text(
    text: str,
    at: tuple[float, float],
    millimetres: float,
    sheet: Sheet,
    *,
    colour: str,
    weight: int = 400,
    anchor: str = "middle",
) -> str:
    """Words whose middle line is at `at`, a third of the letters below it."""
    if not text:
        return ""
    size = _metres(millimetres, sheet)
    return (
        f'<text x="{at[0]:.3f}" y="{at[1] + 0.35 * size:.3f}" font-size="{size:.3f}" font-weight="{weight}"'
        f' fill="{colour}" text-anchor="{anchor}" paint-order="stroke" stroke="{PAPER}"'
        f' stroke-width="{size / 4:.3f}" stroke-linejoin="round">{escape(text)}</text>'
    )


def _metres(millimetres: float, sheet: Sheet) -> float:
    """A length on paper as a length of the house."""
    return millimetres * sheet.scale / 1000
