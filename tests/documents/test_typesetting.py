"""Documents are tagged, titled and in their language; no text of a user is ever read as markup."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labspace.documents import typesetting
from labspace.documents.typesetting import Document, DocumentFailed, pdf_of

SAMPLE = """#import "/documents/house.typ": *
#show: page-of
#paragraphs(data.text)
#facts((("Fläche", data.text),))
#listing((data.text, "Betrag"), ((data.text, "1,00"), ("b", "2,00")), right: (1,))
#sections((("Erstens", data.text),))
#signatures((("Team", ""), ("Mieterin", data.text)))
"""


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of templates with one sample beside the house's layout."""
    (tmp_path / "documents").mkdir()
    layout = (typesetting.TEMPLATES / typesetting.LAYOUT).read_text("utf-8")
    (tmp_path / "documents" / "house.typ").write_text(layout, "utf-8")
    (tmp_path / "sample.typ").write_text(SAMPLE, "utf-8")
    monkeypatch.setattr(typesetting, "TEMPLATES", tmp_path)
    monkeypatch.setattr(typesetting, "_source", lambda template: (tmp_path / template).read_bytes())
    return tmp_path


def document(text: str = "Grüße aus dem Ruhrgebiet", **more: Any) -> Document:
    values = {"text": text, "house": "Stadtlabor Musterstadt", "demo": "Demonstration – frei erfunden"}
    told = {
        "template": "sample.typ",
        "title": "Nutzungsvereinbarung",
        "language": "de",
        "values": values,
        "made_at": datetime(2026, 11, 23, 8, tzinfo=UTC),
    }
    return Document(**{**told, **more})


def opened(made: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(made))


def tags(pdf: pikepdf.Pdf) -> list[str]:
    """The kinds of all structure elements, in reading order."""

    def walk(node: Any) -> Iterator[str]:
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node and node.get("/Type") != "/Action":
                yield str(node.S)
            if "/K" in node:
                yield from walk(node.K)

    return list(walk(pdf.Root.StructTreeRoot.K))


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_document_says_its_title_language_and_standard(templates: Path, language: str) -> None:
    pdf = opened(pdf_of(document(language=language)))
    assert str(pdf.Root.Lang) == language
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as told:
        assert told["dc:title"] == "Nutzungsvereinbarung"
        assert told["pdfuaid:part"] == "1"


def test_headings_and_one_table_with_its_head_are_tagged(templates: Path) -> None:
    found = tags(opened(pdf_of(document())))
    assert (found.count("/Table"), found.count("/THead"), found.count("/TH")) == (1, 1, 2)
    assert "/H1" in found
    assert found.count("/P") >= 2


def test_the_house_typeface_is_used(templates: Path) -> None:
    fonts = {
        str(font.BaseFont).partition("+")[2]
        for page in opened(pdf_of(document())).pages
        for font in page.Resources.Font.values()
    }
    assert any(name.startswith("HankenGrotesk") for name in fonts)


def test_the_same_values_give_the_same_bytes_and_etag(templates: Path) -> None:
    assert pdf_of(document()) == pdf_of(document())
    assert document().etag == document().etag
    assert document("anders").etag != document().etag
    assert document(language="en").etag != document().etag


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('#panic("x") #import "/etc/passwd"', id="code"),
        pytest.param("$x$ *b* _i_ `raw` <label> @ref = h", id="markup"),
        pytest.param('"quoted" \\u{41} \\', id="escapes"),
        pytest.param("a\x00b\x07c\r\nd\te", id="control characters"),
        pytest.param("日本語 😀 \ue000 \U0010ffff", id="characters no font has"),
        pytest.param("Привет مرحبا Ǽ ẞ", id="other scripts"),
    ],
)
def test_no_text_is_read_as_markup_and_none_breaks_the_page(templates: Path, text: str) -> None:
    assert opened(pdf_of(document(text))).pages


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_printed(text: str) -> None:
    certificate = document(text, template="documents/sample.typ")
    assert opened(pdf_of(certificate)).pages


def test_long_tables_stay_one_table_over_the_pages(templates: Path) -> None:
    (templates / "sample.typ").write_text(
        '#import "/documents/house.typ": *\n#show: page-of\n#listing(("a", "b"), data.rows)', "utf-8"
    )
    pdf = opened(pdf_of(document(values={"rows": [["Zeile", str(n)] for n in range(200)]})))
    assert len(pdf.pages) > 2
    assert tags(pdf).count("/Table") == 1


def test_a_broken_template_is_told_in_one_line_without_the_data(templates: Path) -> None:
    (templates / "sample.typ").write_text("#data.nothing", "utf-8")
    with pytest.raises(DocumentFailed, match=r"^sample\.typ: ") as told:
        pdf_of(document("Geheim"))
    assert "Geheim" not in str(told.value)
    assert "\n" not in str(told.value)


def test_a_template_reads_nothing_outside_the_templates(templates: Path) -> None:
    (templates / "sample.typ").write_text('#read("../../etc/hostname")', "utf-8")
    with pytest.raises(DocumentFailed):
        pdf_of(document())


def test_the_sample_shows_all_that_documents_are_made_of() -> None:
    shown = replace(document(), template="documents/sample.typ")
    assert opened(pdf_of(shown)).pages


def test_nobody_waits_for_typesetting_and_workbooks_who_does_not_need_them() -> None:
    """A process of its own: here others have loaded them."""
    asked = (
        "import sys, labspace.cli, labspace.models, labspace.reports.views;"
        " print([name for name in ('typst', 'xlsxwriter') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
