"""The team's pages of reports: begin, write, freeze, correct, take along."""

from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest

from tests.reports.conftest import make_report

NEW = {
    "programm": "Innenstadt-Belebung 2026",
    "aktenzeichen": "IB-17",
    "haus": "bochum",
    "von": "01.11.2026",
    "bis": "30.11.2026",
    "sprache": "de",
}


def test_a_report_begins_as_a_draft_with_its_numbers(session, cast, visit) -> None:
    nora = visit(cast.nora)
    assert "Noch kein Bericht" in nora.get("/berichte").words()
    page = nora.post("/berichte/neu", NEW)
    words = nora.get(page.location).words()
    assert "Innenstadt-Belebung 2026: Bochum" in words
    assert "01.11.2026–30.11.2026" in words
    assert "K01" in words
    assert "Gezählt ist bis zum 23.11.2026" in words
    assert "Entwurf" in nora.get("/berichte").words()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        pytest.param({"bis": "31.10.2026"}, "vor seinem ersten Tag", id="period backwards"),
        pytest.param({"von": "gestern vielleicht"}, "Diesen Tag kennen wir nicht", id="no day"),
        pytest.param({"bis": "30.11.2066"}, "länger als 12 Jahre", id="forty years"),
        pytest.param({"haus": "gibt-es-nicht"}, "Liste", id="no such house"),
        pytest.param({"haus": ""}, "mindestens ein Haus", id="no house"),
        pytest.param({"programm": ""}, "Programm", id="no programme"),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(session, cast, visit, wrong, says) -> None:
    page = visit(cast.nora).post("/berichte/neu", {**NEW, **wrong}, expect=422)
    assert says in page.words()
    if "programm" not in wrong:
        assert "Innenstadt-Belebung 2026" in page.text


def test_a_frozen_version_stays_and_its_file_has_the_digest_shown(session, cast, visit, report) -> None:
    nora = visit(cast.nora)
    nora.post(f"/berichte/{report.id}/texte", {"situation": "Leere Läden.", "situation-stand": "0"})
    nora.post(f"/berichte/{report.id}/abschluss", {"stand": "1"})
    page = nora.get(f"/berichte/{report.id}")
    assert "Leere Läden." in page.words()
    content = nora.get(f"/berichte/{report.id}/fassungen/1/bericht.json").data
    assert hashlib.sha256(content).hexdigest() in page.text
    assert json.loads(content)["programme"] == "Innenstadt-Belebung 2026"
    assert "Prüfsumme stimmt nicht" not in page.words()
    nora.get(f"/berichte/{report.id}/texte", expect=404)


def test_texts_changed_since_the_draft_was_read_are_not_frozen_unseen(session, cast, visit, report) -> None:
    nora = visit(cast.nora)
    nora.post(f"/berichte/{report.id}/texte", {"results": "Mehr Besuche.", "results-stand": "0"})
    page = nora.post(f"/berichte/{report.id}/abschluss", {"stand": "0"}, expect=409)
    assert "Jemand hat inzwischen Texte geändert" in page.words()


def test_two_people_who_write_at_once_do_not_overwrite_each_other(session, cast, visit, report) -> None:
    nora, ada = visit(cast.nora), visit(cast.ada)
    address = f"/berichte/{report.id}/texte"
    nora.post(
        address, {"situation": "Von Nora.", "situation-stand": "0", "results": "", "results-stand": "0"}
    )
    ada.post(
        address,
        {"results": "Von Ada.", "results-stand": "0", "situation": "Von Nora.", "situation-stand": "0"},
    )
    page = ada.post(address, {"situation": "Auch von Ada.", "situation-stand": "0"}, expect=409)
    assert "Nora hat diesen Text inzwischen geändert" in page.words()
    assert "Auch von Ada." in page.text
    assert "Von Nora." in page.text
    words = nora.get(f"/berichte/{report.id}").words()
    assert "Von Nora." in words
    assert "Von Ada." in words
    # Sent again from the page that shows both, it replaces the other text knowingly.
    ada.post(address, {"situation": "Auch von Ada.", "situation-stand": "1"})
    assert "Auch von Ada." in nora.get(f"/berichte/{report.id}").words()


def test_a_correction_says_what_is_different(session, cast, visit, report) -> None:
    nora = visit(cast.nora)
    nora.post(f"/berichte/{report.id}/texte", {"results": "Zwei Läden.", "results-stand": "0"})
    nora.post(f"/berichte/{report.id}/abschluss", {"stand": "1"})
    assert "Korrigieren" in nora.get(f"/berichte/{report.id}").words()
    nora.post(f"/berichte/{report.id}/korrektur", {"grund": ""}, expect=422)
    nora.post(f"/berichte/{report.id}/korrektur", {"grund": "Ein Laden fehlte."})
    nora.post(f"/berichte/{report.id}/texte", {"results": "Drei Läden.", "results-stand": "1"})
    nora.post(f"/berichte/{report.id}/abschluss", {"stand": "1"})
    page = nora.get(f"/berichte/{report.id}")
    assert "Ein Laden fehlte." in page.words()
    assert "Texte Ergebnisse Zwei Läden. Drei Läden." in page.words()
    old = nora.get(f"/berichte/{report.id}/fassungen/1").words()
    assert "Zwei Läden." in old
    assert "Es gibt eine neuere Fassung" in old


def test_a_draft_can_be_thrown_away_and_what_is_frozen_cannot(session, cast, visit, report, now) -> None:
    nora = visit(cast.nora)
    other = make_report(session, cast, now).id
    nora.post(f"/berichte/{other}/verwerfung")
    nora.get(f"/berichte/{other}", expect=404)
    nora.post(f"/berichte/{report.id}/abschluss", {"stand": "0"})
    nora.post(f"/berichte/{report.id}/verwerfung")
    assert "bleibt, wie sie ist" in nora.get(f"/berichte/{report.id}").words()


def test_only_who_runs_all_its_houses_sees_a_report(session, cast, visit, now) -> None:
    both = make_report(session, cast, now, houses=[cast.house, cast.other_house], by=cast.ada)
    nora = visit(cast.nora)
    nora.get(f"/berichte/{both.id}", expect=403)
    assert "Noch kein Bericht" in nora.get("/berichte").words()
    page = nora.post("/berichte/neu", {**NEW, "haus": ["bochum", "witten"]}, expect=422)
    assert "Liste" in page.words()
    assert "Bochum, Witten" in visit(cast.ada).get(f"/berichte/{both.id}").words()
    visit(cast.alice).get("/berichte", expect=403)


def test_a_period_that_has_not_begun_is_not_frozen(session, cast, visit, now) -> None:
    report = make_report(session, cast, now, first=date(2027, 1, 1), last=date(2027, 12, 31))
    nora = visit(cast.nora)
    nora.get(f"/berichte/{report.id}")
    page = nora.post(f"/berichte/{report.id}/abschluss", {"stand": "0"}, expect=409)
    assert "beginnt erst am 01.01.2027" in page.words()
