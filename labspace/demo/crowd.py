"""Invented people and organisations who book, in the numbers a load needs; none of them can sign in."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from math import sqrt
from random import Random
from typing import Any

from labspace.accounts.kinds import PartnerType
from labspace.accounts.models import OrganisationRole
from labspace.demo.places import House
from labspace.demo.visits import DAY, Regular, moment
from labspace.demo.words import (
    FIRST_NAMES,
    INVENTED,
    ORGANISATION_FIRST,
    ORGANISATION_SECOND,
    PARTNER_WEIGHTS,
    SECTOR_LETTERS,
    SURNAMES,
    THEME_WEIGHTS,
)

Row = dict[str, Any]
THERE_AT_FIRST = 0.4
"""Share of the regulars who were there when the period began; the others came in its course."""
PRIVATELY = 0.18
"""Share of regulars who book for themselves alone."""


@dataclass
class Crowd:
    """The regulars of one house in the order they came, and their rows."""

    regulars: Sequence[Regular]
    came: Sequence[int]

    def pick(self, rng: Random, at: int) -> Regular:
        """Somebody who was there at a moment; a few come often, most seldom."""
        there = max(1, bisect(self.came, at))
        return self.regulars[int(there * rng.random() ** 1.7)]


@dataclass
class People:
    """Everybody of a load: who they are by house, and the rows they are stored in."""

    crowds: dict[int, Crowd]
    staff: dict[int, int]
    """Who runs a house, by house id."""
    users: list[Row]
    organisations: list[Row]
    memberships: list[Row]
    staff_roles: list[Row]


def crowd_size(bookings: int) -> int:
    """How many regulars a load of so many bookings has."""
    return max(24, min(9000, round(4.5 * sqrt(bookings))))


class Invention:
    """Makes up people and organisations, each name once."""

    def __init__(self, rng: Random, *, first_user: int, first_organisation: int) -> None:
        self._rng = rng
        self._user_ids, self._organisation_ids = count(first_user), count(first_organisation)
        self._names: dict[str, int] = {}

    def _once(self, name: str) -> str:
        number = self._names[name] = self._names.get(name, 0) + 1
        return name if number == 1 else f"{name} {number}"

    def person(self, *, created: int) -> Row:
        name = f"{self._rng.choice(FIRST_NAMES)} {self._rng.choice(SURNAMES)}"
        if self._rng.random() < 0.5:
            name = f"{name}-{self._rng.choice(SURNAMES)}"
        number = next(self._user_ids)
        return {
            "id": number,
            "email": f"person-{number}@demo.invalid",
            "name": self._once(name),
            "password_hash": "",
            "is_demo": True,
            "created_at": moment(created),
            "confirmed_at": moment(created),
        }

    def organisation(self, *, created: int) -> Row:
        rng = self._rng
        kind = rng.choices(list(PARTNER_WEIGHTS), list(PARTNER_WEIGHTS.values()))[0]
        name = f"{rng.choice(ORGANISATION_FIRST)} {rng.choice(ORGANISATION_SECOND[kind])}"
        return {
            "id": next(self._organisation_ids),
            "name": f"{self._once(name)} {INVENTED}",
            "partner_type": kind,
            "theme": rng.choices(list(THEME_WEIGHTS), list(THEME_WEIGHTS.values()))[0],
            "sector": rng.choice(SECTOR_LETTERS[kind]),
            "is_chamber_member": kind is PartnerType.MEMBER_COMPANY or rng.random() < 0.15,
            "is_demo": True,
            "created_at": moment(created),
        }


def invent_people(
    rng: Random,
    houses: Sequence[House],
    *,
    bookings: int,
    first: int,
    last: int,
    next_user: int,
    next_organisation: int,
) -> People:
    """The regulars and the staff of these houses for a load from `first` to `last`."""
    invention = Invention(rng, first_user=next_user, first_organisation=next_organisation)
    people = People({}, {}, [], [], [], [])
    size = max(12, crowd_size(bookings) // len(houses))
    for house in houses:
        staff = invention.person(created=first - 200 * DAY)
        people.users.append(staff)
        people.staff[house.id] = house.staff_id = staff["id"]
        people.staff_roles.append({"user_id": staff["id"], "location_id": house.id})
        people.crowds[house.id] = _crowd(rng, invention, people, size=size, first=first, last=last)
    return people


def _crowd(rng: Random, invention: Invention, people: People, *, size: int, first: int, last: int) -> Crowd:
    regulars: list[Regular] = []
    came: list[int] = []
    home: Row | None = None
    for i in range(size):
        share = max(0.0, (i / size - THERE_AT_FIRST) / (1 - THERE_AT_FIRST))
        created = int(first + share * (last - first)) - (rng.randrange(30, 200) * DAY if not share else 0)
        person = invention.person(created=created)
        people.users.append(person)
        came.append(max(created, came[-1] if came else created))
        if rng.random() < PRIVATELY:
            regulars.append(Regular(person["id"]))
            continue
        founds = home is None or rng.random() < 0.55
        if home is None or founds:
            home = invention.organisation(created=created)
            people.organisations.append(home)
        people.memberships.append(
            {
                "user_id": person["id"],
                "organisation_id": home["id"],
                "role": OrganisationRole.ADMIN if founds else OrganisationRole.MEMBER,
                "joined_at": moment(created),
            }
        )
        regulars.append(
            Regular(person["id"], home["id"], home["partner_type"], home["theme"], home["sector"])
        )
    # Who comes often is not who came first.
    return Crowd(_shuffled(rng, regulars, came), came)


def _shuffled(rng: Random, regulars: list[Regular], came: list[int]) -> list[Regular]:
    there = bisect(came, came[0] + 200 * DAY)
    head = regulars[:there]
    rng.shuffle(head)
    return [*head, *regulars[there:]]
