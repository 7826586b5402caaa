"""Weeks of slots that are not simply free: offered until a day, partly taken, blocked, shut, and with quiet days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from labspace.bookings.actions.block import block_space
from labspace.bookings.claim_models import Blocking, BlockingReason
from labspace.locations.models import FOR_GOOD, Closure
from labspace.popups.actions import Concept, apply_for_slot
from labspace.popups.models import PopupApplication
from labspace.popups.tenancies.actions.offers import Terms, make_offer
from labspace.popups.tenancies.shop_hours import WeeklyHours
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.times import TimeSpan
from tests.factories import Cast, make_space
from tests.support.statements import counted
from tests.support.visit import Page, Visitor

Visit = Callable[..., Visitor]
MONDAY, A_WEEK, DAY = date(2027, 1, 18), timedelta(weeks=1), timedelta(days=1)
HOURS = WeeklyHours(by_weekday=dict.fromkeys(range(1, 6), (660, 1080)))


def public(monday: date) -> str:
    return f"/standorte/bochum/pop-up?woche={monday.isoformat()}"


def team(monday: date) -> str:
    return f"/team/bochum/pop-up/plan?woche={monday.isoformat()}"


def board(monday: date) -> str:
    return f"/team/bochum/pop-up?ab={monday.isoformat()}"


def told(page: Page, slot: Space) -> str:
    """What the list of the plan says of a slot."""
    [line] = [item for item in page.all("li") if item.get("id") == f"flaeche-{slot.public_id}"]
    return " ".join("".join(line.itertext()).split())


def cells(page: Page) -> list[str]:
    """The weeks of the first slot as the board tells them."""
    found = [cell for cell in page.all("td") if "board__cell" in (cell.get("class") or "")]
    return [" ".join("".join(cell.itertext()).split()) for cell in found]


def wish(session: Session, cast: Cast, slot: Space, first_on: date, now: datetime) -> PopupApplication:
    concept = Concept(title="Hutladen", concept="Hüte.", first_on=first_on, weeks=2)
    made = apply_for_slot(session, slot, concept, applicant=cast.charlie, now=now)
    session.commit()
    return made


def closed(session: Session, cast: Cast, first: date, last: date, reason: str = "Betriebsferien") -> None:
    span = TimeSpan.of_days(first, last, zone=cast.house.zone)
    more = {"reason": reason, "reason_en": "Company holidays"} if reason else {}
    session.add(Closure(location_id=cast.house.id, span=span, **more))
    session.commit()


def blocked(session: Session, cast: Cast, first: date, last: date, now: datetime) -> None:
    span = TimeSpan.of_days(first, last, zone=cast.house.zone)
    block_space(session, cast.popup.id, span=span, reason=BlockingReason.MAINTENANCE, by=cast.nora, now=now)
    session.commit()


def test_an_offer_says_until_when_the_answer_is_due_and_lapsed_it_is_free(
    session: Session, cast: Cast, visit: Visit, now: datetime
) -> None:
    until = now + timedelta(days=7)
    application = wish(session, cast, cast.popup, MONDAY, now)
    terms = Terms(
        space_id=cast.popup.id,
        first_on=MONDAY,
        weeks=2,
        price_cents=0,
        market_cents=0,
        until=until,
        hours=HOURS,
    )
    make_offer(session, application.id, terms, by=cast.nora, now=now)
    session.commit()
    for url in (team(MONDAY), board(MONDAY)):
        assert "Antwort bis Mo, 30.11.2026, 09:00 Uhr" in visit(cast.nora).get(url).words()
    page = visit().get(public(MONDAY))
    assert "vergeben" in told(page, cast.popup)
    assert "Antwort bis" not in page.words()
    shown = cells(visit(cast.nora).get(board(MONDAY)))
    assert [text.split()[0] for text in shown[:3]] == ["angeboten", "angeboten", "frei"]


def test_a_week_taken_in_part_is_told_so_and_cannot_be_applied_for(
    session: Session, cast: Cast, visit: Visit, now: datetime
) -> None:
    blocked(session, cast, MONDAY, MONDAY + 2 * DAY, now)
    assert "zum Teil vergeben" in told(visit(cast.nora).get(team(MONDAY)), cast.popup)
    page = visit().get(public(MONDAY))
    assert told(page, cast.popup).endswith("vergeben")
    assert not [link for link in page.all("a") if "/pop-up/bewerbung?" in (link.get("href") or "")]


def test_a_week_in_which_the_house_is_shut_says_why_to_the_team_and_nothing_is_applied_for(
    session: Session, cast: Cast, visit: Visit
) -> None:
    closed(session, cast, MONDAY, MONDAY + 6 * DAY)
    line = told(visit(cast.nora).get(team(MONDAY)), cast.popup)
    assert "geschlossen" in line
    assert "Betriebsferien" in line
    page = visit().get(public(MONDAY))
    assert told(page, cast.popup).endswith("geschlossen")
    assert not [link for link in page.all("a") if "/pop-up/bewerbung?" in (link.get("href") or "")]
    shown = cells(visit(cast.nora).get(board(MONDAY - A_WEEK)))
    assert shown[:3] == ["frei", "geschlossen Betriebsferien", "frei"]


def test_single_shut_days_leave_the_week_free_and_stand_in_the_list(
    session: Session, cast: Cast, visit: Visit
) -> None:
    closed(session, cast, MONDAY + 2 * DAY, MONDAY + 2 * DAY, "")
    page = visit(cast.nora).get(team(MONDAY))
    assert "frei" in told(page, cast.popup).split()
    assert "Haus geschlossen 20.01.2027 geschlossen" in told(page, cast.popup)
    public_page = visit().get(public(MONDAY))
    assert [link for link in public_page.all("a") if "/pop-up/bewerbung?" in (link.get("href") or "")]
    assert cells(visit(cast.nora).get(board(MONDAY)))[0] == "frei"


def test_a_house_shut_for_good_is_closed_in_all_weeks_without_a_last_day(
    session: Session, cast: Cast, visit: Visit
) -> None:
    begins = TimeSpan.of_days(MONDAY, MONDAY, zone=cast.house.zone).starts_at
    session.add(Closure(location_id=cast.house.id, span=TimeSpan(begins, FOR_GOOD), reason="Umzug"))
    session.commit()
    page = visit(cast.nora).get(board(MONDAY))
    assert set(cells(page)) == {"geschlossen Umzug"}
    assert "2200" not in page.words()


@pytest.mark.parametrize(
    "monday", [date(2027, 3, 22), date(2027, 11, 15)], ids=["Good Friday", "Volkstrauertag"]
)
def test_quiet_days_take_no_week_away(cast: Cast, visit: Visit, monday: date) -> None:
    for page in (visit().get(public(monday)), visit(cast.nora).get(team(monday))):
        assert "frei" in told(page, cast.popup).split()


def test_forty_slots_and_fifty_two_weeks_ask_as_often_as_one(
    session: Session, cast: Cast, visit: Visit, now: datetime
) -> None:
    def fill(slots: list[Space]) -> None:
        """Each week of each slot blocked for its first three days, and somebody wishes for it."""
        rows = [
            {
                "space_id": slot.id,
                "starts_at": span.starts_at,
                "ends_at": span.ends_at,
                "reason": BlockingReason.MAINTENANCE,
                "created_by_id": cast.nora.id,
                "created_at": now,
            }
            for slot in slots
            for week in range(52)
            for span in [
                TimeSpan.of_days(
                    MONDAY + week * A_WEEK, MONDAY + week * A_WEEK + 2 * DAY, zone=cast.house.zone
                )
            ]
        ]
        session.execute(insert(Blocking), rows)
        session.commit()

    def asks() -> list[int]:
        found = []
        for who, url in ((None, public(MONDAY)), (cast.nora, team(MONDAY)), (cast.nora, board(MONDAY))):
            visitor = visit(who)
            visitor.get(url)
            with counted(session) as seen:
                visitor.get(url)
            found.append(len(seen))
        return found

    wish(session, cast, cast.popup, MONDAY, now)
    closed(session, cast, MONDAY + 4 * A_WEEK, MONDAY + 4 * A_WEEK + 6 * DAY)
    fill([cast.popup])
    few = asks()
    more = [make_space(session, cast.house, SpaceKind.POPUP_SLOT, number) for number in range(2, 41)]
    session.commit()
    fill(more)
    assert asks() == few
    assert max(few) <= 14, few
