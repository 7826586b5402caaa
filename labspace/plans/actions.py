"""The doors through which staff begin, save, put away and take back drafts. Actions flush; the edge commits once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.locations.findings import FileRefused, Finding
from labspace.locations.house_file import Texts
from labspace.locations.models import Location
from labspace.plans.document import empty_document, read_document
from labspace.plans.edits import Patch, applied, patch_between
from labspace.plans.models import PlanDraft, PlanDraftStep, StepState
from labspace.plans.queries import document_of_plan, find_plan, last_step, next_step

MOST_DRAFTS = 50
"""Open drafts of one house; more is a program that runs wild."""


class DraftChanged(Refused):
    """Somebody else saved since; carries the draft as it is now, so that nothing is lost on either side."""

    def __init__(self, draft: PlanDraft) -> None:
        super().__init__(Refusal("draft_changed", {"who": draft.updated_by.name}))
        self.draft = draft


def start_draft(session: Session, plan_id: int, *, by: User, now: datetime) -> PlanDraft:
    """A draft that begins as a plan is, with the spaces it shows on its day: today, or its first day, or its last.

    Raises `LookupError` when there is no such plan, `Refused` when the house has too many drafts.
    """
    actor_id = by.id
    begin_write(session)
    plan = find_plan(session, plan_id)
    if plan is None:
        raise LookupError(plan_id)
    house = _lock_house(session, plan.location_id)
    today = now.astimezone(house.zone).date()
    day = max(plan.valid_from, min(today, plan.valid_until or today))
    return _begin(
        session,
        house,
        document_of_plan(session, plan, on=day),
        base_plan_id=plan.id,
        actor_id=actor_id,
        now=now,
    )


def start_empty_draft(
    session: Session,
    location_id: int,
    *,
    level: int,
    name: Texts,
    width_m: float,
    height_m: float,
    by: User,
    now: datetime,
) -> PlanDraft:
    """A draft on an empty sheet of this size in metres.

    Raises `LookupError` when there is no such house, `FileRefused` for a sheet no plan may have, `Refused`
    when the house has too many drafts.
    """
    document = empty_document(level=level, name=name, width_m=width_m, height_m=height_m)
    return start_drawn_draft(session, location_id, document, by=by, now=now)


def start_drawn_draft(
    session: Session, location_id: int, document: dict[str, Any], *, by: User, now: datetime
) -> PlanDraft:
    """A draft that begins as this document is.

    Raises `LookupError` when there is no such house, `FileRefused` for whatever is no draft at all, `Refused`
    when the house has too many drafts.
    """
    actor_id = by.id
    read_document(document)
    begin_write(session)
    house = _lock_house(session, location_id)
    return _begin(session, house, document, base_plan_id=None, actor_id=actor_id, now=now)


def save_draft(
    session: Session,
    draft_id: int,
    document: Mapping[str, Any],
    *,
    expected_version: int,
    by: User,
    now: datetime,
) -> int:
    """Keep the document as the next version of the draft; its number. The same document again changes nothing.

    Raises `DraftChanged` when the draft is at another version than expected, `Refused("draft_is_closed")` when
    it was published or put away, `FileRefused` for whatever is no draft at all or of another level,
    `LookupError` when there is none.
    """
    found, _ = read_document(document)

    def save(draft: PlanDraft) -> None:
        if found.level != draft.level:
            raise FileRefused((Finding("$.level", "wrong_level", {"known": draft.level}),))
        forth = patch_between(draft.document, document)
        if not forth:
            return
        session.execute(
            update(PlanDraftStep)
            .where(PlanDraftStep.draft_id == draft.id, PlanDraftStep.state == StepState.UNDONE)
            .values(state=StepState.DROPPED)
        )
        session.add(
            PlanDraftStep(
                draft_id=draft.id,
                version=draft.version + 1,
                at=now,
                actor_id=actor_id,
                state=StepState.DONE,
                back=patch_between(document, draft.document),
                forth=forth,
            )
        )
        _become(draft, applied(draft.document, forth), actor_id=actor_id, now=now)

    actor_id = by.id
    return _change(session, draft_id, save, expected_version=expected_version)


def undo_step(session: Session, draft_id: int, *, expected_version: int, by: User, now: datetime) -> int:
    """Take the last saved step back, as often as there are steps; the draft's new version.

    Raises as `save_draft` does, and `Refused("nothing_to_undo")`.
    """
    actor_id = by.id

    def undo(draft: PlanDraft) -> None:
        step = last_step(session, draft.id)
        if step is None:
            raise Refused(Refusal("nothing_to_undo"))
        step.state = StepState.UNDONE
        _patch(draft, step.back, actor_id=actor_id, now=now)

    return _change(session, draft_id, undo, expected_version=expected_version)


def redo_step(session: Session, draft_id: int, *, expected_version: int, by: User, now: datetime) -> int:
    """Do the step again that was taken back last; the draft's new version.

    Raises as `save_draft` does, and `Refused("nothing_to_redo")`.
    """
    actor_id = by.id

    def redo(draft: PlanDraft) -> None:
        step = next_step(session, draft.id)
        if step is None:
            raise Refused(Refusal("nothing_to_redo"))
        step.state = StepState.DONE
        _patch(draft, step.forth, actor_id=actor_id, now=now)

    return _change(session, draft_id, redo, expected_version=expected_version)


def discard_draft(session: Session, draft_id: int, *, by: User, now: datetime) -> None:
    """Put the draft away; twice is as good as once. Raises `Refused` when it became a plan, `LookupError`."""
    actor_id = by.id
    begin_write(session)
    draft = lock_draft(session, draft_id)
    if draft.published_plan_id is not None:
        raise Refused(Refusal("draft_is_closed"))
    if draft.discarded_at is None:
        draft.discarded_at = draft.updated_at = now
        draft.updated_by_id = actor_id
    session.flush()


def restore_draft(session: Session, draft_id: int, *, by: User, now: datetime) -> None:
    """Bring a draft back that was put away. Raises `Refused` when the house has too many, `LookupError`."""
    actor_id = by.id
    begin_write(session)
    draft = lock_draft(session, draft_id)
    if draft.discarded_at is not None:
        _refuse_too_many(session, draft.location_id)
        draft.discarded_at = None
        draft.updated_at, draft.updated_by_id = now, actor_id
    session.flush()


def lock_draft(session: Session, draft_id: int) -> PlanDraft:
    """The draft as it is now, and nobody else changes it until the commit. Raises `LookupError`."""
    draft = session.scalars(
        select(PlanDraft)
        .where(PlanDraft.id == draft_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if draft is None:
        raise LookupError(draft_id)
    return draft


def _lock_house(session: Session, location_id: int) -> Location:
    house = session.scalars(
        select(Location).where(Location.id == location_id).with_for_update(key_share=True)
    ).one_or_none()
    if house is None:
        raise LookupError(location_id)
    return house


def _begin(
    session: Session,
    house: Location,
    document: dict[str, Any],
    *,
    base_plan_id: int | None,
    actor_id: int,
    now: datetime,
) -> PlanDraft:
    _refuse_too_many(session, house.id)
    draft = PlanDraft(
        location_id=house.id,
        level=document["level"],
        base_plan_id=base_plan_id,
        document=document,
        created_at=now,
        created_by_id=actor_id,
        updated_at=now,
        updated_by_id=actor_id,
    )
    session.add(draft)
    session.flush()
    return draft


def _refuse_too_many(session: Session, location_id: int) -> None:
    count = session.scalar(
        select(func.count(PlanDraft.id)).where(
            PlanDraft.location_id == location_id,
            PlanDraft.published_plan_id.is_(None),
            PlanDraft.discarded_at.is_(None),
        )
    )
    if (count or 0) >= MOST_DRAFTS:
        raise Refused(Refusal("too_many_drafts", {"most": MOST_DRAFTS}))


def _change(
    session: Session, draft_id: int, change: Callable[[PlanDraft], None], *, expected_version: int
) -> int:
    begin_write(session)
    draft = lock_draft(session, draft_id)
    if not draft.is_open:
        raise Refused(Refusal("draft_is_closed"))
    if draft.version != expected_version:
        raise DraftChanged(draft)
    change(draft)
    session.flush()
    return draft.version


def _patch(draft: PlanDraft, patch: Patch, *, actor_id: int, now: datetime) -> None:
    _become(draft, applied(draft.document, patch), actor_id=actor_id, now=now)


def _become(draft: PlanDraft, document: dict[str, Any], *, actor_id: int, now: datetime) -> None:
    draft.document, draft.version = document, draft.version + 1
    draft.updated_at, draft.updated_by_id = now, actor_id
