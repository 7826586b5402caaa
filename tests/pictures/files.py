"""Files for tests: pictures of all sorts, and what only looks like one."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image


def picture_bytes(
    kind: str = "JPEG",
    *,
    size: tuple[int, int] = (640, 480),
    mode: str = "RGB",
    colour: Any = None,
    **more: Any,
) -> bytes:
    """A picture of one colour as a file of this kind."""
    file = BytesIO()
    Image.new(mode, size, colour if colour is not None else "teal").save(file, kind, **more)
    return file.getvalue()


def moving(kind: str) -> bytes:
    """A file with two frames."""
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    file = BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:], duration=100)
    return file.getvalue()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few kilobytes that says it has these measures."""
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = _chunk(b"IDAT", zlib.compress(bytes(1_000_000), 9))
    return b"\x89PNG\r\n\x1a\n" + head + body + _chunk(b"IEND", b"")


def text_bomb() -> bytes:
    """A small PNG whose compressed text unfolds to a hundred megabytes."""
    data = picture_bytes("PNG", size=(8, 8))
    text = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100_000_000), 9))
    return data[:33] + text + data[33:]


def zip_behind(data: bytes) -> bytes:
    """A picture that is an archive as well."""
    return data + b"PK\x03\x04 something" + b"PK\x05\x06" + bytes(18)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><title>x</title><script>alert(1)</script>"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)
