"""All findings in a draft of a house: those of the document, and those only the database knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from labspace.plans.checks import Finding, Severity, checks
from labspace.plans.queries import foreign_space_ids


def findings_in(session: Session, document: Mapping[str, Any], *, location_id: int) -> Sequence[Finding]:
    """Errors first; one statement. Raises `FileRefused` for whatever is no draft at all."""
    ids = [space["id"] for space in document["spaces"]]
    foreign = foreign_space_ids(session, ids, location_id=location_id)
    taken = [
        Finding("space_of_another_house", Severity.ERROR, f"$.spaces[{i}].id", {"given": public_id})
        for i, public_id in enumerate(ids)
        if public_id in foreign
    ]
    return [*taken, *checks(document)]
