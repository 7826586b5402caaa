"""A document as an answer of the server: made when asked for, spared when the reader has it already."""

from __future__ import annotations

import logging

from flask import Response, abort, request

from labspace.documents.typesetting import Document, DocumentFailed, pdf_of

log = logging.getLogger(__name__)


def pdf_answer(document: Document, *, name: str) -> Response:
    """The PDF for reading in the browser, saved as `name`.pdf; 304 if the reader's copy is this one.

    Answers 503 with a page that says so if the document cannot be made. Personal: never kept by others.
    """
    answer = Response(mimetype="application/pdf")
    answer.set_etag(document.etag)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    if not request.if_none_match.contains(document.etag):
        try:
            answer.set_data(pdf_of(document))
        except DocumentFailed as problem:
            log.error("document not made: %s", problem)
            abort(503)
    answer.make_conditional(request)
    return answer
