"""From a template and data to the bytes of a tagged PDF (PDF/UA-1)."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labspace.home import HOME

if TYPE_CHECKING:
    import typst

TEMPLATES = HOME / "templates"
LAYOUT = "documents/house.typ"
FONT_PACKAGE = "fontpkg_hanken_grotesk"
UNKNOWN = "\N{WHITE SQUARE}"
"""Stands for a character that no font at hand can show: a page with a hole beats no page."""


class DocumentFailed(Exception):
    """The document could not be made; the text is for the log, it names a template and never a person."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """All that a printed document is made of; the same values give the same bytes."""

    template: str
    """Path below `templates/`, such as `popups/agreement.typ`."""
    title: str
    language: str
    """`de` or `en`; also what a screen reader reads it in."""
    values: Mapping[str, Any]
    """What the template shows, as JSON values; text is shown as it is and never read as markup."""
    made_at: datetime

    @property
    def etag(self) -> str:
        """Another one whenever the bytes would differ."""
        parts = (_source(self.template), _source(LAYOUT), self._data().encode(), version("typst").encode())
        return hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]

    def _data(self) -> str:
        told = {
            "title": self.title,
            "language": self.language,
            "made_at": [self.made_at.year, self.made_at.month, self.made_at.day],
            **self.values,
        }
        return json.dumps(_printable(told), ensure_ascii=False, sort_keys=True)


def pdf_of(document: Document) -> bytes:
    """The document as PDF/UA-1, tagged and in its language; takes some ten milliseconds.

    Raises `DocumentFailed`. Call it outside a transaction that writes.
    """
    import typst  # every command would wait for it, and few ever print

    data = document._data()
    try:
        return _typeset(document, data)
    except typst.TypstError as problem:
        if "could not be displayed" not in problem.message:
            raise DocumentFailed(f"{document.template}: {problem.message.splitlines()[0]}") from problem
    try:
        return _typeset(document, "".join(map(_shown, data)))
    except typst.TypstError as problem:
        raise DocumentFailed(f"{document.template}: a character no font can show") from problem


def _typeset(document: Document, data: str) -> bytes:
    import typst

    return typst.compile(
        str(TEMPLATES / document.template),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        format="pdf",
        pdf_standards="ua-1",
        sys_inputs={"data": data},
        timestamp=int(document.made_at.timestamp()),
    )


@cache
def _fonts() -> typst.Fonts:
    """The typeface of the screen, and those typst brings along for letters it has not."""
    import typst

    found = find_spec(FONT_PACKAGE)
    if found is None or found.origin is None:
        raise DocumentFailed(f"the typeface is missing: {FONT_PACKAGE}")
    files = str(Path(found.origin).parent / "files")
    return typst.Fonts(include_system_fonts=False, font_paths=[files])


@cache
def _source(template: str) -> bytes:
    return (TEMPLATES / template).read_bytes()


def _printable(value: Any) -> Any:
    """`value` without control characters, which no font shows; line breaks stay."""
    if isinstance(value, str):
        kept = value.replace("\r\n", "\n").replace("\t", " ")
        return "".join(
            one for one in kept if one == "\n" or unicodedata.category(one) not in {"Cc", "Cs", "Cn"}
        )
    if isinstance(value, Mapping):
        return {key: _printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(inner) for inner in value]
    return value


def _shown(letter: str) -> str:
    """`letter` if it is of the scripts the fonts surely have: Latin, Greek, Cyrillic and their signs."""
    code = ord(letter)
    sure = code < 0x250 or 0x370 <= code < 0x530 or 0x1E00 <= code < 0x1F00
    return letter if sure or 0x2010 <= code <= 0x2044 or letter == "€" else UNKNOWN
