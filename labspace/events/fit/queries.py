"""How event areas of houses stand around a wish: the claims of all of them in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from labspace.bookings.queries import Claimed, claims_between
from labspace.bookings.rulebook.book import rulebook
from labspace.bookings.rulebook.judging import staffed_in
from labspace.bookings.rulebook.queries import kept_rulebook
from labspace.events.fit.candidates import Candidate, candidates_of
from labspace.events.fit.judging import Asked, Fit, Standing, fit_of
from labspace.spaces.house import House
from labspace.times import TimeSpan

AROUND = timedelta(days=2)
"""Set-up, tear-down and buffers reach at most a day each beyond a wish."""


@dataclass(frozen=True)
class Boards:
    """The claims on the event areas of some houses during a window; asks nothing more of the database."""

    session: Session
    claims: Mapping[int, Sequence[Claimed]]
    now: datetime

    def fits(self, house: House, asked: Asked) -> list[Fit]:
        """Every candidate of a house beside the wish, in listed order."""
        day = asked.span.starts_at.astimezone(house.zone).date()
        candidates = candidates_of(house, on=day)
        standing = self._standing(house, candidates, day)
        return [fit_of(candidate, asked, standing) for candidate in candidates]

    def _standing(self, house: House, candidates: Sequence[Candidate], day: date) -> Standing:
        rules_for = rulebook(kept_rulebook(self.session, house), day=day)
        spaces = {space.id: space for candidate in candidates for space in candidate.spaces}
        rules = {space.id: rules_for(space.kind, space.id) for space in spaces.values()}
        return Standing(
            zone=house.zone,
            now=self.now,
            rules=rules,
            bookable=house.bookable(TimeSpan.of_days(day, day, zone=house.zone), on=day),
            claims=self.claims,
            staffed=staffed_in(house, rules.values(), now=self.now),
        )


def boards_for(
    session: Session, houses: Collection[House], window: TimeSpan, *, now: datetime, days: Sequence[date]
) -> Boards:
    """What stands on the event areas of these houses around `window`; one statement, however many there are."""
    unit_ids = {
        unit_id
        for house in houses
        for day in days
        for candidate in candidates_of(house, on=day)
        for unit_id in candidate.units
    }
    claims: dict[int, list[Claimed]] = defaultdict(list)
    around = window.widened(before=AROUND, after=AROUND)
    for claim in claims_between(session, unit_ids, around) if unit_ids else ():
        if not claim.has_lapsed(now):
            claims[claim.space_id].append(claim)
    return Boards(session, claims, now)


def fits_in(
    session: Session, houses: Collection[House], asked: Asked, *, now: datetime
) -> dict[int, list[Fit]]:
    """Every candidate of these houses beside one wish, by house id."""
    days = sorted({asked.span.starts_at.astimezone(house.zone).date() for house in houses})
    boards = boards_for(session, houses, asked.span, now=now, days=days)
    return {house.id: boards.fits(house, asked) for house in houses}
