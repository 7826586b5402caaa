"""Statements that are compiled once for all engines of the tests, not for each test's own."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.util import LRUCache

_dialects: dict[str, Dialect] = {}
_compiled: LRUCache[Any, Any] = LRUCache(5_000)


def remember_compiled(engine: Engine) -> None:
    """Let `engine` take over what earlier engines of its kind compiled; call before it is used.

    Compiling the statements anew is a fifth of a page test's time. They are kept under the dialect that
    compiled them, hence the engines of a kind share theirs.
    """
    if engine.dialect.name not in _dialects:
        # A dialect asks the server what it can when its own engine first connects, and no later.
        engine.connect().close()
    dialect = _dialects.setdefault(engine.dialect.name, engine.dialect)
    engine.dialect = engine.pool._dialect = dialect
    engine.update_execution_options(compiled_cache=_compiled)
