"""The pure rules of a decision: worked examples, and properties against plain models."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.events.decision.checks import Traits, due_on, items_for
from labspace.events.decision.clashes import Clash, Standing, clash_of, worst
from labspace.events.decision.eyes import Approval, approval_of
from labspace.events.decision.money import days_before, share_of, tier_days
from labspace.events.decision.stages import STEPS, Stage
from labspace.spaces.event_terms import USUAL_CHECKLIST, USUAL_TIERS, EventTerms

ALICE, NORA, OLGA = 1, 2, 3
DAY = date(2026, 12, 18)
days = st.integers(0, 400)
dates = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("actor", "recommended_by", "four_eyes", "meaning"),
    [
        pytest.param(NORA, None, False, Approval.CONFIRMS, id="one person is enough"),
        pytest.param(NORA, None, True, Approval.RECOMMENDS, id="the first of two"),
        pytest.param(OLGA, NORA, True, Approval.CONFIRMS, id="the second of two"),
        pytest.param(NORA, NORA, True, Approval.SECOND_PERSON_NEEDED, id="the same once more"),
        pytest.param(ALICE, None, False, Approval.OWN_REQUEST, id="one's own request"),
        pytest.param(ALICE, NORA, True, Approval.OWN_REQUEST, id="one's own request as the second"),
    ],
)
def test_whose_approval_is_what(
    actor: int, recommended_by: int | None, four_eyes: bool, meaning: Approval
) -> None:
    found = approval_of(actor, booked_by_id=ALICE, recommended_by_id=recommended_by, four_eyes=four_eyes)
    assert found is meaning


@given(st.lists(st.integers(1, 4), max_size=8))
def test_with_four_eyes_two_others_than_the_organiser_have_said_yes(approvals: list[int]) -> None:
    recommended_by, said_yes = None, []
    for actor in approvals:
        meaning = approval_of(actor, booked_by_id=ALICE, recommended_by_id=recommended_by, four_eyes=True)
        if meaning is Approval.RECOMMENDS:
            recommended_by = actor
            said_yes.append(actor)
        if meaning is Approval.CONFIRMS:
            said_yes.append(actor)
            break
    others = [actor for actor in dict.fromkeys(approvals) if actor != ALICE]
    assert said_yes == others[:2]


def test_every_stage_but_the_last_can_be_decided_and_the_last_is_the_end() -> None:
    assert all(Stage.DECIDED in steps for stage, steps in STEPS.items() if stage is not Stage.DECIDED)
    assert not STEPS[Stage.DECIDED]
    assert set(STEPS) == set(Stage)


@pytest.mark.parametrize(
    ("own", "other", "clash"),
    [
        (Standing(is_settled=False, rank=1), Standing(is_settled=True), Clash.DOUBLE_BOOKING),
        (Standing(is_settled=False, rank=2), Standing(is_settled=False, rank=1), Clash.JUMPING_THE_QUEUE),
        (Standing(is_settled=False, rank=1), Standing(is_settled=False, rank=2), Clash.BEHIND),
        (Standing(is_settled=False, rank=1), Standing(is_settled=False, rank=1), Clash.SAME_RANK),
        (Standing(is_settled=False), Standing(is_settled=False), Clash.BEHIND),
        (Standing(is_settled=True), Standing(is_settled=False, rank=2), Clash.BEHIND),
    ],
)
def test_rivals_in_the_words_of_the_field(own: Standing, other: Standing, clash: Clash) -> None:
    assert clash_of(own, other) is clash


@given(st.integers(1, 9), st.integers(1, 9))
def test_of_two_ranks_one_jumps_and_the_other_is_behind(one: int, other: int) -> None:
    first, second = Standing(is_settled=False, rank=one), Standing(is_settled=False, rank=other)
    pair = {clash_of(first, second), clash_of(second, first)}
    assert pair == ({Clash.SAME_RANK} if one == other else {Clash.JUMPING_THE_QUEUE, Clash.BEHIND})
    assert worst(pair) in {Clash.SAME_RANK, Clash.JUMPING_THE_QUEUE}


def codes(**traits: object) -> list[str]:
    return [item.id for item in items_for(USUAL_CHECKLIST, Traits(**traits))]  # type: ignore[arg-type]


def test_what_has_to_be_seen_to_follows_from_the_answers() -> None:
    assert codes(people=10) == ["insurance"]
    assert codes(people=30, music=True) == ["gema", "insurance", "waste"]
    assert codes(people=120, alcohol=True, sells=True) == [
        "gestattung",
        "sale",
        "insurance",
        "fire-watch",
        "waste",
    ]


@given(st.integers(1, 500), st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_saying_yes_or_expecting_more_people_never_makes_the_list_shorter(
    people: int, music: bool, alcohol: bool, sells: bool, is_public: bool
) -> None:
    some = set(codes(people=people, music=music, alcohol=alcohol, sells=sells, is_public=is_public))
    more = set(codes(people=people + 50, music=True, alcohol=True, sells=True, is_public=True))
    assert some <= more


@pytest.mark.parametrize(
    ("today", "before", "due"),
    [
        pytest.param(date(2026, 11, 23), None, date(2026, 12, 4), id="so many days before"),
        pytest.param(date(2026, 12, 10), None, date(2026, 12, 10), id="at once where that is over"),
        pytest.param(date(2026, 12, 12), date(2026, 12, 10), date(2026, 12, 10), id="stays due"),
        pytest.param(date(2026, 12, 12), date(2026, 12, 30), date(2026, 12, 12), id="the event came nearer"),
        pytest.param(date(2026, 12, 20), None, DAY, id="never after the event"),
    ],
)
def test_when_something_is_due(today: date, before: date | None, due: date) -> None:
    assert due_on(14, event_on=DAY, today=today, before=before) == due


@given(st.integers(0, 60), dates, days)
def test_nothing_is_due_after_the_event_and_looking_again_changes_nothing(
    before_days: int, event_on: date, ahead: int
) -> None:
    today = event_on - timedelta(days=ahead)
    due = due_on(before_days, event_on=event_on, today=today)
    assert today <= due <= event_on
    for later in range(5):
        again = due_on(before_days, event_on=event_on, today=today + timedelta(days=later), before=due)
        assert again == due


def test_a_share_of_a_price_is_rounded_half_up() -> None:
    assert (share_of(10_001, percent=50), share_of(9_999, percent=25), share_of(0, percent=80)) == (
        5001,
        2500,
        0,
    )


@given(st.integers(0, 10_000_000), st.integers(0, 100))
def test_a_share_is_within_half_a_cent_and_shares_of_a_whole_make_it_up(cents: int, percent: int) -> None:
    share = share_of(cents, percent=percent)
    assert abs(share * 100 - cents * percent) <= 50
    assert 0 <= share <= cents
    assert share + share_of(cents, percent=100 - percent) in (cents, cents + 1)


def test_the_tiers_as_days() -> None:
    found = tier_days(USUAL_TIERS, event_on=DAY, today=date(2026, 11, 23))
    assert [(one.last_on, one.percent, one.is_now) for one in found] == [
        (date(2026, 12, 4), 25, True),
        (date(2026, 12, 11), 50, False),
        (DAY, 80, False),
    ]
    assert tier_days((), event_on=DAY, today=DAY) == []


@given(dates, st.integers(0, 100))
def test_the_tier_shown_for_today_is_the_one_that_would_be_proposed(event_on: date, ahead: int) -> None:
    today = event_on - timedelta(days=ahead)
    shown = tier_days(USUAL_TIERS, event_on=event_on, today=today)[0]
    assert shown.is_now
    assert shown.percent == EventTerms().cancellation_percent(days_before(event_on, cancelled_on=today))
