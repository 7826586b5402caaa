"""The team's pages: a series, a file looked at and taken over, what is wrong with it, values typed in, targets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.context.forms import MOST_FORM
from labspace.context.models import ContextImport, ContextSeries, IndicatorTarget, PassersByHour, VacancyRate
from labspace.spaces.targets import TargetIndicator, TargetPer
from tests.factories import LONG_AGO, Cast
from tests.support.statements import counted
from tests.support.visit import Visitor

Visit = Callable[..., Visitor]
LIST = "/team/bochum/umfeld"
SERIES = {
    "art": "passers_by",
    "name": "Brunnen",
    "quelle": "Zählgerät der Stadt",
    "lizenz": "CC BY 4.0",
    "bemerkung": "",
}
HEAD = "Zeitpunkt;Frequenz\n"
MONDAY = "02.11.2026"


@pytest.fixture
def opened(cast: Cast, visit: Visit) -> Callable[..., str]:
    """Add a series; the address of its page."""

    def made(**more: str) -> str:
        return visit(cast.nora).post(f"{LIST}/neu", {**SERIES, **more}, expect=303).location

    return made


def table(text: str | bytes, name: str = "zaehlung.csv") -> dict[str, object]:
    data = text.encode() if isinstance(text, str) else text
    return {"datei": (BytesIO(data), name), "zeit": "begin"}


def hours(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(PassersByHour)) or 0


def test_a_house_without_series_is_led_to_the_first(cast: Cast, visit: Visit) -> None:
    assert "Noch keine Reihe" in visit(cast.nora).get(LIST).text
    visit(cast.alice).get(LIST, expect=403)


def test_a_series_names_its_source_everywhere(cast: Cast, visit: Visit, opened: Callable[..., str]) -> None:
    url = opened()
    for page in (visit(cast.nora).get(LIST), visit(cast.nora).get(url)):
        assert "Quelle: Zählgerät der Stadt · CC BY 4.0" in page.text
        assert "fließt in keine ein" in page.text
    refused = visit(cast.nora).post(f"{LIST}/neu", {**SERIES, "lizenz": ""}, expect=422)
    assert "unter welchen Bedingungen" in refused.text
    again = visit(cast.nora).post(f"{LIST}/neu", SERIES, expect=422)
    assert "gibt es hier schon" in again.text


def test_a_file_is_looked_at_and_then_taken_over(
    session: Session, cast: Cast, visit: Visit, opened: Callable[..., str]
) -> None:
    url = opened()
    nora = visit(cast.nora)
    preview = nora.post(
        f"{url}/dateien", table(f"{HEAD}{MONDAY} 09:00;120\n{MONDAY} 11:00;1.340\n"), expect=303
    ).location
    page = nora.get(preview)
    for words in ("zaehlung.csv", "02.11.2026", "1\u202f340", "Es fehlt 1 Stunde", "Übernehmen"):
        assert words in page.text
    assert hours(session) == 0
    stand = next(field.get("value") for field in page.all("input") if field.get("name") == "stand")
    assert nora.post(f"{preview}/uebernahme", {"stand": stand}, expect=303).location == url
    assert hours(session) == 2
    shown = nora.get(url)
    for words in ("1\u202f460", "2 von 24 Stunden", "2 neu, 0 geändert, 0 entfallen", "Nora"):
        assert words in shown.text
    nora.get(preview, expect=404)


def test_the_same_period_again_shows_the_difference_and_asks(
    session: Session, cast: Cast, visit: Visit, opened: Callable[..., str]
) -> None:
    url, nora = opened(), visit(cast.nora)
    for text, words in (
        (f"{HEAD}{MONDAY} 09:00;5\n{MONDAY} 10:00;6\n", "Übernehmen"),
        (f"{HEAD}{MONDAY} 09:00;7\n", "5 wird 7"),
    ):
        preview = nora.post(f"{url}/dateien", table(text), expect=303).location
        page = nora.get(preview)
        assert words in page.text
        assert nora.post(f"{preview}/uebernahme", {"stand": "0" * 16}, expect=303).location == preview
        stand = next(field.get("value") for field in page.all("input") if field.get("name") == "stand")
        nora.post(f"{preview}/uebernahme", {"stand": stand}, expect=303)
    assert "Ersetzen und übernehmen" in page.text
    # Beyond the last hour of the newer file nothing is replaced.
    assert sorted(session.scalars(select(PassersByHour.count))) == [6, 7]


def test_a_broken_file_is_told_by_row_column_and_reason_and_nothing_is_kept(
    session: Session, cast: Cast, visit: Visit, opened: Callable[..., str]
) -> None:
    url, nora = opened(), visit(cast.nora)
    text = f"{HEAD}{MONDAY} 09:00;120\n{MONDAY} 10:00;viele\n31.02.2026 11:00;3\n"
    page = nora.post(f"{url}/dateien", table(text), expect=422)
    for words in (
        "2 Stellen stimmen nicht",
        "Zeile 3, Spalte „Frequenz“",
        "„viele“ ist keine Anzahl",
        "Zeile 4, Spalte „Zeitpunkt“",
    ):
        assert words in page.text
    english = visit(cast.nora, language="en").post(f"{url}/dateien", table(text), expect=422)
    assert "Line 3, column “Frequenz”" in english.text
    assert session.scalar(select(func.count(ContextImport.id))) == 0
    nora.post(f"{url}/dateien", {"zeit": "begin"}, expect=422)


def test_a_hundred_megabytes_are_turned_away_unread(
    cast: Cast, visit: Visit, opened: Callable[..., str]
) -> None:
    url = opened()
    nora = visit(cast.nora)
    nora.post(f"{url}/dateien", {"datei": "x" * (MOST_FORM + 1)}, expect=413)


def test_a_vacancy_rate_is_typed_with_its_definition(
    session: Session, cast: Cast, visit: Visit, opened: Callable[..., str]
) -> None:
    url, nora = opened(art="vacancy", name="Innenstadt"), visit(cast.nora)
    good = {
        "stichtag": "01.10.2026",
        "quote": "12,5 %",
        "abgrenzung": "Erdgeschosslokale",
        "quelle": "Begehung",
    }
    for name, wrong in (
        ("quote", "101"),
        ("quote", "12,55"),
        ("quote", "viel"),
        ("stichtag", "neulich"),
        ("abgrenzung", ""),
        ("stichtag", "01.10.2027"),
    ):
        nora.post(f"{url}/werte", {**good, name: wrong}, expect=422)
    nora.post(f"{url}/werte", good, expect=303)
    page = nora.get(url)
    for words in ("12,5", "01.10.2026", "Erdgeschosslokale", "Begehung"):
        assert words in page.text
    rate = session.scalars(select(VacancyRate)).one()
    nora.post(f"{url}/dateien", table(f"{HEAD}{MONDAY} 09:00;1\n"), expect=404)
    nora.post(f"{url}/werte/{rate.id}/ruecknahme", {}, expect=303)
    assert "Noch keine Werte" in nora.get(url).text


def test_an_event_backwards_is_refused_beside_its_field(
    cast: Cast, visit: Visit, opened: Callable[..., str]
) -> None:
    url, nora = opened(art="city_events", name="Stadt"), visit(cast.nora)
    backwards = {"von": "05.12.2026", "bis": "04.12.2026", "name": "Fest"}
    assert "Der letzte Tag liegt vor dem ersten" in nora.post(f"{url}/werte", backwards, expect=422).text
    nora.post(f"{url}/werte", {**backwards, "bis": ""}, expect=303)
    assert "Fest" in nora.get(url).text


def test_what_was_typed_does_nothing_in_a_spreadsheet(
    cast: Cast, visit: Visit, opened: Callable[..., str]
) -> None:
    url, nora = opened(art="city_events", name="Stadt"), visit(cast.nora)
    nora.post(f"{url}/werte", {"von": "05.12.2026", "bis": "", "name": "=HYPERLINK(1)"}, expect=303)
    for form in ("excel", "maschine"):
        answer = nora.get(f"{url}.csv?form={form}")
        assert "'=HYPERLINK(1)" in answer.data.decode("utf-8-sig")
    nora.get(f"{url}.csv?form=nichts", expect=404)


def test_a_series_goes_after_one_question(
    session: Session, cast: Cast, visit: Visit, opened: Callable[..., str]
) -> None:
    url, nora = opened(), visit(cast.nora)
    assert "0 Werte werden gelöscht" in nora.get(f"{url}/entfernung").text
    nora.post(f"{url}/entfernung", {}, expect=303)
    nora.get(url, expect=404)
    assert session.scalars(select(ContextSeries.removed_by_id)).one() == cast.nora.id


def test_targets_stand_with_their_time_and_reason(session: Session, cast: Cast, visit: Visit) -> None:
    assert "Für heute ist kein Ziel festgelegt" in visit(cast.nora).get("/team/bochum/ziele").text
    for indicator, hundredths, per in (
        (TargetIndicator.ACTIVATED, 4550, TargetPer.WEEK),
        (TargetIndicator.NO_SHOWS, 1000, None),
    ):
        session.add(
            IndicatorTarget(
                location_id=cast.house.id,
                indicator=indicator,
                hundredths=hundredths,
                per=per,
                reason="Förderantrag",
                reason_en="Grant application",
                valid_from=LONG_AGO,
            )
        )
    session.commit()
    page = visit(cast.nora).get("/team/bochum/ziele")
    for words in (
        "Aktivierte Stunden",
        "K10",
        "mindestens 45,5 h je Woche",
        "höchstens 10 %",
        "seit 01.01.2020",
        "Förderantrag",
    ):
        assert words in page.text
    assert "Grant application" in visit(cast.nora, language="en").get("/team/bochum/ziele").text


def test_the_list_costs_the_same_with_many_series(
    session: Session, cast: Cast, now: datetime, visit: Visit, opened: Callable[..., str]
) -> None:
    nora = visit(cast.nora)
    costs = []
    for many in (1, 8):
        for at in range(many):
            opened(name=f"Brunnen {many} {at}")
        nora.get(LIST)
        with counted(session) as statements:
            nora.get(LIST)
        costs.append(len(statements))
    assert costs[0] == costs[1]
