"""What staff read when a change of their house is refused."""

from __future__ import annotations

from collections.abc import Callable

from labspace.bookings.sentences import sentence as booking_sentence
from labspace.errors import Refusal
from labspace.words import gettext as _

_SENTENCES: dict[str, Callable[[], str]] = {
    "closed_in_the_past": lambda: _(
        "Geschlossen werden kann von heute an. Bitte einen späteren Tag angeben."
    ),
    "closed_already": lambda: _(
        "In dieser Zeit ist schon geschlossen. Die Schließung steht in der Liste auf dieser Seite."
    ),
    "bookings_touched": lambda: _(
        "In dieser Zeit liegen Buchungen. Bitte ansehen und entscheiden, was mit ihnen geschieht."
    ),
    "not_possible_in_state": lambda: _("Diese Schließung ist schon vorbei; sie bleibt, wie sie war."),
}


def sentence(refusal: Refusal) -> str:
    """What a person reads for a refusal of a closure."""
    own = _SENTENCES.get(refusal.code)
    return own() if own else booking_sentence(refusal)
