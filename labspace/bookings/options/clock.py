"""Pure: an option's clock – how long the time is kept, and who may shorten, stop or lengthen that.

Deadlines are valid while now < until. Times are aware; `now` is passed in. Every step either gives
the clock that follows or raises `Refused` with one code and its numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from labspace.bookings.options.states import FIRST, TICKING, ClockState, Step
from labspace.errors import Refusal, Refused
from labspace.spaces.event_terms import EventTerms


@dataclass(frozen=True, kw_only=True)
class Clock:
    """An option's clock at one moment."""

    starts_at: datetime
    """Start of the event: no option lasts longer."""
    state: ClockState = ClockState.WAITING
    until: datetime | None = None
    """The deadline in force; None as long as it is the start of the event."""
    until_unasked: datetime | None = None
    """The deadline that comes back when a challenge is withdrawn."""
    first_since: datetime | None = None
    set_at: datetime | None = None
    """When the deadline in force was set and told."""
    zone: tzinfo = UTC
    """The house's zone, in which refusals tell moments."""

    @property
    def deadline(self) -> datetime:
        return min(self.until, self.starts_at) if self.until else self.starts_at

    @property
    def ticks(self) -> bool:
        return self.state in TICKING

    def local(self, moment: datetime) -> datetime:
        """A moment by the wall clock of the house."""
        return moment.astimezone(self.zone)

    def is_over(self, now: datetime) -> bool:
        """Whether the deadline has passed: a deadline is valid while now < until."""
        return self.state is not ClockState.ENDED and now >= self.deadline


def become_first(clock: Clock, *, terms: EventTerms, now: datetime, until: datetime | None = None) -> Clock:
    """First from now on, with the whole period of the house from this moment, when it is told.

    Time that passed while somebody was ahead, or while nobody settled, costs nothing.
    """
    return replace(
        _step(clock, Step.BECOME_FIRST),
        until=min(until or now + terms.option_period, clock.starts_at),
        until_unasked=None,
        first_since=now,
        set_at=now,
    )


def fall_back(clock: Clock) -> Clock:
    """Waiting again: the clock stands, and a commitment or a challenge is void."""
    return replace(
        _step(clock, Step.FALL_BACK), until=None, until_unasked=None, first_since=None, set_at=None
    )


def end(clock: Clock) -> Clock:
    """No option any more."""
    return replace(_step(clock, Step.END), until=None, until_unasked=None)


def challenge(clock: Clock, *, terms: EventTerms, now: datetime, rests: bool = True) -> Clock:
    """Asked to commit or release within the house's hours, counted from now.

    Whoever has just become first is left in peace for a while (`rests`; staff need not keep to
    that), and a deadline that is nearer than the hours to answer is not worth asking about.
    """
    if clock.state is ClockState.COMMITTED:
        raise Refused(Refusal("option_committed"))
    if clock.state is ClockState.CHALLENGED:
        raise Refused(Refusal("option_challenged_already", {"until": clock.local(clock.deadline)}))
    following = _step(clock, Step.CHALLENGE)
    if rests and clock.first_since and now < clock.first_since + terms.challenge_rest:
        raise Refused(
            Refusal("challenge_too_early", {"from": clock.local(clock.first_since + terms.challenge_rest)})
        )
    until = now + terms.challenge_period
    if clock.deadline <= until:
        raise Refused(Refusal("challenge_too_late", {"until": clock.local(clock.deadline)}))
    return replace(following, until=until, until_unasked=clock.deadline, set_at=now)


def withdraw(clock: Clock, *, now: datetime) -> Clock:
    """The challenge is void and the deadline of before holds again; it never lay nearer."""
    return replace(_step(clock, Step.WITHDRAW), until=clock.until_unasked, until_unasked=None, set_at=now)


def commit(clock: Clock) -> Clock:
    """Bindingly asked for: the clock stands still until the house decides, at most until the start."""
    return replace(_step(clock, Step.COMMIT), until=None, until_unasked=None)


def extend(clock: Clock, until: datetime, *, now: datetime) -> Clock:
    """A later deadline, set by staff; it never lies beyond the start of the event."""
    following = _step(clock, Step.EXTEND)
    if until <= clock.deadline or until <= now:
        raise Refused(Refusal("deadline_not_later", {"until": clock.local(clock.deadline)}))
    if until > clock.starts_at:
        raise Refused(Refusal("deadline_after_start", {"until": clock.local(clock.starts_at)}))
    unasked = max(until, clock.until_unasked) if clock.until_unasked else None
    return replace(following, until=until, until_unasked=unasked, set_at=now)


def moved(clock: Clock, starts_at: datetime) -> Clock:
    """The same clock for an event that begins at another time."""
    return replace(clock, starts_at=starts_at)


def _step(clock: Clock, step: Step) -> Clock:
    following = clock.state.after(step)
    if following is None:
        code = "option_not_first" if clock.state not in FIRST else "option_step_impossible"
        raise Refused(Refusal(code, {"clock": clock.state}))
    return replace(clock, state=following)
