"""One list of what a house may rule: file, database, rulebook and rules carry the same answers."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

from labspace.bookings.rulebook.book import DEFAULTS, RuleEntry, Rules, rulebook, rules_for
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.rulebook.words import rule_facts
from labspace.spaces.house_rules import ANSWERS, Quota, QuotaOwner, QuotaPeriod, RuleSpec
from labspace.spaces.kinds import SpaceKind

MONDAY = date(2026, 11, 23)
WHERE_AND_WHEN = {"kind", "valid_from", "valid_until"}


def names(of: type) -> set[str]:
    return {field.name for field in fields(of)}


def test_all_carry_the_same_answers() -> None:
    assert names(Rules) == set(ANSWERS)
    assert names(RuleEntry) == {*ANSWERS, *WHERE_AND_WHEN, "space_id"}
    assert names(RuleSpec) == {*ANSWERS, *WHERE_AND_WHEN, "space"}
    columns = set(BookingRule.__table__.columns.keys())
    assert columns == {*ANSWERS, *WHERE_AND_WHEN, "space_id", "location_id", "id"}


def test_every_answer_is_told_in_words(app) -> None:
    with app.test_request_context("/"):
        for name in ANSWERS:
            assert rule_facts(DEFAULTS[SpaceKind.DESK], only=frozenset({name})), name


def test_a_quota_counts_what_its_rule_covers() -> None:
    quota = Quota(owner=QuotaOwner.PERSON, period=QuotaPeriod.AHEAD, most_bookings=3)
    house = RuleEntry(valid_from=MONDAY, quotas=(quota,))
    kind = RuleEntry(valid_from=MONDAY, kind=SpaceKind.DESK, quotas=(quota,))
    space = RuleEntry(valid_from=MONDAY, space_id=7, quotas=(quota,))

    def scope(*entries: RuleEntry, space_id: int = 7) -> tuple[SpaceKind | None, int | None]:
        (found,) = rules_for(entries, kind=SpaceKind.DESK, space_id=space_id, day=MONDAY).quotas
        return found.kind, found.space_id

    assert scope(house) == (None, None)
    assert scope(house, kind) == (SpaceKind.DESK, None)
    assert scope(house, kind, space) == (None, 7)
    assert scope(house, kind, space, space_id=8) == (SpaceKind.DESK, None)


def test_a_more_special_rule_may_take_a_quota_away() -> None:
    quota = Quota(owner=QuotaOwner.PERSON, period=QuotaPeriod.DAY, most_minutes=60)
    entries = (
        RuleEntry(valid_from=MONDAY, quotas=(quota,)),
        RuleEntry(valid_from=MONDAY, space_id=7, quotas=()),
    )
    assert rules_for(entries, kind=SpaceKind.DESK, space_id=7, day=MONDAY).quotas == ()
    assert rules_for(entries, kind=SpaceKind.DESK, space_id=8, day=MONDAY).quotas != ()


def test_spaces_without_an_entry_of_their_own_share_their_rules() -> None:
    entries = (
        RuleEntry(valid_from=MONDAY, kind=SpaceKind.DESK, min_minutes=45),
        RuleEntry(valid_from=MONDAY, space_id=7, min_minutes=60),
    )
    look_up = rulebook(entries, day=MONDAY)
    assert look_up(SpaceKind.DESK, 7).min_minutes == 60
    assert look_up(SpaceKind.DESK, 1) is look_up(SpaceKind.DESK, 2)
    assert look_up(SpaceKind.DESK, 1).min_minutes == 45
    assert look_up(SpaceKind.MEETING_ROOM, 1) is DEFAULTS[SpaceKind.MEETING_ROOM]
