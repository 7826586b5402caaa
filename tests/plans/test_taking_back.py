"""A published plan is taken back as long as nobody has lived by it, and then all is as it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.errors import Refused
from labspace.notices.models import OutboxRow
from labspace.plans.models import PlanDraft
from labspace.plans.publishing.actions import Decision, publish_draft
from labspace.plans.publishing.models import PlanPublication
from labspace.plans.publishing.proposals import Answer
from labspace.plans.publishing.review import review_draft
from labspace.plans.publishing.taking_back import BookedSince, take_back
from labspace.spaces.models import FloorPlan, Placement, Space, SpacePart
from tests.factories import Cast, book, on_day
from tests.plans.floor import DECEMBER, begin_draft, lay_plan, redraw, space_named


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> PlanDraft:
    return begin_draft(session, lay_plan(session, cast), cast, now)


def publish(
    session: Session, draft: PlanDraft, cast: Cast, now: datetime, answer: Answer = Answer.MOVE
) -> PlanPublication:
    found = review_draft(session, draft, starts_on=DECEMBER, now=now)
    decisions = {
        number: Decision(answer, one.targets[0] if answer is Answer.MOVE else ())
        for number, one in found.proposed.items()
    }
    made = publish_draft(
        session,
        draft.id,
        starts_on=DECEMBER,
        expected_version=draft.version,
        seen=found.seen,
        decisions=decisions,
        by=cast.nora,
        now=now,
    )
    session.commit()
    session.expire_all()
    return made


def rows(session: Session) -> dict[str, list[Any]]:
    """What the house is made of, by day."""
    spaces = select(Space.public_id, Space.valid_from, Space.valid_until, Space.name, Space.capacity)
    parts = select(SpacePart.whole_id, SpacePart.part_id, SpacePart.valid_from, SpacePart.valid_until)
    plans = select(FloorPlan.id, FloorPlan.valid_from, FloorPlan.valid_until)
    placements = select(Placement.plan_id, Placement.space_id)
    session.expire_all()
    return {
        "spaces": [
            tuple(row) for row in session.execute(spaces.order_by(Space.id)) if row.valid_from.year < 9999
        ],
        "parts": [tuple(row) for row in session.execute(parts.order_by(SpacePart.id))],
        "plans": [tuple(row) for row in session.execute(plans.order_by(FloorPlan.id))],
        "placements": [tuple(row) for row in session.execute(placements.order_by(Placement.id))],
    }


def test_everything_is_as_it_was(session: Session, cast: Cast, now: datetime, draft: PlanDraft) -> None:
    moved = book(session, cast.desk, cast.alice, on_day(DECEMBER, 9, 11, house=cast.house), now=now)
    evening = book(session, cast.area, cast.bob, on_day(DECEMBER, 9, 11, house=cast.house), now=now)
    before = rows(session)
    changes = {"without": "bochum-desk-01", "with_desk": "bochum-desk-03"}
    redraw(session, draft, cast, now, **changes, resized=(cast.half_a.public_id, 55))
    made = publish(session, draft, cast, now)
    assert [one.public_id for one in moved.spaces] != ["bochum-desk-01"]
    take_back(session, made.id, by=cast.nora, now=now)
    session.commit()
    assert rows(session) == before
    assert [one.public_id for one in moved.spaces] == ["bochum-desk-01"]
    assert [one.public_id for one in evening.spaces] == [cast.area.public_id]
    assert draft.is_open
    assert (made.plan_id, made.taken_back_by_id) == (None, cast.nora.id)


def test_published_again_the_same_spaces_begin_after_all(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    redraw(session, draft, cast, now, with_desk="bochum-desk-03", resized=("bochum-meeting-room-01", 12))
    first = publish(session, draft, cast, now)
    began = first.began
    take_back(session, first.id, by=cast.nora, now=now)
    session.commit()
    redraw(session, draft, cast, now, renamed=("bochum-desk-03", "Ruhiger Platz"))
    again = publish(session, draft, cast, now)
    assert sorted(again.began) == sorted(began)
    desk = space_named(session, "bochum-desk-03")
    assert (desk.valid_from, desk.valid_until, desk.name) == (DECEMBER, None, "Ruhiger Platz")


def test_whoever_was_asked_hears_that_it_stays(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    book(session, cast.desk, cast.alice, on_day(DECEMBER, 9, 11, house=cast.house), now=now)
    redraw(session, draft, cast, now, without="bochum-desk-01")
    made = publish(session, draft, cast, now, Answer.ASK)
    take_back(session, made.id, by=cast.nora, now=now)
    session.commit()
    subjects = session.scalars(select(OutboxRow.subject).order_by(OutboxRow.id)).all()
    assert subjects[-1].startswith("Es bleibt dabei")


def test_what_was_booked_since_stands_in_the_way(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    redraw(session, draft, cast, now, with_desk="bochum-desk-03")
    made = publish(session, draft, cast, now)
    desk = space_named(session, "bochum-desk-03")
    booking = book(session, desk, cast.alice, on_day(DECEMBER, 9, 11, house=cast.house), now=now)
    with pytest.raises(BookedSince) as found:
        take_back(session, made.id, by=cast.nora, now=now)
    assert [one.id for one in found.value.bookings] == [booking.id]
    session.rollback()
    assert space_named(session, "bochum-desk-03").valid_from == DECEMBER


def test_neither_once_it_holds_nor_twice_nor_under_another(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    redraw(session, draft, cast, now, with_desk="bochum-desk-03")
    made = publish(session, draft, cast, now)
    first = on_day(DECEMBER, 0, 1, house=cast.house).starts_at
    assert refused(session, made, cast, first) == {"in_force_already"}
    take_back(session, made.id, by=cast.nora, now=now)
    session.commit()
    assert refused(session, made, cast, now) == {"taken_back_already"}
    with pytest.raises(LookupError):
        take_back(session, 4711, by=cast.nora, now=now)
    session.rollback()
    assert session.scalar(select(func.count(PlanPublication.id))) == 1


def refused(session: Session, made: PlanPublication, cast: Cast, at: datetime) -> set[str]:
    with pytest.raises(Refused) as found:
        take_back(session, made.id, by=cast.nora, now=at)
    session.rollback()
    return set(found.value.codes)
