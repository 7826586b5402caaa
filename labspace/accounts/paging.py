"""Which page of a long list is asked for, and where its neighbours are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

LAST_PAGE = 100_000


@dataclass(frozen=True)
class Pages:
    """Where one stands in a list; an empty address where it ends."""

    page: int
    pages: int
    count: int
    back: str
    forth: str


def page_asked(args: Mapping[str, str]) -> int:
    """The page of `?seite=`, the first for anything that is no page number."""
    text = args.get("seite", "1")
    return min(max(int(text), 1), LAST_PAGE) if text.isdecimal() and len(text) < 9 else 1


def pages_of(args: Mapping[str, str], *, page: int, size: int, count: int) -> Pages:
    """The neighbours of `page` in a list of `count` rows, with all other arguments kept."""
    last = max(-(-count // size), 1)

    def url(number: int) -> str:
        return "?" + urlencode({**args, "seite": number})

    return Pages(page, last, count, url(page - 1) if page > 1 else "", url(page + 1) if page < last else "")
