"""What is kept of a house follows every change at once, whoever makes it, and holds nothing of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date, datetime

import pytest
from flask import current_app
from sqlalchemy import create_engine, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from bench.statements import statements
from labspace.bookings.rulebook.models import BookingRule
from labspace.demo.loading import load_houses
from labspace.locations.models import Closure, Location, SpecialOpening
from labspace.pictures.models import Picture
from labspace.spaces.house import House
from labspace.spaces.houses import find_house, houses
from labspace.spaces.models import Space, SpaceClosure, SpaceHours, SpacePicture
from labspace.spaces.revisions import HOUSE_OF, OF_LOCATION
from labspace.times import TimeSpan
from tests.factories import LONG_AGO, Cast, book, make_house, on_day
from tests.support.visit import Visitor

WORKDAY = date(2026, 11, 24)
PLAN = "/standorte/bochum?tag=2026-11-24&von=10:00&bis=12:00"

Visit = Callable[..., Visitor]


@pytest.fixture
def elsewhere(database_url: str) -> Iterator[Engine]:
    """Another process on the same database, which knows nothing of this one's models."""
    engine = create_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def full_house(session: Session) -> Location:
    """The demonstration's first house, with a row in every watched table."""
    load_houses(session)
    house = session.scalars(select(Location).where(Location.slug == "bochum")).one()
    of_house = select(Space).where(Space.location_id == house.id).order_by(Space.id)
    space, other = session.scalars(of_house.limit(2))
    night = on_day(WORKDAY, 20, 21, house=house)
    picture = Picture(purpose="space", alternative="Tisch", created_at=night.starts_at)
    session.add(picture)
    session.flush()
    session.add_all(
        [
            SpecialOpening(location_id=house.id, span=night),
            Closure(location_id=house.id, span=night),
            SpaceClosure(space_id=space.id, span=night),
            SpacePicture(picture_id=picture.id, space_id=space.id, position=1),
            SpaceHours(space_id=other.id, weekday=6, opens_minute=0, closes_minute=60, valid_from=LONG_AGO),
        ]
    )
    session.commit()
    return house


def revision(engine: Engine, house_id: int) -> int:
    with engine.connect() as connection:
        found = connection.scalar(text("SELECT revision FROM location WHERE id = :id"), {"id": house_id})
    assert isinstance(found, int)
    return found


def changes() -> Iterator[tuple[str, str]]:
    """Each watched table with ways to change a row of it; houses, spaces and plans are never deleted."""
    for table in HOUSE_OF:
        column = "city" if table == "location" else "id"
        yield table, f"UPDATE {table} SET {column} = {column} WHERE id = :id"
        if table not in {"location", "space", "floor_plan"}:
            yield table, f"DELETE FROM {table} WHERE id = :id"


@pytest.mark.parametrize(("table", "change"), list(changes()))
def test_every_change_gives_the_house_another_revision(
    full_house: Location, elsewhere: Engine, table: str, change: str
) -> None:
    house = HOUSE_OF[table].format(row=table)
    with elsewhere.begin() as connection:
        row_id = connection.scalar(
            text(f"SELECT min(id) FROM {table} WHERE {house} = :house"), {"house": full_house.id}
        )
        before = connection.scalar(
            text("SELECT revision FROM location WHERE id = :id"), {"id": full_house.id}
        )
        connection.execute(text(change), {"id": row_id})
    assert before != 0
    assert revision(elsewhere, full_house.id) != before


def test_a_row_moved_to_another_house_changes_both(session: Session, elsewhere: Engine, cast: Cast) -> None:
    ids = (cast.house.id, cast.other_house.id)
    before = [revision(elsewhere, house_id) for house_id in ids]
    cast.desk.location_id = cast.other_house.id
    session.commit()
    after = [revision(elsewhere, house_id) for house_id in ids]
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_every_column_of_a_house_that_is_kept_is_watched() -> None:
    columns = {column.name for column in Location.__table__.columns}
    kept = {field.name for field in fields(House)} & columns
    assert {*kept, "timezone", "position"} - {"id", "revision"} == set(OF_LOCATION)


def test_booking_leaves_the_revision_alone(
    session: Session, cast: Cast, elsewhere: Engine, now: datetime
) -> None:
    before = revision(elsewhere, cast.house.id)
    book(session, cast.desk, cast.alice, on_day(WORKDAY, 9, 13, house=cast.house), now=now)
    assert revision(elsewhere, cast.house.id) == before


def test_while_nothing_changes_houses_cost_one_statement(session: Session, cast: Cast) -> None:
    known = houses(session)
    with statements() as seen:
        again = houses(session)
    assert len(seen) == 1
    assert [id(house) for house in again] == [id(house) for house in known]


def test_only_the_changed_house_is_read_anew(session: Session, cast: Cast) -> None:
    bochum, witten = houses(session)
    cast.other_house.name = "Stadtlabor Witten am Markt"
    session.commit()
    assert houses(session)[0] is bochum
    assert houses(session)[1] is not witten
    assert houses(session)[1].name == "Stadtlabor Witten am Markt"


