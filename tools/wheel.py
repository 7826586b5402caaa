"""Build hook: a wheel carries what lies beside the package in a checkout as `labspace/_home/` (ADR 0002)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HOME = ("config.py", "migrations", "static", "templates")


class HomeInWheel(BuildHookInterface):  # type: ignore[type-arg]
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the home to a real wheel; an editable installation reads the checkout itself."""
        if version == "editable":
            return
        root = Path(self.root)
        if not (root / "static" / "vendor" / "manifest.json").is_file():
            raise RuntimeError("static/vendor is missing: build with make wheel, which fetches it first.")
        build_data["force_include"].update({str(root / name): f"labspace/_home/{name}" for name in HOME})
