"""The page of all components passes the page checks, in both languages."""

from __future__ import annotations

import pytest

from labspace.front.building_blocks import SECTIONS


@pytest.mark.parametrize(("language", "title"), [("de", "Bausteine"), ("en", "Building blocks")])
def test_every_section_is_there_in_both_languages(visit, language: str, title: str) -> None:
    page = visit(language=language).get("/bausteine")
    assert {section.get("id") for section in page.all("section")} >= set(SECTIONS)
    assert title in page.words()


def test_a_refused_field_is_marked_and_described_and_a_good_one_is_not(visit) -> None:
    fields = {field.get("id"): field for field in visit().get("/bausteine").all("input")}
    assert fields["refused-title"].get("aria-invalid") == "true"
    assert fields["refused-title"].get("aria-describedby") == "refused-title-error"
    assert fields["title"].get("aria-invalid") is None
    assert fields["title"].get("aria-describedby") is None


def test_the_error_summary_leads_to_each_field(visit) -> None:
    page = visit().get("/bausteine")
    links = {link.get("href") for link in page.all("a")}
    assert {"#refused-title", "#refused-ends", "#refused-layout", "#refused-house_rules"} <= links


CHARTS = ("chart-houses", "chart-grouped", "chart-months", "chart-week", "chart-year")


@pytest.mark.parametrize("chart", CHARTS)
def test_a_chart_is_named_told_in_a_sentence_and_has_its_table(visit, chart: str) -> None:
    page = visit().get("/bausteine")
    (figure,) = (each for each in page.all("figure") if each.get("id") == chart)
    ids = {each.get("id") for each in figure.iter()}
    assert figure.get("aria-labelledby") in ids
    (summary,) = (each for each in figure.iter() if each.get("class") == "chart__summary")
    assert "".join(summary.itertext()).endswith(".")
    pictures = [each for each in figure.iter() if local_name(each) == "svg" and each.get("role") == "img"]
    assert len(pictures) == 2
    for picture in pictures:
        assert set(str(picture.get("aria-labelledby")).split()) <= ids
        assert [local_name(each) for each in picture][:2] == ["title", "desc"]
    (details,) = (each for each in figure.iter() if local_name(each) == "details")
    (table,) = (each for each in details.iter() if local_name(each) == "table")
    assert [each for each in table.iter() if local_name(each) == "caption"]


@pytest.mark.parametrize("chart", [*CHARTS, "chart-plan", "chart-spark"])
def test_a_chart_is_one_stop_for_the_keyboard_until_its_table_is_opened(visit, chart: str) -> None:
    page = visit().get("/bausteine")
    (figure,) = (each for kind in ("figure", "div") for each in page.all(kind) if each.get("id") == chart)
    closed = {
        each for details in figure.iter() if local_name(details) == "details" for each in details.iter()
    }
    stops = [
        each
        for each in figure.iter()
        if local_name(each) in {"a", "button", "input", "summary"} or each.get("tabindex") == "0"
    ]
    assert [local_name(each) for each in stops if each not in closed or local_name(each) == "summary"] == [
        "summary"
    ]


def test_withheld_and_missing_numbers_show_as_such_in_picture_table_and_legend(visit) -> None:
    page = visit().get("/bausteine")
    (figure,) = (each for each in page.all("figure") if each.get("id") == "chart-grouped")
    cells = ["".join(each.itertext()) for each in figure.iter() if local_name(each) == "td"]
    assert "•" in cells
    assert "Nicht gezeigt, weil" in "".join(figure.itertext())
    assert any(each.get("class") == "chart__gap-suppressed" for each in figure.iter())
    (sums,) = (each for each in figure.iter() if local_name(each) == "tfoot")
    assert "•" in "".join(sums.itertext())


def test_every_space_of_the_plan_has_its_number_as_text(visit) -> None:
    page = visit().get("/bausteine")
    (figure,) = (each for each in page.all("figure") if each.get("id") == "chart-plan")
    numbers = ["".join(each.itertext()) for each in figure.iter() if local_name(each) == "text"]
    assert {"71", "52", "18", "0", "88", "34", "k. A."} <= set(numbers)


def local_name(element: object) -> str:
    """The name of an element without its namespace; a comment has none."""
    tag = getattr(element, "tag", "")
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""
