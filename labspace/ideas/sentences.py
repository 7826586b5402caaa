"""The sentence for each refusal about ideas, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from labspace.bookings.sentences import sentence as booking_sentence
from labspace.errors import Refusal
from labspace.words import gettext as _


def sentence(refusal: Refusal) -> str:
    """What is wrong and what to do."""
    own = _OWN.get(refusal.code)
    return own(refusal) if own else booking_sentence(refusal)


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    """One sentence for each refusal, in order."""
    return [sentence(refusal) for refusal in refusals]


_OWN: dict[str, Callable[[Refusal], str]] = {
    "public_text_missing": lambda refusal: _("Bitte geben Sie Titel und Text an, die öffentlich zu lesen sind."),
    "note_missing": lambda refusal: _("Bitte schreiben Sie in einem Satz, was geschehen ist."),
    "on_in_the_future": lambda refusal: _("Dieser Tag liegt in der Zukunft. Bitte geben Sie den Tag an, an dem es geschah."),
    "trial_missing": lambda refusal: _(
        "Eine erprobte Idee nennt ihren Versuch: Bitte verbinden Sie sie vorher mit einer Veranstaltung, "
        "einem Pop-up oder einer Anschubfinanzierung."
    ),
    "trial_unknown": lambda refusal: _(
        "„%(reference)s“ ist keine Veranstaltung und kein Pop-up dieses Hauses. "
        "Die Buchungsnummer steht auf der Seite der Buchung.",
        reference=refusal.values["reference"],
    ),
    "idea_step_not_possible": lambda refusal: _(
        "Die Idee steht auf „%(state)s“; „%(wanted)s“ folgt darauf nicht. Vielleicht war jemand schneller: "
        "Bitte laden Sie die Seite neu.",
        state=str(getattr(refusal.values["state"], "label", "")),
        wanted=str(getattr(refusal.values["wanted"], "label", "")),
    ),
    "amount_wrong": lambda refusal: _("Bitte geben Sie einen Betrag zwischen 1 Cent und 10 Millionen Euro an."),
    "document_missing": lambda refusal: _(
        "Was bewilligt oder ausgezahlt ist, braucht einen Beleg. Bitte nennen Sie Aktenzeichen oder Belegnummer."
    ),
    "money_unknown": lambda refusal: _("Diesen Betrag gibt es hier nicht. Bitte laden Sie die Seite neu."),
}  # fmt: skip
