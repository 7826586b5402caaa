"""The founding of a house is taken back as long as nothing happened in it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import StaffRole
from labspace.bookings.actions import block_space
from labspace.bookings.claim_models import BlockingReason
from labspace.bookings.demand import Shortage, UnmetDemand
from labspace.calendars.linking import open_link
from labspace.calendars.models import FeedLink
from labspace.calendars.scopes import FeedKind, Scope
from labspace.errors import Refused
from labspace.houses.founding.actions import list_house
from labspace.houses.founding.belongings import KEPT, has_rows, kept_tables, lost_tables
from labspace.houses.founding.withdrawal import founding_of, kept_of, lost_of, withdraw_house
from labspace.houses.record.actions import stamp_of
from labspace.houses.record.models import HouseRecord
from labspace.houses.team.actions import set_role
from labspace.houses.team.kinds import TeamRole
from labspace.locations.house_file import Texts
from labspace.locations.models import Location
from labspace.plans.actions import save_draft, start_empty_draft
from labspace.plans.publishing.actions import publish_draft
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from tests.factories import Cast, book, on_day
from tests.houses.test_founding import NEW, TODAY, WEEK_AFTER
from tests.plans.floor import box
from tests.support.visit import Page, Visitor

Visit = Callable[..., Visitor]

PAGE = "/verwaltung/haeuser/hagen/ruecknahme"


@pytest.fixture
def hagen(visit: Visit, session: Session, cast: Cast) -> Location:
    """A house that Ada founded in the browser."""
    visit(cast.ada).post("/verwaltung/haeuser/neu", NEW)
    return session.scalars(select(Location).where(Location.slug == "hagen")).one()


def furnish(session: Session, house: Location, cast: Cast, now: datetime) -> Space:
    """A published plan with one desk, a second draft, a team, a name in the lists; the desk."""
    for name in ("Erdgeschoss", "Entwurf"):
        draft = start_empty_draft(
            session, house.id, level=0, name=Texts(name, name), width_m=20.0, height_m=12.0, by=cast.ada, now=now
        )  # fmt: skip
        if name == "Entwurf":
            break
        document = deepcopy(draft.document)
        document["drawing"]["outline"] = box(1, 1, 18, 10)
        document["drawing"]["outer_walls"] = [[*box(1.15, 1.15, 17.7, 9.7), [1.15, 1.15]]]
        words = {"de": "Platz 1", "en": "Desk 1"}
        document["spaces"].append(
            {"id": "hagen-desk-01", "kind": "desk", "name": words, "label": "1", "capacity": 1}
        )
        document["placements"].append({"space": "hagen-desk-01", "shape": box(4, 4, 1.6, 1.6), "rotation": 0})
        version = save_draft(
            session, draft.id, document, expected_version=draft.version, by=cast.ada, now=now
        )
        publish_draft(
            session, draft.id, starts_on=TODAY, expected_version=version, seen="", decisions={}, by=cast.ada, now=now
        )  # fmt: skip
    set_role(session, house.id, cast.nora.id, TeamRole.KEEPS, expected=None, by=cast.ada, now=now)
    list_house(session, house.id, listed=True, by=cast.ada, now=now)
    session.commit()
    return session.scalars(select(Space).where(Space.public_id == "hagen-desk-01")).one()


def stand_of(page: Page) -> str:
    return next(field.get("value") or "" for field in page.all("input") if field.get("name") == "stand")


def test_a_house_just_founded_is_taken_back_and_its_address_is_free_again(
    visit: Visit, session: Session, cast: Cast, hagen: Location
) -> None:
    ada = visit(cast.ada)
    log = ada.get("/team/hagen/aenderungen")
    assert PAGE in [link.get("href") for link in log.all("a")]
    asked = ada.get(PAGE)
    assert "Die Öffnungszeiten" in asked.words()
    assert ada.post(PAGE, {"stand": stand_of(asked)}).location == "/verwaltung/haeuser"
    session.expire_all()
    assert session.scalar(select(func.count(Location.id))) == 2
    words = ada.get("/verwaltung/haeuser").words()
    assert "Stadtlabor Hagen" in words
    assert "zurückgenommen" in words
    ada.get("/team/hagen/haus", expect=404)
    visit().get("/standorte/hagen", expect=404)
    assert ada.post("/verwaltung/haeuser/neu", NEW).location == "/team/hagen/haus"
    assert "noch keiner" in ada.get("/team/hagen/haus").words()


def test_all_it_had_goes_with_it_and_is_named_before(
    visit: Visit, session: Session, cast: Cast, now: datetime, hagen: Location
) -> None:
    desk = furnish(session, hagen, cast, now)
    house_id, desk_id = hagen.id, desk.id
    records = session.scalar(select(func.count(HouseRecord.id)))
    ada = visit(cast.ada)
    asked = ada.get(PAGE)
    for words in ("2 Entwürfe von", "1 veröffentlichter Grundriss", "1 Fläche", "1 Person im Team"):
        assert words in asked.words()
    ada.post(PAGE, {"stand": stand_of(asked)})
    session.expire_all()
    for table in (*lost_tables(), *kept_tables()):
        assert not has_rows(session, table, house_id), table.name
    assert session.get(Space, desk_id) is None
    assert not session.scalars(select(StaffRole).where(StaffRole.location_id == house_id)).all()
    # What was done and by whom stays on record.
    assert session.scalar(select(func.count(HouseRecord.id))) == records
    founding = session.scalars(select(HouseRecord).where(HouseRecord.subject == "house_founded")).one()
    assert (founding.location_id, founding.taken_back_by, founding.after["slug"]) == (None, cast.ada, "hagen")
    assert "Stadtlabor Hagen" not in visit().get("/").words()
    visit(cast.nora).get("/team/hagen/haus", expect=404)


def test_other_houses_keep_all_they_have(
    session: Session, cast: Cast, now: datetime, hagen: Location
) -> None:
    furnish(session, hagen, cast, now)
    before = lost_of(session, cast.house.id)
    withdraw_house(session, hagen.id, expected=stamp_of(lost_of(session, hagen.id)), by=cast.ada, now=now)
    session.commit()
    assert before["spaces"] > 1
    assert lost_of(session, cast.house.id) == before
    assert cast.nora.keeps(cast.house.id)


def test_one_booking_is_enough_to_keep_it(
    visit: Visit, session: Session, cast: Cast, now: datetime, hagen: Location
) -> None:
    desk = furnish(session, hagen, cast, now)
    ada = visit(cast.ada)
    stand = stand_of(ada.get(PAGE))
    book(session, desk, cast.alice, on_day(WEEK_AFTER, 9, 12, house=hagen), now=now)
    session.commit()
    page = ada.get(PAGE)
    assert "Buchungen oder Anfragen" in page.words()
    assert "/team/hagen/dauerhafte-schliessung" in [link.get("href") for link in page.all("a")]
    assert not [field for field in page.all("input") if field.get("name") == "stand"]
    refused = ada.post(PAGE, {"stand": stand}, expect=422)
    assert "dauerhaft schließen" in refused.words()
    ada.get("/standorte/hagen")


def test_what_somebody_added_meanwhile_is_shown_first(
    visit: Visit, session: Session, cast: Cast, now: datetime, hagen: Location
) -> None:
    ada = visit(cast.ada)
    stand = stand_of(ada.get(PAGE))
    furnish(session, hagen, cast, now)
    page = ada.post(PAGE, {"stand": stand}, expect=409)
    assert "1 Fläche" in page.words()
    ada.post(PAGE, {"stand": stand_of(page)})
    visit().get("/standorte/hagen", expect=404)


def test_time_kept_free_goes_and_wanted_time_stays(
    session: Session, cast: Cast, now: datetime, hagen: Location
) -> None:
    desk = furnish(session, hagen, cast, now)
    span = on_day(WEEK_AFTER, 9, 12, house=hagen)
    block_space(session, desk.id, span=span, reason=BlockingReason.MAINTENANCE, by=cast.ada, now=now)
    session.commit()
    assert kept_of(session, hagen.id) == []
    assert lost_of(session, hagen.id)["blockings"] == 1
    session.add(
        UnmetDemand(
            location_id=hagen.id, kind=SpaceKind.DESK, week_on=TODAY, shortage=Shortage.TAKEN, number=1, minutes=60
        )
    )  # fmt: skip
    session.commit()
    with pytest.raises(Refused) as refused:
        withdraw_house(session, hagen.id, expected=stamp_of(lost_of(session, hagen.id)), by=cast.ada, now=now)
    session.rollback()
    assert refused.value.codes == {"house_must_stay"}
    assert kept_of(session, hagen.id) == ["waiting"]


def test_links_to_its_calendars_end_though_another_house_may_get_its_number(
    visit: Visit, session: Session, cast: Cast, now: datetime, hagen: Location
) -> None:
    scope = Scope(kind=FeedKind.HOUSE, subject_id=hagen.id)
    link = open_link(session, cast.alice, scope, now=now)
    other = open_link(session, cast.alice, Scope(kind=FeedKind.HOUSE, subject_id=cast.house.id), now=now)
    session.commit()
    withdraw_house(session, hagen.id, expected=stamp_of(lost_of(session, hagen.id)), by=cast.ada, now=now)
    session.commit()
    assert session.get_one(FeedLink, link.id).revoked_at is not None
    assert session.get_one(FeedLink, other.id).revoked_at is None
    visit(cast.alice).get("/kalender")


def test_a_house_from_a_file_has_no_founding_to_take_back(
    visit: Visit, session: Session, cast: Cast, now: datetime
) -> None:
    assert founding_of(session, cast.house.id) is None
    visit(cast.ada).get("/verwaltung/haeuser/bochum/ruecknahme", expect=404)
    visit(cast.ada).post("/verwaltung/haeuser/bochum/ruecknahme", expect=404)
    with pytest.raises(LookupError):
        withdraw_house(session, cast.house.id, expected="", by=cast.ada, now=now + timedelta(minutes=1))
    session.rollback()


def test_only_administrators_take_a_founding_back(
    visit: Visit, session: Session, cast: Cast, now: datetime, hagen: Location
) -> None:
    furnish(session, hagen, cast, now)
    for person in (cast.alice, cast.nora):
        visit(person).get(PAGE, expect=403)
        visit(person).post(PAGE, expect=403)
    links = [link.get("href") for link in visit(cast.nora).get("/team/hagen/aenderungen").all("a")]
    assert PAGE not in links


def test_every_table_of_a_house_is_lost_with_it_or_keeps_it() -> None:
    """A new table belongs into `LOST` or `KEPT`; until then it keeps the house, but without saying why."""
    named = {name for tables in KEPT.values() for name in tables}
    assert {table.name for table in kept_tables()} == named
