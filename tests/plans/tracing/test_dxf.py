"""DXF files: what is drawn, by layer and in its unit; blocks within bounds, nothing followed."""

from __future__ import annotations

from contextlib import suppress

import pytest
from ezdxf.filemanagement import new

from labspace.plans.tracing.dxf import read_dxf
from labspace.plans.tracing.limits import Budget, TooMuch, Unreadable
from labspace.plans.tracing.sheets import Skipped
from labspace.spaces.geometry import area, distance
from tests.plans.tracing.drawn import floor, nested, with_lines, written


def test_lines_are_read_by_layer_with_y_downwards() -> None:
    sheet = read_dxf(written(floor()))
    by_layer = {layer.name: i for i, layer in enumerate(sheet.layers)}
    walls = [line for line in sheet.lines if line.layer == by_layer["WAND-AUSSEN"]]
    assert len(walls) == 4
    assert sheet.box == (0.0, -8000.0, 12000.0, 0.0)
    assert sheet.metres_per_unit == 0.001
    assert [layer.name for layer in sheet.layers if layer.is_hidden] == ["ENTWURF"]


def test_texts_stand_where_they_were_drawn() -> None:
    labels = read_dxf(written(floor())).labels
    assert [(label.text, label.at) for label in labels][:2] == [
        ("Büro West", (1200.0, -4000.0)),
        ("42,56 m²", (1200.0, -5000.0)),
    ]


def test_blocks_lie_on_the_layer_on_which_they_are_set() -> None:
    sheet = read_dxf(written(floor()))
    tables = [line for line in sheet.lines if sheet.layers[line.layer].name == "TISCH"]
    assert [(round(area(one.points)), one.is_closed) for one in tables] == [(1_280_000, True)] * 2


def test_a_block_in_rows_and_columns_is_drawn_so_often() -> None:
    document = new()
    document.blocks.new("T").add_circle((0, 0), 1)
    document.modelspace().add_blockref(
        "T", (0, 0), dxfattribs={"row_count": 3, "column_count": 4, "row_spacing": 5, "column_spacing": 5}
    )
    assert len(read_dxf(written(document)).lines) == 12


def test_arcs_and_curves_become_short_lines() -> None:
    document = new()
    page = document.modelspace()
    page.add_arc((0, 0), 10, 0, 90)
    page.add_ellipse((0, 0), (10, 0), 0.5)
    page.add_spline([(0, 0), (5, 5), (10, 0), (15, 5)])
    page.add_lwpolyline([(0, 0, 0, 0, 1), (10, 0, 0, 0, 1)], format="xyseb", close=True)
    arc, ellipse, spline, round_line = read_dxf(written(document)).lines
    assert all(abs(distance(point, (0, 0)) - 10) < 0.01 for point in arc.points)
    assert (arc.is_closed, ellipse.is_closed, spline.is_closed, round_line.is_closed) == (
        False,
        True,
        False,
        True,
    )
    assert max(len(one.points) for one in (arc, ellipse, spline, round_line)) < 200


def test_texts_of_several_lines_and_of_blocks_are_texts() -> None:
    document = new()
    document.modelspace().add_mtext("{\\fArial;Großer}\\PSaal", dxfattribs={"insert": (3, 4)})
    document.blocks.new("RAUMSTEMPEL").add_attdef("NR", (0, 0))
    block = document.modelspace().add_blockref("RAUMSTEMPEL", (1, 1))
    block.add_attrib("NR", "1.07", (1, 2))
    assert [label.text for label in read_dxf(written(document)).labels] == ["Großer Saal", "1.07"]


def test_other_files_and_pictures_are_left_where_they_are() -> None:
    document = floor()
    document.add_xref_def("../../../etc/passwd.dxf", "GEHEIM")
    document.modelspace().add_blockref("GEHEIM", (0, 0))
    image = document.add_image_def("http://example.org/plan.png", (100, 100))
    document.modelspace().add_image(image, (0, 0), (10, 10))
    sheet = read_dxf(written(document))
    assert sheet.skipped == {Skipped.EXTERNAL: 1, Skipped.PICTURE: 1}
    assert "example.org" not in str(sheet.as_json())


def test_a_block_that_is_missing_is_counted() -> None:
    document = new()
    document.modelspace().add_blockref("WEG", (0, 0))
    assert not read_dxf(written(document)).lines


def test_blocks_in_blocks_end_in_a_refusal() -> None:
    with pytest.raises(TooMuch):
        read_dxf(written(nested(blocks=12, times=10)))


def test_a_block_that_holds_itself_ends() -> None:
    document = new()
    document.blocks.new("A").add_blockref("B", (0, 0))
    document.blocks.new("B").add_blockref("A", (0, 0))
    document.blocks.get("A").add_blockref("B", (1, 0))
    document.modelspace().add_blockref("A", (0, 0))
    # ezdxf drops one of the two at times; either way it ends, and draws nothing.
    with suppress(TooMuch):
        assert not read_dxf(written(document)).lines


def test_a_grid_of_a_billion_is_refused() -> None:
    document = new()
    document.blocks.new("T").add_line((0, 0), (1, 1))
    document.modelspace().add_blockref(
        "T", (0, 0), dxfattribs={"row_count": 32_000, "column_count": 32_000, "row_spacing": 1, "column_spacing": 1}
    )  # fmt: skip
    with pytest.raises(TooMuch):
        read_dxf(written(document))


def test_too_many_lines_are_refused() -> None:
    with pytest.raises(TooMuch):
        read_dxf(with_lines(((i, 0), (i, 1)) for i in range(101)), budget=Budget(lines=100))


GOOD = written(floor())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"AC1032\x00\x00", "dxf_is_dwg", id="a DWG"),
        pytest.param(b"AutoCAD Binary DXF\r\n\x1a\x00", "dxf_binary", id="binary"),
        pytest.param(b"hello", "dxf_other", id="some text"),
        pytest.param(b"  0\nSECTION\nrubbish\n", "dxf_broken", id="rubbish"),
        pytest.param(GOOD[: len(GOOD) * 2 // 3], "dxf_broken", id="cut off"),
        pytest.param(b"0\nSECTION\n" + bytes(range(256)) * 40, "dxf_broken", id="bytes"),
    ],
)
def test_bad_files_are_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_dxf(data)
    assert refused.value.code == code


@pytest.mark.parametrize("number", ["nan", "inf", "1e308", "-1e300"])
def test_points_that_are_nowhere_are_left_out(number: str) -> None:
    data = with_lines([((12_345, 0), (1, 1)), ((0, 0), (2, 2))]).replace(b"12345.0", number.encode())
    sheet = read_dxf(data)
    assert [line.points for line in sheet.lines] == [((0.0, 0.0), (2.0, -2.0))]
