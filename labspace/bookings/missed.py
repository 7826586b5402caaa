"""Pure: what follows for somebody from the times they did not come to a house."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from labspace.spaces.house_rules import NoShowConsequence, NoShowStep


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How somebody stands with a house; `times` within `days` is what the gravest step in force rests on."""

    times: int = 0
    days: int = 0
    is_reminded: bool = False
    needs_approval: bool = False
    paused_until: datetime | None = None

    @property
    def is_plain(self) -> bool:
        return not (self.is_reminded or self.needs_approval or self.paused_until)


def standing(missed_at: Iterable[datetime], steps: Sequence[NoShowStep], *, now: datetime) -> Standing:
    """What holds at `now` for somebody whose no-shows were noted at these moments."""
    moments = sorted(moment for moment in missed_at if moment <= now)
    found = Standing()
    for then in (NoShowConsequence.WORD, NoShowConsequence.APPROVAL, NoShowConsequence.PAUSE):
        for step in steps:
            if step.then is then:
                found = _after(found, moments, step, now=now)
    return found


def reach(steps: Sequence[NoShowStep]) -> timedelta:
    """How far back a no-show may still matter."""
    return timedelta(days=max((step.within_days + step.pause_days for step in steps), default=0))


def _after(found: Standing, moments: list[datetime], step: NoShowStep, *, now: datetime) -> Standing:
    if step.then is NoShowConsequence.PAUSE:
        ends = [
            moment + timedelta(days=step.pause_days)
            for moment in moments
            if _count(moments, step, at=moment) >= step.after
        ]
        until = max(ends, default=now)
        if until <= max(now, found.paused_until or now):
            return found
        last = until - timedelta(days=step.pause_days)
        return Standing(
            times=_count(moments, step, at=last),
            days=step.within_days,
            is_reminded=found.is_reminded,
            needs_approval=found.needs_approval,
            paused_until=until,
        )
    times = _count(moments, step, at=now)
    if times < step.after:
        return found
    return Standing(
        times=times,
        days=step.within_days,
        is_reminded=True,
        needs_approval=found.needs_approval or step.then is NoShowConsequence.APPROVAL,
        paused_until=found.paused_until,
    )


def _count(moments: list[datetime], step: NoShowStep, *, at: datetime) -> int:
    since = at - timedelta(days=step.within_days)
    return sum(since < moment <= at for moment in moments)
