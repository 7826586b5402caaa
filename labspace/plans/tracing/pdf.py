"""One page of a PDF as a picture. Scripts, forms and attachments of the file are never touched."""

from __future__ import annotations

from io import BytesIO

import pypdfium2
from PIL import Image

from labspace.plans.tracing.limits import MAX_SIDE_PX, Unreadable

POINTS_PER_INCH = 72
MOST_PER_INCH = 300
"""Beyond it a page only gets larger, not clearer."""


def read_page(data: bytes, number: int) -> bytes:
    """The page with this number (from 1) as JPEG, its longer side at most `MAX_SIDE_PX`. Raises `Unreadable`."""
    if b"%PDF-" not in data[:1024]:
        raise Unreadable("pdf_other")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as broken:
        raise Unreadable("pdf_locked" if "password" in str(broken).lower() else "pdf_broken") from broken
    try:
        return _jpeg(document, number)
    finally:
        document.close()


def _jpeg(document: pypdfium2.PdfDocument, number: int) -> bytes:
    count = len(document)
    if not 1 <= number <= count:
        raise Unreadable("pdf_page", pages=count)
    try:
        page = document[number - 1]
        width, height = page.get_size()
        if min(width, height) < 1:
            raise Unreadable("pdf_broken")
        # Sides are rounded up to whole pixels.
        scale = min((MAX_SIDE_PX - 1) / max(width, height), MOST_PER_INCH / POINTS_PER_INCH)
        image: Image.Image = page.render(scale=scale).to_pil()
    except pypdfium2.PdfiumError as broken:
        raise Unreadable("pdf_broken") from broken
    file = BytesIO()
    image.convert("RGB").save(file, "JPEG", quality=90)
    return file.getvalue()
