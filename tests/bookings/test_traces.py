"""The history of a booking says who did what, from what to what, and no more than its reader may know."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import (
    cancel_booking,
    change_booking,
    check_in,
    confirm_booking,
    mark_no_show,
    move_booking,
    place_booking,
    reject_booking,
    retell_booking,
    take_back_presence,
)
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.cancel_reasons import OF_BOOKERS, OF_DECISIONS, OF_THE_HOUSE, CancelReason
from labspace.bookings.models import Booking
from labspace.bookings.queries import history_of
from labspace.bookings.states import STEPS, BookingState
from labspace.bookings.traces import KNOWN, Trace, named_spaces, traces
from labspace.bookings.wishes import Details, Wish
from labspace.errors import Refused
from labspace.spaces.kinds import Layout
from labspace.spaces.models import Space
from tests.factories import Cast, book, on_day

BOOKINGS = Path(__file__).parents[2] / "labspace" / "bookings"
DAY = date(2026, 11, 25)


@pytest.fixture
def german(app: Flask) -> Iterator[None]:
    with app.test_request_context("/", headers={"Accept-Language": "de"}):
        yield


@pytest.fixture
def booking(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's desk on Wednesday from nine to eleven."""
    return book(session, cast.desk, cast.alice, on_day(DAY, 9, 11, house=cast.house), now=now)


def told(session: Session, booking: Booking, reader: User) -> list[Trace]:
    events = history_of(session, booking.id)
    spaces = session.scalars(select(Space).where(Space.public_id.in_(named_spaces(events))))
    names = {space.public_id: space.name for space in spaces}
    return traces(events, booking, reader=reader, names=names)


def whats(session: Session, booking: Booking, reader: User) -> list[str]:
    return [trace.what for trace in told(session, booking, reader)]


@pytest.mark.usefixtures("german")
def test_a_move_says_only_what_changed(session: Session, cast: Cast, booking: Booking, now: datetime) -> None:
    for space, hours in ((cast.desk, (13, 15)), (cast.second_desk, (13, 15)), (cast.desk, (9, 10))):
        wish = Wish(span=on_day(DAY, *hours, house=cast.house), space_ids=(space.id,))
        move_booking(session, booking.id, wish, by=cast.alice, now=now)
        session.commit()
    assert whats(session, booking, cast.alice) == [
        "Gebucht: Desk 1, Mi, 25.11.2026, 09:00–11:00 Uhr",
        "Verlegt von Mi, 25.11.2026, 09:00–11:00 Uhr auf Mi, 25.11.2026, 13:00–15:00 Uhr",
        "Von Desk 1 auf Desk 2 umgebucht",
        "Verlegt von Desk 2, Mi, 25.11.2026, 13:00–15:00 Uhr auf Desk 1, Mi, 25.11.2026, 09:00–10:00 Uhr",
    ]


@pytest.mark.usefixtures("german")
def test_another_set_up_is_told_beside_the_move(session: Session, cast: Cast, now: datetime) -> None:
    details = Details(title="Lesung", people=20, layout=Layout.ROWS)
    wish = Wish(span=on_day(DAY, 12, 14, house=cast.house), space_ids=(cast.half_a.id,), details=details)
    event = place_booking(session, wish, booked_by=cast.alice, now=now, state=BookingState.REQUESTED)
    later = Wish(
        span=on_day(DAY, 13, 15, house=cast.house),
        space_ids=(cast.half_a.id,),
        setup_minutes=60,
        teardown_minutes=30,
    )
    move_booking(session, event.id, later, by=cast.alice, now=now)
    session.commit()
    assert told(session, event, cast.alice)[-1].more == [
        "Aufbau von 0 Minuten auf 1 Stunde geändert",
        "Abbau von 0 Minuten auf 30 Minuten geändert",
    ]


@pytest.mark.usefixtures("german")
def test_every_changed_detail_is_told_and_a_note_only_that_it_changed(
    session: Session, cast: Cast, now: datetime
) -> None:
    booking = book(session, cast.room, cast.alice, on_day(DAY, 9, 11, house=cast.house), now=now)
    for title, people, text in (("", 1, "leise bitte"), ("Beirat", 5, "leise bitte"), ("", 5, "leise bitte")):
        retell_booking(
            session, booking.id, title=title, people=people, note_text=text, by=cast.alice, now=now
        )
        session.commit()
    note, both, untitled = told(session, booking, cast.alice)[1:]
    assert (note.what, note.more) == ("Hinweis an das Team geändert", [])
    assert (both.what, both.more) == (
        "Angaben der Buchung geändert",
        ["Titel geändert in „Beirat“", "Personenzahl von 1 auf 5 geändert"],
    )
    assert untitled.what == "Titel entfernt"


