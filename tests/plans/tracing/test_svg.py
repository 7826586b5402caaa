"""SVG files: every shape by its layer and its place, and nothing else of what such a file may hold."""

from __future__ import annotations

from itertools import pairwise
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.plans.tracing.limits import Budget, TooMuch, Unreadable
from labspace.plans.tracing.matrices import IDENTITY, mapped, product, read_transform
from labspace.plans.tracing.sheets import Line, Sheet, Skipped, sheet_from
from labspace.plans.tracing.svg import read_svg
from labspace.plans.tracing.svg_paths import read_path
from labspace.spaces.geometry import area, bounding_box, distance, is_simple

ROOT = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"%s>%s</svg>'
NUMBERS = st.floats(-1000, 1000).map(lambda value: round(value, 3))


def svg(inside: str, attributes: str = "") -> bytes:
    return ROOT % (attributes.encode(), inside.encode())


def lines(inside: str) -> tuple[Line, ...]:
    return read_svg(svg(inside)).lines


def names(sheet: Sheet) -> list[str]:
    return [layer.name for layer in sheet.layers]


def near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return hypot(one[0] - other[0], one[1] - other[1]) < 1e-4


SQUARE = ((1.0, 2.0), (4.0, 2.0), (4.0, 4.0), (1.0, 4.0))


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param('<rect x="1" y="2" width="3" height="2"/>', id="rectangle"),
        pytest.param('<polygon points="1,2 4,2 4,4 1,4"/>', id="polygon"),
        pytest.param('<path d="M1 2H4V4H1z"/>', id="path of straight lines"),
        pytest.param('<path d="m1,2 3,0 0,2-3,0z"/>', id="relative path with lines left out"),
        pytest.param('<path d="M1 2L4 2 4 4 1 4 1 2"/>', id="path that ends where it began"),
        pytest.param('<g transform="translate(1 2)"><rect width="3" height="2"/></g>', id="moved"),
        pytest.param('<g transform="scale(.5)"><rect x="2" y="4" width="6" height="4"/></g>', id="scaled"),
        pytest.param(
            '<defs><rect id="r" width="3" height="2"/></defs><use href="#r" x="1" y="2"/>', id="used"
        ),
        pytest.param(
            '<symbol id="s" viewBox="0 0 30 20"><rect width="30" height="20"/></symbol>'
            '<use xlink:href="#s" x="1" y="2" width="3" height="2"/>',
            id="symbol in a frame",
        ),
        pytest.param(
            '<svg x="1" y="2" width="3" height="2" viewBox="0 0 6 4"><rect width="6" height="4"/></svg>',
            id="drawing in a drawing",
        ),
    ],
)
def test_one_rectangle_is_the_same_however_it_is_drawn(shape: str) -> None:
    (line,) = lines(shape)
    assert (line.points, line.is_closed) == (SQUARE, True)


def test_open_lines_stay_open() -> None:
    found = lines('<line x1="0" y1="0" x2="3" y2="0"/><polyline points="0 0 1 1 2 0"/><path d="M0 0L5 5"/>')
    assert [line.is_closed for line in found] == [False, False, False]


def test_a_circle_is_round() -> None:
    (circle,) = lines('<circle cx="10" cy="5" r="2"/>')
    assert circle.is_closed
    assert all(abs(distance(point, (10, 5)) - 2) < 1e-5 for point in circle.points)


@given(st.integers(0, 1), st.integers(0, 1), st.floats(0, 360), st.floats(5, 50))
def test_an_arc_stays_on_its_circle(large: int, sweep: int, angle: float, radius: float) -> None:
    (run,) = read_path(f"M0 0A{radius} {radius} {angle} {large} {sweep} 6 8", budget=Budget())
    start, end = run.points[0], run.points[-1]
    assert near(start, (0, 0))
    assert near(end, (6, 8))
    # The middle of the circle is as far from both ends as its radius.
    half = hypot(3, 4)
    away = (max(radius, half) ** 2 - half**2) ** 0.5 / (2 * half)
    middles = [(3 + side * away * 8, 4 - side * away * 6) for side in (1, -1)]
    assert any(
        all(abs(distance(point, middle) - max(radius, half)) < 1e-6 for point in run.points)
        for middle in middles
    )


def test_a_curve_runs_through_its_ends_and_stays_near() -> None:
    (run,) = read_path("M0 0C0 4 4 4 4 0S8-4 8 0Q10 2 12 0T16 0", budget=Budget())
    assert near(run.points[-1], (16, 0))
    assert all(-3.001 <= y <= 3.001 for _, y in run.points)
    assert any(near(point, (8, 0)) for point in run.points)


@given(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=3, max_size=20, unique=True))
def test_absolute_and_relative_paths_are_one(points: list[tuple[float, float]]) -> None:
    absolute = "M" + "L".join(f"{x} {y}" for x, y in points)
    steps = [points[0], *((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points))]
    relative = "m" + " ".join(f"{x:.6f},{y:.6f}" for x, y in steps)
    (one,), (other,) = (read_path(text, budget=Budget()) for text in (absolute, relative))
    assert all(near(a, b) for a, b in zip(one.points, other.points, strict=True))


