"""Drafts are begun, saved step by step, taken back, put away; nobody overwrites anybody."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.errors import Refused
from labspace.locations.findings import FileRefused
from labspace.locations.house_file import Texts
from labspace.plans import actions
from labspace.plans.actions import (
    DraftChanged,
    discard_draft,
    redo_step,
    restore_draft,
    save_draft,
    start_draft,
    start_empty_draft,
    undo_step,
)
from labspace.plans.models import PlanDraft, PlanDraftStep, StepState
from labspace.spaces.models import FloorPlan, Space, SpacePart
from tests.factories import LONG_AGO, Cast
from tests.plans.floors import FLOOR, add_plan


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> PlanDraft:
    """An empty sheet of Nora's, saved as the floor with everything: version 2."""
    draft = start_empty_draft(
        session, cast.house.id, level=0, name=Texts("EG", "GF"), width_m=12, height_m=8, by=cast.nora, now=now
    )
    session.commit()
    save(session, draft, FLOOR, cast.nora, now)
    return draft


def save(session: Session, draft: PlanDraft, document: dict[str, Any], by: User, now: datetime) -> int:
    version = save_draft(session, draft.id, document, expected_version=draft.version, by=by, now=now)
    session.commit()
    return version


def moved(x: float) -> dict[str, Any]:
    """The floor with its plant elsewhere."""
    document = deepcopy(FLOOR)
    document["drawing"]["furniture"][0]["at"] = [x, 7.0]
    return document


def test_a_draft_begins_as_the_plan_is(session: Session, cast: Cast, now: datetime) -> None:
    plan = add_plan(session, cast)
    draft = start_draft(session, plan.id, by=cast.nora, now=now)
    session.commit()
    document = draft.document
    assert (draft.base_plan_id, draft.level, draft.version) == (plan.id, 0, 1)
    assert document["drawing"] == FLOOR["drawing"]
    assert [row["shape"] for row in document["placements"]] == [row["shape"] for row in FLOOR["placements"]]
    kept = {row["id"]: row for row in document["spaces"]}
    assert {cast.desk.public_id, cast.second_desk.public_id, cast.area.public_id} <= set(kept)
    assert kept[cast.area.public_id]["parts"] == [cast.half_a.public_id, cast.half_b.public_id]
    assert kept[cast.popup.public_id]["area_m2"] == 45.0


def test_spaces_of_another_floor_stay_there(session: Session, cast: Cast, now: datetime) -> None:
    ground = add_plan(session, cast)
    upstairs = FloorPlan(
        location_id=cast.house.id,
        level=1,
        width_m=12,
        height_m=8,
        drawing=FLOOR["drawing"],
        valid_from=LONG_AGO,
    )
    session.add(upstairs)
    session.commit()
    above = start_draft(session, upstairs.id, by=cast.nora, now=now)
    session.commit()
    assert above.document["spaces"] == []
    below = start_draft(session, ground.id, by=cast.nora, now=now)
    session.commit()
    assert cast.room.public_id in {row["id"] for row in below.document["spaces"]}


def test_what_has_ended_is_not_in_a_new_draft(session: Session, cast: Cast, now: datetime) -> None:
    plan = add_plan(session, cast)
    cast.desk.valid_until = now.date() - timedelta(days=1)
    part = session.scalars(select(SpacePart).where(SpacePart.part_id == cast.half_b.id)).one()
    part.valid_until = now.date() - timedelta(days=1)
    session.commit()
    document = start_draft(session, plan.id, by=cast.nora, now=now).document
    session.commit()
    ids = {row["id"]: row for row in document["spaces"]}
    assert cast.desk.public_id not in ids
    assert [row["space"] for row in document["placements"]] == [cast.second_desk.public_id]
    assert ids[cast.area.public_id]["parts"] == [cast.half_a.public_id]


def test_a_draft_of_a_past_plan_shows_the_spaces_of_its_time(
    session: Session, cast: Cast, now: datetime
) -> None:
    plan = add_plan(session, cast)
    plan.valid_until = date(2025, 12, 31)
    session.get_one(Space, cast.desk.id).valid_until = date(2026, 1, 31)
    session.commit()
    document = start_draft(session, plan.id, by=cast.nora, now=now).document
    session.commit()
    assert cast.desk.public_id in {row["space"] for row in document["placements"]}


