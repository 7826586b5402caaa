"""The sentence for each refusal about options; each says what to do next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from labspace.errors import Refusal
from labspace.formats import weekday_text
from labspace.words import gettext as _


def _moment(refusal: Refusal, name: str) -> str:
    local = refusal.values[name]
    assert isinstance(local, datetime)
    return _("%(day)s, %(time)s Uhr", day=weekday_text(local.date()), time=f"{local:%H:%M}")


SENTENCES: dict[str, Callable[[Refusal], str]] = {
    "option_not_first": lambda r: _(
        "Das geht nur mit der Option auf Rang 1. Wird der Rang frei, rückt die nächste Option von selbst nach."
    ),
    "option_step_impossible": lambda r: _(
        "Das geht bei dieser Option nicht mehr. Bitte die Seite neu laden; dort steht, was jetzt möglich ist."
    ),
    "option_is_first": lambda r: _("Vor dieser Option steht niemand, sie ist schon die erste."),
    "option_not_second": lambda r: _(
        "Um eine Entscheidung bitten kann nur, wer auf Rang 2 steht; diese Option steht auf Rang %(rank)s.",
        rank=r.values["rank"],
    ),
    "option_given_away": lambda r: _(
        "Die Zeit ist fest an andere vergeben. Wird sie frei, rückt die Option von selbst nach."
    ),
    "option_committed": lambda r: _(
        "Die erste Option ist schon verbindlich angefragt. Jetzt entscheidet das Team des Hauses."
    ),
    "option_challenged_already": lambda r: _(
        "Um eine Entscheidung ist schon gebeten, die Antwort kommt bis %(moment)s.",
        moment=_moment(r, "until"),
    ),
    "challenged_before": lambda r: _(
        "Um diese Entscheidung wurde schon einmal gebeten. Bitte die Frist abwarten oder das Team ansprechen."
    ),
    "challenge_too_early": lambda r: _(
        "Die erste Option ist noch frisch. Um eine Entscheidung bitten lässt sich ab %(moment)s.",
        moment=_moment(r, "from"),
    ),
    "challenge_too_late": lambda r: _(
        "Das lohnt nicht mehr: Die Frist der ersten Option endet ohnehin am %(moment)s.",
        moment=_moment(r, "until"),
    ),
    "deadline_not_later": lambda r: _(
        "Die neue Frist muss nach der bisherigen liegen (%(moment)s). Bitte einen späteren Zeitpunkt wählen.",
        moment=_moment(r, "until"),
    ),
    "deadline_after_start": lambda r: _(
        "Eine Option gilt höchstens bis zum Beginn der Veranstaltung (%(moment)s). Bitte einen früheren Zeitpunkt wählen.",
        moment=_moment(r, "until"),
    ),
    "partner_is_booker": lambda r: _(
        "Das ist die Adresse, von der die Option kommt. Bitte die Adresse der anderen Veranstaltenden angeben."
    ),
    "partner_invited_already": lambda r: _("Diese Person ist schon eingeladen oder schon dabei."),
    "too_many_partners": lambda r: _(
        "Eine Option teilen sich höchstens %(most)s weitere Veranstaltende. Bitte zuerst jemanden herausnehmen.",
        most=r.values["most"],
    ),
    "invitation_gone": lambda r: _(
        "Diese Einladung gilt nicht mehr. Bitte um eine neue bitten, wenn die Option noch besteht."
    ),
    "address_unreadable": lambda r: _(
        "Das ist keine E-Mail-Adresse. Bitte eine wie name@beispiel.de angeben."
    ),
}