@given(st.floats(-360, 360), NUMBERS, NUMBERS, st.tuples(NUMBERS, NUMBERS))
def test_turning_keeps_lengths(angle: float, x: float, y: float, point: tuple[float, float]) -> None:
    turned = read_transform(f"rotate({angle:.6f} {x} {y})")
    assert abs(distance(mapped(turned, point), (x, y)) - distance(point, (x, y))) < 1e-6


def test_maps_are_done_from_right_to_left() -> None:
    assert mapped(read_transform("translate(10,0) scale(2)"), (1, 1)) == (12, 2)
    assert mapped(read_transform("scale(2), translate(10,0)"), (1, 1)) == (22, 2)
    assert product(IDENTITY, read_transform("matrix(1 0 0 1 3 4)")) == (1, 0, 0, 1, 3, 4)


def test_layers_are_those_of_inkscape() -> None:
    inkscape = 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
    sheet = read_svg(
        svg(
            f'<g {inkscape} inkscape:groupmode="layer" inkscape:label="Wände" id="layer1">'
            '<g id="g12"><path d="M0 0L9 0"/></g></g>'
            f'<g {inkscape} inkscape:groupmode="layer" inkscape:label="Räume" style="display:none">'
            '<rect width="3" height="3"/></g>'
        )
    )
    assert [(layer.name, layer.is_hidden) for layer in sheet.layers] == [("Wände", False), ("Räume", True)]


def test_without_layers_the_outermost_named_groups_are_some() -> None:
    inside = '<g id="alles"><g id="wand"><g id="x"><path d="M0 0L9 0"/></g></g><g id="raum"><rect width="3" height="3"/></g></g>'
    assert names(read_svg(svg(inside))) == ["wand", "raum"]


def test_what_is_hidden_is_not_drawn() -> None:
    assert lines('<rect display="none" width="3" height="3"/><g style="display: none"><rect width="1" height="1"/></g>') == ()  # fmt: skip


def test_texts_keep_their_place() -> None:
    sheet = read_svg(
        svg(
            '<g transform="scale(2)"><text x="3" y="4">Büro <tspan>1</tspan></text></g><rect width="4" height="2"><title>Küche</title></rect>'
        )
    )
    assert [(label.text, label.at) for label in sheet.labels] == [("Büro 1", (6, 8)), ("Küche", (2, 1))]


@pytest.mark.parametrize(
    ("attributes", "metres"),
    [
        pytest.param(' width="420mm" viewBox="0 0 420 297"', 0.001, id="millimetres"),
        pytest.param(' width="21cm" viewBox="0 0 100 50"', 0.0021, id="centimetres"),
        pytest.param(' width="1in"', 0.0254 / 96, id="inches without a frame"),
        pytest.param(' width="800px" viewBox="0 0 800 600"', None, id="pixels"),
        pytest.param(' viewBox="0 0 800 600"', None, id="nothing said"),
        pytest.param(' width="100%" viewBox="0 0 800 600"', None, id="as wide as the page"),
    ],
)
def test_units_are_those_the_file_names(attributes: str, metres: float | None) -> None:
    found = read_svg(svg('<rect width="3" height="3"/>', attributes)).metres_per_unit
    assert found == (pytest.approx(metres) if metres else None)


def test_scripts_pictures_and_other_files_are_left_where_they_are() -> None:
    sheet = read_svg(
        svg(
            "<script>alert(1)</script>"
            '<image href="http://example.org/x.png" width="9" height="9"/>'
            '<use href="http://example.org/other.svg#a"/><use href="file:///etc/passwd"/>'
            '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>alert(2)</script></body></foreignObject>'
            '<a href="javascript:alert(3)"><rect onclick="alert(4)" width="3" height="2"/></a>'
        )
    )
    assert len(sheet.lines) == 1
    assert sheet.skipped == {
        Skipped.SCRIPT: 4, Skipped.EXTERNAL: 3, Skipped.EMBEDDED: 1,
    }  # fmt: skip
    assert "alert" not in str(sheet.as_json())
    assert "example.org" not in str(sheet.as_json())


