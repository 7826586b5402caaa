"""The draft as JSON: read, and saved by the editor while somebody draws (docs/plan-document.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from labspace.access import me, staff
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.findings import FileRefused
from labspace.locations.findings import Finding as FileFinding
from labspace.locations.models import Location
from labspace.plans.actions import DraftChanged, save_draft
from labspace.plans.checks import Finding
from labspace.plans.document import MOST_BYTES, loaded
from labspace.plans.found import findings_in
from labspace.plans.models import PlanDraft
from labspace.plans.queries import ids_ever
from labspace.plans.sentences import place, refusal_sentence, sentence
from labspace.plans.staff.blueprint import ONE, bp, run_draft
from labspace.security import takes_files
from labspace.times import utc_now
from labspace.words import gettext as _

ETAG = re.compile(r'"v(\d{1,9})"\Z')


@bp.get(ONE + ".json")
@staff
def document(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """The draft as it is, with its findings."""
    house, draft = run_draft(slug, plan_draft_id)
    own = {space["id"] for space in draft.document["spaces"]}
    taken = ids_ever(db.session(), house.id, stem=house.slug) - own
    return _answer(house, draft, document=draft.document, taken_ids=sorted(taken), token=generate_csrf())


@bp.put(ONE + ".json")
@staff
@takes_files(MOST_BYTES)
def save(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Keep what was drawn as the next version.

    200 with the new ETag and the findings; 412 with the other's document when somebody saved since, 428
    without `If-Match`, 422 for what is no draft at all, 409 when the draft is closed.
    """
    house, draft = run_draft(slug, plan_draft_id)
    expected = ETAG.match(request.headers.get("If-Match", ""))
    if expected is None:
        return _problem(428, _("Es fehlt die Angabe, welcher Stand geändert wird (If-Match)."))
    session = db.session()
    try:
        drawn = loaded(request.get_data())
        save_draft(session, draft.id, drawn, expected_version=int(expected[1]), by=me(), now=utc_now())
    except FileRefused as refused:
        session.rollback()
        said = _("Das ist kein Entwurf, wie labspace ihn kennt. Nichts wurde gespeichert.")
        return _problem(422, said, findings=[_file_finding(one) for one in refused.findings])
    except DraftChanged as changed:
        session.rollback()
        said = refusal_sentence(changed.refusals[0])
        house, draft = run_draft(slug, plan_draft_id)
        return _answer(house, draft, status=412, sentence=said, document=draft.document)
    except Refused as refused:
        session.rollback()
        return _problem(409, " ".join(refusal_sentence(one) for one in refused.refusals))
    session.commit()
    house, draft = run_draft(slug, plan_draft_id)
    return _answer(house, draft)


def _answer(house: Location, draft: PlanDraft, *, status: int = 200, **more: Any) -> Response:
    found = findings_in(db.session(), draft.document, location_id=house.id)
    answer = jsonify(
        version=draft.version,
        is_open=draft.is_open,
        saved_at=draft.updated_at.isoformat(),
        saved_by=draft.updated_by.name,
        findings=findings_json(found, draft.document),
        **more,
    )
    answer.status_code = status
    answer.headers["ETag"] = f'"v{draft.version}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def findings_json(found: Iterable[Finding], document: dict[str, Any]) -> list[dict[str, Any]]:
    """Findings for the editor: code, severity, path, numbers, and the words for people."""
    return [
        {
            "code": one.code,
            "severity": one.severity.value,
            "path": one.path,
            "numbers": dict(one.numbers),
            "place": place(one.path, document),
            "sentence": sentence(one, document),
        }
        for one in found
    ]


def _file_finding(one: FileFinding) -> dict[str, Any]:
    return {"code": one.code, "severity": "error", "path": one.path, "sentence": sentence(one)}


def _problem(status: int, said: str, **more: Any) -> Response:
    answer = jsonify(sentence=said, **more)
    answer.status_code = status
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
