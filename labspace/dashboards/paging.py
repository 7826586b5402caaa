"""Pages of a long list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from labspace.dashboards.board import Board
from labspace.words import gettext as _

MOST_PAGES = 100_000


def page_asked() -> int:
    """The page the address names; the first where it names none."""
    word = request.args.get("seite", "1")
    return min(max(1, int(word)), MOST_PAGES) if word.isascii() and word.isdigit() and len(word) < 7 else 1


def page_steps(board: Board, query: Mapping[str, Any], page: int, pages: int) -> dict[str, tuple[str, str]]:
    """One page back and forth, for components/pager.html."""

    def step(to: int, words: str) -> tuple[str, str]:
        return words, board.url(**query, seite=to) if 1 <= to <= pages else ""

    return {"back": step(page - 1, _("Seite davor")), "forth": step(page + 1, _("Nächste Seite"))}
