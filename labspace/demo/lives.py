"""What becomes of a booking: drawn from a seeded source, with the steps the actions would have left."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from labspace.bookings.rulebook.book import Rules
from labspace.bookings.states import BookingState as S
from labspace.demo.visits import DAY, HOUR, MINUTE, Life, Step
from labspace.demo.words import CANCEL_REASONS, HOUSE_REASONS, REJECT_REASONS


class Odds:
    """Picks one of some outcomes by weight, quicker than `Random.choices`."""

    def __init__(self, weights: dict[S, float]) -> None:
        self._outcomes = tuple(weights)
        self._sums = tuple(accumulate(weights.values()))

    def pick(self, rng: Random) -> S:
        return self._outcomes[bisect(self._sums, rng.random() * self._sums[-1])]


AT_ONCE = Odds(
    {S.USED: 84, S.NO_SHOW: 5, S.CANCELLED_EARLY: 7.5, S.CANCELLED_LATE: 2.7, S.CANCELLED_HOUSE: 0.8}
)
EVENT = Odds(
    {
        S.USED: 78,
        S.NO_SHOW: 0.8,
        S.CANCELLED_EARLY: 6,
        S.CANCELLED_LATE: 2.4,
        S.CANCELLED_HOUSE: 1.8,
        S.REJECTED: 5,
        S.EXPIRED: 6,
    }
)
HAPPENS = frozenset({S.USED, S.NO_SHOW})
"""Outcomes that needed the space; the others never did or gave it back."""
UNDECIDED_DAYS = 7
"""Younger events without a check-in may still wait for somebody to say how it went (R5)."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is needed to draw lives: the source, the present moment, who booked and who runs the house."""

    rng: Random
    now: int
    booker: int
    staff: int

    def at_once(self, starts: int, ends: int, outcome: S, *, rules: Rules, created: int) -> Life:
        """A booking confirmed at once that ends in `outcome`, as far as that has come true."""
        rng, life = self.rng, Life(created, S.CONFIRMED)
        chance = rng.random()
        if chance < 0.006 and ends <= self.now and outcome is S.USED:
            return Life(
                min(self.now, ends + rng.randrange(1, 20) * HOUR),
                S.USED,
                entered_by=self.staff,
                entered_later=True,
            )
        if chance < 0.06:
            life.entered_by = self.staff
        if outcome in HAPPENS:
            life.steps = self._presence(starts, ends, outcome, rules=rules)
        else:
            life.steps = [self._cancelled(starts, outcome, after=created, rules=rules)]
        return life

    def _presence(self, starts: int, ends: int, outcome: S, *, rules: Rules) -> list[Step]:
        rng, grace = self.rng, rules.grace_minutes
        if not rules.check_in:
            at = min(ends + rng.randrange(0, 40) * 30 * MINUTE, ends + UNDECIDED_DAYS * DAY)
            by: int | None = self.staff
        elif outcome is S.USED:
            at, by = starts + rng.randrange(-8, max(1, grace - 5)) * MINUTE, self.booker
        else:
            at, by = starts + grace * MINUTE, None
        if at > self.now:
            return []
        return [Step("checked_in" if outcome is S.USED else "no_show", at, outcome, by)]

    def _cancelled(self, starts: int, outcome: S, *, after: int, rules: Rules) -> Step:
        deadline = starts - rules.cancel_until_minutes * MINUTE
        first, last = after + MINUTE, min(self.now, starts)
        if outcome is S.CANCELLED_LATE:
            first = max(first, deadline + MINUTE)
        elif outcome is S.CANCELLED_EARLY:
            last = min(last, deadline)
        if last <= first:
            last = first = max(after, min(self.now, first))
            if outcome is not S.CANCELLED_HOUSE:
                outcome = S.CANCELLED_LATE if last > deadline else S.CANCELLED_EARLY
        by_house = outcome is S.CANCELLED_HOUSE
        reason = self.rng.choice(HOUSE_REASONS if by_house else CANCEL_REASONS)
        at = _minute(self.rng.randint(first, last), at_least=first)
        return Step("cancelled", at, outcome, self.staff if by_house else self.booker, note=reason)

    def asked(self, starts: int, ends: int, outcome: S, *, rules: Rules, created: int, rank: int = 1) -> Life:
        """A past event: an option first, then what staff and time made of it."""
        if outcome is S.EXPIRED:
            until = created + 14 * DAY
            return Life(created, S.OPTION, rank, until, [Step("lapsed", min(until, starts), S.EXPIRED, None)])
        steps: list[Step] = []
        if rank > 1:
            steps.append(Step("promoted", self._between(created, starts, 0.0, 0.2), S.OPTION, None, rank=1))
        decided = self._between(created, starts, 0.25, 0.5)
        if outcome is S.REJECTED:
            reason = self.rng.choice(REJECT_REASONS)
            steps.append(Step("rejected", decided, S.REJECTED, self.staff, note=reason))
        else:
            steps.append(Step("confirmed", decided, S.CONFIRMED, self.staff))
            if outcome in HAPPENS:
                if not (self.now - ends < 4 * DAY and self.rng.random() < 0.3):
                    steps += self._presence(starts, ends, outcome, rules=rules)
            else:
                steps.append(self._cancelled(starts, outcome, after=decided, rules=rules))
        return Life(created, S.OPTION, rank, created + 14 * DAY, steps)

    def wanted(self, starts: int, state: S, *, created: int, rank: int | None = None) -> Life:
        """An event or pop-up ahead that is confirmed, an option with a deadline, or a request."""
        if state is S.OPTION:
            until = min(self.now + self.rng.randrange(2, 12) * DAY, starts - DAY)
            return Life(created, S.OPTION, rank, max(until, self.now + 12 * HOUR))
        if state is S.CONFIRMED:
            decided = self._between(created, self.now, 0.2, 0.8)
            return Life(created, S.REQUESTED, steps=[Step("confirmed", decided, S.CONFIRMED, self.staff)])
        return Life(created, S.REQUESTED)

    def _between(self, first: int, last: int, low: float, high: float) -> int:
        last = min(last, self.now)
        share = low + (high - low) * self.rng.random()
        return _minute(int(first + (last - first) * share), at_least=first)


def _minute(moment: int, *, at_least: int) -> int:
    return max(at_least, moment - moment % MINUTE)


def free_of(spans: Sequence[tuple[int, int]], first: int, last: int, *, gap: int) -> bool:
    """Whether a use from `first` to `last` keeps `gap` seconds from all of `spans`."""
    return all(last + gap <= starts or first >= ends + gap for starts, ends in spans)
