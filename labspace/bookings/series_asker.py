"""Who asks for the dates of a series: what the house rules say to them, and what they have booked so far."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labspace.accounts.models import Organisation, User
from labspace.bookings.quota_queries import counted_bookings
from labspace.bookings.quotas import EVER, Counted, broken_quotas
from labspace.bookings.rules import Booker, broken_who_rules
from labspace.bookings.series_board import Board
from labspace.errors import Refusal
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

    def refusals(
        self, board: Board, spaces: Sequence[Space], span: TimeSpan, *, replaced: TimeSpan | None = None
    ) -> Iterator[Refusal]:
        """Why this person may not have these spaces then; `replaced` is the time a moved booking had."""
        rules = {space.id: board.rules(space, span) for space in spaces}
        if any(one.asks_who for one in rules.values()):
            booker = self._booker(spaces[0].location_id)
            for one in rules.values():
                yield from broken_who_rules(booker, rules=one)
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

    def _booker(self, location_id: int) -> Booker:
        is_team = self.user.runs(location_id)
        found = self.session.get(Organisation, self.organisation_id) if self.organisation_id else None
        if found is None:
            return Booker(is_team=is_team)
        return Booker(
            is_team=is_team, partner_type=found.partner_type, is_chamber_member=found.is_chamber_member
        )

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
