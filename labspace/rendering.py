"""How templates are run."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class Pages(Environment):
    """Flask's environment with plain globals for each template.

    Jinja chains them to those of the environment and asks both, for every import on a page and each
    name anew; ours are complete before the first template is loaded.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}
