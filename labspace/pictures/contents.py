"""Pure: what a file is by its first bytes, and whether it could be taken for something else as well.

Names and types told by the browser are never asked.
"""

from __future__ import annotations

import enum
import re


class Content(enum.Enum):
    """What we know a file to be; the value of a picture is Pillow's name of it."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"
    GIF = "GIF"
    HEIC = "HEIC"
    OTHER = "other"


TAKEN = frozenset({Content.JPEG, Content.PNG, Content.WEBP})

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"})
_MARKUP = re.compile(rb"<script|<html|<!doctype|<\?php|<iframe|javascript:", re.IGNORECASE)
_END_OF_ZIP = b"PK\x05\x06"
_PDF_WITHIN = 1024
_ZIP_TAIL = 65_557


def content_of(data: bytes) -> Content:
    """What `data` is, by its signature alone."""
    if data.startswith(b"\xff\xd8\xff"):
        return Content.JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return Content.PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Content.WEBP
    if data[:6] in {b"GIF87a", b"GIF89a"}:
        return Content.GIF
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return Content.HEIC
    return Content.OTHER


def is_two_things(data: bytes) -> bool:
    """Whether a picture is a page, script, PDF or archive to other readers at the same time.

    Re-encoding leaves nothing of that anyway; who sends such a file means no picture.
    """
    if _MARKUP.search(data) or b"%PDF-" in data[:_PDF_WITHIN]:
        return True
    tail = data[-_ZIP_TAIL:]
    end = tail.rfind(_END_OF_ZIP)
    # The comment behind the end of an archive says its own length; four bytes alone may be chance.
    return (
        end >= 0
        and len(tail) - end >= 22
        and int.from_bytes(tail[end + 20 : end + 22], "little") == (len(tail) - end - 22)
    )
