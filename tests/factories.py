"""Real rows for tests: the fixed cast and a small house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from labspace.accounts.kinds import PartnerType, Theme
from labspace.accounts.models import Membership, Organisation, OrganisationRole, StaffRole, User
from labspace.bookings.actions import place_booking
from labspace.bookings.models import Booking
from labspace.bookings.wishes import Details, Wish
from labspace.locations.models import Location, OpeningHours
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.models import Space, SpaceLayout, SpacePart
from labspace.times import TimeSpan

LONG_AGO = date(2020, 1, 1)


def make_user(session: Session, name: str, *, now: datetime, **more: Any) -> User:
    """A confirmed person whose mail address is their name at example.org."""
    values = {"email": f"{name.lower()}@example.org", "password_hash": "", "confirmed_at": now, **more}
    user = User(name=name, created_at=now, **values)
    session.add(user)
    session.flush()
    return user


def make_organisation(
    session: Session, name: str, *members: User, now: datetime, **more: Any
) -> Organisation:
    """A startup in trade section K; the first member administers it."""
    values = {"partner_type": PartnerType.STARTUP, "theme": Theme.CHANCEN, "sector": "K", **more}
    organisation = Organisation(name=name, created_at=now, **values)
    session.add(organisation)
    session.flush()
    for index, member in enumerate(members):
        role = OrganisationRole.MEMBER if index else OrganisationRole.ADMIN
        session.add(Membership(user_id=member.id, organisation_id=organisation.id, role=role, joined_at=now))
    session.flush()
    return organisation


def make_house(
    session: Session, slug: str = "bochum", *, opens: int = 8, closes: int = 18, **more: Any
) -> Location:
    """A house that is open every day from `opens` to `closes` o'clock."""
    values = {"name": f"Stadtlabor {slug.title()}", "city": slug.title(), "timezone": "Europe/Berlin", **more}
    house = Location(slug=slug, **values)
    session.add(house)
    session.flush()
    session.add_all(
        OpeningHours(
            location_id=house.id,
            weekday=weekday,
            opens_minute=opens * 60,
            closes_minute=closes * 60,
            valid_from=LONG_AGO,
        )
        for weekday in range(7)
    )
    session.flush()
    return house


def make_space(
    session: Session, house: Location, kind: SpaceKind = SpaceKind.DESK, number: int = 1, **more: Any
) -> Space:
    """A space named after house, kind and number, such as `bochum-desk-01`."""
    code = kind.value.replace("_", "-")
    values = {
        "public_id": f"{house.slug}-{code}-{number:02d}",
        "name": f"{kind.name.title()} {number}",
        "label": str(number),
        "capacity": 1,
        "position": number,
        "valid_from": LONG_AGO,
        **more,
    }
    space = Space(location_id=house.id, kind=kind, **values)
    session.add(space)
    session.flush()
    return space


def make_divisible(session: Session, house: Location) -> tuple[Space, Space, Space]:
    """An event area of two halves: (whole, half A, half B)."""
    kind = SpaceKind.EVENT_AREA
    whole = make_space(session, house, kind, 1, capacity=99, is_unit=False)
    halves = [make_space(session, house, kind, number, capacity=50) for number in (2, 3)]
    session.add(SpaceLayout(space_id=whole.id, layout=Layout.ROWS, capacity=99))
    for half in halves:
        session.add(SpacePart(whole_id=whole.id, part_id=half.id, valid_from=LONG_AGO))
        session.add(SpaceLayout(space_id=half.id, layout=Layout.ROWS, capacity=50))
    session.flush()
    return whole, halves[0], halves[1]


def on_day(day: date, starts: int | time, ends: int | time, *, house: Location) -> TimeSpan:
    """A span on a local day; bare numbers are full hours."""
    first, last = (hour if isinstance(hour, time) else time(hour % 24) for hour in (starts, ends))
    return TimeSpan.on_day(day, first, last, zone=house.zone)


def book(
    session: Session,
    space: Space,
    user: User,
    span: TimeSpan,
    *,
    now: datetime,
    details: Details | None = None,
) -> Booking:
    """A booking placed through the front door, committed."""
    wish = Wish(span=span, space_ids=(space.id,), details=details or Details())
    booking = place_booking(session, wish, booked_by=user, now=now)
    session.commit()
    return booking


@dataclass(frozen=True)
class Cast:
    """The people, the house and the spaces most tests play with."""

    alice: User
    bob: User
    charlie: User
    nora: User
    ada: User
    acme: Organisation
    house: Location
    other_house: Location
    desk: Space
    second_desk: Space
    room: Space
    table: Space
    popup: Space
    area: Space
    half_a: Space
    half_b: Space


def make_cast(session: Session, *, now: datetime) -> Cast:
    """Alice and Bob of Acme, Charlie, Nora who runs the house in Bochum, Ada who administers."""
    house, other = make_house(session), make_house(session, "witten")
    alice, bob, charlie = (make_user(session, name, now=now) for name in ("Alice", "Bob", "Charlie"))
    nora = make_user(session, "Nora", now=now)
    session.add(StaffRole(user_id=nora.id, location_id=house.id))
    area, half_a, half_b = make_divisible(session, house)
    make_space(session, other)
    return Cast(
        alice=alice,
        bob=bob,
        charlie=charlie,
        nora=nora,
        ada=make_user(session, "Ada", now=now, is_administrator=True),
        acme=make_organisation(session, "Acme", alice, bob, now=now),
        house=house,
        other_house=other,
        desk=make_space(session, house),
        second_desk=make_space(session, house, number=2),
        room=make_space(session, house, SpaceKind.MEETING_ROOM, capacity=8),
        table=make_space(session, house, SpaceKind.CAFE_TABLE, capacity=4),
        popup=make_space(session, house, SpaceKind.POPUP_SLOT, area_m2=45.0),
        area=area,
        half_a=half_a,
        half_b=half_b,
    )
