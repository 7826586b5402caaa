"""Addresses whose builders are compiled once for all applications of the tests, not for each test's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

_builders: dict[tuple[Any, ...], Callable[..., tuple[str, str]]] = {}


class RememberedRule(Rule):
    """A rule as any other; what builds its addresses is taken over from the same rule of an earlier application.

    Compiling the builders is nearly all of the time that assembling an application takes. Where Werkzeug
    no longer asks for them under this name, each application compiles its own again and nothing else changes.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (self.rule, self.subdomain, repr(self.defaults), append_unknown)
        if key not in _builders:
            _builders[key] = super()._compile_builder(append_unknown)
        return _builders[key]
