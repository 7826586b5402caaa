"""Asking for an event area, in the browser's eyes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from labspace.accounts.tariff_groups import TariffGroup
from labspace.bookings.actions import confirm_booking
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.prices.models import TariffRow
from labspace.bookings.states import BookingState
from labspace.events.equipment.models import BookedEquipment
from labspace.events.models import EventRequest
from labspace.spaces.kinds import SpaceKind
from tests.events.conftest import DAY, request_values
from tests.factories import LONG_AGO, book, on_day

PAGE = "/veranstaltungen/anfrage"


def stored(session) -> int:
    return len(session.scalars(select(Booking)).all()) + len(session.scalars(select(EventRequest)).all())


def test_a_request_is_an_option_at_once_with_all_that_was_told(session, cast, visit, now) -> None:
    page = visit(cast.alice).post(PAGE, request_values(cast))
    booking = session.scalars(select(Booking)).one()
    request = session.scalars(select(EventRequest)).one()
    assert page.location == f"/buchungen/{booking.reference}"
    assert (booking.state, booking.option_rank) == (BookingState.OPTION, 1)
    assert booking.option_until == booking.starts_at
    assert (booking.people, booking.setup_minutes, booking.teardown_minutes) == (80, 60, 30)
    assert (booking.is_public, booking.organisation) == (True, cast.acme)
    lent = session.scalars(select(BookedEquipment)).one()
    assert request.entry_fee_cents == 550
    assert (lent.code, lent.number, lent.promised) == ("projector", 1, 1)
    assert (request.house_rules_version, request.house_rules_accepted_at) == ("2026-11", now)


def test_all_that_was_told_stands_before_the_team(session, cast, visit) -> None:
    told = {
        "zweck": "Drei Betriebe stellen ihre Nachfolge vor.",
        "veranstalter": "Runder Tisch Innenstadt",
        "politisch": "y",
        "thema": "handel",
        "hinweis": "Wir bringen ein Banner mit.",
        "bewirtung": "Alles vegetarisch, Kuchen um 15 Uhr.",
        "rollstuhl": "3",
    }
    visit(cast.alice).post(PAGE, request_values(cast, **told))
    booking = session.scalars(select(Booking)).one()
    for language, political in (
        ("de", "Politischer oder religiöser Inhaltja"),
        ("en", "Political or religious contentyes"),
    ):
        page = visit(cast.nora, language=language).get(f"/team/bochum/anfragen/{booking.reference}")
        for name in ("zweck", "veranstalter", "hinweis", "bewirtung"):
            assert told[name] in page.words(), name
        assert political in page.words()
    words = visit(cast.nora).get(f"/team/bochum/anfragen/{booking.reference}").words()
    assert "ThemaHandel, Gastronomie und Dienstleistungen in der Stadt" in words
    assert "Nach eigener Angabe geht es um Politik oder Religion" in words
    assert "3 Plätze für Rollstühle gewünscht" in words


def test_the_deadline_is_two_weeks_away_for_an_event_later_than_that(session, cast, visit, now) -> None:
    visit(cast.alice).post(PAGE, request_values(cast, tag="01.02.2027"))
    assert session.scalars(select(Booking.option_until)).one() == now + timedelta(days=14)


def test_the_booking_page_says_rank_deadline_and_what_comes_next(cast, visit, ask) -> None:
    first, second = ask(), ask(by=cast.charlie)
    words = visit(cast.alice).get(f"/buchungen/{first.reference}").words()
    assert "Option, Rang 1" in words
    assert "Ihre Option ist die erste: Die Fläche bleibt für Sie frei bis" in words
    words = visit(cast.charlie).get(f"/buchungen/{second.reference}").words()
    assert "Option, Rang 2" in words
    assert "rücken Sie von selbst nach" in words
    assert "Gründende stellen sich vor." in words


def test_the_booking_page_says_when_the_time_went_to_somebody_else(session, cast, visit, ask, now) -> None:
    first, second = ask(), ask(by=cast.charlie)
    confirm_booking(session, first.id, by=cast.nora, now=now)
    session.commit()
    assert (
        "Die Zeit ist inzwischen fest vergeben."
        in visit(cast.charlie).get(f"/buchungen/{second.reference}").words()
    )


def test_areas_say_whether_they_fit_and_are_free(session, cast, visit, ask, now) -> None:
    ask(10, 12, space=cast.half_a)
    book(session, cast.half_b, cast.charlie, on_day(DAY, 13, 14, house=cast.house), now=now)
    query = "?standort=bochum&tag=01.12.2026&von=10:00&bis=12:00&personen=60&bestuhlung=rows"
    words = visit(cast.alice).get(PAGE + query).words()
    assert "Event_Area 1 – bis 99 Personen, Reihen Option vergeben – Sie bekommen den nächsten Rang" in words
    assert "Für 60 Personen ist hier kein Platz: Zugelassen sind höchstens 50." in words
    query = "?standort=bochum&tag=01.12.2026&von=12:30&bis=14:00&personen=40&bestuhlung=rows"
    words = visit(cast.alice).get(PAGE + query).words()
    assert "Event_Area 2 – bis 50 Personen, Reihen frei" in words
    assert "Event_Area 3 – bis 50 Personen, Reihen belegt" in words


def test_checking_areas_writes_nothing_and_keeps_what_was_typed(session, cast, visit) -> None:
    values = request_values(cast, pruefen="1", titel="", hausordnung="")
    page = visit(cast.alice).post(PAGE, values, expect=200)
    assert "frei" in page.words()
    assert "Bitte einen Titel angeben" not in page.words()
    assert "Gründende stellen sich vor." in page.text
    assert stored(session) == 0


def test_set_up_reaching_into_a_booking_is_refused_before_anything_is_written(
    session, cast, visit, now
) -> None:
    book(session, cast.half_a, cast.charlie, on_day(DAY, 9, 10, house=cast.house), now=now)
    page = visit(cast.alice).post(PAGE, request_values(cast), expect=409)
    assert "Diese Fläche ist zu der Zeit schon belegt." in page.words()
    assert "Gründerfrühstück" in page.text
    assert session.scalar(select(func.count(EventRequest.booking_id))) == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        pytest.param({"personen": "200"}, "Für 200 Personen ist hier kein Platz", id="200 people for 99 places"),
        pytest.param({"bestuhlung": "banquet"}, "Diese Bestuhlung gibt es hier nicht.", id="unknown seating"),
        pytest.param({"bestuhlung": "trampolin"}, "Bitte wählen Sie etwas aus der Liste.", id="tampered seating"),
        pytest.param({"tag": "gestern"}, "Der Beginn liegt in der Vergangenheit.", id="in the past"),
        pytest.param({"bis": "9:00"}, "Das Ende liegt vor dem Beginn.", id="ends before it begins"),
        pytest.param({"tag": "28.03.2027", "von": "2:30", "bis": "4:00"}, "Diese Uhrzeit gibt es an diesem Tag nicht", id="skipped hour"),
        pytest.param({"tag": "31.02.2027"}, "Diesen Tag kennen wir nicht.", id="a day that is not"),
        pytest.param({"von": "20:00", "bis": "21:00"}, "Zu dieser Zeit ist geschlossen.", id="closed"),
        pytest.param({"titel": "a\x00b"}, "Steuerzeichen", id="control character"),
        pytest.param({"zweck": "x" * 100_000}, "Bitte höchstens 2000 Zeichen", id="far too long"),
        pytest.param({"eintritt": "viel"}, "Bitte einen Betrag wie 5 oder 12,50 angeben", id="no amount"),
        pytest.param({"geraet-projector": "10000"}, "Bitte eine Zahl von 0 bis 9999 angeben.", id="too many things"),
        pytest.param({"hausordnung": ""}, "Ohne Ihr Einverständnis mit der Hausordnung geht es nicht.", id="house rules"),
        pytest.param({"flaeche": "bochum-desk-01"}, "Bitte eine Fläche aus der Liste wählen.", id="tampered space"),
        pytest.param({"fuer": "999999"}, "Bitte wählen Sie etwas aus der Liste.", id="foreign organisation"),
        pytest.param({"personen": ""}, "Bitte angeben, wie viele Personen Sie erwarten.", id="nothing"),
        pytest.param({"aufbau": "7"}, "Bitte wählen Sie etwas aus der Liste.", id="tampered set-up"),
    ],
)  # fmt: skip
def test_bad_input_is_told_and_nothing_is_written(session, cast, visit, change, sentence) -> None:
    page = visit(cast.alice).post(PAGE, request_values(cast, **change), expect=422)
    assert sentence in page.words()
    assert ("Gründerfrühstück" in page.text) is ("titel" not in change)
    assert stored(session) == 0


def test_broken_rules_are_named_beside_missing_answers(cast, visit) -> None:
    page = visit(cast.alice).post(
        PAGE, request_values(cast, personen="200", zweck="", von="6:00"), expect=422
    )
    for sentence in ("Für 200 Personen", "Zu dieser Zeit ist geschlossen.", "Bitte in zwei, drei Sätzen"):
        assert sentence in page.words()


def test_english_readers_read_english(cast, visit) -> None:
    values = request_values(cast, personen="200", hausordnung="")
    page = visit(cast.alice, language="en").post(PAGE + "?lang=en", values, expect=422)
    assert "Request an event area" in page.words()


def test_a_form_sent_twice_gives_one_request(session, cast, visit) -> None:
    values = request_values(cast, once="form-1")
    first, second = (visit(cast.alice).post(PAGE, values) for _ in range(2))
    assert first.location == second.location
    assert session.scalar(select(func.count(Booking.id))) == 1


def test_a_desk_or_unknown_house_is_not_found(cast, visit) -> None:
    for query in ("?flaeche=bochum-desk-01", "?flaeche=nirgends", "?standort=nirgends"):
        visit(cast.alice).get(PAGE + query, expect=404)


def test_a_house_without_event_area_names_those_that_have_one(cast, visit) -> None:
    page = visit(cast.alice).get(PAGE + "?standort=witten", expect=404)
    assert "Stadtlabor Witten hat keine Eventfläche." in page.words()
    assert "Stadtlabor Bochum" in page.words()


def test_without_a_house_one_chooses(cast, visit) -> None:
    assert "In welchem Haus" in visit(cast.alice).get(PAGE).words()


def test_only_the_signed_in_ask(cast, visit) -> None:
    assert visit().get(PAGE, expect=303).location.startswith("/anmeldung")
    visit().post(PAGE, request_values(cast), expect=401)


def test_an_option_claims_its_set_up(session, cast, visit) -> None:
    visit(cast.alice).post(PAGE, request_values(cast))
    claims = session.scalars(select(Claim)).all()
    assert {claim.space_id for claim in claims} == {cast.half_a.id, cast.half_b.id}
    assert all(claim.span.minutes == 120 + 60 + 30 for claim in claims)


def test_areas_say_what_they_cost_whom(session, cast, visit) -> None:
    for group, cents in ((None, 30_000), (TariffGroup.STARTUP, 5_000)):
        session.add(
            TariffRow(
                location_id=cast.house.id,
                kind=SpaceKind.EVENT_AREA,
                group=group,
                valid_from=LONG_AGO,
                day_cents=cents,
                includes_tax=False,
                tax_code="standard",
                tax_permille=190,
            )
        )
    cast.house.tariff_revision = 1
    session.commit()
    query = "?standort=bochum&tag=01.12.2026&von=10:00&bis=12:00&personen=60&bestuhlung=rows"
    words = visit(cast.alice).get(PAGE + query).words().replace("\u00a0", " ")
    assert "59,50 €, Tarif: Startup" in words
    assert "keine Rechnung im Sinne des § 14 UStG" in words
    assert "357,00 €, Tarif: Nichtmitglied" in visit(cast.charlie).get(PAGE + query).words().replace(
        "\u00a0", " "
    )
    assert "Tarif" not in visit(cast.alice).get(PAGE + "?standort=bochum").words()
