"""The blueprint all calls of `/api/v1` belong to, and how they are declared (`calls`)."""

from __future__ import annotations

from flask import Blueprint, Response

from labspace.api.ground.doorkeeper import admit
from labspace.api.ground.endpoints import Calls
from labspace.api.ground.running import run
from labspace.security import csrf

bp = Blueprint("api", __name__, url_prefix="/api/v1")
# No cookie opens anything here, so no other site can act through somebody's browser.
csrf.exempt(bp)
bp.before_request(admit)

calls = Calls(bp, run)


@bp.after_request
def without_html(response: Response) -> Response:
    """An empty answer, such as that to OPTIONS, is not called HTML."""
    if response.mimetype == "text/html" and not response.get_data():
        del response.headers["Content-Type"]
    return response
