"""How higher packages hear of changes below them, inside the same transaction.

An action announces a plain value that says what it changed; listeners that `create_app`
registers react before the commit. A listener that fails undoes the change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

Listener = Callable[[Session, Any], None]

_listeners: dict[type, dict[str, Listener]] = defaultdict(dict)


def listen(*kinds: type) -> Callable[[Listener], Listener]:
    """Call the decorated function for each announcement of these kinds."""

    def register(listener: Listener) -> Listener:
        for kind in kinds:
            _listeners[kind][f"{listener.__module__}.{listener.__qualname__}"] = listener
        return listener

    return register


def announce(session: Session, change: object) -> None:
    """Tell every listener of `change`; the rows it concerns are flushed first."""
    session.flush()
    for listener in _listeners[type(change)].values():
        listener(session, change)
