"""Clocks of options as the actions keep them; on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from labspace import announcements
from labspace.announcements import listen
from labspace.bookings.actions import (
    cancel_booking,
    confirm_booking,
    move_booking,
    reject_booking,
    settle_all_options,
)
from labspace.bookings.changes import BookingChange, BookingLapsed, OptionPassedOver, OptionPromoted
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.options.actions import (
    challenge_as_staff,
    challenge_first,
    commit_option,
    extend_option,
    remind_of_options,
)
from labspace.bookings.options.changes import (
    ChallengeWithdrawn,
    OptionChallenged,
    OptionCommitted,
    OptionDue,
    OptionExtended,
)
from labspace.bookings.options.models import OptionChallenge, OptionClock
from labspace.bookings.options.states import ClockState, Outcome
from labspace.bookings.rulebook.models import RuleOverride
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.errors import Refused
from tests.bookings.options.conftest import DAY, Ask
from tests.factories import Cast, on_day

D, H = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def heard() -> Iterator[list[tuple[type, int]]]:
    """What was announced, with the booking it is about."""
    changes: list[tuple[type, int]] = []

    @listen(
        BookingLapsed, OptionPromoted, OptionPassedOver, OptionChallenged, ChallengeWithdrawn,
        OptionCommitted, OptionExtended, OptionDue,
    )  # fmt: skip
    def hear(_session: Session, change: BookingChange) -> None:
        changes.append((type(change), change.booking.id))

    yield changes
    for known in announcements._listeners.values():
        known.pop(f"{hear.__module__}.{hear.__qualname__}", None)


def clock(session: Session, booking: Booking) -> ClockState:
    session.expire_all()
    return session.get_one(OptionClock, booking.id).state


def claiming(session: Session) -> set[int | None]:
    return set(session.scalars(select(Claim.booking_id)))


def outcome(session: Session, booking: Booking) -> list[Outcome | None]:
    question = select(OptionChallenge.outcome).where(OptionChallenge.booking_id == booking.id)
    return list(session.scalars(question.order_by(OptionChallenge.id)))


def refused_by(step) -> set[str]:
    with pytest.raises(Refused) as refused:
        step()
    return set(refused.value.codes)


def test_only_the_first_has_a_deadline_of_its_own(
    session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    first, second = ask(cast.alice), ask(cast.bob)
    assert (first.option_until, clock(session, first)) == (now + 14 * D, ClockState.RUNNING)
    assert (second.option_until, clock(session, second)) == (second.starts_at, ClockState.WAITING)


def test_who_moves_up_gets_the_whole_period_from_that_moment(
    session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    first, second = ask(cast.alice), ask(cast.bob)
    cancel_booking(session, first.id, by=cast.alice, now=now + 3 * D)
    session.commit()
    assert (second.option_rank, second.option_until) == (1, now + 17 * D)
    assert (clock(session, first), clock(session, second)) == (ClockState.ENDED, ClockState.RUNNING)


def test_the_second_asks_and_the_first_commits(
    session: Session, cast: Cast, ask: Ask, now: datetime, heard: list[tuple[type, int]]
) -> None:
    first, second = ask(cast.alice), ask(cast.bob)
    (asked,) = challenge_first(session, second.id, by=cast.bob, now=now + D)
    session.commit()
    assert asked.until == first.option_until == now + D + 48 * H
    commit_option(session, first.id, by=cast.alice, now=now + 2 * D)
    session.commit()
    assert (clock(session, first), first.option_until) == (ClockState.COMMITTED, first.starts_at)
    assert outcome(session, first) == [Outcome.COMMITTED]
    assert [kind for kind, _ in heard] == [OptionChallenged, OptionCommitted]
    assert settle_all_options(session, now=now + 30 * D) == 0, "the clock stands until the house decides"
    confirm_booking(session, first.id, by=cast.nora, now=now + 30 * D)
    session.commit()
    assert (first.state, clock(session, first)) == (BookingState.CONFIRMED, ClockState.ENDED)


def test_the_second_asks_and_the_first_releases(
    session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    first, second = ask(cast.alice), ask(cast.bob)
    challenge_first(session, second.id, by=cast.bob, now=now + D)
    cancel_booking(session, first.id, by=cast.alice, now=now + 2 * D)
    session.commit()
    assert outcome(session, first) == [Outcome.RELEASED]
    assert (second.option_rank, second.option_until) == (1, now + 16 * D)


def test_no_answer_in_time_releases_and_the_next_moves_up(
    session: Session, cast: Cast, ask: Ask, now: datetime, heard: list[tuple[type, int]]
) -> None:
    first, second, third = ask(cast.alice), ask(cast.bob), ask(cast.charlie)
    challenge_first(session, second.id, by=cast.bob, now=now + D)
    session.commit()
    due = now + D + 48 * H
    assert settle_all_options(session, now=due - timedelta(seconds=1)) == 0
    assert settle_all_options(session, now=due) == 1
    session.commit()
    assert (first.state, outcome(session, first)) == (BookingState.EXPIRED, [Outcome.LAPSED])
    assert (second.option_rank, second.option_until, third.option_rank) == (1, due + 14 * D, 2)
    assert claiming(session) == {second.id}
    assert heard[1:] == [(BookingLapsed, first.id), (OptionPromoted, second.id), (OptionPromoted, third.id)]


def test_who_may_ask_and_when(session: Session, cast: Cast, ask: Ask, now: datetime) -> None:
    first, second, third = ask(cast.alice), ask(cast.bob), ask(cast.charlie)
    late = now + 14 * D - 48 * H

    def codes(booking: Booking, at: datetime) -> set[str]:
        found = refused_by(lambda: challenge_first(session, booking.id, by=cast.bob, now=at))
        session.rollback()
        return found

    assert codes(first, now + D) == {"option_is_first"}
    assert codes(third, now + D) == {"option_not_second"}
    assert codes(second, now + 23 * H) == {"challenge_too_early"}
    assert codes(second, late) == {"challenge_too_late"}
    challenge_first(session, second.id, by=cast.bob, now=now + D)
    session.commit()
    assert codes(second, now + 2 * D) == {"challenged_before"}
    commit_option(session, first.id, by=cast.alice, now=now + 2 * D)
    session.commit()
    assert codes(second, now + 3 * D) == {"challenged_before"}
    assert refused_by(lambda: commit_option(session, first.id, by=cast.alice, now=now + 3 * D)) == {
        "option_step_impossible"
    }
    session.rollback()
    assert refused_by(lambda: commit_option(session, second.id, by=cast.bob, now=now + 3 * D)) == {
        "option_not_first"
    }


def test_nobody_is_hurried_for_somebody_who_waits_no_longer(
    session: Session, cast: Cast, ask: Ask, now: datetime, heard: list[tuple[type, int]]
) -> None:
    first, second = ask(cast.alice), ask(cast.bob)
    challenge_first(session, second.id, by=cast.bob, now=now + D)
    cancel_booking(session, second.id, by=cast.bob, now=now + D + H)
    session.commit()
    assert (clock(session, first), first.option_until) == (ClockState.RUNNING, now + 14 * D)
    assert outcome(session, first) == [Outcome.WITHDRAWN]
    assert heard[-1] == (ChallengeWithdrawn, first.id)


def test_who_moves_elsewhere_withdraws_what_they_asked(
    session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    first, second = ask(cast.alice), ask(cast.bob)
    challenge_first(session, second.id, by=cast.bob, now=now + D)
    later = Wish(span=on_day(DAY, 14, 16, house=cast.house), space_ids=(cast.area.id,))
    move_booking(session, second.id, later, by=cast.bob, now=now + D)
    session.commit()
    assert (clock(session, first), clock(session, second)) == (ClockState.RUNNING, ClockState.RUNNING)
    assert second.option_until == now + 15 * D


def test_moving_the_first_by_a_quarter_of_an_hour_wins_no_time(
    session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    first = ask(cast.alice)
    later = Wish(span=on_day(DAY, 10, 13, house=cast.house), space_ids=(cast.area.id,))
    move_booking(session, first.id, later, by=cast.alice, now=now + 5 * D)
    session.commit()
    assert first.option_until == now + 14 * D


def test_who_waits_for_both_halves_asks_both(session: Session, cast: Cast, ask: Ask, now: datetime) -> None:
    half_a, half_b = ask(cast.alice, cast.half_a), ask(cast.charlie, cast.half_b)
    whole = ask(cast.bob)
    commit_option(session, half_a.id, by=cast.alice, now=now + H)
    asked = challenge_first(session, whole.id, by=cast.bob, now=now + D)
    session.commit()
    assert [one.booking_id for one in asked] == [half_b.id]
    assert (clock(session, half_a), clock(session, half_b)) == (ClockState.COMMITTED, ClockState.CHALLENGED)


def test_staff_ask_at_any_time_and_say_why(session: Session, cast: Cast, ask: Ask, now: datetime) -> None:
    first = ask(cast.alice)
    assert refused_by(
        lambda: challenge_as_staff(session, first.id, by=cast.nora, reason=" ", now=now + H)
    ) == {"reason_missing"}
    session.rollback()
    challenge_as_staff(session, first.id, by=cast.nora, reason="Schulfest fragt an", now=now + H)
    session.commit()
    assert first.option_until == now + 49 * H


def test_staff_extend_with_a_reason_and_the_answer_has_that_time_too(
    session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    first, second = ask(cast.alice), ask(cast.bob)
    challenge_first(session, second.id, by=cast.bob, now=now + D)
    until = now + 6 * D
    assert refused_by(
        lambda: extend_option(session, first.id, until=until, reason="", by=cast.nora, now=now + D)
    ) == {"reason_missing"}
    session.rollback()
    challenge_first(session, second.id, by=cast.bob, now=now + D)
    extend_option(session, first.id, until=until, reason="Urlaub", by=cast.nora, now=now + D)
    session.commit()
    assert (clock(session, first), first.option_until) == (ClockState.CHALLENGED, until)
    assert settle_all_options(session, now=until) == 1


def test_confirming_over_a_better_rank_takes_a_reason_that_is_kept_and_those_ahead_are_told(
    session: Session, cast: Cast, ask: Ask, now: datetime, heard: list[tuple[type, int]]
) -> None:
    first, second, third = ask(cast.alice), ask(cast.bob), ask(cast.charlie)
    for reason in ("", "  "):
        codes = refused_by(
            lambda reason=reason: confirm_booking(
                session, second.id, by=cast.nora, now=now + D, over_rank_reason=reason
            )
        )
        assert codes == {"higher_rank_first"}
        session.rollback()
    confirm_booking(session, second.id, by=cast.nora, now=now + D, over_rank_reason="Vertrag mit der Stadt")
    session.commit()
    assert second.state is BookingState.CONFIRMED
    assert claiming(session) == {second.id}
    kept = session.scalars(select(RuleOverride)).one()
    assert (kept.booking_id, kept.by_id, kept.reason, kept.broken) == (
        second.id, cast.nora.id, "Vertrag mit der Stadt", ["higher_rank_first"],
    )  # fmt: skip
    assert clock(session, first) is clock(session, third) is ClockState.WAITING
    assert (OptionPassedOver, first.id) in heard
    assert first.state is third.state is BookingState.OPTION
    cancel_booking(session, second.id, by=cast.bob, now=now + 2 * D)
    session.commit()
    assert [one.option_rank for one in (first, third)] == [1, 2]
    assert first.option_until == now + 16 * D


def test_a_confirmed_booking_is_never_passed_over(
    session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    first, second = ask(cast.alice), ask(cast.bob)
    confirm_booking(session, first.id, by=cast.nora, now=now)
    session.commit()
    codes = refused_by(
        lambda: confirm_booking(session, second.id, by=cast.nora, now=now, over_rank_reason="Trotzdem")
    )
    assert codes == {"space_taken"}


def test_who_waits_learns_once_that_the_time_is_given_away(
    session: Session, cast: Cast, ask: Ask, now: datetime, heard: list[tuple[type, int]]
) -> None:
    first, second = ask(cast.alice), ask(cast.bob)
    confirm_booking(session, first.id, by=cast.nora, now=now)
    session.commit()
    assert heard == [(OptionPassedOver, second.id)]
    ask(cast.charlie, None, 14, 16)
    assert heard == [(OptionPassedOver, second.id)], "not again with every later ranking"
    codes = refused_by(lambda: challenge_first(session, second.id, by=cast.bob, now=now + D))
    assert codes == {"option_given_away"}


def test_a_rejected_first_lets_the_challenge_be_decided(
    session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    first, second = ask(cast.alice), ask(cast.bob)
    challenge_first(session, second.id, by=cast.bob, now=now + D)
    reject_booking(session, first.id, by=cast.nora, reason="Umbau", now=now + D)
    session.commit()
    assert outcome(session, first) == [Outcome.DECIDED]
    assert second.option_rank == 1


def test_reminders_are_sent_once_each_and_only_while_the_clock_runs(
    session: Session, cast: Cast, ask: Ask, now: datetime, heard: list[tuple[type, int]]
) -> None:
    first, _second = ask(cast.alice), ask(cast.bob)
    due = now + 14 * D
    for moment, count in [
        (due - 3 * D - H, 0),
        (due - 3 * D, 1),
        (due - 3 * D + H, 0),
        (due - D, 1),
        (due - H, 0),
    ]:
        assert remind_of_options(session, now=moment) == count
        session.commit()
    assert heard == [(OptionDue, first.id)] * 2
    commit_option(session, first.id, by=cast.alice, now=due - H)
    session.commit()
    assert remind_of_options(session, now=first.starts_at - D) == 0


def test_a_challenge_is_open_only_once_says_the_database_itself(
    session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    first, second = ask(cast.alice), ask(cast.bob)
    (asked,) = challenge_first(session, second.id, by=cast.bob, now=now + D)
    session.commit()
    session.add(
        OptionChallenge(
            booking_id=first.id, challenger_id=None, by_id=cast.nora.id, at=now, until=asked.until
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_what_was_first_before_options_had_clocks_keeps_its_deadline(
    session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    first, second = ask(cast.alice), ask(cast.bob)
    until = first.option_until
    session.execute(delete(OptionClock))
    session.commit()
    (asked,) = challenge_first(session, second.id, by=cast.bob, now=now + 2 * D)
    session.commit()
    assert session.get_one(OptionClock, first.id).until_unasked == until
    assert asked.until == now + 4 * D
