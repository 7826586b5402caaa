"""The worked example of figures.md, looked at in December."""

from __future__ import annotations

from tests.occupancy.conftest import december, example, put

__all__ = ["december", "example", "put"]
