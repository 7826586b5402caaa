"""All calls of `/api/v1`: importing a subject declares its calls."""

from __future__ import annotations

from labspace.api.document import views as document
from labspace.api.ground.blueprint import bp
from labspace.api.houses import locations

__all__ = ["bp", "document", "locations"]
