"""Text out of the bytes of a file whose encoding nobody says."""

from __future__ import annotations

import codecs
import re

from labspace.context.reading.findings import refused

MOST_BYTES = 8 * 1024 * 1024
"""Twenty years of hours in a wide table."""
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
GUESSED = "cp1252"
"""What old spreadsheets write; nothing in the file says so."""


def text_of(data: bytes) -> tuple[str, str]:
    """The text in `data` and the encoding it was read in, without a byte order mark.

    UTF-8, UTF-16 with its mark, else Windows-1252. Raises `TableRefused` for what is too large, empty or no text.
    """
    if len(data) > MOST_BYTES:
        raise refused("too_big", megabytes=MOST_BYTES // 1024 // 1024)
    text, encoding = _decoded(data)
    if found := _NO_TEXT.search(text):
        raise refused("no_text", row=text.count("\n", 0, found.start()) + 1)
    if not text.strip():
        raise refused("empty")
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decoded(data: bytes) -> tuple[str, str]:
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in (marked,) if marked else ("utf-8", GUESSED):
        try:
            return data.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError as error:
            last = error
    raise refused("wrong_encoding", row=data.count(b"\n", 0, last.start) + 1) from last
