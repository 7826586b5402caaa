"""What follows when somebody often does not come: told beforehand, counted per house, taken back by staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import (
    check_in,
    forgive_no_show,
    mark_no_show,
    place_booking,
    settle_all_no_shows,
)
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.missed import standing
from labspace.bookings.models import Booking
from labspace.bookings.rulebook.models import BookingRule, RuleOverride
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.errors import Refused
from labspace.locations.findings import FileRefused, Report
from labspace.locations.reading import Node
from labspace.notices.models import OutboxRow
from labspace.spaces.house_rules import NoShowConsequence, NoShowStep, RuleSpec
from labspace.spaces.rule_file import read_rule
from tests.factories import LONG_AGO, Cast, book, make_space, on_day
from tests.support.statements import counted
from tests.support.visit import Visitor

DAY = timedelta(days=1)
TUESDAY = date(2026, 11, 24)
Visit = Callable[..., Visitor]


def step(after: int, then: str, *, within: int = 30, pause: int = 0) -> NoShowStep:
    return NoShowStep(after=after, within_days=within, then=NoShowConsequence(then), pause_days=pause)


STEPS = (step(1, "word"), step(2, "approval"), step(3, "pause", pause=7))


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        ([], (0, False, False, None)),
        ([1], (1, True, False, None)),
        ([30], (0, False, False, None)),
        ([29], (1, True, False, None)),
        ([1, 29], (2, True, True, None)),
        ([1, 2, 3], (3, True, True, 6)),
        ([7, 8, 9], (3, True, True, None)),
        ([1, 2, 31], (3, True, True, None)),
        ([1, 2, 30], (3, True, True, 6)),
        ([1, 8, 9, 10], (4, True, True, 6)),
    ],
    ids=str,
)
def test_standing(ago: list[int], expected: tuple[int, bool, bool, int | None], now: datetime) -> None:
    found = standing([now - days * DAY for days in ago], STEPS, now=now)
    _times, reminded, approval, pause = expected
    assert (found.is_reminded, found.needs_approval) == (reminded, approval)
    assert found.paused_until == (now + pause * DAY if pause else None)


@pytest.fixture
def house_rule(session: Session, cast: Cast) -> Callable[..., None]:
    def put(*steps: NoShowStep) -> None:
        session.add(
            BookingRule(
                location_id=cast.house.id,
                valid_from=LONG_AGO,
                check_in=True,
                grace_minutes=30,
                no_shows=steps,
            )
        )
        session.commit()

    return put


def miss(session: Session, cast: Cast, user: User, hour: int, *, now: datetime) -> Booking:
    """A booking this morning that nobody came to, settled at the end of the grace time."""
    span = on_day(now.date(), hour, hour + 1, house=cast.house)
    desk = make_space(session, cast.house, number=20 + hour)
    session.commit()
    booking = book(session, desk, user, span, now=now)
    settle_all_no_shows(session, now=span.starts_at + timedelta(minutes=30))
    session.commit()
    assert booking.state is BookingState.NO_SHOW
    return booking


def tuesday(cast: Cast) -> Wish:
    return Wish(span=on_day(TUESDAY, 9, 12, house=cast.house), space_ids=(cast.desk.id,))


def test_a_pause_keeps_new_bookings_off_for_its_days_and_only_in_this_house(
    session: Session, cast: Cast, now: datetime, house_rule
) -> None:
    house_rule(step(2, "pause", pause=7))
    miss(session, cast, cast.alice, 10, now=now)
    second = miss(session, cast, cast.alice, 11, now=now)
    evening = now + timedelta(hours=6)
    with pytest.raises(Refused, match="paused") as refused:
        place_booking(session, tuesday(cast), booked_by=cast.alice, now=evening)
    assert [refusal.values["day"] for refusal in refused.value.refusals] == [now.date() + 7 * DAY]
    session.rollback()
    place_booking(session, tuesday(cast), booked_by=cast.bob, now=evening)
    session.rollback()
    elsewhere = make_space(session, cast.other_house, number=2)
    session.commit()
    book(session, elsewhere, cast.alice, on_day(TUESDAY, 9, 10, house=cast.other_house), now=evening)
    later = second.state_since + 7 * DAY
    span = on_day((later + DAY).date(), 9, 12, house=cast.house)
    place_booking(session, Wish(span=span, space_ids=(cast.desk.id,)), booked_by=cast.alice, now=later)


def test_staff_may_book_for_somebody_who_is_paused_with_a_reason(
    session: Session, cast: Cast, now: datetime, house_rule
) -> None:
    house_rule(step(1, "pause", pause=7))
    miss(session, cast, cast.alice, 10, now=now)
    door = StaffDoor(entered_by=cast.nora, reason="hat angerufen")
    evening = now + timedelta(hours=6)
    booking = place_booking(session, tuesday(cast), booked_by=cast.alice, now=evening, door=door)
    assert booking.state is BookingState.CONFIRMED
    assert session.query(RuleOverride).one().broken == ["paused"]


def test_with_approval_a_booking_waits_for_the_house(
    session: Session, cast: Cast, now: datetime, house_rule
) -> None:
    house_rule(step(1, "approval"))
    miss(session, cast, cast.alice, 10, now=now)
    evening = now + timedelta(hours=6)
    booking = place_booking(session, tuesday(cast), booked_by=cast.alice, now=evening)
    assert booking.state is BookingState.REQUESTED


@pytest.mark.parametrize("way", ["forgiven", "was there after all"])
def test_staff_put_it_right(session: Session, cast: Cast, now: datetime, house_rule, way: str) -> None:
    house_rule(step(1, "pause", pause=7))
    missed = miss(session, cast, cast.alice, 10, now=now)
    evening = now + timedelta(hours=6)
    if way == "forgiven":
        forgive_no_show(session, missed.id, by=cast.nora, now=evening)
        forgive_no_show(session, missed.id, by=cast.nora, now=evening)
        assert missed.state is BookingState.NO_SHOW
    else:
        check_in(session, missed.id, by=cast.nora, now=evening)
    session.commit()
    place_booking(session, tuesday(cast), booked_by=cast.alice, now=evening)


def test_only_a_no_show_is_forgiven(session: Session, cast: Cast, now: datetime) -> None:
    booking = book(session, cast.desk, cast.alice, on_day(TUESDAY, 9, 12, house=cast.house), now=now)
    with pytest.raises(Refused, match="not_possible_in_state"):
        forgive_no_show(session, booking.id, by=cast.nora, now=now)


def test_nobody_asks_about_no_shows_where_nothing_follows(
    session: Session, cast: Cast, now: datetime, house_rule
) -> None:
    wish = tuesday(cast)
    with counted(session) as plain:
        place_booking(session, wish, booked_by=cast.alice, now=now)
    session.rollback()
    house_rule(step(1, "word"))
    with counted(session) as asked:
        place_booking(session, wish, booked_by=cast.alice, now=now)
    assert not [one for one in plain if "forgiveness" in one]
    assert len([one for one in asked if "forgiveness" in one]) == 1


def test_the_form_says_it_beforehand_and_tells_where_one_stands(
    session: Session, cast: Cast, now: datetime, house_rule, visit: Visit
) -> None:
    house_rule(step(1, "word", within=60), step(3, "pause", within=60, pause=14))
    address = f"/buchungen/neu?flaeche={cast.desk.public_id}&tag=2026-11-24&von=09:00&bis=12:00"
    words = visit(cast.alice).get(address).words()
    assert "beim 3. Mal in 60 Tagen pausiert das Buchen im Haus 14 Tage" in words
    assert "nicht erschienen" not in words
    missed = book(session, cast.desk, cast.alice, on_day(now.date(), 9, 10, house=cast.house), now=now)
    mark_no_show(session, missed.id, by=cast.nora, now=now)
    session.commit()
    words = visit(cast.alice).get(address).words()
    assert "Sie sind in 60 Tagen 1 Mal nicht erschienen. Bitte stornieren Sie" in words
    assert "Stimmt das nicht?" in words
    assert "nicht erschienen" not in visit(cast.bob).get(address).words()


def test_the_form_of_somebody_paused_is_refused_with_the_day(
    session: Session, cast: Cast, now: datetime, house_rule, visit: Visit
) -> None:
    house_rule(step(1, "pause", pause=14))
    missed = book(session, cast.desk, cast.alice, on_day(now.date(), 9, 10, house=cast.house), now=now)
    mark_no_show(session, missed.id, by=cast.nora, now=now)
    session.commit()
    data = {"flaeche": cast.desk.public_id, "tag": "2026-11-24", "von": "09:00", "bis": "12:00", "fuer": ""}
    page = visit(cast.alice).post("/buchungen", data, expect=422)
    assert "pausiert das Buchen in diesem Haus bis zum 07.12.2026" in page.words()


def test_the_mail_says_what_follows_now_and_next_time(
    session: Session, cast: Cast, now: datetime, house_rule
) -> None:
    house_rule(step(2, "word", within=60), step(3, "pause", within=60, pause=14))
    for hour in (10, 11):
        miss(session, cast, cast.alice, hour, now=now)
    rows = session.query(OutboxRow).order_by(OutboxRow.id).all()
    first, second = [" ".join(row.plain.split()) for row in rows if "Nicht eingecheckt" in row.subject]
    assert "nicht erschienen." not in first
    assert "So hält es das Haus" in first
    assert "in 60 Tagen 2 Mal nicht erschienen" in second


def test_staff_forgive_on_the_page_of_the_day(
    session: Session, cast: Cast, now: datetime, house_rule, visit: Visit
) -> None:
    house_rule(step(1, "word"))
    missed = book(session, cast.desk, cast.alice, on_day(now.date(), 9, 10, house=cast.house), now=now)
    mark_no_show(session, missed.id, by=cast.nora, now=now)
    session.commit()
    nora, team = visit(cast.nora), f"/team/{cast.house.slug}"
    assert "Nicht anrechnen" in nora.get(team).words()
    nora.post(f"{team}/buchungen/{missed.reference}/nachsicht", {"version": str(missed.version)}, expect=303)
    words = nora.get(team).words()
    assert "nicht angerechnet" in words
    assert "Nicht anrechnen" not in words
    assert "Nichterscheinen nicht angerechnet" in nora.get(f"/buchungen/{missed.reference}").words()


def rule_of_file(*steps: dict[str, object]) -> RuleSpec:
    report = Report()
    row = Node({"valid_from": "2026-01-01", "no_shows": list(steps)}, "$", report)
    rule = read_rule(row, known_spaces=())
    report.refuse_any()
    return rule


def test_a_houses_file_says_the_steps() -> None:
    pause = {"after": 3, "within_days": 60, "then": "pause", "pause_days": 14}
    word = {"after": 1, "within_days": 30, "then": "word"}
    assert rule_of_file(word, pause).no_shows == (
        step(1, "word"),
        step(3, "pause", within=60, pause=14),
    )
    assert rule_of_file().no_shows == ()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"after": 3, "within_days": 60, "then": "pause"}, "pause_without_days"),
        ({"after": 3, "within_days": 60, "then": "word", "pause_days": 3}, "days_without_pause"),
        ({"after": 0, "within_days": 60, "then": "word"}, "out_of_range"),
    ],
    ids=["a pause without end", "days of nothing", "after none"],
)
def test_a_step_that_makes_no_sense_is_a_finding(wrong: dict[str, object], code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        rule_of_file(wrong)
    assert {finding.code for finding in refused.value.findings} == {code}
