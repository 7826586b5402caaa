"""A DXF drawing as a sheet: lines, arcs, curves, blocks and texts of its model space, by layer.

Blocks are unfolded one element at a time within a budget, so that blocks in blocks in blocks end in a
sentence and not in memory. External references, pictures and objects of other programs are never followed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO

import ezdxf.path
import ezdxf.recover
from ezdxf.document import Drawing
from ezdxf.entities.attrib import Attrib
from ezdxf.entities.dxfentity import DXFEntity
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.entities.insert import Insert
from ezdxf.entities.mtext import MText
from ezdxf.entities.text import Text
from ezdxf.path import Path

from labspace.plans.tracing.curves import NEAR
from labspace.plans.tracing.limits import MAX_DEPTH, Budget, TooMuch, Unreadable
from labspace.plans.tracing.sheets import Gathering, Sheet, Skipped
from labspace.spaces.geometry import Point

METRES = {1: 0.0254, 2: 0.3048, 4: 0.001, 5: 0.01, 6: 1.0, 10: 0.9144, 14: 0.1}
"""What `$INSUNITS` says of a unit; others are no buildings' or none at all."""
MOST_REPEATS = 10_000
"""Of one block set in rows and columns."""
_DRAWN = {"LINE", "ARC", "CIRCLE", "ELLIPSE", "SPLINE", "LWPOLYLINE", "POLYLINE", "SOLID", "TRACE", "3DFACE",
          "HATCH", "MPOLYGON", "HELIX"}  # fmt: skip
_SILENT = {"ATTDEF", "SEQEND", "VERTEX", "VIEWPORT", "POINT", "XLINE", "RAY"}
_SKIPPED = {"IMAGE": Skipped.PICTURE, "WIPEOUT": Skipped.PICTURE, "PDFUNDERLAY": Skipped.EXTERNAL,
            "DWFUNDERLAY": Skipped.EXTERNAL, "DGNUNDERLAY": Skipped.EXTERNAL,
            "OLE2FRAME": Skipped.EMBEDDED}  # fmt: skip


def read_dxf(data: bytes, *, budget: Budget | None = None) -> Sheet:
    """The drawing of a DXF file written as text. Raises `Unreadable` or `TooMuch`."""
    document = _document(data)
    found = Gathering(budget or Budget())
    for layer in document.layers:
        if layer.is_off() or layer.is_frozen():
            found.hidden.add(layer.dxf.name)
    _walk(document, document.modelspace(), found, inherited=None, depth=0)
    return found.sheet(metres_per_unit=METRES.get(document.header.get("$INSUNITS", 0)))


def _document(data: bytes) -> Drawing:
    if data.startswith(b"AC10"):
        raise Unreadable("dxf_is_dwg")
    if data.startswith(b"AutoCAD Binary DXF"):
        raise Unreadable("dxf_binary")
    if b"SECTION" not in data[:4096].upper():
        raise Unreadable("dxf_other")
    if not data.rstrip().endswith(b"EOF"):
        # The library repairs what is cut off; half an outline would be a wrong room.
        raise Unreadable("dxf_broken")
    try:
        document, _auditor = ezdxf.recover.read(BytesIO(data))
    except MemoryError:
        raise TooMuch from None
    except Exception as broken:  # a reader of foreign files fails in more ways than can be listed
        raise Unreadable("dxf_broken") from broken
    return document


def _walk(
    document: Drawing, entities: Iterable[DXFEntity], found: Gathering, *, inherited: str | None, depth: int
) -> None:
    if depth > MAX_DEPTH:
        raise TooMuch
    for entity in entities:
        found.budget.visit()
        if not isinstance(entity, DXFGraphic):
            continue
        # What lies on layer 0 of a block belongs to the layer on which the block is set.
        own = str(entity.dxf.get("layer", "0"))
        layer = inherited if inherited is not None and own == "0" else own
        if isinstance(entity, Insert):
            _insert(document, entity, found, layer=layer, depth=depth)
        elif isinstance(entity, Text | MText):
            _text(entity, found, layer=layer)
        elif entity.dxftype() in _DRAWN:
            _shape(entity, found, layer=layer)
        elif entity.dxftype() not in _SILENT:
            found.skip(_SKIPPED.get(entity.dxftype(), Skipped.UNKNOWN))


def _insert(document: Drawing, entity: Insert, found: Gathering, *, layer: str, depth: int) -> None:
    name = str(entity.dxf.get("name", ""))
    block = document.blocks.get(name).block if name in document.blocks else None
    if block is None:
        found.skip(Skipped.UNKNOWN)
        return
    if block.is_xref or block.is_xref_overlay:
        found.skip(Skipped.EXTERNAL)
        return
    for attribute in entity.attribs:
        found.budget.visit()
        if not attribute.is_invisible:
            _text(attribute, found, layer=layer)
    repeats = abs(entity.dxf.get("row_count", 1)) * abs(entity.dxf.get("column_count", 1))
    if repeats > MOST_REPEATS:
        raise TooMuch
    for one in entity.multi_insert() if repeats > 1 else [entity]:
        # The block's size counts before it is copied: an empty budget copies nothing more.
        _walk(document, _unfolded(one), found, inherited=layer, depth=depth + 1)


def _unfolded(entity: Insert) -> Iterator[DXFGraphic]:
    try:
        yield from entity.virtual_entities()
    except (ArithmeticError, ValueError, TypeError) as broken:
        raise Unreadable("dxf_broken") from broken


def _shape(entity: DXFGraphic, found: Gathering, *, layer: str) -> None:
    try:
        paths = list(ezdxf.path.make_path(entity).sub_paths())
        runs = [(list(_points(path)), path.is_closed) for path in paths if len(path)]
    except (ArithmeticError, ValueError, TypeError, IndexError, AttributeError):
        found.skip(Skipped.UNKNOWN)
        return
    for points, is_closed in runs:
        for _point in points:
            found.budget.visit()
        found.line(layer, points, closed=is_closed)


def _points(path: Path) -> Iterator[Point]:
    """The path as straight lines, y turned downwards."""
    corners = path.control_vertices()
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    size = max(max(xs) - min(xs), max(ys) - min(ys))
    straight = not path.has_curves
    for vertex in corners if straight else path.flattening(max(size * NEAR, 1e-9), 2):
        yield vertex.x, -vertex.y


def _text(entity: Text | MText | Attrib, found: Gathering, *, layer: str) -> None:
    at = entity.dxf.get("insert")
    if at is None:
        return
    if isinstance(entity, MText):
        words = entity.plain_text(split=False)
    else:
        words = entity.plain_text()
        at = entity.dxf.get("align_point", at) if entity.dxf.get("halign", 0) in {1, 4} else at
    found.label(layer, str(words), (at.x, -at.y))
