"""Changing what a draft is about: its numbers follow, its texts stay, and what is frozen is not touched."""

from __future__ import annotations

import re

import pytest

HEADING = {
    "programm": "Zentren-Fonds 2026",
    "aktenzeichen": "ZF-3",
    "haus": "bochum",
    "von": "01.10.2026",
    "bis": "31.12.2026",
    "sprache": "de",
}


def mark_of(page) -> str:
    """Which heading the form was shown with."""
    found = re.search(r'name="stand"[^>]*value="([0-9a-f]+)"', page.text)
    assert found
    return found[1]


@pytest.fixture
def change(report):
    """Sends the form as somebody who just opened it."""

    def send(who, *, expect: int = 303, **more):
        address = f"/berichte/{report.id}/angaben"
        return who.post(address, {**HEADING, "stand": mark_of(who.get(address)), **more}, expect=expect)

    return send


def test_programme_and_period_of_a_draft_are_changed_and_its_texts_stay(cast, visit, report, change) -> None:
    nora = visit(cast.nora)
    nora.post(f"/berichte/{report.id}/texte", {"situation": "Leere Läden.", "situation-stand": "0"})
    form = nora.get(f"/berichte/{report.id}/angaben")
    assert "Innenstadt-Belebung 2026" in form.text
    assert "01.11.2026" in form.text
    change(nora)
    words = nora.get(f"/berichte/{report.id}").words()
    assert "Zentren-Fonds 2026: Bochum" in words
    assert "01.10.2026–31.12.2026" in words
    assert "Leere Läden." in words


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        pytest.param({"bis": "30.09.2026"}, "vor seinem ersten Tag", id="period backwards"),
        pytest.param({"von": "gestern vielleicht"}, "Diesen Tag kennen wir nicht", id="no day"),
        pytest.param({"bis": "30.11.2066"}, "länger als 12 Jahre", id="forty years"),
        pytest.param({"haus": "witten"}, "Liste", id="a house of others"),
        pytest.param({"haus": ""}, "mindestens ein Haus", id="no house"),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(cast, visit, report, change, wrong, says) -> None:
    nora = visit(cast.nora)
    page = change(nora, expect=422, **wrong)
    assert says in page.words()
    assert "Zentren-Fonds 2026" in page.text
    assert "Innenstadt-Belebung 2026" in nora.get(f"/berichte/{report.id}").words()


def test_the_second_of_two_writers_is_told_and_may_save_knowingly(cast, visit, report, change) -> None:
    nora, ada = visit(cast.nora), visit(cast.ada)
    address = f"/berichte/{report.id}/angaben"
    seen = mark_of(ada.get(address))
    change(nora)
    page = ada.post(address, {**HEADING, "programm": "Von Ada", "stand": seen}, expect=409)
    assert "Jemand hat inzwischen geändert" in page.words()
    assert "Von Ada" in page.text
    ada.post(address, {**HEADING, "programm": "Von Ada", "stand": mark_of(page)}, expect=303)
    assert "Von Ada: Bochum" in nora.get(f"/berichte/{report.id}").words()


def test_a_draft_read_before_its_heading_changed_is_not_frozen_unseen(cast, visit, report, change) -> None:
    nora = visit(cast.nora)
    change(nora)
    nora.post(f"/berichte/{report.id}/abschluss", {"stand": "0"}, expect=409)


def test_a_correction_of_the_heading_is_told_and_leaves_what_is_frozen(cast, visit, report, change) -> None:
    nora = visit(cast.nora)
    nora.post(f"/berichte/{report.id}/abschluss", {"stand": "0"})
    nora.get(f"/berichte/{report.id}/angaben", expect=404)
    nora.post(f"/berichte/{report.id}/korrektur", {"grund": "Falsches Programm."})
    assert 'name="haus"' not in nora.get(f"/berichte/{report.id}/angaben").text
    change(nora, haus="witten", sprache="en")
    words = nora.get(f"/berichte/{report.id}").words()
    assert "Angaben zum Bericht Programm Innenstadt-Belebung 2026 Zentren-Fonds 2026" in words
    assert "01.11.2026–30.11.2026 01.10.2026–31.12.2026" in words
    first = nora.get(f"/berichte/{report.id}/fassungen/1").words()
    assert "Innenstadt-Belebung 2026: Bochum" in first
    assert "01.11.2026–30.11.2026" in first


def test_a_correction_thrown_away_takes_its_heading_with_it(cast, visit, report, change) -> None:
    nora = visit(cast.nora)
    nora.post(f"/berichte/{report.id}/abschluss", {"stand": "0"})
    nora.post(f"/berichte/{report.id}/korrektur", {"grund": "Falsches Programm."})
    change(nora)
    nora.post(f"/berichte/{report.id}/verwerfung")
    words = nora.get("/berichte").words()
    assert "Innenstadt-Belebung 2026: Bochum" in words
    assert "01.11.2026–30.11.2026" in words
