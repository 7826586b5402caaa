"""What staff read when a change of their house is refused."""

from __future__ import annotations

from collections.abc import Callable

from labspace.errors import Refusal
from labspace.houses.sentences import sentence as house_sentence
from labspace.words import gettext as _

_SENTENCES: dict[str, Callable[[], str]] = {
    "changed_meanwhile": lambda: _(
        "Jemand anderes hat das inzwischen geändert. Ihre Eingaben stehen noch da, daneben, was jetzt gilt. "
        "Bitte vergleichen und noch einmal speichern."
    ),
    "changed_since": lambda: _(
        "Das wurde danach noch einmal geändert. Bitte zuerst die spätere Änderung zurücknehmen."
    ),
    "taken_back_already": lambda: _("Diese Änderung ist schon zurückgenommen."),
    "slug_taken": lambda: _("Diese Kurzadresse hat schon ein anderes Haus. Bitte eine andere wählen."),
    "day_over": lambda: _("Bitte einen Tag von heute an angeben."),
    "moved_already": lambda: _("Für diesen Tag steht schon ein Umzug fest."),
    "same_address": lambda: _("Das ist die Anschrift, die an diesem Tag schon gilt."),
    "closed_for_good_already": lambda: _("Das Haus ist schon dauerhaft geschlossen oder wird es."),
    "not_yourself": lambda: _("Die eigene Rolle ändert jemand anderes aus der Leitung."),
    "person_locked_out": lambda: _("Dieses Konto ist gesperrt; es kann nicht ins Team."),
    "role_changed_meanwhile": lambda: _(
        "Jemand anderes hat diese Rolle inzwischen geändert. Bitte neu ansehen."
    ),
    "rules_version_taken": lambda: _(
        "Eine Fassung mit diesem Namen gibt es schon. Bitte einen anderen Namen wählen."
    ),
    "rules_day_taken": lambda: _(
        "An diesem Tag beginnt schon eine andere Fassung. Bitte einen anderen Tag wählen."
    ),
    "rules_in_force": lambda: _("Diese Fassung gilt schon; sie bleibt. Bitte eine neue Fassung eintragen."),
    "picture_gone": lambda: _("Das Bild ist nach einem Tag endgültig gelöscht worden."),
    "pictures_full": lambda: _("Mehr Bilder passen hier nicht hin. Bitte zuerst eines entfernen."),
    "house_must_stay": lambda: _(
        "Das Anlegen lässt sich nicht mehr zurücknehmen: In dem Haus ist schon etwas geschehen, und was war, bleibt. "
        "Sie können das Haus dauerhaft schließen."
    ),
    "bookings_touched": lambda: _(
        "Diese Änderung betrifft Buchungen. Bitte ansehen und dann noch einmal bestätigen."
    ),
    "not_possible_in_state": lambda: _("Das ist schon geschehen; es bleibt, wie es ist."),
}


def sentence(refusal: Refusal) -> str:
    """What a person reads for a refusal."""
    own = _SENTENCES.get(refusal.code)
    return own() if own else house_sentence(refusal)
