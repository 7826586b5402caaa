"""What the page of a draft gives the editor's scripts beside the draft itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.plans.editor_words import editor_words
from labspace.spaces.models import Space


@dataclass(frozen=True)
class EditorFrame:
    """Words, and the ids that new spaces of this house must not get."""

    words: dict[str, Any]
    taken: list[str]
    """Public ids of all spaces of the house, also of other floors and of former times."""

    @property
    def words_json(self) -> str:
        """In their own order: choices are offered as they stand here."""
        return json.dumps(self.words, ensure_ascii=False, separators=(",", ":"))


def editor_frame(session: Session, *, location_id: int) -> EditorFrame:
    """For one house; one statement."""
    ids = session.scalars(
        select(Space.public_id).where(Space.location_id == location_id).order_by(Space.public_id)
    )
    return EditorFrame(words=editor_words(), taken=list(ids))
