"""What organisers and staff see and do about options."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.statements import statements
from labspace.bookings.actions import settle_all_options
from labspace.bookings.models import Booking
from labspace.bookings.options.actions import challenge_first, commit_option
from labspace.bookings.options.models import OptionPartner
from labspace.bookings.states import BookingState
from labspace.notices.models import OutboxRow
from tests.bookings.options.conftest import Ask
from tests.factories import Cast
from tests.support.visit import Visitor

D, H = timedelta(days=1), timedelta(hours=1)
Visit = Callable[..., Visitor]


def url(booking: Booking, step: str = "") -> str:
    return f"/buchungen/{booking.reference}{step}"


def mails(session: Session, address: str) -> list[str]:
    """Subjects of what was written to an address, oldest first."""
    question = select(OutboxRow.subject).where(OutboxRow.recipient == address).order_by(OutboxRow.id)
    return [subject.removesuffix(" (Event_Area 1)") for subject in session.scalars(question)]


def test_the_first_sees_rank_deadline_and_who_waits_without_names(cast: Cast, ask: Ask, visit: Visit) -> None:
    first = ask(cast.alice)
    ask(cast.charlie)
    words = visit(cast.alice).get(url(first)).words()
    for said in (
        "Option auf Rang 1", "Frist läuft", "bis Mo, 07.12.2026, 09:00 Uhr", "noch 14 Tage",
        "Vor Ihnen ist niemand. Hinter Ihnen wartet eine Anfrage.", "Verbindlich anfragen", "Freigeben",
    ):  # fmt: skip
        assert said in words, said
    assert "Charlie" not in words


def test_who_waits_sees_until_when_the_first_has_time_and_from_when_it_can_be_asked(
    cast: Cast, ask: Ask, visit: Visit, now: datetime
) -> None:
    ask(cast.alice)
    second = ask(cast.charlie)
    words = visit(cast.charlie).get(url(second)).words()
    assert "Option auf Rang 2" in words
    assert "Vor Ihnen steht eine Anfrage. Die erste Option gilt bis Mo, 07.12.2026, 09:00 Uhr." in words
    assert "Um eine Entscheidung bitten lässt sich ab Di, 24.11.2026, 09:00 Uhr." in words
    assert "Alice" not in words
    with time_machine.travel(now + D, tick=False):
        assert "Um Entscheidung bitten" in visit(cast.charlie).get(url(second)).words()


def test_asked_and_answered_on_the_page_and_everybody_is_told(
    session: Session, cast: Cast, ask: Ask, visit: Visit, now: datetime
) -> None:
    first, second = ask(cast.alice), ask(cast.charlie)
    with time_machine.travel(now + D, tick=False):
        visit(cast.charlie).post(url(second, "/entscheidungsbitte"), expect=303)
        words = visit(cast.alice).get(url(first)).words()
        assert "Jemand wartet auf diese Zeit." in words
        assert "noch 2 Tage" in words
        visit(cast.alice).post(url(first, "/zusage"), expect=303)
        assert "Ihre Anfrage ist verbindlich, Ihre Frist ruht." in visit(cast.alice).get(url(first)).words()
        assert "Vor Ihnen wurde verbindlich angefragt" in visit(cast.charlie).get(url(second)).words()
    title = "Fest von Alice"
    assert mails(session, cast.alice.email)[1:] == [
        f"Bitte antworten: {title}",
        f"Verbindlich angefragt: {title}",
    ]
    assert mails(session, cast.charlie.email)[1:] == [
        "Um Entscheidung gebeten: Fest von Charlie", "Neues zu Ihrer Option: Fest von Charlie",
    ]  # fmt: skip


def test_too_early_is_refused_in_words_and_nothing_is_written(
    session: Session, cast: Cast, ask: Ask, visit: Visit
) -> None:
    ask(cast.alice)
    second = ask(cast.charlie)
    page = visit(cast.charlie).post(url(second, "/entscheidungsbitte"), expect=422)
    assert "Die erste Option ist noch frisch." in page.words()
    assert len(mails(session, cast.alice.email)) == 1


def test_who_answers_too_late_is_told_and_the_next_has_moved_up(
    session: Session, cast: Cast, ask: Ask, visit: Visit, now: datetime
) -> None:
    first, second = ask(cast.alice), ask(cast.charlie)
    challenge_first(session, second.id, by=cast.charlie, now=now + D)
    session.commit()
    with time_machine.travel(now + D + 48 * H, tick=False):
        page = visit(cast.alice).post(url(first, "/zusage"), expect=409)
        assert "Die Buchung ist verfallen" in page.words()
        words = visit(cast.charlie).get(url(second)).words()
    assert "Option auf Rang 1" in words
    session.expire_all()
    assert (first.state, second.option_rank) == (BookingState.EXPIRED, 1)
    assert mails(session, cast.charlie.email)[-1] == "Aufgerückt: Fest von Charlie"
    assert mails(session, cast.alice.email)[-1] == "Option abgelaufen: Fest von Alice"


def test_two_share_an_option_from_invitation_to_commitment(
    session: Session, cast: Cast, ask: Ask, visit: Visit
) -> None:
    option = ask(cast.alice)
    visit(cast.charlie).get(url(option), expect=404)
    visit(cast.alice).post(url(option, "/mitveranstaltende"), {"e-mail": " Charlie@Example.org "}, expect=303)
    (letter,) = session.scalars(select(OutboxRow).where(OutboxRow.recipient == cast.charlie.email))
    link = next(word for word in letter.plain.split() if "/mitveranstalten/" in word)
    path = link[link.index("/mitveranstalten/") :]
    charlie = visit(cast.charlie)
    assert "Alice lädt Sie ein" in charlie.get(path).words()
    charlie.post(path, expect=303)
    words = charlie.get(url(option)).words()
    assert "Verbindlich anfragen" in words
    assert "Freigeben" not in words, "the one who asked first decides on that"
    assert "Fest von Alice" in charlie.get("/buchungen").words()
    assert mails(session, cast.alice.email)[-1] == "Gemeinsam veranstalten: Fest von Alice"
    charlie.post(url(option, "/zusage"), expect=303)
    assert mails(session, cast.charlie.email)[-1] == "Verbindlich angefragt: Fest von Alice"
    visit(cast.bob).get(path, expect=404)
    partner = session.scalars(select(OptionPartner)).one()
    charlie.post(url(option, f"/mitveranstaltende/{partner.id}/abmeldung"), expect=303)
    charlie.get(url(option), expect=404)
    assert mails(session, cast.alice.email)[-1] == "Nicht mehr gemeinsam: Fest von Alice"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("kein-at-zeichen", "Das ist keine E-Mail-Adresse."),
        ("alice@example.org", "Das ist die Adresse, von der die Option kommt."),
        ("dora@example.org", "Diese Person ist schon eingeladen"),
    ],
)
def test_a_bad_invitation_is_refused_and_what_was_typed_stays(
    cast: Cast, ask: Ask, visit: Visit, typed: str, said: str
) -> None:
    option = ask(cast.alice)
    alice = visit(cast.alice)
    alice.post(url(option, "/mitveranstaltende"), {"e-mail": "dora@example.org"}, expect=303)
    page = alice.post(url(option, "/mitveranstaltende"), {"e-mail": typed}, expect=422)
    assert said in page.words()
    assert f'value="{typed}"' in page.text


def test_the_team_sees_all_clocks_and_from_each_comes_to_its_decision(
    session: Session, cast: Cast, ask: Ask, visit: Visit, now: datetime
) -> None:
    first, second = ask(cast.alice), ask(cast.charlie)
    commit_option(session, ask(cast.bob, None, 14, 16).id, by=cast.bob, now=now)
    session.commit()
    nora = visit(cast.nora)
    words = nora.get("/team/bochum/optionen").words()
    assert "3 Optionen" in words
    assert words.index("Fest von Bob") < words.index("Fest von Alice") < words.index("Fest von Charlie")
    assert f"/team/bochum/anfragen/{first.reference}" in nora.get("/team/bochum/optionen").text
    assert second.option_rank == 2


def test_a_house_without_options_says_so(cast: Cast, visit: Visit) -> None:
    assert "Keine offenen Optionen" in visit(cast.nora).get("/team/bochum/optionen").words()


def test_what_is_decided_is_no_option_any_more(
    session: Session, cast: Cast, ask: Ask, visit: Visit, now: datetime
) -> None:
    first = ask(cast.alice)
    settle_all_options(session, now=now + 15 * D)
    session.commit()
    assert "Verbindlich anfragen" not in visit(cast.alice).get(url(first)).words()


def test_pages_cost_the_same_however_long_the_queue_is(cast: Cast, ask: Ask, visit: Visit) -> None:
    ask(cast.alice), ask(cast.charlie)
    nora, counts = visit(cast.nora), []
    nora.get("/team/bochum/optionen")
    for _round in range(2):
        with statements() as seen:
            nora.get("/team/bochum/optionen")
        counts.append(len(seen))
        for _ in range(4):
            ask(cast.bob)
    assert counts[0] == counts[1]
