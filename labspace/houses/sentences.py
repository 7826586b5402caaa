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
    "dated_in_the_past": lambda: _("Was war, bleibt, wie es war. Bitte einen Tag von heute an angeben."),
    "nothing_changed": lambda: _("Das gilt an diesen Tagen schon. Es wurde nichts geändert."),
    "changed_meanwhile": lambda: _(
        "Inzwischen hat jemand anderes etwas daran geändert. Was jetzt gilt, steht auf dieser Seite; Ihre Angaben "
        "stehen noch im Formular. Bitte vergleichen und noch einmal speichern."
    ),
    "taken_back_already": lambda: _("Das ist schon zurückgenommen."),
    "change_is_over": lambda: _("Das ist schon vorbei; es bleibt, wie es war."),
    "reason_missing": lambda: _("Bitte einen Grund nennen; er steht in den Absagen."),
    "opened_in_the_past": lambda: _("Geöffnet werden kann von heute an. Bitte einen späteren Tag angeben."),
    "opened_already": lambda: _("In dieser Zeit ist schon eine Sonderöffnung. Sie steht auf dieser Seite."),
    "not_possible_in_state": lambda: _("Diese Schließung ist schon vorbei; sie bleibt, wie sie war."),
}


def sentence(refusal: Refusal) -> str:
    """What a person reads for a refusal of a closure."""
    own = _SENTENCES.get(refusal.code)
    return own() if own else booking_sentence(refusal)
