"""Days that need a second look, kept by the team: they warn from their day on, and only warn."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import place_booking
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.events.cautions import caution_sentences
from labspace.events.rules import cautions
from labspace.houses.dated.models import DatedChange
from labspace.locations.quiet_days import USUAL, quiet_rules
from labspace.times import TimeSpan
from tests.factories import Cast, on_day
from tests.support.filled import filled

PAGE = "/team/bochum/stille-tage"
BERLIN = ZoneInfo("Europe/Berlin")
SHROVE_MONDAY, EVE = date(2027, 2, 8), date(2026, 12, 24)
SHROVE = {
    "wann_8": "Ostern-48", "name_8": "Rosenmontag", "name_en_8": "Shrove Monday",
    "hinweis_8": "Bitte Lärm und Glas bedenken.", "hinweis_en_8": "",
}  # fmt: skip


def sentences(cast: Cast, day: date, last: date | None = None, *, sells: bool = False) -> list[str]:
    span = TimeSpan.of_days(day, last or day, zone=BERLIN)
    return caution_sentences(
        cautions(span, zone=BERLIN, sells=sells, rules=quiet_rules(cast.house.quiet_days))
    )


def sent(visitor, **changed: str) -> dict[str, str | list[str]]:
    return {**filled(visitor.get(PAGE)), "ab": "01.12.2026", **changed}


def asked(session: Session, cast: Cast, now: datetime, day: date) -> Booking:
    """An option for the event area."""
    wish = Wish(span=on_day(day, 10, 12, house=cast.house), space_ids=(cast.area.id,))
    option = place_booking(session, wish, booked_by=cast.alice, now=now, state=BookingState.OPTION)
    session.commit()
    return option


def test_the_form_begins_with_the_usual_days(visit, cast: Cast) -> None:
    values = filled(visit(cast.nora).get(PAGE))
    assert [values[f"wann_{number}"] for number in range(9)] == [
        "Ostern-3", "Ostern-2", "01.11.", "Advent-35", "Advent-28", "24.12.", "31.12.", "Sonntag", "",
    ]  # fmt: skip
    assert values["verkauf_7"] == ["y"]


def test_another_day_warns_from_its_day_on(visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    assert sentences(cast, SHROVE_MONDAY) == []
    nora.post(PAGE, sent(nora, **SHROVE))
    session.expire_all()
    assert sentences(cast, SHROVE_MONDAY) == ["08.02.2027 ist Rosenmontag: Bitte Lärm und Glas bedenken."]
    assert sentences(cast, date(2026, 2, 16)) == []
    assert len(sentences(cast, EVE)) == 1
    assert "Rosenmontag48 Tage vor Ostersonntag: Bitte Lärm und Glas bedenken." in nora.get(PAGE).words()
    change_id = session.scalars(select(DatedChange.id)).one()
    nora.post(f"/team/bochum/festlegungen/{change_id}/ruecknahme")
    session.expire_all()
    assert sentences(cast, SHROVE_MONDAY) == []


def test_a_day_is_taken_off_the_list(visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    nora.post(PAGE, sent(nora, wann_5="", name_5="", name_en_5="", hinweis_5="", hinweis_en_5=""))
    session.expire_all()
    assert sentences(cast, EVE) == []
    assert len(sentences(cast, date(2026, 12, 31))) == 1


def test_sundays_warn_where_something_is_sold(cast: Cast) -> None:
    first, last = date(2026, 8, 3), date(2026, 8, 16)
    assert sentences(cast, first, last) == []
    assert sentences(cast, first, last, sells=True) == [
        "Sonntag liegt 2 Mal darin, zuerst am 09.08.2026: Verkauf ist dann nur an freigegebenen Sonntagen erlaubt."
    ]


def test_requests_that_wait_are_shown_first(visit, session: Session, cast: Cast, now: datetime) -> None:
    concerned, other = asked(session, cast, now, SHROVE_MONDAY), asked(session, cast, now, date(2027, 2, 10))
    nora = visit(cast.nora)
    page = nora.post(PAGE, sent(nora, **SHROVE), expect=409)
    found = [link.get("href") for link in page.all("a")]
    assert f"/buchungen/{concerned.reference}" in found
    assert f"/buchungen/{other.reference}" not in found
    assert session.scalar(select(func.count(DatedChange.id))) == 0
    nora.post(PAGE, filled(page))
    session.refresh(concerned)
    assert concerned.state is BookingState.OPTION
    assert session.scalar(select(func.count(DatedChange.id))) == 1


def test_the_decision_page_warns_with_the_words_of_the_house(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    nora = visit(cast.nora)
    nora.post(PAGE, sent(nora, **SHROVE))
    option = asked(session, cast, now, SHROVE_MONDAY)
    assert "Bitte Lärm und Glas bedenken." in nora.get(f"/team/bochum/anfragen/{option.reference}").words()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"wann_8": "Montag", "name_8": "Ruhetag", "hinweis_8": "Zu."}, "Bitte einen Tag wie"),
        ({"wann_8": "24.12."}, "wie der Tag heißt"), ({"name_8": "Kirmes", "wann_8": "1.8."}, "was zu bedenken ist"),
        ({"wann_0": "31.2."}, "Bitte einen Tag wie"), ({"hinweis_0": "x" * 999}, "höchstens 200 Zeichen"),
        ({"ab": "gestern"}, "Was war, bleibt"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)  # fmt: skip
def test_half_a_day_is_refused_and_kept(
    visit, session: Session, cast: Cast, changed: dict[str, str], words: str
) -> None:
    nora = visit(cast.nora)
    refused = nora.post(PAGE, {**sent(nora), **changed}, expect=422)
    assert words in refused.words()
    assert filled(refused)["name_1"] == "Karfreitag, ein stiller Feiertag"
    assert session.scalar(select(func.count(DatedChange.id))) == 0


def test_the_usual_days_have_codes_of_their_own() -> None:
    assert len({one.code for one in USUAL}) == len(USUAL)
