"""A visitor of the site whose every page is checked, as a careful reader would."""

from __future__ import annotations

from collections import Counter
from contextvars import Context
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from labspace.accounts.models import User
from labspace.db import db

XHTML = "{http://www.w3.org/1999/xhtml}"


class Page:
    """An answer: its text, and for HTML the parsed document."""

    def __init__(self, response: TestResponse) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.location = response.headers.get("Location", "")
        self.data = response.data
        self.text = response.get_data(as_text=True) if (response.mimetype or "").startswith("text/") else ""
        self.is_html = response.mimetype == "text/html"
        self.document: Element = html5lib.parse(self.text) if self.is_html else Element("none")

    def all(self, tag: str) -> list[Element]:
        """Every element of this kind, in order."""
        return list(self.document.iter(XHTML + tag))

    def words(self) -> str:
        """What a reader sees, in one line."""
        return " ".join("".join(self.document.itertext()).split())


class Visitor:
    """Fetches pages as one person; `visit(alice).get("/buchungen")`."""

    def __init__(self, app: Flask, user: User | None = None, *, language: str = "de") -> None:
        self._client = app.test_client()
        self._language = language
        if user is not None:
            with self._client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = user.get_id(), True

    def get(self, url: str, *, expect: int = 200, **options: Any) -> Page:
        return self._open("GET", url, expect=expect, **options)

    def post(
        self, url: str, data: dict[str, Any] | None = None, *, expect: int = 303, **options: Any
    ) -> Page:
        return self._open("POST", url, expect=expect, data=_typed(data or {}), **options)

    def try_out(self, method: str, url: str, **options: Any) -> Page:
        """Whatever the site answers to a bad request; fails if it is an error of the site itself."""
        page = self._fetch(method, url, **options)
        assert page.status < 500, f"{method} {url}: {page.status}"
        self._check(page)
        return page

    def _open(self, method: str, url: str, *, expect: int, **options: Any) -> Page:
        page = self._fetch(method, url, **options)
        assert page.status == expect, (
            f"{method} {url}: {page.status}, expected {expect}\n{page.words()[:2000]}"
        )
        self._check(page)
        return page

    def _fetch(self, method: str, url: str, **options: Any) -> Page:
        headers = {"Accept-Language": self._language, **options.pop("headers", {})}
        # What the test prepared becomes visible to the page, and the page's work to the test.
        db.session.commit()
        # In a context of its own, as in life: inside the test's application context a request would
        # share its session, its `g` and with that the person who was signed in before.
        response = Context().run(self._client.open, url, method=method, headers=headers, **options)
        return Page(response)

    def _check(self, page: Page) -> None:
        if page.is_html and page.text and not 300 <= page.status < 400:
            check(page, language=self._language)


def _typed(data: dict[str, Any]) -> dict[str, Any]:
    """What a browser would send: dates as ISO text."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in data.items()}


def check(page: Page, *, language: str) -> None:
    """Fail unless the page has what every page must have."""
    html = page.all("html")[0]
    assert html.get("lang") == language, f"lang is {html.get('lang')}"
    headings = ["".join(heading.itertext()).strip() for heading in page.all("h1")]
    assert len(headings) == 1, f"h1: {headings}"
    title = "".join(page.all("title")[0].itertext())
    assert title.startswith(headings[0]), f"title “{title}” does not begin with “{headings[0]}”"
    ids = Counter(element.get("id") for element in page.document.iter() if element.get("id"))
    assert not (doubles := [name for name, count in ids.items() if count > 1]), f"ids twice: {doubles}"
    for element in page.document.iter():
        assert not element.get("style"), f"style attribute on {element.tag}"
        assert not [name for name in element.keys() if name.startswith("on")], f"handler on {element.tag}"  # noqa: SIM118
    assert not page.all("style"), "style element"
    # A block of data for search engines is no script: browsers do not run it, and no policy asks.
    scripts = [one for one in page.all("script") if one.get("type") != "application/ld+json"]
    assert all(script.get("src") for script in scripts), "inline script"
    _check_labels(page, ids)


def _check_labels(page: Page, ids: Counter[str | None]) -> None:
    labelled = {label.get("for") for label in page.all("label")}
    for tag in ("input", "select", "textarea"):
        for control in page.all(tag):
            if control.get("type") in {"hidden", "submit"} or control.get("aria-label"):
                continue
            assert control.get("id") in labelled, f"no label for {tag} {control.get('name')}"
    for element in page.document.iter():
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            for target in (element.get(name) or "").split():
                assert target in ids, f"{name} names {target}, which is not there"