@pytest.mark.usefixtures("german")
def test_bookers_read_of_the_team_and_of_exceptions_and_the_team_reads_who_and_why(
    session: Session, cast: Cast, booking: Booking, now: datetime
) -> None:
    wish = Wish(span=on_day(DAY, 19, 21, house=cast.house), space_ids=(cast.desk.id,))
    door = StaffDoor(entered_by=cast.nora, reason="Herr Meier bat am Telefon darum")
    change_booking(session, booking.id, wish, by=cast.nora, now=now, door=door)
    cancel_booking(
        session, booking.id, by=cast.nora, by_house=True, code=CancelReason.DAMAGE, reason="Dach", now=now
    )
    session.commit()
    for reader, who, exception in (
        (cast.alice, "das Team des Hauses", "Ausnahme von den Regeln des Hauses"),
        (cast.bob, "das Team des Hauses", "Ausnahme von den Regeln des Hauses"),
        (cast.ada, "Nora", "Ausnahme von den Regeln: Herr Meier bat am Telefon darum"),
        (cast.nora, "Sie selbst", "Ausnahme von den Regeln: Herr Meier bat am Telefon darum"),
    ):
        placed, moved, cancelled = told(session, booking, reader)
        passed = ["Übergangen: außerhalb der Öffnungszeiten"] if reader in (cast.ada, cast.nora) else []
        assert (moved.who, moved.more, moved.note) == (who, [exception, *passed], "")
        assert (cancelled.what, cancelled.note) == (
            "Storniert (vom Haus)",
            "Schaden oder Störung im Haus – Dach",
        )
        assert placed.who == ("Sie selbst" if reader is cast.alice else "Alice")


@pytest.mark.usefixtures("german")
def test_presence_and_its_taking_back_are_told(
    session: Session, cast: Cast, booking: Booking, now: datetime
) -> None:
    during = booking.starts_at + timedelta(minutes=40)
    check_in(session, booking.id, by=cast.alice, now=during)
    take_back_presence(session, booking.id, by=cast.nora, now=during)
    mark_no_show(session, booking.id, by=None, now=during)
    session.commit()
    assert [(trace.what, trace.who) for trace in told(session, booking, cast.alice)[1:]] == [
        ("Anwesenheit bestätigt", "Sie selbst"),
        ("Vermerk zur Anwesenheit zurückgenommen", "das Team des Hauses"),
        ("Als nicht erschienen vermerkt, die Restzeit ist wieder frei", "labspace selbst"),
    ]


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=7)], ids=["at the end", "a week later"])
def test_no_rest_is_free_again_once_the_booking_is_over(
    session: Session, cast: Cast, booking: Booking, late: timedelta
) -> None:
    mark_no_show(session, booking.id, by=None, now=booking.ends_at + late)
    session.commit()
    assert whats(session, booking, cast.alice)[-1] == "Als nicht erschienen vermerkt"


@pytest.mark.usefixtures("german")
def test_decisions_are_told_with_their_reason(session: Session, cast: Cast, now: datetime) -> None:
    wish = Wish(span=on_day(DAY, 9, 11, house=cast.house), space_ids=(cast.half_a.id,))
    made = [
        place_booking(session, wish, booked_by=cast.alice, now=now, state=BookingState.REQUESTED)
        for _ in range(2)
    ]
    confirm_booking(session, made[0].id, by=cast.nora, now=now)
    reject_booking(session, made[1].id, by=cast.nora, reason="Zu laut", now=now)
    session.commit()
    assert whats(session, made[0], cast.alice)[-1] == "Bestätigt"
    rejected = told(session, made[1], cast.alice)[-1]
    assert (rejected.what, rejected.note) == ("Abgelehnt", "Zu laut")


def test_every_machine_word_of_the_actions_has_words() -> None:
    used = {
        value.value
        for path in BOOKINGS.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"note", "note_all"}
        for keyword in call.keywords
        if keyword.arg == "what"
        for value in ast.walk(keyword.value)
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    }
    assert {"placed", "moved", "cancelled", "cancelled_by_link"} <= used
    assert used <= KNOWN


def test_a_state_changes_through_become_alone() -> None:
    """Whoever writes `booking.state = …` anywhere but where a booking begins leaves the table of steps."""
    elsewhere = []
    for path in BOOKINGS.parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for target in node.targets if isinstance(node, ast.Assign) else []:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                if any(ast.unparse(name) in {"booking.state", "fresh.state"} for name in names):
                    elsewhere.append(str(path.relative_to(BOOKINGS)))
    assert set(elsewhere) <= {"actions/place.py"}


def test_the_table_of_steps_knows_every_state_and_nothing_leads_out_of_what_was_called_off() -> None:
    assert set(STEPS) == set(BookingState)
    ends = {state for state, steps in STEPS.items() if not steps}
    assert {state.value for state in ends} == {
        "cancelled_early",
        "cancelled_late",
        "cancelled_house",
        "rejected",
        "expired",
    }


def test_every_reason_is_on_a_list_and_the_house_must_give_one(
    session: Session, cast: Cast, booking: Booking, now: datetime
) -> None:
    assert {*OF_BOOKERS, *OF_THE_HOUSE, *OF_DECISIONS} == set(CancelReason)
    assert all(str(reason.label) for reason in CancelReason)
    with pytest.raises(Refused) as refused:
        cancel_booking(session, booking.id, by=cast.nora, by_house=True, now=now)
    assert refused.value.codes == {"reason_missing"}
    session.rollback()
    cancel_booking(session, booking.id, by=cast.alice, now=now)
    session.commit()
    assert (booking.cancel_code, booking.cancel_reason) == (None, "")


def test_words_alone_count_as_another_reason(
    session: Session, cast: Cast, booking: Booking, now: datetime
) -> None:
    cancel_booking(session, booking.id, by=cast.alice, reason="Zug fällt aus", now=now)
    session.commit()
    assert (booking.cancel_code, booking.cancel_reason) == (CancelReason.OTHER, "Zug fällt aus")
