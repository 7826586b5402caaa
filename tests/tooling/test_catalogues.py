"""The catalogue tool, on a small checkout of its own."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask

from tools.catalogues import Catalogues

DESKS = """
from flask_babel import lazy_gettext as _l, lazy_ngettext, ngettext

LABEL = _l("Arbeitsplatz")

def left(n: int) -> str:
    return ngettext("Noch %(num)d Platz frei", "Noch %(num)d Plätze frei", n)
"""
BASE = '<p>{% trans %}Zum Inhalt{% endtrans %}</p>{{ _("Hilfe") }}'
PAGE = """
{% trans trimmed house=house.name %}
  Willkommen
  in %(house)s
{% endtrans %}
{% trans n=3 %}{{ n }} Tisch{% pluralize %}{{ n }} Tische{% endtrans %}
""".replace("%(house)s", "{{ house }}")
BASE_ENGLISH = {"Zum Inhalt": "Skip to content", "Hilfe": "Help"}
DESKS_ENGLISH: dict[str, str | tuple[str, ...]] = {
    "Arbeitsplatz": "Desk",
    "Noch %(num)d Platz frei": ("One desk left", "%(num)d desks left"),
    "Willkommen in %(house)s": "Welcome to %(house)s",
    "%(n)s Tisch": ("%(n)s table", "%(n)s tables"),
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name, text in {
        "labspace/desks/kinds.py": DESKS,
        "templates/base.html": BASE,
        "templates/desks/show.html": PAGE,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def translate(catalogues: Catalogues, package: str, english: Mapping[str, str | tuple[str, ...]]) -> None:
    catalogue = catalogues.written(package)
    for german, text in english.items():
        catalogue[german].string = text
    catalogues._write(package, catalogue)


@pytest.fixture
def complete(checkout: Path) -> Catalogues:
    catalogues = Catalogues(checkout)
    catalogues.update([])
    translate(catalogues, "common", BASE_ENGLISH)
    translate(catalogues, "desks", DESKS_ENGLISH)
    return catalogues


def test_sentences_go_to_the_catalogue_of_their_package(complete: Catalogues) -> None:
    assert complete.packages() == ["common", "desks"]
    assert {m.id for m in complete.written("common") if m.id} == {"Hilfe", "Zum Inhalt"}
    assert complete.check() == []


def test_new_sentences_are_called_missing_until_taken_in_and_untranslated_after(complete: Catalogues) -> None:
    (complete.root / "templates" / "base.html").write_text('{{ _("Hilfe") }}{{ _("Neu") }}', encoding="utf-8")

    assert complete.check() == ["common: left over: Zum Inhalt", "common: missing: Neu"]
    assert complete.update(["common"]) == ["common: Zum Inhalt → Skip to content"]
    assert complete.check() == ["common: not translated: Neu"]


def test_updating_twice_changes_nothing(complete: Catalogues) -> None:
    before = (complete.folder / "desks.po").read_bytes()
    complete.update([])
    assert (complete.folder / "desks.po").read_bytes() == before
    assert b"Date" not in before
    assert "# English sentences of labspace: desks" in before.decode()


@pytest.mark.parametrize(
    ("german", "english", "fault"),
    [
        pytest.param("%(n)s Tisch", ("%(n)s table", "tables"), "placeholder n is missing", id="lost value"),
        pytest.param("%(n)s Tisch", ("%(m)s table", "%(n)s"), "unknown placeholder m", id="unknown value"),
        pytest.param("Arbeitsplatz", "", "not translated", id="empty"),
        pytest.param(
            "Willkommen in %(house)s", "%(house)s 100 %", "a percent sign must be doubled", id="percent"
        ),
    ],
)
def test_a_faulty_translation_is_named(complete: Catalogues, german, english, fault) -> None:
    translate(complete, "desks", {german: english})
    (line,) = complete.check()
    assert line.startswith(f"desks: {fault}")


def test_two_packages_translate_the_same_sentence_alike(complete: Catalogues) -> None:
    (complete.root / "labspace" / "events").mkdir()
    (complete.root / "labspace" / "events" / "kinds.py").write_text('_("Arbeitsplatz")', encoding="utf-8")
    complete.update(["events"])
    translate(complete, "events", {"Arbeitsplatz": "Workplace"})
    assert complete.check() == ["events: translated differently in desks: Arbeitsplatz"]


def test_the_compiled_catalogue_speaks_english_with_plurals(complete: Catalogues) -> None:
    with complete.compile().open("rb") as file:
        english = gettext.GNUTranslations(file)
    german = ("Noch %(num)d Platz frei", "Noch %(num)d Plätze frei")
    assert english.gettext("Hilfe") == "Help"
    assert english.ngettext(*german, 1) == "One desk left"
    assert english.ngettext(*german, 4) == "%(num)d desks left"
    assert english.gettext("Unbekannt") == "Unbekannt"


def test_the_application_trims_blocks_as_the_extraction_does(app: Flask) -> None:
    assert app.jinja_env.policies["ext.i18n.trimmed"] is True
