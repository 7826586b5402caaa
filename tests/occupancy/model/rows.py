"""The rows the model counts, read table by table without a question asked of the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import Organisation
from labspace.bookings.claim_models import Blocking
from labspace.bookings.models import BookedUnit, Booking, BookingSpace
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.series.models import Series, SeriesDate
from labspace.bookings.waiting.models import WaitingOffer, WaitingWish, WaitingWishHouse
from labspace.db import Base
from labspace.events.models import EventRequest
from labspace.ideas.models import Idea, IdeaMoney
from labspace.locations.models import Closure, Location, OpeningHours, SpecialOpening
from labspace.popups.models import PopupApplication
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.records import FollowUp, OpenedDay
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space, SpaceClosure, SpaceHours, SpaceLayout, SpacePart
from labspace.visits.models import VisitCount

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True)
class World:
    """Everything that was ever written down."""

    houses: Sequence[Location]
    hours: Sequence[OpeningHours]
    specials: Sequence[SpecialOpening]
    closures: Sequence[Closure]
    spaces: Sequence[Space]
    space_hours: Sequence[SpaceHours]
    space_closures: Sequence[SpaceClosure]
    layouts: Sequence[SpaceLayout]
    parts: Sequence[SpacePart]
    blockings: Sequence[Blocking]
    rules: Sequence[BookingRule]
    bookings: Sequence[Booking]
    asked: Sequence[BookingSpace]
    units: Sequence[BookedUnit]
    organisations: Sequence[Organisation]
    counts: Sequence[VisitCount]
    tenancies: Sequence[Tenancy]
    opened: Sequence[OpenedDay]
    follow_ups: Sequence[FollowUp]
    series: Sequence[Series]
    series_dates: Sequence[SeriesDate]
    ideas: Sequence[Idea]
    money: Sequence[IdeaMoney]
    wishes: Sequence[WaitingWish]
    wish_houses: Sequence[WaitingWishHouse]
    offers: Sequence[WaitingOffer]
    applications: Sequence[PopupApplication]
    requests: Sequence[EventRequest]


def read(session: Session) -> World:
    """All rows as they stand."""

    def rows(model: type[Row]) -> Sequence[Row]:
        return session.scalars(select(model)).all()

    return World(
        houses=rows(Location),
        hours=rows(OpeningHours),
        specials=rows(SpecialOpening),
        closures=rows(Closure),
        spaces=rows(Space),
        space_hours=rows(SpaceHours),
        space_closures=rows(SpaceClosure),
        layouts=rows(SpaceLayout),
        parts=rows(SpacePart),
        blockings=rows(Blocking),
        rules=rows(BookingRule),
        bookings=rows(Booking),
        asked=rows(BookingSpace),
        units=rows(BookedUnit),
        organisations=rows(Organisation),
        counts=rows(VisitCount),
        tenancies=rows(Tenancy),
        opened=rows(OpenedDay),
        follow_ups=rows(FollowUp),
        series=rows(Series),
        series_dates=rows(SeriesDate),
        ideas=rows(Idea),
        money=rows(IdeaMoney),
        wishes=rows(WaitingWish),
        wish_houses=rows(WaitingWishHouse),
        offers=rows(WaitingOffer),
        applications=rows(PopupApplication),
        requests=rows(EventRequest),
    )


@dataclass(frozen=True)
class Asked:
    """Which houses, kinds and local days the figures are wanted for, and what time it is."""

    house_ids: frozenset[int]
    kinds: frozenset[SpaceKind]
    first: date
    last: date
    now: datetime
