"""The sentence for each refusal of this package, in the reader's language; each says what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from labspace.errors import Refusal
from labspace.words import gettext as _
from labspace.words import ngettext


def sentence(refusal: Refusal) -> str:
    """What a person reads for a refusal; raises KeyError for a code nobody wrote a sentence for."""
    return _SENTENCES[refusal.code](refusal)


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    """One sentence for each refusal, in order."""
    return [sentence(refusal) for refusal in refusals]


def _wait(refusal: Refusal) -> str:
    seconds = int(str(refusal.values["seconds"]))
    if seconds < 60:
        return ngettext(
            "Das waren zu viele Versuche. Bitte warten Sie noch %(num)d Sekunde.",
            "Das waren zu viele Versuche. Bitte warten Sie noch %(num)d Sekunden.",
            max(seconds, 1),
        )
    return ngettext(
        "Das waren zu viele Versuche. Bitte warten Sie noch %(num)d Minute.",
        "Das waren zu viele Versuche. Bitte warten Sie noch %(num)d Minuten.",
        -(-seconds // 60),
    )


_SENTENCES: dict[str, Callable[[Refusal], str]] = {
    "too_many_attempts": _wait,
    "wrong_credentials": lambda r: _(
        "Mail-Adresse und Kennwort passen nicht zusammen. Bitte prüfen Sie beides, "
        "oder setzen Sie ein neues Kennwort."
    ),
    "demo_only_here": lambda r: _(
        "Die erfundenen Personen der Demonstration können sich nur auf dem Rechner anmelden, "
        "auf dem labspace läuft."
    ),
    "password_too_short": lambda r: _(
        "Das Kennwort ist zu kurz. Bitte nehmen Sie mindestens %(least)d Zeichen, zum Beispiel vier Wörter.",
        least=r.values["least"],
    ),
    "password_common": lambda r: _(
        "Dieses Kennwort lässt sich leicht erraten. Nehmen Sie zum Beispiel vier Wörter, "
        "die nichts miteinander zu tun haben."
    ),
    "password_names_you": lambda r: _(
        "Das Kennwort besteht fast nur aus Ihrem Namen oder Ihrer Mail-Adresse. Bitte nehmen Sie etwas anderes."
    ),
}
