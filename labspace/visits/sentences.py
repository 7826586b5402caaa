"""The sentence for each refusal at the door, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from labspace.bookings.sentences import sentence
from labspace.errors import Refusal
from labspace.words import gettext as _

_OWN: dict[str, Callable[[], str]] = {
    "door_closed": lambda: _(
        "Gezählt wird von zwei Stunden vor dem Beginn bis vier Stunden nach dem Ende. Danach tragen Sie die Zahl ein."
    ),
    "taps_unreadable": lambda: _("Das ließ sich nicht lesen und wurde nicht gezählt. Bitte laden Sie die Seite neu."),
}  # fmt: skip


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    """One sentence for each refusal, in order."""
    return [_OWN[one.code]() if one.code in _OWN else sentence(one) for one in refusals]