def test_a_change_taken_back_leaves_nothing_behind(session: Session, cast: Cast) -> None:
    session.execute(text("UPDATE space SET name = 'Nie gesehen' WHERE id = :id"), {"id": cast.desk.id})
    assert "Nie gesehen" in {space.name for house in houses(session) for space in house.spaces}
    session.rollback()
    session.execute(text("UPDATE space SET name = 'Fensterplatz' WHERE id = :id"), {"id": cast.desk.id})
    session.commit()
    names = {space.name for house in houses(session) for space in house.spaces}
    assert "Fensterplatz" in names
    assert "Nie gesehen" not in names


def test_a_house_that_is_gone_is_forgotten(session: Session, cast: Cast) -> None:
    bare = make_house(session, "herne")
    session.commit()
    assert find_house(session, "herne") is not None
    session.execute(text("DELETE FROM opening_hours WHERE location_id = :id"), {"id": bare.id})
    session.execute(text("DELETE FROM location WHERE id = :id"), {"id": bare.id})
    session.commit()
    assert find_house(session, "herne") is None


CHANGES = {
    "space renamed": ("UPDATE space SET name = 'Platz an der Sonne' WHERE id = {desk}", "Platz an der Sonne"),
    "house renamed": ("UPDATE location SET name = 'Haus am Markt' WHERE id = {house}", "Haus am Markt"),
    "opening hours": (
        "UPDATE opening_hours SET closes_minute = 1020 WHERE location_id = {house}",
        "frei bis 17:00",
    ),
    "own hours": (
        "UPDATE space_hours SET weekday = 1, opens_minute = 660, closes_minute = 690",
        "frei: 11:00–11:30",
    ),
    "closure of a space": ("UPDATE space_closure SET starts_at = {nine}, ends_at = {noon}", "geschlossen"),
    "rule": (
        "UPDATE booking_rule SET max_minutes = 60 WHERE location_id = {house}",
        "höchstens 1 Stunde am Stück",
    ),
    "plan": (
        "UPDATE placement SET shape = '[[1.07, 1.07], [2.09, 1.07], [2.09, 2.11]]'",
        "M1.07 1.07h1.02v1.04z",
    ),
    "drawing": ("UPDATE floor_plan SET north_degrees = 137", "rotate(137.0)"),
    "capacity": ("UPDATE space SET capacity = 77 WHERE id = {desk}", "77 Personen"),
    "seating": ("UPDATE space_layout SET capacity = 1234", "1234 Personen"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_change_made_elsewhere_shows_on_the_next_page(
    session: Session, full_house: Location, elsewhere: Engine, visit: Visit, case: str
) -> None:
    statement, shown = CHANGES[case]
    desk = session.scalars(
        select(Space.id).where(Space.location_id == full_house.id).order_by(Space.id)
    ).first()
    session.commit()
    day = on_day(WORKDAY, 9, 12, house=full_house)
    nine, noon = (
        f"'{moment.isoformat()}'" if elsewhere.dialect.name == "postgresql" else str(int(moment.timestamp()))
        for moment in (day.starts_at, day.ends_at)
    )
    page = visit()
    before = page.get(PLAN).text
    with elsewhere.begin() as connection:
        values = {"desk": desk, "house": full_house.id, "nine": nine, "noon": noon}
        connection.execute(text(statement.format(**values)))
    after = page.get(PLAN).text
    assert after.count(shown) > before.count(shown)


def test_a_closure_made_elsewhere_shuts_plan_day_week_and_start_at_once(
    session: Session, cast: Cast, visit: Visit, now: datetime
) -> None:
    pages = {
        url: visit().get(url).text for url in ("/", PLAN, "/standorte/bochum/tag", "/standorte/bochum/woche")
    }
    whole = TimeSpan.of_days(date(2026, 11, 20), date(2026, 12, 20), zone=cast.house.zone)
    session.add(Closure(location_id=cast.house.id, span=whole))
    session.commit()
    for url, before in pages.items():
        assert visit().get(url).text.count("geschlossen") + visit().get(url).text.count(
            ">zu<"
        ) > before.count("geschlossen") + before.count(">zu<"), url


def test_a_new_rule_shows_at_once(session: Session, cast: Cast, visit: Visit) -> None:
    page = visit()
    assert "höchstens" not in page.get(PLAN).text
    session.add(BookingRule(location_id=cast.house.id, valid_from=LONG_AGO, max_minutes=60))
    session.commit()
    assert "höchstens 1 Stunde am Stück" in page.get(PLAN).text


def test_nothing_that_is_kept_tells_of_a_person(
    session: Session, cast: Cast, visit: Visit, now: datetime
) -> None:
    span = on_day(WORKDAY, 10, 12, house=cast.house)
    booking = book(session, cast.desk, cast.alice, span, now=now)
    for url in ("/", PLAN, "/standorte/bochum/tag?tag=2026-11-24", "/standorte/bochum/woche?tag=2026-11-24"):
        visit(cast.alice).get(url)
    kept = repr([(house, house._remembered) for house in current_app.extensions["labspace.houses"].values()])
    assert "space-row--free" in kept
    for secret in (
        "yours",
        "Alice",
        cast.alice.email,
        booking.reference,
        span.starts_at.isoformat(),
        repr(span.starts_at),
    ):
        assert secret not in kept
    assert "Ihre Buchung" not in visit().get(PLAN).text
