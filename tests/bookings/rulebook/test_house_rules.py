"""House rules through the doors of booking: quotas, who may book, approval, buffers, exceptions of the team."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.kinds import PartnerType
from labspace.accounts.models import User
from labspace.bookings.actions import (
    confirm_booking,
    move_booking,
    place_booking,
    settle_all_options,
)
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking, BookingEvent
from labspace.bookings.rulebook.judging import broken_rules
from labspace.bookings.rulebook.models import BookingRule, RuleOverride
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.errors import Refused
from labspace.locations.house_file import Texts
from labspace.spaces.house_rules import LeadCount, Product, Quota, QuotaOwner, QuotaPeriod
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.models import Space
from tests.factories import LONG_AGO, Cast, make_space, make_user, on_day
from tests.support.statements import counted

TUESDAY = date(2026, 11, 24)
ONE_AHEAD = Quota(owner=QuotaOwner.PERSON, period=QuotaPeriod.AHEAD, most_bookings=1)


def rule(session: Session, cast: Cast, **answers: Any) -> BookingRule:
    row = BookingRule(location_id=cast.house.id, valid_from=LONG_AGO, **answers)
    session.add(row)
    session.commit()
    return row


def wish(cast: Cast, space: Space, starts: int = 9, ends: int = 12, **details: Any) -> Wish:
    span = on_day(TUESDAY, starts, ends, house=cast.house)
    return Wish(span=span, space_ids=(space.id,), details=Details(**details))


def place(session: Session, one: Wish, user: User, now: datetime, **more: Any) -> Booking:
    booking = place_booking(session, one, booked_by=user, now=now, **more)
    session.commit()
    return booking


def refused(session: Session, one: Wish, user: User, now: datetime, **more: Any) -> set[str]:
    with pytest.raises(Refused) as caught:
        place_booking(session, one, booked_by=user, now=now, **more)
    session.rollback()
    return set(caught.value.codes)


def test_a_quota_is_kept_on_every_space_it_covers(session: Session, cast: Cast, now: datetime) -> None:
    rule(session, cast, kind=SpaceKind.DESK, quotas=(ONE_AHEAD,))
    place(session, wish(cast, cast.desk), cast.alice, now)
    assert refused(session, wish(cast, cast.second_desk, 13, 14), cast.alice, now) == {"quota_exceeded"}
    place(session, wish(cast, cast.second_desk), cast.bob, now)
    place(session, wish(cast, cast.room, people=2), cast.alice, now)


def test_what_was_called_off_does_not_count(session: Session, cast: Cast, now: datetime) -> None:
    rule(session, cast, quotas=(ONE_AHEAD,))
    booking = place(session, wish(cast, cast.desk), cast.alice, now)
    assert refused(session, wish(cast, cast.second_desk), cast.alice, now) == {"quota_exceeded"}
    booking.become(BookingState.CANCELLED_EARLY, now=now)
    session.commit()
    assert place(session, wish(cast, cast.second_desk), cast.alice, now).state is BookingState.CONFIRMED


def test_an_organisation_has_its_quota_together(session: Session, cast: Cast, now: datetime) -> None:
    quota = replace(ONE_AHEAD, owner=QuotaOwner.ORGANISATION)
    rule(session, cast, quotas=(quota,))
    place(session, wish(cast, cast.desk, organisation_id=cast.acme.id), cast.alice, now)
    again = wish(cast, cast.second_desk, organisation_id=cast.acme.id)
    assert refused(session, again, cast.bob, now) == {"quota_exceeded"}
    place(session, wish(cast, cast.second_desk), cast.bob, now)


def test_every_broken_rule_is_named_with_the_quota(session: Session, cast: Cast, now: datetime) -> None:
    rule(session, cast, quotas=(ONE_AHEAD,), members_only=True, lead_minutes=60 * 48)
    cast.acme.is_chamber_member = True
    session.commit()
    door = StaffDoor(entered_by=cast.nora, reason="Vertretung")
    place(session, wish(cast, cast.desk), cast.alice, now, door=door)
    broken = {"quota_exceeded", "members_only", "too_soon", "closed"}
    assert refused(session, wish(cast, cast.second_desk, 6, 9), cast.alice, now) == broken
    seen = broken_rules(
        session, [cast.second_desk], wish(cast, cast.desk, 6, 9), now=now, booked_by=cast.alice
    )
    assert {refusal.code for refusal in seen} == broken


def test_a_booking_may_be_moved_though_its_quota_is_used_up(
    session: Session, cast: Cast, now: datetime
) -> None:
    rule(session, cast, quotas=(ONE_AHEAD, replace(ONE_AHEAD, most_bookings=None, most_minutes=180)))
    booking = place(session, wish(cast, cast.desk), cast.alice, now)
    move_booking(session, booking.id, wish(cast, cast.second_desk, 13, 16), by=cast.alice, now=now)
    with pytest.raises(Refused, match="quota_exceeded"):
        move_booking(session, booking.id, wish(cast, cast.second_desk, 13, 17), by=cast.alice, now=now)


def test_without_a_quota_nothing_is_asked_about_others(session: Session, cast: Cast, now: datetime) -> None:
    def asked(space: Space) -> int:
        with counted(session) as seen:
            place(session, wish(cast, space), cast.alice, now)
        return sum("booking.kind, booking_space.space_id" in statement for statement in seen)

    assert asked(cast.desk) == 0
    rule(session, cast, quotas=(replace(ONE_AHEAD, most_bookings=99, most_minutes=9999), ONE_AHEAD))
    with pytest.raises(Refused, match="quota_exceeded"):
        asked(cast.second_desk)
    session.rollback()
    rule(session, cast, space_id=cast.second_desk.id, quotas=(replace(ONE_AHEAD, most_bookings=99),) * 2)
    assert asked(cast.second_desk) == 1


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"team_only": True}, "team_only"),
        ({"members_only": True}, "members_only"),
        ({"partner_types": (PartnerType.BANK, PartnerType.PRIVATE)}, "partner_types_only"),
    ],
)
def test_who_may_book(
    session: Session, cast: Cast, now: datetime, answers: dict[str, Any], code: str
) -> None:
    rule(session, cast, space_id=cast.desk.id, **answers)
    one = wish(cast, cast.desk, organisation_id=cast.acme.id)
    assert refused(session, one, cast.alice, now) == {code}
    place(session, replace(one, space_ids=(cast.second_desk.id,)), cast.alice, now)
    cast.acme.is_chamber_member, cast.acme.partner_type = True, PartnerType.BANK
    session.commit()
    if code == "team_only":
        one = wish(cast, cast.desk)
    place(session, one, cast.nora if code == "team_only" else cast.alice, now)


def test_what_needs_approval_is_requested_and_claims_nothing(
    session: Session, cast: Cast, now: datetime
) -> None:
    rule(session, cast, kind=SpaceKind.MEETING_ROOM, needs_approval=True)
    first = place(session, wish(cast, cast.room, people=2), cast.alice, now)
    second = place(session, wish(cast, cast.room, people=2), cast.bob, now)
    assert (first.state, second.state) == (BookingState.REQUESTED, BookingState.REQUESTED)
    assert session.scalars(select(Claim)).all() == []
    confirm_booking(session, first.id, by=cast.nora, now=now)
    session.commit()
    with pytest.raises(SpaceTaken):
        confirm_booking(session, second.id, by=cast.nora, now=now)
    session.rollback()
    assert refused(session, wish(cast, cast.room, people=2), cast.charlie, now) == {"space_taken"}


def test_staff_approve_by_booking(session: Session, cast: Cast, now: datetime) -> None:
    rule(session, cast, needs_approval=True)
    door = StaffDoor(entered_by=cast.nora)
    assert place(session, wish(cast, cast.desk), cast.alice, now, door=door).state is BookingState.CONFIRMED


def test_an_approved_booking_stays_within_what_was_approved(
    session: Session, cast: Cast, now: datetime
) -> None:
    booking = place(session, wish(cast, cast.desk), cast.alice, now)
    rule(session, cast, needs_approval=True)
    move_booking(session, booking.id, wish(cast, cast.desk, 10, 12), by=cast.alice, now=now)
    session.commit()
    for other in (wish(cast, cast.desk, 9, 12), wish(cast, cast.second_desk, 10, 12)):
        with pytest.raises(Refused, match="needs_approval"):
            move_booking(session, booking.id, other, by=cast.alice, now=now)
        session.rollback()
    door = StaffDoor(entered_by=cast.nora)
    move_booking(session, booking.id, wish(cast, cast.desk, 9, 12), by=cast.nora, now=now, door=door)


def test_a_request_nobody_decides_lapses_at_its_beginning(
    session: Session, cast: Cast, now: datetime
) -> None:
    rule(session, cast, needs_approval=True)
    booking = place(session, wish(cast, cast.desk), cast.alice, now)
    assert settle_all_options(session, now=booking.starts_at - timedelta(seconds=1)) == 0
    assert settle_all_options(session, now=booking.starts_at) == 1
    assert booking.state is BookingState.EXPIRED


def test_a_popup_slot_needs_an_application(session: Session, cast: Cast, now: datetime) -> None:
    first = on_day(date(2026, 12, 1), 0, 24, house=cast.house).starts_at
    span = replace(
        on_day(TUESDAY, 8, 9, house=cast.house), starts_at=first, ends_at=first + timedelta(days=14)
    )
    one = Wish(span=span, space_ids=(cast.popup.id,))
    assert refused(session, one, cast.alice, now) == {"needs_application"}
    place(session, one, cast.alice, now, state=BookingState.REQUESTED)
    place(session, one, cast.alice, now, door=StaffDoor(entered_by=cast.nora, reason="Messe"))


def test_in_one_booking_each_space_keeps_its_own_buffers(session: Session, cast: Cast, now: datetime) -> None:
    rule(session, cast, space_id=cast.desk.id, buffer_before_minutes=60)
    rule(session, cast, space_id=cast.second_desk.id, buffer_after_minutes=30)
    span = on_day(TUESDAY, 10, 12, house=cast.house)
    booking = place(session, Wish(span=span, space_ids=(cast.desk.id, cast.second_desk.id)), cast.alice, now)

    def buffers() -> set[tuple[int, datetime, datetime]]:
        rows = session.scalars(select(Claim).where(Claim.booking_id == booking.id, ~Claim.is_core))
        return {(row.space_id, row.starts_at, row.ends_at) for row in rows}

    hour, half = timedelta(minutes=60), timedelta(minutes=30)
    assert buffers() == {
        (cast.desk.id, span.starts_at - hour, span.starts_at),
        (cast.second_desk.id, span.ends_at, span.ends_at + half),
    }
    assert refused(session, wish(cast, cast.desk, 9, 10), cast.bob, now) == {"space_taken"}
    place(session, wish(cast, cast.second_desk, 8, 9), cast.bob, now)
    place(session, wish(cast, cast.desk, 13, 14), cast.bob, now)


@pytest.mark.parametrize(
    ("people", "layout", "broken"),
    [
        (95, None, set()),
        (99, None, set()),
        (100, None, {"over_capacity"}),
        (99, Layout.ROWS, set()),
        (100, Layout.ROWS, {"over_capacity"}),
        (10, Layout.BANQUET, {"layout_unknown"}),
    ],
)
def test_two_halves_hold_no_more_than_the_whole(
    session: Session, cast: Cast, now: datetime, people: int, layout: Layout | None, broken: set[str]
) -> None:
    """The whole is approved for 99, its halves for 50 each."""
    one = Wish(
        span=on_day(TUESDAY, 9, 12, house=cast.house),
        space_ids=(cast.half_a.id, cast.half_b.id),
        details=Details(people=people, layout=layout),
    )
    found = broken_rules(session, [cast.half_a, cast.half_b], one, now=now)
    assert {refusal.code for refusal in found} == broken


def test_a_booking_keeps_as_which_product_it_was_booked(session: Session, cast: Cast, now: datetime) -> None:
    morning = Product(id="morning", name=Texts("Vormittag", "Morning"), starts_minute=480, ends_minute=780)
    rule(session, cast, kind=SpaceKind.DESK, products=(morning,), max_minutes=120)
    booking = place(session, wish(cast, cast.desk, 8, 13), cast.alice, now)
    assert booking.product == "morning"
    assert place(session, wish(cast, cast.second_desk, 8, 10), cast.alice, now).product is None
    assert refused(session, wish(cast, cast.second_desk, 10, 13), cast.alice, now) == {"too_long"}
    move_booking(session, booking.id, wish(cast, cast.desk, 8, 10), by=cast.alice, now=now)
    assert booking.product is None


def test_lead_time_in_staffed_hours_is_asked_of_the_house(
    session: Session, cast: Cast, now: datetime
) -> None:
    """It is 9:00; the house is open until 18:00 and from 8:00."""
    rule(session, cast, lead_minutes=10 * 60, lead_counts=LeadCount.STAFFED)
    assert refused(session, wish(cast, cast.desk, 8, 9), cast.alice, now) == {"too_soon"}
    place(session, wish(cast, cast.desk, 9, 10), cast.alice, now)


def test_what_staff_let_pass_is_kept_with_their_reason(session: Session, cast: Cast, now: datetime) -> None:
    rule(session, cast, quotas=(ONE_AHEAD,))
    place(session, wish(cast, cast.desk), cast.alice, now)
    one = wish(cast, cast.second_desk, 6, 9)
    no_reason = StaffDoor(entered_by=cast.nora)
    assert refused(session, one, cast.alice, now, door=no_reason) == {
        "closed", "quota_exceeded", "reason_missing",
    }  # fmt: skip
    booking = place(session, one, cast.alice, now, door=replace(no_reason, reason="Aufbau vor der Messe"))
    (kept,) = session.scalars(select(RuleOverride))
    assert (kept.booking, kept.by, kept.at) == (booking, cast.nora, now)
    assert (kept.reason, kept.broken) == ("Aufbau vor der Messe", ["closed", "quota_exceeded"])
    assert booking.override_reason == "Aufbau vor der Messe"
    event = session.scalars(select(BookingEvent).where(BookingEvent.booking_id == booking.id)).one()
    assert event.after is not None
    assert event.after["overridden"] == ["closed", "quota_exceeded"]


def test_a_reason_where_no_rule_is_broken_is_no_exception(
    session: Session, cast: Cast, now: datetime
) -> None:
    door = StaffDoor(entered_by=cast.nora, reason="am Telefon")
    booking = place(session, wish(cast, cast.desk), cast.alice, now, door=door)
    assert booking.override_reason == ""
    assert session.scalars(select(RuleOverride)).all() == []


def test_approved_capacity_and_taken_time_are_nobodys_to_let_pass(
    session: Session, cast: Cast, now: datetime
) -> None:
    place(session, wish(cast, cast.room, people=2), cast.alice, now)
    door = StaffDoor(entered_by=cast.nora, reason="Ausnahme")
    assert refused(session, wish(cast, cast.room, people=99), cast.bob, now, door=door) == {"over_capacity"}
    assert refused(session, wish(cast, cast.room, people=2), cast.bob, now, door=door) == {"space_taken"}


def test_staff_move_against_the_rules_with_a_reason(session: Session, cast: Cast, now: datetime) -> None:
    booking = place(session, wish(cast, cast.desk), cast.alice, now)
    door = StaffDoor(entered_by=cast.nora, reason="Frühschicht")
    move_booking(session, booking.id, wish(cast, cast.desk, 6, 9), by=cast.nora, now=now, door=door)
    assert [row.broken for row in session.scalars(select(RuleOverride))] == [["closed"]]


def test_a_person_without_bookings_elsewhere_is_not_counted_for_another_house(
    session: Session, cast: Cast, now: datetime
) -> None:
    rule(session, cast, quotas=(ONE_AHEAD,))
    there = session.scalars(select(Space).where(Space.location_id == cast.other_house.id)).one()
    dora = make_user(session, "Dora", now=now)
    session.commit()
    place(session, wish(cast, there), dora, now)
    place(session, wish(cast, cast.desk), dora, now)
    third = make_space(session, cast.house, number=9)
    session.commit()
    assert refused(session, wish(cast, third), dora, now) == {"quota_exceeded"}
