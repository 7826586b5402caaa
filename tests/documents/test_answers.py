"""A document is set when it is asked for, and spared whoever has it already."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from labspace.documents import answers
from labspace.documents.answers import pdf_answer
from labspace.documents.typesetting import Document, DocumentFailed

DOCUMENT = Document(
    template="documents/sample.typ",
    title="Muster",
    language="de",
    values={"text": "Text"},
    made_at=datetime(2026, 11, 23, tzinfo=UTC),
)


@pytest.fixture
def client() -> Iterator[object]:
    app = Flask(__name__)
    app.add_url_rule("/muster", view_func=lambda: pdf_answer(DOCUMENT, name="muster"))
    with app.test_client() as browser:
        yield browser


def test_the_answer_is_a_pdf_nobody_else_keeps(client) -> None:
    answer = client.get("/muster")
    assert answer.data.startswith(b"%PDF-")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Content-Disposition"] == 'inline; filename="muster.pdf"'


def test_whoever_has_it_is_answered_without_setting_it(client, monkeypatch) -> None:
    etag = client.get("/muster").headers["ETag"]
    monkeypatch.setattr(answers, "pdf_of", lambda document: pytest.fail("set again"))
    assert client.get("/muster", headers={"If-None-Match": etag}).status_code == 304


def test_a_document_that_fails_answers_503(client, monkeypatch, caplog) -> None:
    def fail(document: Document) -> bytes:
        raise DocumentFailed("documents/sample.typ: broken")

    monkeypatch.setattr(answers, "pdf_of", fail)
    assert client.get("/muster").status_code == 503
    assert "documents/sample.typ: broken" in caplog.text
