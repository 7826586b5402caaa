"""Staff decide on what was asked for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from labspace.bookings.actions import place_booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from tests.factories import book, on_day

LIST = "/team/bochum/anfragen"


@pytest.fixture
def nora(cast, visit):
    return visit(cast.nora)


def url(booking, step: str = "") -> str:
    return f"{LIST}/{booking.reference}{step}"


def test_the_list_shows_options_by_deadline_and_rank(cast, nora, ask) -> None:
    ask(), ask(by=cast.charlie)
    words = nora.get(LIST).words()
    assert "2 sind zu entscheiden" in words
    assert words.index("Option, Rang 1") < words.index("Option, Rang 2")


def test_an_empty_list_says_so(cast, nora) -> None:
    assert "Nichts zu entscheiden" in nora.get(LIST).words()


def test_the_page_shows_conflicts_neighbours_and_what_was_told(session, cast, nora, ask, now) -> None:
    first, second = ask(10, 12), ask(11, 13, by=cast.charlie)
    book(
        session, cast.half_a, cast.charlie, on_day(first.starts_at.date(), 15, 16, house=cast.house), now=now
    )
    words = nora.get(url(first)).words()
    assert "Zur selben Zeit" in words
    assert "Option, Rang 2" in words
    assert "danach:" in words
    assert "Gründende stellen sich vor." in words
    assert "kann noch nicht bestätigt werden" in nora.get(url(second)).words()


def test_a_quiet_day_is_a_warning_and_no_block(session, cast, nora, ask) -> None:
    booking = ask(day=date(2027, 3, 26))
    assert "Karfreitag, ein stiller Feiertag" in nora.get(url(booking)).words()
    nora.post(url(booking, "/bestaetigung"), {"version": booking.version})
    session.refresh(booking)
    assert booking.state is BookingState.CONFIRMED


def test_confirming_the_first(session, cast, nora, ask) -> None:
    booking = ask()
    assert nora.post(url(booking, "/bestaetigung"), {"version": booking.version}).location == LIST
    session.refresh(booking)
    assert (booking.state, booking.option_rank) == (BookingState.CONFIRMED, None)


def test_confirming_a_lower_rank_is_refused_with_a_sentence(session, cast, nora, ask) -> None:
    ask()
    second = ask(by=cast.charlie)
    page = nora.post(url(second, "/bestaetigung"), {"version": second.version}, expect=422)
    assert "Rang 2" in page.words()
    session.refresh(second)
    assert second.state is BookingState.OPTION


def test_rejecting_needs_a_reason_and_lets_the_next_move_up(session, cast, nora, ask) -> None:
    first, second = ask(), ask(by=cast.charlie)
    page = nora.post(url(first, "/ablehnung"), {"version": first.version, "grund": " "}, expect=422)
    assert "Bitte einen Grund angeben." in page.words()
    nora.post(url(first, "/ablehnung"), {"version": first.version, "grund": "Umbau im Haus"})
    session.refresh(first), session.refresh(second)
    assert (first.state, first.cancel_reason) == (BookingState.REJECTED, "Umbau im Haus")
    assert second.option_rank == 1


def test_a_decision_on_an_old_page_is_refused(cast, nora, ask) -> None:
    booking = ask()
    page = nora.post(url(booking, "/bestaetigung"), {"version": "0"}, expect=409)
    assert "inzwischen geändert" in page.words()
    nora.post(url(booking, "/ablehnung"), {"version": "x", "grund": "Umbau"}, expect=409)


def test_confirming_after_the_deadline_settles_the_queue_though_refused(
    session, cast, nora, ask, now
) -> None:
    first, later = ask(), ask(by=cast.charlie, day=date(2027, 1, 20))
    version = first.version
    with time_machine.travel(now + timedelta(days=15), tick=False):
        page = nora.post(url(first, "/bestaetigung"), {"version": version}, expect=409)
    assert "verfallen" in page.words()
    session.refresh(first), session.refresh(later)
    assert (first.state, later.state) == (BookingState.EXPIRED, BookingState.EXPIRED)


def test_only_the_staff_of_the_house_see_and_decide(cast, visit, ask) -> None:
    booking = ask()
    for person in (cast.alice, cast.charlie):
        visit(person).get(LIST, expect=403)
        visit(person).get(url(booking), expect=403)
        for step in ("/bestaetigung", "/ablehnung"):
            visit(person).post(url(booking, step), {"grund": "Umbau"}, expect=403)
    visit(cast.nora).get("/team/witten/anfragen", expect=403)
    visit(cast.ada).get(url(booking))
    visit().get(LIST, expect=303)


def test_what_is_of_another_house_or_no_request_is_not_found(session, cast, visit, ask, now) -> None:
    booking = ask()
    visit(cast.ada).get(f"/team/witten/anfragen/{booking.reference}", expect=404)
    desk = book(session, cast.desk, cast.alice, on_day(date(2026, 12, 2), 9, 10, house=cast.house), now=now)
    visit(cast.nora).get(url(desk), expect=404)
    for path in ("/team/nirgends/anfragen", f"{LIST}/BO-0000000"):
        visit(cast.ada).get(path, expect=404)


def test_an_option_without_a_request_is_shown_too(session, cast, nora, now) -> None:
    wish = Wish(span=on_day(date(2026, 12, 3), 9, 10, house=cast.house), space_ids=(cast.area.id,))
    booking = place_booking(
        session,
        wish,
        booked_by=cast.alice,
        now=now,
        state=BookingState.OPTION,
        option_until=now + timedelta(days=1),
    )
    session.commit()
    assert booking.reference in nora.get(url(booking)).words()


def test_the_command_expires_options_and_can_only_look(app, session, cast, ask, now) -> None:
    from labspace.events.cli import options

    booking = ask()
    runner = app.test_cli_runner()
    with time_machine.travel(now + timedelta(days=15), tick=False):
        looked = runner.invoke(options, ["expire", "--dry-run"])
        session.refresh(booking)
        assert (looked.output, booking.state) == (
            f"{booking.reference}\n1 option(s) would expire.\n",
            BookingState.OPTION,
        )
        assert runner.invoke(options, ["expire"]).output == "1 option(s) expired.\n"
    session.refresh(booking)
    assert booking.state is BookingState.EXPIRED
