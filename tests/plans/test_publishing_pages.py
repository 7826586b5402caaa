"""The pages on which staff compare, publish and take back."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.locations.house_file import Texts
from labspace.plans.actions import start_empty_draft
from labspace.plans.models import PlanDraft
from labspace.plans.publishing.models import PlanPublication
from labspace.spaces.models import FloorPlan
from tests.factories import Cast, book, on_day
from tests.plans.floor import DECEMBER, DRAWING, begin_draft, lay_plan, redraw
from tests.support.visit import Page


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> PlanDraft:
    return begin_draft(session, lay_plan(session, cast), cast, now)


def hidden(page: Page, name: str) -> str:
    return next(field.get("value") or "" for field in page.all("input") if field.get("name") == name)


def posted(page: Page) -> dict[str, str]:
    """The form as it is filled in on the page."""
    chosen = {
        field.get("name", ""): next(one.get("value", "") for one in field if one.get("selected") is not None)
        for field in page.all("select")
        if field.get("name", "").startswith("buchung-")
    }
    return {name: hidden(page, name) for name in ("ab", "stand", "gesehen")} | chosen


def here(draft: PlanDraft) -> str:
    return f"/team/bochum/plaene/entwurf/{draft.id}/veroeffentlichung"


def test_the_difference_the_bookings_and_a_day_are_seen_then_it_is_published_and_taken_back(
    visit, session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    booking = book(session, cast.desk, cast.alice, on_day(DECEMBER, 9, 11, house=cast.house), now=now)
    redraw(
        session, draft, cast, now, without="bochum-desk-01", with_desk="bochum-desk-03",
        renamed=("bochum-desk-02", "Fensterplatz"), moved=("bochum-meeting-room-01", 0, 2),
    )  # fmt: skip
    nora = visit(cast.nora)
    page = nora.get(f"{here(draft)}?ab=1.12.2026")
    words = page.words()
    for told in (
        "Platz bochum-desk-03: Arbeitsplatz, 1 Person", "1 Buchung betroffen", "heißt „Fensterplatz“",
        "2,00 m weiter", "1 Buchung verliert ihre Fläche", "Vorschau: Dienstag, 1. Dezember",
    ):  # fmt: skip
        assert told in words, told
    assert posted(page)[f"buchung-{booking.id}"] == "verlegen:bochum-desk-02"
    nora.post(here(draft), posted(page))
    session.expire_all()
    assert [one.public_id for one in booking.spaces] == ["bochum-desk-02"]
    record = nora.get("/team/bochum/plaene/veroeffentlichungen")
    assert "1 Buchung verlegt" in record.words()
    made = session.scalars(select(PlanPublication)).one()
    nora.post(f"/team/bochum/plaene/veroeffentlichungen/{made.id}/ruecknahme")
    session.expire_all()
    assert [one.public_id for one in booking.spaces] == ["bochum-desk-01"]
    assert "zurückgenommen" in nora.get("/team/bochum/plaene/veroeffentlichungen").words()


def test_a_booking_made_meanwhile_is_shown_and_nothing_is_published(
    visit, session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    redraw(session, draft, cast, now, without="bochum-desk-01")
    nora = visit(cast.nora)
    seen = posted(nora.get(f"{here(draft)}?ab=1.12.2026"))
    book(session, cast.desk, cast.alice, on_day(DECEMBER, 9, 11, house=cast.house), now=now)
    again = nora.post(here(draft), seen, expect=409)
    assert "Inzwischen hat sich etwas geändert" in again.words()
    assert session.scalar(select(func.count(PlanPublication.id))) == 0
    nora.post(here(draft), posted(again))
    assert session.scalar(select(func.count(PlanPublication.id))) == 1


@pytest.mark.parametrize("day", ["22.11.2026", "gestern", "31.02.", "", "heute", "x" * 200, "1.12.2055"])
def test_an_impossible_day_is_refused_in_words(
    visit, session: Session, cast: Cast, now: datetime, draft: PlanDraft, day: str
) -> None:
    redraw(session, draft, cast, now, with_desk="bochum-desk-03")
    nora = visit(cast.nora)
    page = nora.post(here(draft), {"ab": day, "stand": str(draft.version), "gesehen": ""}, expect=422)
    assert "Bitte" in page.words()
    assert session.scalar(select(func.count(PlanPublication.id))) == 0


def test_a_draft_with_errors_says_what_is_missing(
    visit, session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    redraw(session, draft, cast, now, moved=("bochum-desk-01", 100, 0))
    nora = visit(cast.nora)
    assert "Das fehlt noch" in nora.get(here(draft)).words()
    assert (
        "noch Fehler"
        in nora.post(here(draft), {"ab": "1.12.2026", "stand": str(draft.version)}, expect=422).words()
    )


def test_a_published_draft_is_closed(
    visit, session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    redraw(session, draft, cast, now, with_desk="bochum-desk-03")
    nora = visit(cast.nora)
    form = posted(nora.get(f"{here(draft)}?ab=1.12.2026"))
    nora.post(here(draft), form)
    assert "ändert sich nicht mehr" in nora.post(here(draft), form, expect=409).words()


def test_in_english(visit, session: Session, cast: Cast, now: datetime, draft: PlanDraft) -> None:
    redraw(session, draft, cast, now, with_desk="bochum-desk-03", without="bochum-desk-01")
    page = visit(cast.nora, language="en").get(f"{here(draft)}?ab=2026-12-01")
    assert "New spaces" in page.words()
    assert "No booking loses its space" in page.words()


def test_only_the_staff_of_the_house(
    visit, session: Session, cast: Cast, now: datetime, draft: PlanDraft
) -> None:
    for person in (cast.alice, cast.charlie):
        visit(person).get(here(draft), expect=403)
        visit(person).post(here(draft), {}, expect=403)
    visit(cast.ada).get(here(draft).replace("bochum", "witten"), expect=404)
    visit(cast.ada).post("/team/witten/plaene/veroeffentlichungen/1/ruecknahme", expect=404)
    assert session.scalar(select(func.count(FloorPlan.id))) == 1


def test_a_first_plan_is_no_difference_to_another_and_holds_at_once(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    first = start_empty_draft(
        session, cast.house.id, level=1, name=Texts("Obergeschoss", "First floor"), width_m=24.0, height_m=12.0,
        by=cast.nora, now=now,
    )  # fmt: skip
    session.commit()
    redraw(session, first, cast, now, walled=DRAWING, with_desk="bochum-desk-09")
    nora = visit(cast.nora)
    words = nora.get(here(first)).words()
    assert "Der erste Plan dieser Ebene" in words
    assert "Der Umriss des Gebäudes ist anders" not in words
    assert "lässt sich dann nicht mehr zurücknehmen" in words
    assert "Für diesen Tag ist noch nichts gebucht" in words
    tomorrow = nora.get(f"{here(first)}?ab=24.11.2026").words()
    assert "Bis zum Tag davor kann alles zurückgenommen werden" in tomorrow
