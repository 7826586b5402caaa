"""The blueprint the team's pages of hours hang on."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("house_hours", __name__)
