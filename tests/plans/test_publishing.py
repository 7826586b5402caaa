"""A draft becomes the plan from a day on: what it changes, what it leaves alone, what refuses it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import block_space, place_booking
from labspace.bookings.claim_models import Blocking, BlockingReason, Claim
from labspace.bookings.models import BookedUnit, Booking
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.errors import Refused
from labspace.locations.models import Location
from labspace.notices.models import OutboxRow
from labspace.occupancy.facts.ground import ground_of
from labspace.occupancy.months import Month
from labspace.plans.actions import DraftChanged
from labspace.plans.models import PlanDraft
from labspace.plans.publishing.actions import (
    Decision,
    MoveRefused,
    TouchedOtherwise,
    publish_draft,
)
from labspace.plans.publishing.jobs import call_spaces_otherwise
from labspace.plans.publishing.models import PlanPublication
from labspace.plans.publishing.proposals import Answer
from labspace.plans.publishing.queries import plan_in_force
from labspace.plans.publishing.review import Review, review_draft
from labspace.plans.publishing.taking_back import take_back
from labspace.spaces.houses import houses_named
from labspace.spaces.models import FloorPlan
from tests.factories import LONG_AGO, Cast, book, on_day
from tests.plans.floor import DECEMBER, begin_draft, lay_plan, redraw, space_named

EVE = DECEMBER - timedelta(days=1)


@pytest.fixture
def plan(session: Session, cast: Cast) -> FloorPlan:
    return lay_plan(session, cast)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime, plan: FloorPlan) -> PlanDraft:
    return begin_draft(session, plan, cast, now)


def review(session: Session, draft: PlanDraft, now: datetime, day: date = DECEMBER) -> Review:
    return review_draft(session, draft, starts_on=day, now=now)


def as_proposed(found: Review) -> dict[int, Decision]:
    return {
        booking_id: Decision(one.answer, one.targets[0] if one.targets else ())
        for booking_id, one in found.proposed.items()
    }


def publish(
    session: Session,
    draft: PlanDraft,
    cast: Cast,
    now: datetime,
    *,
    day: date = DECEMBER,
    seen: Review | None = None,
    decisions: dict[int, Decision] | None = None,
) -> PlanPublication:
    found = seen or review(session, draft, now, day)
    made = publish_draft(
        session,
        draft.id,
        starts_on=day,
        expected_version=found.version,
        seen=found.seen,
        decisions=as_proposed(found) if decisions is None else decisions,
        by=cast.nora,
        now=now,
    )
    session.commit()
    session.expire_all()
    return made


def refused(session: Session, draft: PlanDraft, cast: Cast, now: datetime, **more: object) -> set[str]:
    with pytest.raises(Refused) as found:
        publish(session, draft, cast, now, **more)  # type: ignore[arg-type]
    session.rollback()
    assert session.scalar(select(func.count(PlanPublication.id))) == 0
    return set(found.value.codes)


def test_the_old_plan_ends_on_the_eve_and_the_new_one_begins(
    session: Session, cast: Cast, now: datetime, plan: FloorPlan, draft: PlanDraft
) -> None:
    redraw(session, draft, cast, now, with_desk="bochum-desk-03", moved=("bochum-desk-01", 2, 3))
    made = publish(session, draft, cast, now)
    house_id = cast.house.id
    assert plan_in_force(session, house_id, 0, on=EVE) == plan
    new = plan_in_force(session, house_id, 0, on=DECEMBER)
    assert new is not None
    assert new.id == made.plan_id == draft.published_plan_id
    assert (new.valid_from, new.valid_until) == (DECEMBER, None)
    desk = space_named(session, "bochum-desk-03")
    assert (desk.valid_from, desk.valid_until, desk.is_unit) == (DECEMBER, None, True)
    places = {one.space.public_id: one.shape for one in new.placements}
    assert places["bochum-desk-01"][0] == [3, 4]
    assert {"bochum-desk-02", "bochum-desk-03"} <= places.keys()
    assert (space_named(session, "bochum-desk-01").valid_from, made.moved) == (LONG_AGO, [])


def test_a_new_space_is_booked_from_its_first_day_on(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    redraw(session, draft, cast, now, with_desk="bochum-desk-03")
    publish(session, draft, cast, now)
    desk = space_named(session, "bochum-desk-03")
    with pytest.raises(Refused) as early:
        book(session, desk, cast.alice, on_day(EVE, 9, 11, house=cast.house), now=now)
    session.rollback()
    assert early.value.codes == {"space_unknown"}
    booking = book(session, desk, cast.alice, on_day(DECEMBER, 9, 11, house=cast.house), now=now)
    assert booking.state is BookingState.CONFIRMED


def test_bookings_before_the_day_stay_and_those_after_go_where_was_decided(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    before = book(session, cast.desk, cast.alice, on_day(EVE, 9, 11, house=cast.house), now=now)
    after = book(session, cast.desk, cast.bob, on_day(DECEMBER, 9, 11, house=cast.house), now=now)
    redraw(session, draft, cast, now, without="bochum-desk-01")
    found = review(session, draft, now)
    assert [one.id for one in found.touched] == [after.id]
    assert found.proposed[after.id].targets == (("bochum-desk-02",),)
    mails = session.scalar(select(func.count(OutboxRow.id))) or 0
    made = publish(session, draft, cast, now)
    assert [one.public_id for one in before.spaces] == ["bochum-desk-01"]
    assert [one.public_id for one in after.spaces] == ["bochum-desk-02"]
    assert space_named(session, "bochum-desk-01").valid_until == EVE
    assert made.moved == [{"booking": after.id, "from": [cast.desk.id], "to": [cast.second_desk.id]}]
    assert session.scalar(select(func.count(OutboxRow.id))) == mails + 1
    units = session.scalars(select(BookedUnit.space_id).where(BookedUnit.booking_id == after.id)).all()
    assert units == [cast.second_desk.id]


def test_whoever_is_asked_gets_a_mail_and_keeps_the_booking(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    asked = book(session, cast.desk, cast.bob, on_day(DECEMBER, 9, 11, house=cast.house), now=now)
    kept = book(session, cast.desk, cast.alice, on_day(DECEMBER, 12, 13, house=cast.house), now=now)
    redraw(session, draft, cast, now, without="bochum-desk-01")
    answers = {asked.id: Decision(Answer.ASK), kept.id: Decision(Answer.KEEP)}
    made = publish(session, draft, cast, now, decisions=answers)
    assert (made.asked, made.kept, made.moved) == ([asked.id], 1, [])
    assert asked.state is kept.state is BookingState.CONFIRMED
    mail = session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc())).first()
    assert mail is not None
    assert "Bitte um Antwort" in mail.subject
    assert "gibt es bis Montag, 30. November" in mail.plain


def test_more_people_make_a_successor_with_the_rules_of_the_old_one(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    session.add(
        BookingRule(
            location_id=cast.house.id, space_id=cast.room.id, valid_from=LONG_AGO, buffer_after_minutes=15
        )
    )
    session.commit()
    meeting = book(session, cast.room, cast.alice, on_day(DECEMBER, 9, 11, house=cast.house), now=now)
    redraw(session, draft, cast, now, resized=("bochum-meeting-room-01", 12))
    publish(session, draft, cast, now)
    new = space_named(session, "bochum-meeting-room-01-2")
    old = space_named(session, "bochum-meeting-room-01")
    assert (old.capacity, old.valid_until) == (8, EVE)
    assert (new.capacity, new.valid_from, new.position) == (12, DECEMBER, old.position)
    assert [one.id for one in meeting.spaces] == [new.id]
    rules = session.scalars(select(BookingRule.buffer_after_minutes).where(BookingRule.space_id == new.id))
    assert rules.all() == [15]
    claims = session.scalars(select(Claim.is_core).where(Claim.space_id == new.id)).all()
    assert sorted(claims) == [False, True]


def test_a_part_with_other_numbers_gives_the_whole_a_successor_too(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    evening = book(session, cast.area, cast.alice, on_day(DECEMBER, 9, 11, house=cast.house), now=now)
    redraw(session, draft, cast, now, resized=(cast.half_a.public_id, 55))
    found = review(session, draft, now)
    assert set(found.follows.values()) == {cast.half_a.public_id, cast.area.public_id}
    publish(session, draft, cast, now)
    whole = space_named(session, f"{cast.area.public_id}-2")
    assert [one.id for one in evening.spaces] == [whole.id]
    units = houses_named(session, [cast.house.id])[cast.house.id].units_on(DECEMBER)
    half = space_named(session, f"{cast.half_a.public_id}-2")
    assert units[whole.id] == {half.id, cast.half_b.id}


def test_what_is_blocked_stays_blocked_on_the_successor(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    span = on_day(DECEMBER, 9, 12, house=cast.house)
    other = BlockingReason.MAINTENANCE
    block_space(session, cast.area.id, span=span, reason=other, note_text="Boden", by=cast.nora, now=now)
    session.commit()
    redraw(session, draft, cast, now, resized=(cast.half_a.public_id, 55))
    made = publish(session, draft, cast, now)
    half = space_named(session, f"{cast.half_a.public_id}-2")
    (blocking,) = session.scalars(select(Blocking).where(Blocking.space_id == half.id)).all()
    assert (blocking.span, blocking.note) == (span, "Boden")
    take_back(session, made.id, by=cast.nora, now=now)
    session.commit()
    session.expire_all()
    assert blocking.lifted_at == now
    assert session.scalars(select(Claim).where(Claim.space_id == half.id)).all() == []


def test_options_stay_where_they_are(session: Session, cast: Cast, now: datetime, draft: PlanDraft) -> None:
    wish = Wish(span=on_day(DECEMBER, 9, 12, house=cast.house), space_ids=(cast.half_a.id,))
    option = place_booking(session, wish, booked_by=cast.alice, now=now, state=BookingState.OPTION)
    session.commit()
    redraw(session, draft, cast, now, resized=(cast.half_a.public_id, 55))
    found = review(session, draft, now)
    assert found.proposed[option.id].answer is Answer.KEEP
    assert found.proposed[option.id].targets == ()


def test_names_come_into_force_on_the_first_day(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    redraw(session, draft, cast, now, renamed=("bochum-desk-01", "Fensterplatz"))
    publish(session, draft, cast, now)
    call_spaces_otherwise(session, now)
    assert space_named(session, "bochum-desk-01").name == "DESK 1".title()
    first = on_day(DECEMBER, 0, 1, house=cast.house).starts_at
    call_spaces_otherwise(session, first - timedelta(seconds=1))
    assert space_named(session, "bochum-desk-01").name != "Fensterplatz"
    call_spaces_otherwise(session, first)
    session.commit()
    assert space_named(session, "bochum-desk-01").name == "Fensterplatz"
    made = session.scalars(select(PlanPublication)).one()
    assert made.applied_at == first
    call_spaces_otherwise(session, first + timedelta(days=1))
    assert made.applied_at == first


def test_figures_of_the_past_rest_on_the_same_ground(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    months = [Month(2026, number) for number in (9, 10, 11)]

    def grounds() -> list[int]:
        house = houses_named(session, [cast.house.id])[cast.house.id]
        return [ground_of(session, house, month) for month in months]

    before = grounds()
    changes = {"without": "bochum-desk-02", "with_desk": "bochum-desk-03"}
    resized = {"resized": ("bochum-meeting-room-01", 12), "renamed": ("bochum-desk-01", "Fenster")}
    redraw(session, draft, cast, now, **changes, **resized)
    publish(session, draft, cast, now)
    assert grounds() == before
    house = houses_named(session, [cast.house.id])[cast.house.id]
    assert ground_of(session, house, Month(2026, 12)) != before[0]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        pytest.param(date(2026, 11, 22), "publishes_in_the_past", id="yesterday"),
        pytest.param(date(2026, 11, 23), "publishes_from_tomorrow", id="today"),
        pytest.param(date(2029, 1, 1), "publishes_too_late", id="in years"),
        pytest.param(date(2026, 11, 24), "", id="tomorrow"),
    ],
)
def test_only_from_tomorrow_on(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft, day: date, code: str
) -> None:
    redraw(session, draft, cast, now, with_desk="bochum-desk-03")
    if code:
        assert refused(session, draft, cast, now, day=day) == {code}
    else:
        assert publish(session, draft, cast, now, day=day).starts_on == day


def test_the_first_plan_of_a_floor_holds_from_today(session: Session, cast: Cast, now: datetime) -> None:
    plan = lay_plan(session, cast)
    draft = begin_draft(session, plan, cast, now)
    plan.valid_until = date(2026, 11, 22)
    session.commit()
    assert publish(session, draft, cast, now, day=date(2026, 11, 23)).plan_id


def test_not_before_another_plan_that_is_to_come(
    session: Session, cast: Cast, now: datetime, plan: FloorPlan, draft: PlanDraft
) -> None:
    redraw(session, draft, cast, now, with_desk="bochum-desk-03")
    publish(session, draft, cast, now)
    other = begin_draft(session, plan, cast, now)
    with pytest.raises(Refused) as found:
        publish(session, other, cast, now, day=EVE)
    session.rollback()
    assert found.value.codes == {"later_plan_exists"}


def test_a_draft_with_errors_or_without_a_difference_is_none(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    assert refused(session, draft, cast, now) == {"nothing_differs"}
    redraw(session, draft, cast, now, moved=("bochum-desk-01", 100, 0))
    assert refused(session, draft, cast, now) == {"draft_has_errors"}


def test_a_booking_nobody_looked_at_stops_it(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    redraw(session, draft, cast, now, without="bochum-desk-01")
    seen = review(session, draft, now)
    book(session, cast.desk, cast.alice, on_day(DECEMBER, 9, 11, house=cast.house), now=now)
    with pytest.raises(TouchedOtherwise) as found:
        publish(session, draft, cast, now, seen=seen)
    assert len(found.value.review.touched) == 1
    session.rollback()
    undecided = review(session, draft, now)
    with pytest.raises(TouchedOtherwise):
        publish(session, draft, cast, now, seen=undecided, decisions={})
    session.rollback()
    assert space_named(session, "bochum-desk-01").valid_until is None


def test_a_draft_somebody_saved_since_is_not_published(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    redraw(session, draft, cast, now, with_desk="bochum-desk-03")
    seen = review(session, draft, now)
    redraw(session, draft, cast, now, with_desk="bochum-desk-04")
    with pytest.raises(DraftChanged):
        publish(session, draft, cast, now, seen=seen)


def test_what_nobody_proposed_is_not_done(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    booking = book(session, cast.desk, cast.alice, on_day(DECEMBER, 9, 11, house=cast.house), now=now)
    redraw(session, draft, cast, now, without="bochum-desk-01")
    elsewhere = {booking.id: Decision(Answer.MOVE, ("witten-desk-01",))}
    with pytest.raises(TouchedOtherwise):
        publish(session, draft, cast, now, decisions=elsewhere)


def test_a_move_that_fails_leaves_everything_as_it_was(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    booking = book(session, cast.desk, cast.alice, on_day(DECEMBER, 9, 11, house=cast.house), now=now)
    redraw(session, draft, cast, now, without="bochum-desk-01")
    seen = review(session, draft, now)
    cast.alice.disabled_at = now
    session.commit()
    with pytest.raises(MoveRefused) as found:
        publish(session, draft, cast, now, seen=seen)
    session.rollback()
    assert found.value.booking_id == booking.id
    assert space_named(session, "bochum-desk-01").valid_until is None
    assert session.scalar(select(func.count(FloorPlan.id))) == 1


def test_a_booking_under_way_on_a_space_that_is_replaced_refuses_the_day(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    span = on_day(EVE, 9, 11, house=cast.house)
    weeks = type(span)(span.starts_at, span.ends_at + timedelta(days=5))
    session.add(
        running := Booking(
            reference="BO-RUNNING1", uid="running@labspace", location_id=cast.house.id, kind=cast.room.kind,
            booked_by_id=cast.alice.id, starts_at=weeks.starts_at, ends_at=weeks.ends_at,
            state=BookingState.CONFIRMED, state_since=now, created_at=now, changed_at=now, spaces=[cast.room],
        )
    )  # fmt: skip
    session.commit()
    redraw(session, draft, cast, now, resized=("bochum-meeting-room-01", 12))
    assert refused(session, draft, cast, now) == {"booking_runs_over"}
    redraw(session, draft, cast, now, without="bochum-meeting-room-01")
    found = review(session, draft, now)
    assert found.proposed[running.id].answer is Answer.KEEP


def test_the_house_changes_for_everybody_at_once(
    session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    revision = session.scalar(select(Location.revision).where(Location.id == cast.house.id))
    redraw(session, draft, cast, now, with_desk="bochum-desk-03")
    publish(session, draft, cast, now)
    assert session.scalar(select(Location.revision).where(Location.id == cast.house.id)) != revision
    with time_machine.travel(on_day(DECEMBER, 8, 9, house=cast.house).starts_at, tick=False):
        house = houses_named(session, [cast.house.id])[cast.house.id]
        assert "bochum-desk-03" in {one.public_id for one in house.spaces_on(DECEMBER)}