def test_saving_counts_versions_and_keeps_who(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    later = now + timedelta(minutes=5)
    assert save(session, draft, moved(9.0), cast.ada, later) == 3
    session.expire_all()
    assert (draft.version, draft.updated_by_id, draft.updated_at) == (3, cast.ada.id, later)
    steps = session.scalars(select(PlanDraftStep).order_by(PlanDraftStep.version)).all()
    assert [(step.version, step.actor_id) for step in steps] == [(2, cast.nora.id), (3, cast.ada.id)]


def test_the_same_again_is_no_step(session: Session, cast: Cast, now: datetime, draft: PlanDraft) -> None:
    assert save(session, draft, deepcopy(FLOOR), cast.nora, now) == 2
    assert session.scalar(select(func.count(PlanDraftStep.id))) == 1


def test_two_at_once_do_not_overwrite_each_other(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    save(session, draft, moved(9.0), cast.ada, now)
    with pytest.raises(DraftChanged) as changed:
        save_draft(session, draft.id, moved(5.0), expected_version=2, by=cast.nora, now=now)
    assert changed.value.draft.document == moved(9.0)
    session.rollback()
    assert session.get_one(PlanDraft, draft.id).document == moved(9.0)


def test_every_step_is_taken_back_and_done_again(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    states = [FLOOR, moved(9.0), moved(5.0), moved(3.0)]
    for state in states[1:]:
        save(session, draft, state, cast.nora, now)

    def step(act: Callable[..., int]) -> dict[str, Any]:
        act(session, draft.id, expected_version=draft.version, by=cast.nora, now=now)
        session.commit()
        return session.get_one(PlanDraft, draft.id).document

    assert [step(undo_step) for _ in range(3)] == states[2::-1]
    assert step(undo_step)["spaces"] == []
    with pytest.raises(Refused) as refused:
        step(undo_step)
    session.rollback()
    assert refused.value.codes == {"nothing_to_undo"}
    assert [step(redo_step) for _ in range(4)] == states
    with pytest.raises(Refused) as refused:
        step(redo_step)
    session.rollback()
    assert refused.value.codes == {"nothing_to_redo"}
    assert draft.version == 5 + 8


def test_drawing_on_after_a_step_back_drops_what_was_taken_back(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    save(session, draft, moved(9.0), cast.nora, now)
    undo_step(session, draft.id, expected_version=3, by=cast.nora, now=now)
    session.commit()
    save(session, draft, moved(5.0), cast.nora, now)
    with pytest.raises(Refused):
        redo_step(session, draft.id, expected_version=5, by=cast.nora, now=now)
    session.rollback()
    states = session.scalars(select(PlanDraftStep.state).order_by(PlanDraftStep.version)).all()
    assert states == [StepState.DONE, StepState.DROPPED, StepState.DONE]
    undo_step(session, draft.id, expected_version=5, by=cast.nora, now=now)
    session.commit()
    assert session.get_one(PlanDraft, draft.id).document == FLOOR


def test_a_discarded_draft_rests_until_it_is_brought_back(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    discard_draft(session, draft.id, by=cast.nora, now=now)
    session.commit()
    with pytest.raises(Refused) as refused:
        save(session, draft, moved(9.0), cast.nora, now)
    session.rollback()
    assert refused.value.codes == {"draft_is_closed"}
    restore_draft(session, draft.id, by=cast.nora, now=now)
    session.commit()
    assert save(session, draft, moved(9.0), cast.nora, now) == 3


def test_a_published_draft_is_not_put_away(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    draft.published_plan_id = add_plan(session, cast).id
    session.commit()
    with pytest.raises(Refused) as refused:
        discard_draft(session, draft.id, by=cast.nora, now=now)
    session.rollback()
    assert refused.value.codes == {"draft_is_closed"}


def test_a_document_of_another_level_is_refused(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    with pytest.raises(FileRefused):
        save(session, draft, {**FLOOR, "level": 3}, cast.nora, now)
    session.rollback()
    assert session.get_one(PlanDraft, draft.id).version == 2


def test_a_house_has_a_bounded_number_of_open_drafts(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_DRAFTS", 1)
    plan = add_plan(session, cast)
    with pytest.raises(Refused) as refused:
        start_draft(session, plan.id, by=cast.nora, now=now)
    session.rollback()
    assert refused.value.codes == {"too_many_drafts"}


@pytest.mark.parametrize(
    "act", [start_draft, save_draft, undo_step, discard_draft, restore_draft], ids=lambda act: act.__name__
)
def test_what_is_not_there_is_said_so(
    session: Session, cast: Cast, now: datetime, act: Callable[..., Any]
) -> None:
    asked: dict[Callable[..., Any], dict[str, Any]] = {
        save_draft: {"document": FLOOR, "expected_version": 1},
        undo_step: {"expected_version": 1},
    }
    more = asked.get(act, {})
    with pytest.raises(LookupError):
        act(session, 4711, by=cast.nora, now=now, **more)
    session.rollback()
