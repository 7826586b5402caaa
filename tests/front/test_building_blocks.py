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
