"""Every wish of an application counts: on the staff board and for whoever comes next."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from flask import current_app
from sqlalchemy.orm import Session

from labspace.accounts.models import StaffRole, User
from labspace.popups.models import PopupApplication, PopupWish
from labspace.popups.review.actions import give_review
from labspace.popups.tenancies.reserve import ReserveRow, reserve_of
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from tests.factories import Cast, make_space, make_user
from tests.popups.tenancies.conftest import FIRST_ON
from tests.support.statements import counted

WEEK = timedelta(weeks=1)
BOARD = "/team/bochum/pop-up?ab=2027-01-18"


@pytest.fixture
def second_slot(session: Session, cast: Cast) -> Space:
    slot = make_space(session, cast.house, SpaceKind.POPUP_SLOT, 2)
    session.commit()
    return slot


@pytest.fixture
def olga(session: Session, cast: Cast, now: datetime) -> User:
    """The second of the team in Bochum."""
    made = make_user(session, "Olga", now=now)
    session.add(StaffRole(user_id=made.id, location_id=cast.house.id))
    session.commit()
    return made


def also_wish(
    session: Session, application: PopupApplication, slot: Space, *, first_on: date, weeks: int = 2
) -> None:
    rank = len(application.wishes) + 1
    application.wishes.append(PopupWish(rank=rank, space_id=slot.id, first_on=first_on, weeks=weeks))
    session.commit()


def score(session: Session, application: PopupApplication, points: int, *, by: User, now: datetime) -> None:
    given = {criterion.id: points for criterion in application.call.criteria}
    give_review(session, application.id, given, comment="", by=by, now=now)
    session.commit()


def reserve(session: Session, application: PopupApplication, person: User, now: datetime) -> list[ReserveRow]:
    """The list as a page of this person would show it."""
    with current_app.test_request_context():
        return reserve_of(session, application, person, now=now)


def titles(session: Session, application: PopupApplication, person: User, now: datetime) -> list[str]:
    return [row.title for row in reserve(session, application, person, now)]


def test_the_board_counts_second_wishes_too(session, cast, visit, apply, second_slot) -> None:
    application = apply()
    assert visit(cast.nora).get(BOARD).words().count("1 Wunsch") == 4
    also_wish(session, application, second_slot, first_on=FIRST_ON + 5 * WEEK)
    assert visit(cast.nora).get(BOARD).words().count("1 Wunsch") == 6


def test_what_is_offered_or_taken_back_is_no_wish(session, cast, visit, apply, offer, second_slot) -> None:
    application = apply()
    also_wish(session, application, second_slot, first_on=FIRST_ON + 5 * WEEK)
    offer(application)
    words = visit(cast.nora).get(BOARD).words()
    assert "Wunsch" not in words
    assert "angeboten" in words
    visit(cast.alice).post(f"/pop-up/bewerbungen/{application.id}/rueckzug")
    words = visit(cast.nora).get(BOARD).words()
    assert "Wunsch" not in words
    assert "angeboten" not in words


def test_a_wish_that_began_before_the_shown_weeks_still_shows(session, cast, visit, apply) -> None:
    apply(weeks=8)
    assert visit(cast.nora).get("/team/bochum/pop-up?ab=2027-03-08").words().count("1 Wunsch") == 1


def test_whoever_wishes_the_weeks_second_is_on_the_reserve_list(
    session, cast, apply, second_slot, now
) -> None:
    asked = apply()
    second = apply(by=cast.charlie, title="Hutladen", first_on=FIRST_ON + 10 * WEEK)
    apply(by=cast.bob, title="Zu spät", first_on=FIRST_ON + 4 * WEEK)
    also_wish(session, second, cast.popup, first_on=FIRST_ON + 3 * WEEK)
    [row] = reserve(session, asked, cast.nora, now)
    assert row.title == "Hutladen"
    assert [wish.split(":")[0] for wish in row.wishes] == ["Wunsch 2"]
    also_wish(session, asked, second_slot, first_on=FIRST_ON)
    also_wish(session, second, second_slot, first_on=FIRST_ON + WEEK)
    [row] = reserve(session, asked, cast.nora, now)
    assert [wish.split(":")[0] for wish in row.wishes] == ["Wunsch 2", "Wunsch 3"]


def test_the_reserve_list_follows_the_review_and_then_the_day(session, cast, visit, apply, olga, now) -> None:
    asked = apply()
    first = apply(by=cast.charlie, title="Früh")
    second = apply(by=cast.bob, title="Mittel")
    third = apply(by=cast.ada, title="Spät")
    for number, one in enumerate((first, second, third)):
        one.submitted_at = now + timedelta(days=number)
    session.commit()
    assert titles(session, asked, cast.nora, now) == ["Früh", "Mittel", "Spät"]
    score(session, third, 2, by=cast.nora, now=now)
    score(session, second, 5, by=cast.nora, now=now)
    assert titles(session, asked, cast.nora, now) == ["Mittel", "Spät", "Früh"]
    words = visit(cast.nora).get(f"/team/bochum/pop-up/bewerbungen/{asked.id}/angebot").words()
    assert words.index("Mittel") < words.index("Spät") < words.index("Früh")
    assert "Bewertung 5,00 von 5" in words
    assert "ohne Bewertung, nach dem Tag der Bewerbung" in words
    # Olga has not scored them: she does not learn the order of others' scores.
    assert titles(session, asked, olga, now) == ["Früh", "Mittel", "Spät"]


def test_board_and_reserve_list_ask_a_fixed_number_of_times(
    session, cast, visit, apply, second_slot, now
) -> None:
    asked = apply()

    def asks() -> list[int]:
        found = []
        nora = visit(cast.nora)
        for url in (BOARD, f"/team/bochum/pop-up/bewerbungen/{asked.id}/angebot"):
            nora.get(url)
            with counted(session) as seen:
                nora.get(url)
            found.append(len(seen))
        return found

    apply(by=cast.charlie)
    few = asks()
    for person in (cast.bob, cast.ada):
        for weeks in (2, 3, 4):
            also_wish(session, apply(by=person, weeks=weeks), second_slot, first_on=FIRST_ON)
    assert asks() == few
