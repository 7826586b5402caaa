"""Which feeds somebody may subscribe to besides their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.calendars.scopes import FeedKind, Scope
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
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
    """Words that also say the house: in a closed list nothing else would."""

    def scope(kind: FeedKind, subject_id: int, space_kind: SpaceKind | None = None) -> str:
        return Scope(kind=kind, subject_id=subject_id, space_kind=space_kind).key

    kinds = dict.fromkeys(space.kind for space in spaces)
    return [
        (scope(FeedKind.HOUSE, house.id), _("%(house)s: ganzes Haus", house=house.name)),
        *(
            (
                scope(FeedKind.HOUSE_KIND, house.id, kind),
                _("%(house)s: alle %(kind)s", house=house.name, kind=kind.plural),
            )
            for kind in kinds
        ),
        *(
            (
                scope(FeedKind.SPACE, space.id),
                _("%(house)s: %(space)s", house=house.name, space=space_name(space)),
            )
            for space in spaces
        ),
    ]
