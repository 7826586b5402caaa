"""What staff read when publishing, or taking back, is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from labspace.bookings.sentences import sentence as booking_sentence
from labspace.errors import Refusal
from labspace.formats import day_text
from labspace.plans.sentences import refusal_sentence
from labspace.words import gettext as _

OF_DRAFTS = frozenset({"draft_changed", "draft_is_closed"})


def _day(v: Mapping[str, Any]) -> dict[str, str]:
    day: date = v["day"]
    return {"day": day_text(day)}


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "draft_has_errors": lambda v: _(
        "Der Entwurf hat noch Fehler. Bitte zuerst beheben, was unter „Prüfung“ steht."
    ),
    "nothing_differs": lambda v: _("Der Entwurf ist wie der Plan, der an diesem Tag gilt. Es gibt nichts zu veröffentlichen."),
    "publishes_in_the_past": lambda v: _(
        "Was vergangen ist, bleibt, wie es war. Bitte einen Tag von morgen an angeben."
    ),
    "publishes_from_tomorrow": lambda v: _(
        "Heute gilt schon ein Plan für diese Ebene. Bitte einen Tag von morgen an angeben."
    ),
    "publishes_too_late": lambda v: _("Bitte einen Tag in den nächsten %(days)s Tagen angeben.", **v),
    "later_plan_exists": lambda v: _(
        "Vom %(day)s an gilt schon ein anderer neuer Plan. Bitte einen späteren Tag angeben oder jenen zuerst"
        " zurücknehmen.",
        **_day(v),
    ),
    "booking_runs_over": lambda v: _(
        "Die Buchung %(reference)s läuft über diesen Tag hinweg, und an Stelle ihrer Fläche beginnt eine andere."
        " Bitte einen Tag nach ihrem Ende angeben oder sie vorher verlegen.",
        **v,
    ),
    "space_begins_that_day": lambda v: _(
        "„%(given)s“ beginnt selbst erst an diesem Tag und kann nicht davor enden. Bitte einen späteren Tag angeben.",
        **v,
    ),
    "touched_otherwise": lambda v: _(
        "Inzwischen hat sich etwas geändert, oder es fehlt noch eine Entscheidung. Bitte die Buchungen unten ansehen."
    ),
    "booking_stays": lambda v: _(
        "Die Buchung %(reference)s kann dorthin nicht verlegt werden. Nichts ist veröffentlicht.", **v
    ),
    "taken_back_already": lambda v: _("Diese Veröffentlichung ist schon zurückgenommen."),
    "in_force_already": lambda v: _(
        "Dieser Plan gilt schon; was war, bleibt. Bitte einen neuen Entwurf aus dem früheren Plan veröffentlichen."
    ),
    "followed_by_another": lambda v: _(
        "Nach diesem Plan gilt schon ein weiterer neuer. Bitte zuerst jenen zurücknehmen."
    ),
    "booked_since": lambda v: _(
        "Auf Flächen, die es dann nicht gäbe, liegen Buchungen. Bitte sie zuerst verlegen oder absagen."
    ),
}  # fmt: skip


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    """What a person reads for each refusal."""
    return [_sentence(one) for one in refusals]


def _sentence(refusal: Refusal) -> str:
    if own := _SENTENCES.get(refusal.code):
        return own(refusal.values)
    return refusal_sentence(refusal) if refusal.code in OF_DRAFTS else booking_sentence(refusal)
