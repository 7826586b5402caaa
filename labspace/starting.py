"""What makes a process ready sooner: an application is assembled by every server process and every command."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


@contextmanager
def without_collecting() -> Iterator[None]:
    """Nothing is looked through for garbage within: all that importing makes stays to the end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class LateRule(Rule):
    """An address whose builder is compiled when the first link to it is made.

    Werkzeug compiles two for every address at start, most of which a process never links to. Where it no
    longer asks under this name, it compiles them at once again and nothing else changes.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        name = "_build_unknown" if append_unknown else "_build"
        compiled: list[Builder] = []

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(Rule._compile_builder(self, append_unknown))
            setattr(rule, name, compiled[0].__get__(rule, None))
            return compiled[0](rule, **values)

        return build


class Site(Flask):
    """The application."""

    url_rule_class = LateRule
