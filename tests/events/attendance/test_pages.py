"""The pages for an event's visitors: say how many came, see what is missing, count at the door."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import repeat

import pytest
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.db import db
from labspace.notices.jobs import run_jobs
from labspace.visits.queries import counts_of, visited
from tests.factories import Cast
from tests.support.visit import Visitor

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Visit = Callable[..., Visitor]


def page(event: Booking, what: str = "besuche") -> str:
    return f"/buchungen/{event.reference}/{what}"


def test_an_organiser_says_how_many_came(session: Session, cast: Cast, visit: Visit, event: Booking) -> None:
    with time_machine.travel(event.ends_at + HOUR, tick=False):
        alice = visit(cast.alice)
        asked = alice.get(f"/buchungen/{event.reference}").words()
        assert "Bitte bis Di, 08.12.2026, 12:00 Uhr eintragen" in asked
        asked = alice.get(page(event)).words()
        assert "Wir haben gezählt" in asked
        assert "Zählgerät am Eingang" not in asked
        alice.post(page(event), {"personen": "55", "quelle": "report", "anmerkung": "ohne Mitwirkende"})
        told = alice.get(page(event)).words()
    assert "Es zählt: 55 Besuche (Datengüte C)" in told
    assert "„ohne Mitwirkende“" in told
    assert event.state is BookingState.CONFIRMED


@pytest.mark.parametrize(
    ("people", "badge", "state"),
    [
        pytest.param("55", "genutzt", BookingState.USED, id="people came"),
        pytest.param("0", "nicht erschienen", BookingState.NO_SHOW, id="nobody came"),
    ],
)
def test_seven_days_after_it_the_organisers_number_decides(
    app: Flask,
    session: Session,
    cast: Cast,
    visit: Visit,
    event: Booking,
    people: str,
    badge: str,
    state: BookingState,
) -> None:
    event_id, ends_at, reference = event.id, event.ends_at, event.reference
    alice = visit(cast.alice)
    with time_machine.travel(ends_at + HOUR, tick=False):
        alice.post(page(event), {"personen": people, "quelle": "report"})
    for after, found in ((7 * DAY - MINUTE, BookingState.CONFIRMED), (7 * DAY + MINUTE, state)):
        db.session.remove()
        run_jobs(app, clock=repeat(ends_at + after).__next__)
        assert db.session.get_one(Booking, event_id).state is found
    with time_machine.travel(ends_at + 8 * DAY, tick=False):
        assert badge in alice.get(f"/buchungen/{reference}").words()


def test_staff_correct_it_and_the_old_number_stays_to_be_seen(
    session: Session, cast: Cast, visit: Visit, event: Booking
) -> None:
    with time_machine.travel(event.ends_at + HOUR, tick=False):
        nora = visit(cast.nora)
        for number in ("550", "55"):
            nora.post(page(event), {"personen": number, "quelle": "tally"})
        told = nora.get(page(event)).words()
    assert "Es zählt: 55 Besuche (Datengüte B)" in told
    assert "550" in told
    assert "(ersetzt)" in told
    session.refresh(event)
    assert event.state is BookingState.USED


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param({"quelle": "report"}, "Bitte eine Zahl angeben; 0, wenn niemand kam.", id="no number"),
        pytest.param({"personen": "viele", "quelle": "report"}, "Bitte geben Sie eine ganze Zahl ein.", id="words"),
        pytest.param({"personen": "-3", "quelle": "report"}, "Bitte eine Zahl von 0 bis 99999 angeben.", id="below nobody"),
        pytest.param({"personen": "1" + "0" * 30, "quelle": "report"}, "Bitte eine Zahl von 0 bis 99999 angeben.", id="far too many"),
        pytest.param({"personen": "5"}, "Bitte wählen, woher die Zahl kommt.", id="no source"),
        pytest.param({"personen": "5", "quelle": "counter"}, "Bitte wählen Sie etwas aus der Liste.", id="not theirs"),
    ],
)  # fmt: skip
def test_bad_numbers_are_refused_with_a_sentence_and_nothing_is_lost(
    session: Session, cast: Cast, visit: Visit, event: Booking, values: dict[str, str], sentence: str
) -> None:
    with time_machine.travel(event.ends_at + HOUR, tick=False):
        answer = visit(cast.alice).post(page(event), {**values, "anmerkung": "zwei Türen"}, expect=422)
    assert sentence in answer.words()
    assert "zwei Türen" in answer.text
    assert visited(session, [event.id]) == {}


def test_before_it_begins_there_is_nothing_to_tell(cast: Cast, visit: Visit, event: Booking) -> None:
    assert (
        "Gezählt wird, sobald die Veranstaltung begonnen hat." in visit(cast.alice).get(page(event)).words()
    )
    refused = visit(cast.alice).post(page(event), {"personen": "5", "quelle": "report"}, expect=422)
    assert "sobald die Veranstaltung begonnen hat" in refused.words()


def test_the_team_sees_what_is_missing_on_its_day_and_its_list(
    cast: Cast, visit: Visit, event: Booking
) -> None:
    nora = visit(cast.nora)
    assert "Alles gezählt" in nora.get("/team/bochum/besuche").words()
    with time_machine.travel(event.ends_at + 8 * DAY, tick=False):
        assert "1 Veranstaltung ohne Besuchszahl" in nora.get("/team/bochum").words()
        words = nora.get("/team/bochum/besuche").words()
    assert "1 Zahl fehlt" in words
    assert "überfällig seit Di, 08.12.2026, 12:00 Uhr" in words


# --- the door ------------------------------------------------------------------------------------


def taps_on(text: str) -> list[str]:
    return re.findall(r'name="tap" value="([^"]*)"', text)


def test_the_door_counts_with_plain_forms_and_takes_back(
    session: Session, cast: Cast, visit: Visit, event: Booking
) -> None:
    with time_machine.travel(event.starts_at, tick=False):
        nora = visit(cast.nora)
        for button, count in ((0, 1), (1, 6), (2, 5), (3, 6), (3, 1)):
            tap = taps_on(nora.get(page(event, "tuer")).text)[button]
            for _twice in range(2):
                nora.post(page(event, "tuer"), {"tap": tap, "tag": "2026-12-01"}, expect=303)
            assert f">{count}</output>" in nora.get(page(event, "tuer")).text
    assert visited(session, [event.id])[event.id].total == 1


def test_two_devices_add_up_and_a_batch_sent_again_counts_once(
    session: Session, cast: Cast, visit: Visit, event: Booking
) -> None:
    at = int(event.starts_at.timestamp())
    with time_machine.travel(event.starts_at + HOUR, tick=False):
        batch = {"tag": "2026-12-01", "tap": [f"phone-one-{n}:1:{at + n}" for n in range(5)]}
        other = {"tag": "2026-12-01", "tap": [f"phone-two-1:5:{at}", f"phone-two-2:-5:{at}:phone-two-1"]}
        counts = [
            send(visit(person), event, body)
            for person, body in ((cast.nora, batch), (cast.alice, other), (cast.nora, batch))
        ]
    assert counts == [5, 5, 5]


def send(visitor: Visitor, event: Booking, body: Mapping[str, object]) -> int:
    answer = visitor.try_out("POST", page(event, "tuer"), data=body, headers={"Accept": "application/json"})
    assert answer.status == 200, answer.text
    return int(json.loads(answer.data)["count"])


@pytest.mark.parametrize(
    "tap", ["", "x", "a:1", "abcdefgh:0", "abcdefgh:100", "abcdefgh:1:99999999999:y", "abcdefgh:１"]
)
def test_what_no_device_sends_is_refused(cast: Cast, visit: Visit, event: Booking, tap: str) -> None:
    with time_machine.travel(event.starts_at, tick=False):
        answer = visit(cast.nora).post(page(event, "tuer"), {"tap": tap, "tag": "2026-12-01"}, expect=422)
    assert "nicht gezählt" in answer.words()


@pytest.mark.parametrize(
    ("after", "is_open"), [(-3 * HOUR, False), (-HOUR, True), (5 * HOUR, True), (7 * HOUR, False)]
)
def test_the_door_is_open_around_the_event(
    cast: Cast, visit: Visit, event: Booking, after: timedelta, is_open: bool
) -> None:
    with time_machine.travel(event.starts_at + after, tick=False):
        answer = visit(cast.alice).get(page(event, "tuer"))
    assert ("drinnen, an allen Türen zusammen" in answer.words()) is is_open
    assert ("Gezählt wird von zwei Stunden vor dem Beginn" in answer.words()) is not is_open


def test_taps_kept_without_network_arrive_days_later(
    session: Session, cast: Cast, visit: Visit, event: Booking
) -> None:
    at = int(event.starts_at.timestamp())
    body = {"tag": "2026-12-01", "tap": [f"kept-{n}-kept:1:{at}" for n in range(3)]}
    with time_machine.travel(event.ends_at + 3 * DAY, tick=False):
        assert send(visit(cast.nora), event, body) == 3


def test_the_house_has_a_door_of_its_own(cast: Cast, visit: Visit, now: datetime) -> None:
    nora = visit(cast.nora)
    tap = taps_on(nora.get("/team/bochum/tuer").text)[1]
    nora.post("/team/bochum/tuer", {"tap": tap, "tag": "2026-11-23"}, expect=303)
    assert ">5</output>" in nora.get("/team/bochum/tuer").text
    nora.post("/team/bochum/tuer", {"tap": "tomorrow-1:1", "tag": "2026-11-24"}, expect=422)
    nora.post("/team/bochum/tuer", {"tap": "no-day-at-all:1", "tag": "gestern"}, expect=422)


def test_only_organisers_and_the_team_count(cast: Cast, visit: Visit, event: Booking) -> None:
    for what in ("besuche", "tuer"):
        visit(cast.charlie).get(page(event, what), expect=404)
        visit(cast.alice).get(page(event, what))


def test_the_second_of_two_is_told_what_the_first_wrote_but_not_who(
    session: Session, cast: Cast, visit: Visit, event: Booking
) -> None:
    with time_machine.travel(event.ends_at + HOUR, tick=False):
        before = seen_on(visit(cast.alice).get(page(event)).text)
        visit(cast.nora).post(page(event), {"personen": "41", "quelle": "tally", "stand": before})
        values = {"personen": "60", "quelle": "report", "anmerkung": "zwei Türen"}
        told = visit(cast.alice).post(page(event), {**values, "stand": before}, expect=409)
        assert "eine andere Zahl eingetragen: 41 (Strichliste, 13:00 Uhr)" in told.words()
        assert cast.nora.name not in told.words()
        assert 'value="60"' in told.text
        assert visited(session, [event.id])[event.id].total == 41
        visit(cast.alice).post(page(event), {**values, "stand": seen_on(told.text)})
    assert [row.count for row in counts_of(session, event.id)] == [41, 60]


def test_a_tap_at_the_door_is_in_nobodys_way(cast: Cast, visit: Visit, event: Booking) -> None:
    with time_machine.travel(event.starts_at + HOUR, tick=False):
        before = seen_on(visit(cast.alice).get(page(event)).text)
        visit(cast.nora).post(page(event, "tuer"), {"tap": "abcdefgh:1", "tag": "2026-12-01"})
        visit(cast.alice).post(page(event), {"personen": "60", "quelle": "report", "stand": before})


def seen_on(text: str) -> str:
    found = re.search(r'name="stand" value="([\d ]*)"', text)
    assert found
    return found[1]
