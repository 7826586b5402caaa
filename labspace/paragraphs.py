"""Plain text with headings, as operators and houses write their pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Block:
    """A heading or a paragraph."""

    kind: Literal["heading", "paragraph"]
    text: str


def blocks_of(text: str) -> list[Block]:
    """Blank lines part paragraphs; one that begins with # is a heading."""
    parts = ("\n".join(line.strip() for line in part.splitlines()).strip() for part in text.split("\n\n"))
    return [
        Block("heading", part.lstrip("# ")) if part.startswith("#") else Block("paragraph", part)
        for part in parts
        if part
    ]
