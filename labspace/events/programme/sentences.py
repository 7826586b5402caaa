"""The sentence for each refusal around the programme, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from labspace.bookings.sentences import sentence
from labspace.errors import Refusal
from labspace.words import gettext as _

_OWN: dict[str, Callable[[], str]] = {
    "no_web_address": lambda: _("Bitte eine vollständige Adresse angeben, die mit https:// beginnt."),
    "text_not_possible": lambda: _("Über diesen Text ist schon entschieden. Bitte sehen Sie sich den neuen Stand an."),
}  # fmt: skip


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    """One sentence for each refusal, in order."""
    return [_OWN[one.code]() if one.code in _OWN else sentence(one) for one in refusals]
