"""Which feeds somebody may subscribe to besides their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.calendars.scopes import FeedKind, Scope
from labspace.locations.models import Location
from labspace.spaces.models import Space
from labspace.spaces.names import space_name
from labspace.words import gettext as _


@dataclass(frozen=True)
class HouseOffer:
    """What of a house can be subscribed to: words by `Scope.key`."""

    name: str
    feeds: Sequence[tuple[str, str]]
    programme_path: str
    staff_feed: str
    """`Scope.key` of its tasks; empty: not for this person."""


def house_offers(session: Session, user: User) -> list[HouseOffer]:
    """Every house with its feeds, in the order of houses; two statements."""
    houses = session.scalars(select(Location).order_by(Location.position, Location.id)).all()
    question = select(Space).where(Space.valid_until.is_(None)).order_by(Space.position, Space.id)
    spaces = session.scalars(question).all()
    return [
        HouseOffer(
            house.name,
            _feeds_of(house, [space for space in spaces if space.location_id == house.id]),
            f"/standorte/{house.slug}/programm.ics",
            Scope(kind=FeedKind.STAFF, subject_id=house.id).key if user.runs(house.id) else "",
        )
        for house in houses
    ]


def _feeds_of(house: Location, spaces: Sequence[Space]) -> list[tuple[str, str]]:
    whole = [(Scope(kind=FeedKind.HOUSE, subject_id=house.id).key, _("Ganzes Haus"))]
    kinds = dict.fromkeys(space.kind for space in spaces)
    by_kind = [
        (
            Scope(kind=FeedKind.HOUSE_KIND, subject_id=house.id, space_kind=kind).key,
            _("Alle: %(kind)s", kind=kind.plural),
        )
        for kind in kinds
    ]
    single = [(Scope(kind=FeedKind.SPACE, subject_id=space.id).key, space_name(space)) for space in spaces]
    return [*whole, *by_kind, *single]
