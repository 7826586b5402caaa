"""Addresses whose builders are compiled once for all applications of the tests, not for each test's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from labspace.starting import LateRule

_builders: dict[tuple[Any, ...], Callable[..., tuple[str, str]]] = {}


class RememberedRule(LateRule):
    """A rule as any other; what builds its addresses is taken over from the same rule of an earlier application.

    Each test has an application of its own, and would compile anew what the one before it had linked to.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (self.rule, self.subdomain, repr(self.defaults), append_unknown)
        if key not in _builders:
            _builders[key] = super()._compile_builder(append_unknown)
        return _builders[key]
