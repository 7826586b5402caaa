"""The sentence for each refusal about partners, in the reader's language."""

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
    "organisation_unknown": lambda refusal: _(
        "Eine Organisation „%(name)s“ gibt es nicht, oder es gibt mehrere. Bitte den Namen genau so angeben, "
        "wie er unter „Organisationen“ steht.",
        name=str(refusal.values["name"])[:80],
    ),
    "ends_before_it_begins": lambda refusal: _("Das Ende liegt vor dem Beginn. Bitte prüfen Sie beide Angaben."),
    "outside_agreement": lambda refusal: _(
        "Die Vereinbarung ist dann schon beendet. Bitte einen früheren Beginn angeben oder neu vereinbaren."
    ),
    "allotment_date_settled": lambda refusal: _(
        "Dieser Termin wird nicht mehr für Sie freigehalten. Bitte laden Sie die Seite neu; "
        "vielleicht ist die Fläche noch frei."
    ),
}  # fmt: skip
