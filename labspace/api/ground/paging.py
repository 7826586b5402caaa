"""Lists in pages: each goes on after the last item of the one before, so that nothing is missed or told twice."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request

from labspace.api.ground.field_errors import field_problem
from labspace.api.ground.schemas import Answered, Asked, Text, Whole, about
from labspace.words import lazy_gettext as _l

T = TypeVar("T")
Item = TypeVar("Item", bound=Answered)

MOST = 500
USUAL = 100


class PageAsked(Asked):
    """Which part of a list is asked for."""

    limit: Annotated[Whole, about(_l("Wie viele Einträge höchstens."), ge=1, le=MOST)] = USUAL
    after: Annotated[
        Text | None,
        about(_l("Wo es weitergeht; steht in „next“."), max_length=400),
    ] = None


class Page(Answered, Generic[Item]):
    """A part of a list, and where the next one is; each list has a subclass, by whose name it is documented."""

    items: list[Item]
    next: Annotated[str | None, about(_l("Adresse des nächsten Teils; null: das war alles."))]


def key_in(cursor: str | None, *types: type) -> tuple[Any, ...] | None:
    """The key the page begins after, of values of these types; None: from the start. Raises `Problem`."""
    if cursor is None:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4)))
    except (ValueError, UnicodeError, binascii.Error, RecursionError):
        values = None
    if (
        not isinstance(values, list)
        or [type(value) for value in values] != list(types)
        or any(isinstance(value, int) and abs(value) >= 2**63 for value in values)
        or any(isinstance(value, str) and not value.isprintable() for value in values)
    ):
        raise field_problem("after", "cursor_unknown")
    return tuple(values)


def cursor_of(*key: object) -> str:
    """What `key_in` reads back."""
    text = json.dumps(key, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode("ascii").rstrip("=")


def next_url(*key: object) -> str:
    """The address of the request at hand, going on after `key`."""
    values = [(name, value) for name, value in request.args.items(multi=True) if name != "after"]
    query = urlencode([*values, ("after", cursor_of(*key))])
    return f"{request.root_url.rstrip('/')}{request.path}?{query}"


def part_of(
    rows: Sequence[T], *, limit: int, key: Callable[[T], tuple[object, ...]]
) -> tuple[Sequence[T], str | None]:
    """The first `limit` of `rows`, asked for one longer than that, and the address of what follows."""
    shown = rows[:limit]
    return shown, next_url(*key(shown[-1])) if len(rows) > limit else None
