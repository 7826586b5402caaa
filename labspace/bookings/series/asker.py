"""Who asks for the dates of a series: what the house rules say to them, and what they have booked so far."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.bookers import booker_of
from labspace.bookings.missed import Standing
from labspace.bookings.missed_queries import standing_of
from labspace.bookings.rulebook.breaches import broken_who_rules
from labspace.bookings.rulebook.quota_queries import counted_bookings
from labspace.bookings.rulebook.quotas import EVER, Counted, broken_quotas
from labspace.bookings.series.board import Board
from labspace.errors import Refusal
from labspace.spaces.house_rules import NoShowStep
from labspace.spaces.models import Space
from labspace.times import TimeSpan

LONGEST_PERIOD = timedelta(days=31)
"""Of a quota that counts by the calendar."""


@dataclass
class Asker:
    """A person who books privately or for an organisation; what they get counts for the dates after it."""

    session: Session
    user: User
    organisation_id: int | None
    since: datetime
    """The first of the dates that are asked for."""
    without: Collection[int] = ()
    """Bookings that are being moved: they count as they will be."""
    _known: list[Counted] | None = field(default=None, init=False)
    _given: list[Counted] = field(default_factory=list, init=False)
    _standings: dict[tuple[NoShowStep, ...], Standing] = field(default_factory=dict, init=False)

    def refusals(
        self, board: Board, spaces: Sequence[Space], span: TimeSpan, *, replaced: TimeSpan | None = None
    ) -> Iterator[Refusal]:
        """Why this person may not have these spaces then; `replaced` is the time a moved booking had."""
        rules = {space.id: board.rules(space, span) for space in spaces}
        if any(one.asks_who for one in rules.values()):
            booker = booker_of(
                self.session,
                self.user,
                organisation_id=self.organisation_id,
                location_id=spaces[0].location_id,
            )
            for one in rules.values():
                yield from broken_who_rules(booker, rules=one)
        # A pause keeps nobody from moving what they have.
        paused_until = None if replaced else self.standing(board, spaces, span).paused_until
        if paused_until is not None:
            yield Refusal("paused", {"day": paused_until.astimezone(spaces[0].location.zone).date()})
        quotas = list(dict.fromkeys(quota for one in rules.values() for quota in one.quotas))
        if quotas:
            zone = spaces[0].location.zone
            yield from broken_quotas(
                quotas,
                wished=self._rows(spaces, span),
                known=[*self._booked(board, spaces[0]), *self._given],
                replaced=self._rows(spaces, replaced) if replaced else [],
                zone=zone,
                now=board.now,
            )

    def standing(self, board: Board, spaces: Sequence[Space], span: TimeSpan) -> Standing:
        """What follows from the times this person did not come; asked once for the same consequences."""
        rules = [board.rules(space, span) for space in spaces]
        steps = tuple(dict.fromkeys(step for one in rules for step in one.no_shows))
        if steps not in self._standings:
            self._standings[steps] = standing_of(
                self.session, self.user.id, spaces[0].location_id, rules, now=board.now
            )
        return self._standings[steps]

    def count(self, spaces: Iterable[Space], span: TimeSpan) -> None:
        """Let the date count against the quotas of those after it."""
        self._given += self._rows(spaces, span)

    def _rows(self, spaces: Iterable[Space], span: TimeSpan) -> list[Counted]:
        return [
            Counted(
                kind=space.kind,
                space_id=space.id,
                span=span,
                booked_by_id=self.user.id,
                organisation_id=self.organisation_id,
            )
            for space in spaces
        ]

    def _booked(self, board: Board, space: Space) -> list[Counted]:
        """What they have in the house around all dates; asked once."""
        if self._known is None:
            window = TimeSpan(min(self.since, board.now) - LONGEST_PERIOD, board.now + EVER)
            self._known = counted_bookings(
                self.session,
                space.location_id,
                window,
                user_id=self.user.id,
                organisation_id=self.organisation_id,
                without_ids=self.without,
            )
        return self._known
