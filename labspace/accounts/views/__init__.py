"""Pages about oneself and one's organisations."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from labspace.accounts.views import sign_in as sign_in  # noqa: E402  the pages register on bp
