"""Options under any order of events, held against what a calendar with hours and halves would say."""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    cancel_booking,
    confirm_booking,
    move_booking,
    place_booking,
    reject_booking,
    settle_all_options,
)
from labspace.bookings.options.actions import challenge_first, commit_option, extend_option
from labspace.bookings.options.models import OptionChallenge, OptionClock
from labspace.bookings.rulebook.models import RuleOverride
from labspace.bookings.states import BookingState
from tests.bookings.machine_joint_options import AFTER_SHARING, PARTNERS, WHICH, pick
from tests.bookings.machine_options import ANSWER, PARTS, REST, OptionModel, cells
from tests.factories import Cast

wishes = st.tuples(st.sampled_from(sorted(PARTS)), st.integers(9, 13), st.integers(1, 3), st.integers(0, 1))

ANSWERS = st.sampled_from(["none yet", "commit", "extend", "silence", "gone"])
"""What comes of a challenge; `gone` is whoever asked."""

ENDS = st.sampled_from(["cancelled", "cancelled by the house", "rejected"])


class OptionMachine(OptionModel):
    """Everything that may happen to options."""

    @initialize(who=st.sampled_from(PARTNERS), then=AFTER_SHARING, answer=ANSWERS, how=ENDS)
    def two_want_the_whole_and_two_a_half_in_the_afternoon(
        self, who: str, then: str, answer: str, how: str
    ) -> None:
        """One of these is shared, another challenged, a third given up; so every sequence has all of it."""
        self._ask(("half_b", 13, 2, 0))
        self._ask(("half_b", 13, 2, 0))
        given_up, _promoted = self.open()
        self._end(given_up, how)
        self.clocks_run_for_the_first_alone_and_as_long_as_told()
        for wish in (("whole", 9, 3, 0), ("half_a", 13, 2, 0)):
            self._ask(wish)
            self._ask(wish)
        _promoted, first, second, shared, _waits = self.open()
        self.clocks_run_for_the_first_alone_and_as_long_as_told()
        self._share(shared, who, then)
        self.clocks_run_for_the_first_alone_and_as_long_as_told()
        self._challenge_and_answer(second, first, answer)

    # What may happen

    @rule(wish=wishes)
    def ask(self, wish: tuple[str, int, int, int]) -> None:
        self._ask(wish)

    def _ask(self, wish: tuple[str, int, int, int]) -> None:
        booking = self.tries(
            lambda: place_booking(
                self.session,
                self._wish(wish),
                booked_by=self.cast.alice,
                now=self.now,
                state=BookingState.OPTION,
            )
        )
        self._lapse_as_stored()
        assert (booking is None) == bool(cells(wish) & self._given_away())
        if booking is None:
            return
        self.cells[booking.id] = cells(wish)
        self.state[booking.id] = "option"
        self._is_last(booking.id)

    @precondition(lambda self: self.open())
    @rule(which=WHICH)
    def confirm(self, which: int) -> None:
        """Without a reason nobody is confirmed over a better rank."""
        self._confirm(pick(self.open(), which))

    def _confirm(self, option: int) -> None:
        rank, overdue = self._ranks()[option], self.overdue()
        done = self.tries(lambda: confirm_booking(self.session, option, by=self.cast.nora, now=self.now))
        if not overdue:
            assert (done is not None) == (rank == 1)
            self.reached["refused without a reason"] += rank > 1
        self._lapse_as_stored()
        if done is not None:
            assert option not in overdue
            self.state[option] = "confirmed"
            self.reached["confirmed"] += 1
            self.reached["confirmed while shared"] += bool(self.partners.get(option))

    @precondition(lambda self: self._behind())
    @rule(which=WHICH)
    def confirm_over_a_better_rank(self, which: int) -> None:
        """Only what is confirmed stands above a decision with a reason, and the decision is kept."""
        option = pick(self._behind(), which)
        over = bool(self.cells[option] & self._given_away())
        done = self.tries(
            lambda: confirm_booking(
                self.session, option, by=self.cast.nora, now=self.now, over_rank_reason="Vertrag"
            )
        )
        assert (done is None) == over
        kept = self.session.scalars(select(RuleOverride).where(RuleOverride.booking_id == option)).all()
        assert [(one.reason, one.broken, one.by_id) for one in kept] == (
            [] if over else [("Vertrag", ["higher_rank_first"], self.cast.nora.id)]
        )
        if done is not None:
            self.state[option] = "confirmed"
            self.reached["confirmed over a better rank"] += 1

    @precondition(lambda self: self._askable())
    @rule(which=WHICH, answer=ANSWERS)
    def challenge_and_answer(self, which: int, answer: str) -> None:
        self._challenge_and_answer(*pick(self._askable(), which), answer)

    def _challenge_and_answer(self, option: int, first: int, answer: str) -> None:
        """By somebody whose first can be asked, once that has had its rest."""
        self.now = max(self.now, self.since[first] + REST)
        if self.overdue():
            return
        self._challenge(option)
        self.clocks_run_for_the_first_alone_and_as_long_as_told()
        if first not in self.asked:
            return
        if answer == "commit":
            self._commit(first)
        elif answer == "extend":
            self._extend(first, days=5)
        elif answer == "silence":
            self._wait(ANSWER)
        elif answer == "gone":
            self._end(option, "cancelled")

    @precondition(lambda self: self.open() and not self.overdue())
    @rule(which=WHICH)
    def challenge(self, which: int) -> None:
        """By anybody, at any time."""
        self._challenge(pick(self.open(), which))

    def _challenge(self, option: int) -> None:
        ranks, given_away = self._ranks(), self._given_away()
        can_be_asked = [
            first
            for first in self._ahead(option, ranks)
            if ranks[first] == 1
            and first not in self.committed
            and first not in self.asked
            and (option, first) not in self.has_asked
            and self.now >= self.since[first] + REST
            and self.until[first] > self.now + ANSWER
        ]
        is_told = self.session.get_one(OptionClock, option).given_away_since is not None
        assert not is_told or self.cells[option] & given_away
        may = ranks[option] == 2 and not is_told
        self.tries(lambda: challenge_first(self.session, option, by=self.cast.alice, now=self.now))
        open_now = set(
            self.session.scalars(select(OptionChallenge.booking_id).where(OptionChallenge.outcome.is_(None)))
        )
        assert open_now - set(self.asked) == (set(can_be_asked) if may else set())
        for first in can_be_asked if may else []:
            self.asked[first] = (option, self.until[first])
            self.has_asked.add((option, first))
            self.until[first] = self.now + ANSWER
            self.reached["challenged"] += 1

    @precondition(lambda self: self.open() and not self.overdue())
    @rule(which=WHICH)
    def commit(self, which: int) -> None:
        """By whoever booked, or by somebody who shares the option."""
        self._commit(pick(self.open(), which))

    def _commit(self, option: int) -> None:
        may = self._ranks()[option] == 1 and option not in self.committed
        sharing = next(iter(self.partners.get(option, ())), "")
        by = self.person(sharing or "alice")
        done = self.tries(lambda: commit_option(self.session, option, by=by, now=self.now))
        assert (done is not None) == may
        if may:
            self.committed.add(option)
            self.until.pop(option)
            self.reached["committed when asked"] += self.asked.pop(option, None) is not None
            self.reached["committed by a partner"] += bool(sharing)

    @precondition(lambda self: self.open() and not self.overdue())
    @rule(which=WHICH, days=st.integers(1, 20))
    def extend(self, which: int, days: int) -> None:
        self._extend(pick(self.open(), which), days=days)

    def _extend(self, option: int, *, days: int) -> None:
        until = self.now + timedelta(days=days)
        may = option in self.until and self.until[option] < until <= self._starts(option)
        done = self.tries(
            lambda: extend_option(
                self.session, option, until=until, reason="Urlaub", by=self.cast.nora, now=self.now
            )
        )
        assert (done is not None) == may
        if may:
            self.until[option] = until
            self.reached["extended"] += 1
            if option in self.asked:
                by, unasked = self.asked[option]
                self.asked[option] = (by, max(unasked, until))
                self.reached["extended when asked"] += 1

    @precondition(lambda self: self._standing())
    @rule(which=WHICH, how=ENDS)
    def end(self, which: int, how: str) -> None:
        self._end(pick(self._standing(), which), how)

    def _end(self, option: int, how: str) -> None:
        nora, by_house = self.cast.nora, how == "cancelled by the house"
        is_option = self._is_valid(option)
        if how == "rejected":
            may = is_option
            done = self.tries(
                lambda: reject_booking(self.session, option, by=nora, reason="Umbau", now=self.now)
            )
        else:
            may = is_option or self.state[option] == "confirmed"
            done = self.tries(
                lambda: cancel_booking(
                    self.session, option, by=nora, now=self.now, by_house=by_house, reason="Umbau"
                )
            )
        assert (done is not None) == may
        self._lapse_as_stored()
        if done is not None:
            self.state[option] = "gone"
            self.reached[how] += 1

    @precondition(lambda self: self.open())
    @rule(which=WHICH, wish=wishes)
    def move(self, which: int, wish: tuple[str, int, int, int]) -> None:
        option, wanted = pick(self.open(), which), self._wish(wish)
        was_option = self._is_valid(option)
        done = self.tries(
            lambda: move_booking(self.session, option, wanted, by=self.cast.alice, now=self.now)
        )
        self._lapse_as_stored()
        if done is not None:
            assert was_option
            assert not cells(wish) & self._given_away()
            self.cells[option] = cells(wish)
            self.order = [pair for pair in self.order if option not in pair]
            self._is_last(option)

    @rule(hours=st.integers(1, 40), with_worker=st.booleans())
    def wait(self, hours: int, with_worker: bool) -> None:
        if with_worker:
            self._wait(timedelta(hours=hours))
        else:
            self.now += timedelta(hours=hours)

    def _wait(self, time: timedelta) -> None:
        self.now += time
        due = self.overdue()
        assert settle_all_options(self.session, now=self.now) == len(due)
        self.session.commit()
        for option in due:
            self.state[option] = "expired"
            self.reached["expired"] += 1
            self.reached["expired unanswered"] += option in self.asked


LONG_RUN = os.environ.get("LABSPACE_TEST_EXAMPLES")
"""Without it the same sequences are tried each time, so that what they reach can be promised."""
REACHED = {
    "challenged": 10,
    "committed when asked": 1,
    "extended when asked": 1,
    "expired unanswered": 2,
    "no longer asked": 1,
    "promoted": 10,
    "passed over": 2,
    "confirmed over a better rank": 2,
    "refused without a reason": 1,
    "shared": 10,
    "left": 1,
    "committed by a partner": 1,
    "confirmed while shared": 1,
    "cancelled": 1,
    "cancelled by the house": 1,
    "rejected": 1,
}
"""Each kind of step that must not only be possible, and how often it has to happen at least."""


def test_options_keep_their_order_and_their_claims(session: Session, cast: Cast, now: datetime) -> None:
    reached = Counter[str]()
    given = {"session": session, "cast": cast, "start": now, "reached": reached}
    run(
        type("Machine", (OptionMachine,), given),
        settings=settings(
            max_examples=int(LONG_RUN or 30),
            stateful_step_count=20,
            derandomize=not LONG_RUN,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert not {kind: reached[kind] for kind, least in REACHED.items() if reached[kind] < least}, reached
