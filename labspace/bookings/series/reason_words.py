"""Why a date was skipped, in few words: in a list there is nothing to do about it but wait or choose."""

from __future__ import annotations

from collections.abc import Iterable

from labspace.bookings.sentences import sentence
from labspace.errors import Refusal
from labspace.words import lazy_gettext as _l

_SHORT = {
    "space_taken": _l("Fläche belegt"),
    "none_free": _l("keine Fläche frei"),
    "closed": _l("geschlossen"),
    "called_off_by_house": _l("vom Haus abgesagt"),
    "space_unknown": _l("Fläche an dem Tag nicht verfügbar"),
}


def reasons_text(refusals: Iterable[Refusal]) -> list[str]:
    """Each reason in few words, or with its numbers in the sentence everybody reads."""
    return [
        str(_SHORT[refusal.code]) if refusal.code in _SHORT else sentence(refusal) for refusal in refusals
    ]
