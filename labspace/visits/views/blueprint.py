"""The blueprint the pages at a door hang on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("visits", __name__)
