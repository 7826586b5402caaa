"""DXF files for tests, made by ezdxf, and small PDFs."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO, StringIO

import pikepdf
from ezdxf.document import Drawing
from ezdxf.filemanagement import new

MILLIMETRES = 4


def written(document: Drawing) -> bytes:
    """The drawing as a file."""
    text = StringIO()
    document.write(text)
    return text.getvalue().encode()


def floor() -> Drawing:
    """A house of 12 by 8 metres in millimetres: walls, two rooms with names, tables as blocks, a layer switched off."""
    document = new(units=MILLIMETRES)
    page = document.modelspace()
    for name in ("WAND-AUSSEN", "WAND", "RAUM", "TISCH"):
        document.layers.add(name)
    document.layers.add("ENTWURF").off()
    corners = [(0, 0), (12_000, 0), (12_000, 8_000), (0, 8_000)]
    for a, b in zip(corners, [*corners[1:], corners[0]], strict=True):
        page.add_line(a, b, dxfattribs={"layer": "WAND-AUSSEN"})
    page.add_lwpolyline([(6_000, 0), (6_000, 8_000)], dxfattribs={"layer": "WAND"})
    for left, words in ((200, "Büro West"), (6_200, "Büro Ost")):
        right = left + 5_600
        outline = [(left, 200), (right, 200), (right, 7_800), (left, 7_800)]
        page.add_lwpolyline(outline, close=True, dxfattribs={"layer": "RAUM"})
        page.add_text(words, dxfattribs={"layer": "RAUM"}).set_placement((left + 1_000, 4_000))
        page.add_text("42,56 m²", dxfattribs={"layer": "RAUM"}).set_placement((left + 1_000, 5_000))
    table = document.blocks.new("TISCH160")
    table.add_lwpolyline([(0, 0), (1_600, 0), (1_600, 800), (0, 800)], close=True)
    for x, rotation in ((1_000, 0), (8_000, 30)):
        page.add_blockref("TISCH160", (x, 1_000), dxfattribs={"layer": "TISCH", "rotation": rotation})
    page.add_line((0, 0), (500, 500), dxfattribs={"layer": "ENTWURF"})
    return document


def nested(blocks: int, times: int) -> Drawing:
    """Blocks in blocks: `times ** blocks` lines out of a few kilobytes."""
    document = new()
    inner = None
    for number in range(blocks):
        block = document.blocks.new(f"B{number}")
        for x in range(times):
            if inner is None:
                block.add_line((x, 0), (x, 1))
            else:
                block.add_blockref(inner, (x, 0))
        inner = f"B{number}"
    document.modelspace().add_blockref(inner or "B0", (0, 0))
    return document


def with_lines(lines: Iterable[tuple[tuple[float, float], tuple[float, float]]], *, units: int = 6) -> bytes:
    """A file of single lines on one layer."""
    document = new(units=units)
    for a, b in lines:
        document.modelspace().add_line(a, b, dxfattribs={"layer": "LINIEN"})
    return written(document)


def pdf(*, pages: int = 1, password: str = "") -> bytes:
    """Empty A3 pages lying on their side."""
    document, file = pikepdf.new(), BytesIO()
    for _page in range(pages):
        document.add_blank_page(page_size=(1190, 842))
    document.save(file, encryption=pikepdf.Encryption(owner="x", user=password) if password else False)
    return file.getvalue()


def pdf_with_script() -> bytes:
    """A PDF that wants to run a script when it is opened."""
    document, file = pikepdf.new(), BytesIO()
    document.add_blank_page(page_size=(200, 100))
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.launchURL('http://example.org')")
    document.Root.OpenAction = document.make_indirect(action)
    document.save(file)
    return file.getvalue()
