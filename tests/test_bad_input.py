"""Whatever is sent to any route, by whomever: a kind answer, never an error, and nothing half-written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from tests.factories import Cast
from tests.scene import Scene, rules
from tests.support.rows import Rows
from tests.support.visit import XHTML, Page, Visitor

PEOPLE = [None, "alice", "nora", "ada"]

HUGE = "1" + "0" * 30
"""A number that no column, date or duration holds."""

NASTY_PARTS = (
    "gibt-es-nicht", "0", "-1", "1" + "0" * 30, "..", "%00", "a" * 5000, "%ff%fe", "%ed%a0%80", "%F0%9F%92%A5",
    "%3Cscript%3E", "'%20OR%201=1--", "%E2%80%AE", "%0d%0aX:%20y", "{{7*7}}", "%25s", "BO-%C3%9F%C3%9F%C3%9F%C3%9F",
)  # fmt: skip

GOOD = {"standort": "bochum", "tag": "2026-11-25", "von": "9", "bis": "12"}
NUMBERS = ("personen", "aufbau", "abbau", "seite", "version", "person", "wochen")

NASTY_WORDS = (
    "", " ", "9999-12-31", "0001-01-01", "2026-02-30", "31.12.9999", "KW 53/2199", "in 999 tagen", "25:99",
    "24:00", "-1", "0", "1" + "0" * 30, "1e999", "NaN", "٣", "²", "12,5", "true", "null", "[]", "{}", "💥",
    "<script>alert(1)</script>", "'; DROP TABLE booking;--", "%s%n", "{{7*7}}", "\x00", "a\x00b", "\x1b[31m",
    "\u202e", "\ufffe", "a\r\nX: y", "../../etc/passwd", "//evil.example", "ß" * 400, "x" * 70_000,
)  # fmt: skip

NAMES = (
    "tag", "von", "bis", "bis_tag", "standort", "haus", "flaeche", "art", "merkmal", "personen", "titel",
    "fuer", "theme", "thema", "grund", "version", "seite", "q", "wer", "person", "lang", "next", "monat",
    "jahr", "woche", "wochen", "ebene", "ansicht", "nur", "pruefen", "format", "once", "email", "name",
    "password",
    "aufbau", "abbau", "bestuhlung", "zugang", "eintritt", "rollstuhl", "fassung", "projector", "branche", "startgeld",
    "ab", "massstab",
    "zeitraum", "zahl", "mit", "weniger", "weniger_art", "mehr", "mehr_art",
    "weitere", "wiederholung", "anzahl", "serienende", "entwurf", "wechsel", "sichern", "geraet-projector", "bewirtung-coffee",
)  # fmt: skip
"""What addresses of labspace ask for; forms are asked for their own names."""


@pytest.fixture(params=PEOPLE, ids=lambda name: name or "visitor")
def who(request: pytest.FixtureRequest, cast: Cast) -> User | None:
    return getattr(cast, request.param) if request.param else None


def query(values: Mapping[str, str]) -> str:
    return "&".join(f"{quote(name)}={quote(value)}" for name, value in values.items())


def test_nasty_addresses_are_answered(
    app: Flask, scene: Scene, visit: Callable[..., Visitor], who: User | None
) -> None:
    visitor, turn = visit(who), count()
    for rule in rules(app, "GET"):
        for name in sorted(rule.arguments):
            for _turn in range(3):
                part = NASTY_PARTS[next(turn) % len(NASTY_PARTS)]
                visitor.try_out("GET", scene.address(rule, **{name: part}))
    for rule in rules(app, "POST"):
        for name in sorted(rule.arguments):
            part = NASTY_PARTS[next(turn) % len(NASTY_PARTS)]
            visitor.try_out("POST", scene.address(rule, **{name: part}))


def test_nasty_queries_are_answered(
    app: Flask, scene: Scene, visit: Callable[..., Visitor], who: User | None
) -> None:
    visitor, turn = visit(who), count()
    for rule in rules(app, "GET"):
        address = scene.address(rule)
        for _turn in range(2):
            # All names at once with another word each, so that few requests try many pairs.
            shift = next(turn)
            words = {
                name: NASTY_WORDS[(shift + 5 * index) % (len(NASTY_WORDS) - 1)]
                for index, name in enumerate(NAMES)
                if (index + shift) % 3
            }
            visitor.try_out("GET", f"{address}?{query(words)}")
        visitor.try_out("GET", f"{address}?{query({**GOOD, **dict.fromkeys(NUMBERS, HUGE)})}")
        visitor.try_out("GET", f"{address}?%ff=%ff&tag=%ff&=&&;&tag[]=1&tag=1&tag=2&%00=1&{'x=1&' * 400}")


@pytest.mark.parametrize("name", ["tag", "von", "flaeche", "q"])
def test_words_of_seventy_thousand_letters_are_answered(
    app: Flask, scene: Scene, visit: Callable[..., Visitor], cast: Cast, name: str
) -> None:
    visitor = visit(cast.ada)
    for rule in rules(app, "GET"):
        visitor.try_out("GET", f"{scene.address(rule)}?{name}={'x' * 70_000}")


def test_nasty_forms_are_refused_whole(
    app: Flask, session: Session, scene: Scene, visit: Callable[..., Visitor], who: User | None
) -> None:
    visitor, turn, rows = visit(who), count(), Rows(session)
    for rule in rules(app, "POST"):
        address = scene.address(rule)
        if address in {"/abmeldung", "/profil/sitzungen"}:
            continue
        for body in bodies(next(turn)):
            before = rows.count()
            page = visitor.try_out("POST", address, data=body)
            if page.status >= 400:
                assert rows.count() == before, f"{rule}: {page.status}, yet something was written"


def bodies(shift: int) -> Iterator[Any]:
    """Forms nobody would send."""
    yield {}
    yield {name: NASTY_WORDS[(shift + index) % (len(NASTY_WORDS) - 1)] for index, name in enumerate(NAMES)}
    yield dict.fromkeys(NAMES, "999999999")
    yield b"%ff=%ff&tag=%00&tag=%ed%a0%80&=&&;&titel=%ff%fe"


@pytest.mark.parametrize("name", ["alice", "nora"])
def test_a_form_with_one_wrong_field_is_refused_whole(
    app: Flask, session: Session, scene: Scene, visit: Callable[..., Visitor], cast: Cast, name: str
) -> None:
    visitor, turn, sent, rows = visit(getattr(cast, name)), count(), set[str](), Rows(session)
    for address in [
        "/buchungen/neu?flaeche=bochum-desk-02&tag=2026-11-24&von=9&bis=12",
        "/veranstaltungen/anfrage?standort=bochum&tag=2026-11-25&von=9&bis=12&personen=10",
        f"/team/bochum/buchungen/neu?person={scene.parts['user_id']}",
        *(scene.address(rule) for rule in rules(app, "GET")),
    ]:
        page = visitor.try_out("GET", address)
        for action, fields in forms_on(page, address):
            if action in sent | {"/abmeldung", "/profil/sitzungen"}:
                continue
            sent.add(action)
            for field in sorted(fields):
                for word in (HUGE, NASTY_WORDS[next(turn) % len(NASTY_WORDS)]):
                    before = rows.count()
                    answer = visitor.try_out("POST", action, data={**fields, field: word})
                    told = f"{action} {field}: {answer.status}, yet something was written"
                    assert answer.status < 400 or rows.count() == before, told


def forms_on(page: Page, address: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each form of a page that changes something: where it goes and what it holds."""
    for form in page.all("form"):
        if (form.get("method") or "get").lower() == "post":
            yield form.get("action") or address, dict(_fields(form))


def _fields(form: Element) -> Iterator[tuple[str, str]]:
    for element in form.iter():
        name = element.get("name")
        if not name:
            continue
        if element.tag == XHTML + "select":
            options = list(element.iter(XHTML + "option"))
            chosen = [one for one in options if one.get("selected") is not None] or options[:1]
            yield name, "".join(one.get("value") or "" for one in chosen[:1])
        elif element.tag == XHTML + "textarea":
            yield name, "".join(element.itertext())
        elif element.get("type") not in {"checkbox", "radio"} or element.get("checked") is not None:
            yield name, element.get("value") or ""
