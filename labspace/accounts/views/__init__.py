"""Pages about oneself and one's organisations."""

from __future__ import annotations

from datetime import datetime
from importlib import import_module

from flask import Blueprint
from flask_babel import to_user_timezone

from labspace.formats import day_text

bp = Blueprint("accounts", __name__)


@bp.app_template_filter("day")
def day_of(moment: datetime) -> str:
    """The calendar day of a moment: 27.03.2026."""
    return day_text(to_user_timezone(moment).date())


for _page in ("sign_in", "sign_up", "recovery", "profile", "organisations"):
    import_module(f"{__name__}.{_page}")
