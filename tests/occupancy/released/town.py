"""Two houses with a random autumn: who used what, as rows, and as a plain list to count again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from labspace.accounts.kinds import PartnerType, Theme
from labspace.accounts.models import Organisation, User
from labspace.bookings.states import BookingState
from labspace.locations.models import Location
from labspace.occupancy.months import Month
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from tests.conftest import NOW
from tests.factories import make_house, make_organisation, make_space, make_user, on_day
from tests.occupancy.conftest import Put

MONTHS = (Month(2026, 10), Month(2026, 11))
KINDS = (SpaceKind.DESK, SpaceKind.MEETING_ROOM, SpaceKind.CAFE_TABLE, SpaceKind.EVENT_AREA)


@dataclass(frozen=True)
class Used:
    """One used booking, as it was put."""

    house: str
    month: str
    kind: str
    person: int
    organisation: int | None
    theme: str
    sector: str
    partner: str
    is_internal: bool


@dataclass
class Town:
    houses: list[Location]
    people: list[tuple[User, Organisation | None]]
    spaces: list[Space]
    used: list[Used] = field(default_factory=list)

    def behind(self, house: str, month: str, **split: str | bool) -> tuple[int, int]:
        """On how many persons and organisations a figure rests, counted in the plainest way."""
        found = [
            one
            for one in self.used
            if (one.house, one.month) == (house, month)
            and all(getattr(one, name) == value for name, value in split.items())
        ]
        return len({one.person for one in found}), len({one.organisation for one in found} - {None})


def build(session: Session, dice: Random) -> Town:
    """Houses, spaces and people, without a booking."""
    houses = [make_house(session, slug, is_demo=True) for slug in ("herne", "witten")]
    spaces = [
        make_space(session, house, kind, number, capacity=20)
        for house in houses
        for kind in KINDS
        for number in (1, 2)
    ]
    people: list[tuple[User, Organisation | None]] = []
    for number in range(16):
        user = make_user(session, f"Person{number}", now=NOW)
        partner = dice.choice(list(PartnerType)[:5] if number else [PartnerType.INTERNAL])
        body = make_organisation(
            session,
            f"Body{number}",
            user,
            now=NOW,
            partner_type=partner,
            theme=dice.choice([*Theme, None]),
            sector=dice.choice("GJKN-"),
        )
        people.append((user, body if dice.random() < 0.8 or not number else None))
    session.commit()
    return Town(houses, people, spaces)


def live(town: Town, put: Put, dice: Random) -> None:
    """Fill two months; some kinds are used by few and some by many, so that dots are certain."""
    for month in MONTHS:
        for house in town.houses:
            for kind in KINDS:
                crowd = dice.sample(town.people, dice.choice([0, 1, 2, 6, 9]))
                for day, (user, body) in zip(days_of(month, dice), crowd, strict=False):
                    use(town, put, house, kind, day, user, body, dice)


def days_of(month: Month, dice: Random) -> Iterator[date]:
    yield from (month.first + timedelta(days=number) for number in sorted(dice.sample(range(28), 28)))


def use(
    town: Town,
    put: Put,
    house: Location,
    kind: SpaceKind,
    day: date,
    user: User,
    body: Organisation | None,
    dice: Random,
) -> None:
    """One used booking of an hour or more by one person for their organisation, or privately."""
    space = dice.choice([one for one in town.spaces if one.location_id == house.id and one.kind is kind])
    begin = dice.randrange(8, 14)
    partner = body.partner_type if body else PartnerType.PRIVATE
    one = Used(
        house=house.slug,
        month=str(Month(day.year, day.month)),
        kind=kind.value,
        person=user.id,
        organisation=body.id if body else None,
        theme=body.theme.value if body and body.theme else "",
        sector=body.sector if body else "-",
        partner=partner.value,
        is_internal=partner is PartnerType.INTERNAL,
    )
    put(
        space,
        on_day(day, begin, begin + dice.randrange(1, 4), house=house),
        BookingState.USED,
        user,
        organisation_id=one.organisation,
        people=dice.randrange(1, 5) if kind is not SpaceKind.DESK else 1,
        theme=body.theme if body else None,
        sector=one.sector,
        partner_type=partner,
        is_internal=one.is_internal,
    )
    town.used.append(one)
