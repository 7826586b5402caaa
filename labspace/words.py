"""Sentences in the reader's language: Flask-Babel's functions, found once per request instead of per word.

A page asks for some hundred sentences. Flask-Babel looks its state up anew for each, which took
half of the time a page takes; here one attribute of the request's globals says which catalogue it is.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations
from flask import g
from flask_babel import LazyString, get_locale

FOLDER = Path(__file__).parent / "translations"


def gettext(text: str, /, **values: object) -> str:
    """`text` in the reader's language, with its named placeholders filled."""
    translated = _catalogue().gettext(text)
    return translated % values if values else translated


def ngettext(singular: str, plural: str, num: int, /, **values: object) -> str:
    """The form of a sentence that fits `num`; `%(num)d` stands for it."""
    return _catalogue().ngettext(singular, plural, num) % {"num": num, **values}


def lazy_gettext(text: str, /, **values: object) -> LazyString:
    """Like `gettext`, but looked up each time it is shown: for labels made before there is a reader."""
    return LazyString(gettext, text, **values)


def lazy_ngettext(singular: str, plural: str, num: int, /, **values: object) -> LazyString:
    """Like `ngettext`, but looked up each time it is shown."""
    return LazyString(ngettext, singular, plural, num, **values)


def language_now() -> str:
    """The reader's language as its code, `de` or `en`; German where there is no reader."""
    try:
        state = g.get("_flask_babel")
    except RuntimeError:
        return "de"
    locale = (
        getattr(state, "forced_babel_locale", None) or getattr(state, "babel_locale", None) or get_locale()
    )
    return locale.language if locale else "de"


def _catalogue() -> NullTranslations:
    return _loaded(language_now())


@cache
def _loaded(language: str) -> NullTranslations:
    # German is the source language: its sentences are the keys.
    return NullTranslations() if language == "de" else Translations.load(FOLDER, [language])
