"""Where and how a wish that does not fit would: another seating, another area, another house."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.events.fit.candidates import Candidate
from labspace.events.fit.judging import ORDER, Asked, Fit
from labspace.events.fit.queries import boards_for
from labspace.spaces.house import House
from labspace.spaces.kinds import Layout

MOST_OFFERS = 6
MOST_OF_A_HOUSE = 2


@dataclass(frozen=True)
class Offer:
    """Something that fits the time and the people."""

    house: House
    candidate: Candidate
    layout: Layout
    fit: Fit

    @property
    def value(self) -> str:
        """Names it in the form."""
        return f"{self.house.slug}|{self.candidate.value}|{self.layout.value}"


def offers_for(
    session: Session, houses: Sequence[House], asked: Asked, *, own: House, now: datetime
) -> list[Offer]:
    """What fits instead, the own house and the wished seating first; one statement for all houses."""
    days = sorted({asked.span.starts_at.astimezone(house.zone).date() for house in houses})
    boards = boards_for(session, houses, asked.span, now=now, days=days)
    found: list[Offer] = []
    for house in sorted(houses, key=lambda one: one.id != own.id):
        fitting = [
            Offer(house, fit.candidate, layout, fit)
            for layout in Layout
            for fit in boards.fits(house, replace(asked, layout=layout))
            if fit.fitness.may_be_asked
        ]
        fitting.sort(key=lambda one: _distance(one, asked))
        found += list(_one_of_each_seating(fitting))[:MOST_OF_A_HOUSE]
    return found[:MOST_OFFERS]


def _distance(offer: Offer, asked: Asked) -> tuple[int, bool, int, int]:
    """Free before held, the wished seating before others, one area before several, the smallest that does."""
    return (
        ORDER.index(offer.fit.fitness),
        offer.layout is not asked.layout,
        len(offer.candidate.spaces),
        offer.candidate.capacities[offer.layout],
    )


def _one_of_each_seating(offers: Sequence[Offer]) -> Iterator[Offer]:
    seen: set[Layout] = set()
    for offer in offers:
        if offer.layout not in seen:
            seen.add(offer.layout)
            yield offer
