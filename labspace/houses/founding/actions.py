"""The doors through which a house begins and says what it is. Actions flush; the edge commits once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.houses.founding.hours_words import Window
from labspace.houses.record.actions import must_be, note_change, stamp_of
from labspace.houses.record.models import HouseRecord
from labspace.locations.models import Location, OpeningHours

USUAL_ZONE = "Europe/Berlin"
"""The zone of the first house; every further one is in the zone most houses are in."""

FACTS = ("name", "text_de", "text_en")


@dataclass(frozen=True, kw_only=True)
class NewHouse:
    """What is asked of whoever founds a house."""

    slug: str
    name: str
    city: str
    address: str
    holiday_region: str
    weekly: Sequence[Window]
    opens_on: date


def found_house(session: Session, new: NewHouse, *, by: User, now: datetime) -> Location:
    """A house with its weekly hours; no list names it before its team says so.

    Raises `Refused` where another house has its short address.
    """
    actor_id = by.id
    begin_write(session)
    if session.scalars(select(Location.id).where(Location.slug == new.slug)).first() is not None:
        raise Refused(Refusal("slug_taken"))
    known = session.execute(select(Location.timezone, Location.is_demo)).all()
    zones = Counter(row.timezone for row in known)
    house = Location(
        slug=new.slug,
        name=new.name,
        city=new.city,
        address=new.address,
        timezone=zones.most_common(1)[0][0] if zones else USUAL_ZONE,
        holiday_region=new.holiday_region,
        closed_on_holidays=bool(new.holiday_region),
        is_demo=any(row.is_demo for row in known),
        is_listed=False,
        position=1 + (session.scalar(select(func.max(Location.position))) or 0),
        hours_revision=1,
    )
    session.add(house)
    session.flush()
    session.add_all(
        OpeningHours(
            location_id=house.id,
            weekday=window.weekday,
            opens_minute=window.opens,
            closes_minute=window.closes,
            valid_from=new.opens_on,
        )
        for window in new.weekly
    )
    note_change(session, "house_founded", location_id=house.id, about=new.name, by_id=actor_id, now=now)
    return house


def locked_house(session: Session, location_id: int) -> Location:
    """The house, locked and freshly read."""
    return session.get_one(Location, location_id, populate_existing=True, with_for_update={"key_share": True})


def facts_of(house: Location, *, today: date) -> dict[str, str]:
    """What the house says about itself on a day, by the names forms and record use."""
    place = house.place_on(today)
    return {
        "name": house.name,
        "address": place.address,
        "city": place.city,
        "coordinates": place.coordinates,
        "text_de": house.text_de,
        "text_en": house.text_en,
    }


def describe_house(
    session: Session,
    location_id: int,
    facts: Mapping[str, str],
    *,
    expected: str,
    touched: int,
    by: User,
    now: datetime,
) -> HouseRecord | None:
    """Let the house say other facts; `expected` is the stamp of those the form was made of.

    Address and town are set right where they hold today; a move has a door of its own. None where
    nothing changed; raises `Refused` where somebody else was quicker.
    """
    actor_id = by.id
    begin_write(session)
    house = locked_house(session, location_id)
    today = now.astimezone(house.zone).date()
    before = facts_of(house, today=today)
    must_be(before, expected)
    after = {name: facts[name] for name in before}
    if after == before:
        return None
    _say(house, after, today=today)
    return note_change(
        session,
        "house_described",
        location_id=house.id,
        before=before,
        after=after,
        touched=touched,
        by_id=actor_id,
        now=now,
    )


def describe_again(session: Session, record: HouseRecord, by: User, now: datetime) -> None:
    """Say what was said before a change; only while nothing of it changed since."""
    assert record.location_id is not None
    house = locked_house(session, record.location_id)
    today = now.astimezone(house.zone).date()
    if stamp_of(facts_of(house, today=today)) != stamp_of(record.after):
        raise Refused(Refusal("changed_since"))
    _say(house, record.before, today=today)
    session.flush()


def list_house(session: Session, location_id: int, *, listed: bool, by: User, now: datetime) -> None:
    """Let lists of houses name it, or no longer. A second time changes nothing."""
    actor_id = by.id
    begin_write(session)
    house = locked_house(session, location_id)
    if house.is_listed is listed:
        return
    house.is_listed = listed
    subject = "house_listed" if listed else "house_unlisted"
    note_change(session, subject, location_id=house.id, by_id=actor_id, now=now)


def list_again(session: Session, record: HouseRecord, by: User, now: datetime) -> None:
    """Undo a listing or its end."""
    assert record.location_id is not None
    house = locked_house(session, record.location_id)
    was = record.subject == "house_unlisted"
    if house.is_listed is was:
        raise Refused(Refusal("changed_since"))
    house.is_listed = was
    session.flush()


def _say(house: Location, facts: Mapping[str, str], *, today: date) -> None:
    for name in FACTS:
        setattr(house, name, facts[name])
    here = {name: facts.get(name, "") for name in ("address", "city", "coordinates")}
    begun = [row for row in house.moves if date.fromisoformat(row["since"]) <= today]
    if begun:
        latest = max(begun, key=lambda row: str(row["since"]))
        house.moves = [{**row, **here} if row is latest else row for row in house.moves]
    else:
        house.address, house.city = here["address"], here["city"]
        house.coordinates = here["coordinates"]
