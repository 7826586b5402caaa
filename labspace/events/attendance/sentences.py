"""The sentence for each refusal around visitors, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from labspace.errors import Refusal
from labspace.visits.sentences import sentence
from labspace.words import gettext as _

_OWN: dict[str, Callable[[], str]] = {
    "visits_in_the_future": lambda: _("Gezählt wird, sobald die Veranstaltung begonnen hat."),
}


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    """One sentence for each refusal, in order."""
    return [_OWN[one.code]() if one.code in _OWN else sentence(one) for one in refusals]
