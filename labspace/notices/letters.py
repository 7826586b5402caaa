"""A message to one person as values, and its text and HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from flask_babel import get_locale


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a message says; every text in the reader's language."""

    subject: str
    greeting: str
    paragraphs: Sequence[str]
    facts: Sequence[tuple[str, str]] = ()
    action: str = ""
    """What the link does, such as "Ändern oder stornieren"."""
    url: str = ""
    other_action: str = ""
    """What a second link does, such as "Mit einem Klick stornieren"."""
    other_url: str = ""
    closing: Sequence[str] = ()
    demo: bool = False
    """Whether the message is about invented houses, and says so."""


def plain_of(letter: Letter) -> str:
    """The letter as plain text; tells everything the HTML tells."""
    return _rendered("mails/letter.txt", letter)


def html_of(letter: Letter) -> str:
    """The letter as HTML that needs no image and no outside address."""
    return _rendered("mails/letter.html", letter)


def _rendered(template: str, letter: Letter) -> str:
    # Not render_template: a letter has no page frame around it, and may be written outside a request.
    return current_app.jinja_env.get_template(template).render(letter=letter, language=str(get_locale()))
