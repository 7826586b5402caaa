"""Saving the texts of a draft, so that two people who write at once do not overwrite each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.reports.models import ReportText, ReportVersion


@dataclass(frozen=True)
class Wanted:
    """A text as somebody wants it, and which revision they had before them."""

    text: str
    revision: int
    """0: there was none yet."""


class TextsChanged(Refused):
    """Somebody else changed these texts since they were shown; nothing was saved."""

    def __init__(self, texts: Sequence[ReportText]) -> None:
        super().__init__(*(Refusal("text_changed_meanwhile", {"field": one.field}) for one in texts))
        self.texts = texts


def save_texts(
    session: Session, version_id: int, wanted: Mapping[str, Wanted], *, by: User, now: datetime
) -> int:
    """Save what differs from what is kept; returns how many texts changed.

    Fields nobody changed keep what others wrote meanwhile. A field that both changed is never
    overwritten: `TextsChanged` carries what stands there now, and nothing is saved. Raises `Refused`
    with `report_already_final` or `report_gone`.
    """
    by_id = by.id
    begin_write(session)
    version = session.get(ReportVersion, version_id, with_for_update=True, populate_existing=True)
    if version is None:
        raise Refused(Refusal("report_gone"))
    if version.is_final:
        raise Refused(Refusal("report_already_final"))
    kept = {
        one.field: one
        for one in session.scalars(
            select(ReportText)
            .where(ReportText.version_id == version_id)
            .options(joinedload(ReportText.changed_by))
            .execution_options(populate_existing=True)
        )
    }
    changed = {field: new for field, new in wanted.items() if new.text != _text(kept.get(field))}
    if beaten := [
        kept[field] for field, new in changed.items() if new.revision != _revision(kept.get(field))
    ]:
        raise TextsChanged(beaten)
    for field, new in changed.items():
        row = kept.get(field)
        if row is None:
            row = ReportText(version_id=version_id, field=field, revision=0)
            session.add(row)
        row.text, row.revision = new.text, row.revision + 1
        row.changed_by_id, row.changed_at = by_id, now
    if changed:
        version.edits += 1
    session.flush()
    return len(changed)


def _text(row: ReportText | None) -> str:
    return row.text if row else ""


def _revision(row: ReportText | None) -> int:
    return row.revision if row else 0