@pytest.mark.parametrize(
    ("inside", "skipped"),
    [
        pytest.param("<defs><script>alert(1)</script></defs>", {Skipped.SCRIPT: 1}, id="script among definitions"),
        pytest.param('<g display="none"><script>alert(1)</script></g>', {Skipped.SCRIPT: 1}, id="hidden script"),
        pytest.param('<g onload="alert(1)"/>', {Skipped.SCRIPT: 1}, id="handler"),
        pytest.param('<image href="data:image/png;base64,AA=="/>', {Skipped.PICTURE: 1}, id="picture in the file"),
        pytest.param('<image href="x.png"/>', {Skipped.EXTERNAL: 1}, id="picture elsewhere"),
        pytest.param('<style>@import url("http://a.example/b.css");</style>', {Skipped.EXTERNAL: 1}, id="style sheet elsewhere"),
        pytest.param("<style>.a{fill:url(#here)}</style>", {}, id="pattern of the file"),
        pytest.param('<g style="fill:url(http://a.example/p.svg#x)"/>', {Skipped.EXTERNAL: 1}, id="pattern elsewhere"),
        pytest.param('<g filter="url( \'//a.example/f.svg#x\')"/>', {Skipped.EXTERNAL: 1}, id="filter elsewhere"),
        pytest.param('<a href="https://a.example/"><g/></a>', {}, id="a link fetches nothing"),
        pytest.param('<use href="#gone"/>', {Skipped.UNKNOWN: 1}, id="reference to nothing"),
    ],
)  # fmt: skip
def test_whatever_would_run_or_be_fetched_is_told_wherever_it_stands(
    inside: str, skipped: dict[Skipped, int]
) -> None:
    sheet = read_svg(svg(inside + '<rect width="3" height="2"/>'))
    assert (len(sheet.lines), sheet.skipped) == (1, skipped)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{i} "{"&a" + (str(i - 1) if i else "") + ";"}{"&a" + (str(i - 1) if i else "") + ";"}">' for i in range(30))
    + ']><svg xmlns="http://www.w3.org/2000/svg"><text>&a29;</text></svg>'
)  # fmt: skip
FILE = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(BOMB.encode(), "svg_entities", id="a billion laughs"),
        pytest.param(FILE.encode(), "svg_entities", id="an entity of another file"),
        pytest.param(FILE.encode("utf-16"), "svg_entities", id="an entity in UTF-16"),
        pytest.param(FILE.replace("ENTITY x", "ENTITY % x").encode(), "svg_entities", id="a parameter entity"),
        pytest.param(
            b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE svg', "svg_broken", id="an odd encoding"
        ),
        pytest.param(b"\x1f\x8b\x08\x00", "svg_compressed", id="compressed"),
        pytest.param(b"<svg", "svg_broken", id="cut off"),
        pytest.param(b"\xff\xfe\x00", "svg_broken", id="half a letter"),
        pytest.param(b"<svg>\x00</svg>", "svg_broken", id="a NUL"),
        pytest.param(b"<html><body/></html>", "svg_other", id="a web page"),
        pytest.param(svg('<g transform="rotate(x)"><rect width="1" height="1"/></g>'), "svg_numbers", id="letters for numbers"),
        pytest.param(svg('<g transform="fly(1)"><rect width="1" height="1"/></g>'), "svg_transform", id="unknown map"),
    ],
)  # fmt: skip
def test_bad_files_are_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_svg(data)
    assert refused.value.code == code


def test_a_doctype_alone_is_no_harm() -> None:
    doctype = (
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    )
    sheet = read_svg(doctype + svg('<rect width="3" height="2"/>&nbsp;'))
    assert len(sheet.lines) == 1


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param(
            "<defs><g id='u0'><rect width='1' height='1'/></g>"
            + "".join(f"<g id='u{i}'>" + f"<use href='#u{i - 1}'/>" * 10 + "</g>" for i in range(1, 9))
            + "</defs><use href='#u8'/>",
            id="what is used unfolds to a hundred million",
        ),
        pytest.param("<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>", id="a use of itself"),
        pytest.param("<g>" * 60 + "<rect width='1' height='1'/>" + "</g>" * 60, id="too deep"),
        pytest.param("<rect width='1' height='1'/>" * 20_001, id="too many shapes"),
        pytest.param(f"<path d='M0 0{'l1 1' * 160_000}'/>", id="too many points"),
        pytest.param("".join(f"<g id='g{i}'><path d='M0 0L{i} 1'/></g>" for i in range(301)), id="too many layers"),
    ],
)  # fmt: skip
def test_drawings_without_end_end(inside: str) -> None:
    with pytest.raises(TooMuch):
        read_svg(svg(inside))


@pytest.mark.parametrize(
    "path", ["L 1 1", "M 1", "M1 1X", "M1 1L1 1e", "M0 0A1 1 0 2 0 1 1", "M0 0z5 5", "hallo"]
)
def test_a_broken_path_is_left_out_whole(path: str) -> None:
    """A browser draws it up to the fault; half an outline would be a wrong room."""
    sheet = read_svg(svg(f'<path d="{path}"/><rect width="3" height="2"/>'))
    assert len(sheet.lines) == 1
    assert sheet.skipped == {Skipped.UNKNOWN: 1}


def test_numbers_without_end_are_no_points() -> None:
    assert lines('<path d="M1e999 0L5 5"/><rect x="1e300" width="3" height="1"/>') == ()


def test_what_is_read_is_kept_whole() -> None:
    sheet = read_svg(
        svg(
            '<g id="a"><rect width="3" height="2"/><text x="1" y="1">Saal</text></g><script/>', ' width="3mm"'
        )
    )
    assert sheet_from(sheet.as_json()) == sheet
    (line,) = sheet.lines
    assert is_simple(line.points)
    assert area(line.points) == 6
    assert sheet.box == bounding_box(line.points)
