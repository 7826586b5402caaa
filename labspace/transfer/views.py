"""What people take along themselves."""

from __future__ import annotations

import json

from flask import Blueprint, Response

from labspace.access import me, signed_in
from labspace.db import db
from labspace.times import utc_now
from labspace.transfer.personal.gathering import data_about

bp = Blueprint("personal_data", __name__)


@bp.get("/profil/daten")
@signed_in
def download() -> Response:
    """All that is kept about whoever is signed in, as a file."""
    found = data_about(db.session(), me(), now=utc_now())
    answer = Response(json.dumps(found, ensure_ascii=False, indent=1) + "\n", mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="labspace-meine-daten.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
