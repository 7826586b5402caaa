"""Terms of events kept by the team: they hold for what is asked for from their day on, and are taken back."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.actions import place_booking
from labspace.bookings.models import Booking
from labspace.bookings.options.term_models import EventTermsRow
from labspace.bookings.options.term_queries import event_terms, event_terms_of
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.houses.dated.models import DatedChange
from labspace.houses.ruling.lines import read_lines
from labspace.houses.terms.keeper import terms_of
from labspace.houses.terms.written import item_id, judged, read_tier, row_of, write_tiers
from labspace.locations.reading import SLUG
from labspace.spaces.event_terms import USUAL_CHECKLIST, CancellationTier, EventTerms
from tests.factories import Cast, on_day
from tests.support.filled import filled

PAGE = "/team/bochum/veranstaltungsbedingungen"
TODAY, TOMORROW, LATER = date(2026, 11, 23), date(2026, 11, 24), date(2026, 12, 15)


def sent(visitor, **changed: str) -> dict[str, str | list[str]]:
    return {**filled(visitor.get(PAGE)), **changed}


def option(session: Session, cast: Cast, now: datetime) -> Booking:
    """An option for the event area, asked for now."""
    wish = Wish(span=on_day(LATER, 10, 12, house=cast.house), space_ids=(cast.area.id,))
    made = place_booking(session, wish, booked_by=cast.alice, now=now, state=BookingState.OPTION)
    session.commit()
    return made


def terms(session: Session, cast: Cast, day: date) -> EventTerms:
    session.expire_all()
    return event_terms(session, cast.house.id, on=day)


def test_the_form_begins_with_the_usual_terms_and_says_them_again(
    visit, session: Session, cast: Cast
) -> None:
    nora = visit(cast.nora)
    values = filled(nora.get(PAGE))
    assert (values["option"], values["erinnerung"], values["vier_augen"]) == ("14", "3, 1", "")
    assert str(values["stufen"]).split("\n") == [
        "28 Tage: 0 %",
        "14 Tage: 25 %",
        "7 Tage: 50 %",
        "0 Tage: 80 %",
    ]
    assert values["punkt_0"] == "Musik bei der GEMA anmelden"
    nora.post(PAGE, values)
    assert session.scalar(select(func.count(EventTermsRow.id))) == 1
    assert terms(session, cast, TOMORROW) == EventTerms()


def test_terms_hold_for_what_is_asked_for_from_their_day_on(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    asked = option(session, cast, now)
    nora = visit(cast.nora)
    nora.post(
        PAGE,
        sent(
            nora, option="7", erinnerung="2", vier_augen="50", stufen="10 Tage: 0 %\n0 Tage: 100 %",
            auflagen="Türen zu. | Doors shut.\nLeise.", punkt_6="Wachdienst bestellen",
        ),
    )  # fmt: skip
    found = terms(session, cast, TOMORROW)
    assert (found.option_days, found.option_reminder_days, found.four_eyes_from_people) == (7, (2,), 50)
    assert found.cancellation_tiers == (
        CancellationTier(days_before=10, percent=0),
        CancellationTier(days_before=0, percent=100),
    )
    assert [(one.de, one.en) for one in found.conditions] == [
        ("Türen zu.", "Doors shut."),
        ("Leise.", "Leise."),
    ]
    assert [one.id for one in found.checklist] == [
        *(one.id for one in USUAL_CHECKLIST),
        "wachdienst-bestellen",
    ]
    assert terms(session, cast, TODAY) == event_terms_of(session, asked) == EventTerms()
    made = session.scalars(select(DatedChange)).one()
    nora.post(f"/team/bochum/festlegungen/{made.id}/ruecknahme")
    assert terms(session, cast, TOMORROW) == EventTerms()


def test_events_asked_for_today_are_shown_when_terms_change_today(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    asked = option(session, cast, now)
    nora = visit(cast.nora)
    page = nora.post(PAGE, sent(nora, ab="23.11.2026", option="7"), expect=409)
    assert f"/buchungen/{asked.reference}" in [link.get("href") for link in page.all("a")]
    assert session.scalar(select(func.count(DatedChange.id))) == 0
    nora.post(PAGE, filled(page))
    session.expire_all()
    assert event_terms_of(session, asked).option_days == 7
    assert asked.state is BookingState.OPTION


def test_a_point_is_taken_off_and_the_others_keep_their_names(visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    nora.post(PAGE, sent(nora, punkt_0="", punkt_en_0="", hinweis_0="", hinweis_en_0="", punkt_1="Ausschank"))
    found = terms(session, cast, TOMORROW).checklist
    assert [one.id for one in found] == [one.id for one in USUAL_CHECKLIST[1:]]
    assert found[0].name.de == "Ausschank"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"option": "0"}, "ist 1 bis 90"), ({"option": "bald"}, "ganze Zahl"), ({"option": ""}, "eine Zahl angeben"),
        ({"antwort": "47"}, "ist 48 bis 72"), ({"vier_augen": "-3"}, "ganze Zahl"),
        ({"erinnerung": "morgen"}, "Zahlen von Tagen"), ({"stufen": "früh"}, "verstehen wir nicht"),
        ({"stufen": "7 Tage: 50 %\n14 Tage: 80 %"}, "mit der frühesten"), ({"stufen": "7 Tage: 101 %"}, "ist 0 bis 100"),
        ({"auflagen": "| Only English"}, "verstehen wir nicht"), ({"punkt_8": "", "hinweis_8": "Nur ein Hinweis"}, "hat 0 Zeichen"),
        ({"punkt_0": "x" * 999}, "höchstens 120 Zeichen"), ({"tage_0": "nie"}, "ist 0 bis 365"),
        ({"wer_0": "niemand"}, "ist unbekannt"), ({"kurz_1": "gema"}, "mehr als einmal"), ({"ab": "gestern"}, "Was war, bleibt"),
        ({"hausordnung": ""}, "eine Fassung angeben"),
    ],
    ids=lambda value: " ".join(f"{name} {text[:9]}" for name, text in value.items()) if isinstance(value, dict) else "",
)  # fmt: skip
def test_impossible_terms_are_refused_and_kept(
    visit, session: Session, cast: Cast, changed: dict[str, str], words: str
) -> None:
    nora = visit(cast.nora)
    refused = nora.post(PAGE, sent(nora, besuche="9", **changed), expect=422)
    assert words in refused.words()
    assert filled(refused)["besuche"] == "9"
    assert session.scalar(select(func.count(EventTermsRow.id))) == 0


def test_whoever_comes_second_keeps_what_was_typed(visit, session: Session, cast: Cast) -> None:
    values = sent(visit(cast.nora), option="7")
    visit(cast.nora).post(PAGE, values)
    refused = visit(cast.ada).post(PAGE, {**values, "option": "21"}, expect=409)
    assert filled(refused)["option"] == "21"
    visit(cast.ada).post(PAGE, filled(refused))
    assert terms(session, cast, TOMORROW).option_days == 21


def test_only_those_who_keep_the_house(visit, cast: Cast) -> None:
    visit(cast.alice).get(PAGE, expect=403)
    visit(cast.nora).get(PAGE.replace("bochum", "witten"), expect=403)


tiers = st.lists(
    st.builds(
        lambda days, percent: CancellationTier(days_before=days, percent=percent),
        st.integers(0, 730),
        st.integers(0, 100),
    ),
    max_size=8,
)


@given(tiers, st.booleans())
def test_steps_are_read_as_they_are_written(found: list[CancellationTier], german: bool) -> None:
    read = read_lines(write_tiers(found, german=german), read_tier) or []
    assert [CancellationTier(**one) for one in read] == found


def test_the_usual_terms_can_be_said_in_a_file() -> None:
    row = row_of(EventTerms())
    said = {name: value for name, value in row.items() if value is not None}
    again, findings = judged(said)
    assert (findings, again) == ((), row)
    assert terms_of({**row, "valid_from": "2026-01-01", "valid_until": None}) == EventTerms()


@given(st.text(max_size=200), st.sets(st.sampled_from(["punkt", "a", "punkt-2"])))
def test_every_point_gets_a_short_name_of_its_own(name: str, taken: set[str]) -> None:
    found = item_id(name, taken)
    assert SLUG.match(found)
    assert len(found) <= 40
    assert found not in taken
