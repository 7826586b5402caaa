"""What a browser keeps so that a door can be counted without network: one page for all doors, and who serves it.

The page knows nobody: the browser fetches it without its session and fills in what the device remembers of
the door it stands for (static/js/doors).
"""

from __future__ import annotations

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from labspace.access import public
from labspace.languages import language
from labspace.visits.views.blueprint import bp


@bp.get("/tuer")
@public
def away() -> ResponseReturnValue:
    """The counter a browser shows at a door without network; asked for itself, the doors this device knows."""
    return render_template("visits/away.html")


@bp.get("/tuer.js")
@public
def worker() -> Response:
    """The script that answers with that page; at the top, because it may answer only for what lies below it.

    It names everything the page needs with its digest, so that a browser fetches all anew after a change.
    """
    away_url = url_for("visits.away", lang=language())
    response = Response(render_template("visits/worker.js", away_url=away_url), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response
