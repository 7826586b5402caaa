"""The sentence for each refusal of this package, in the reader's language."""

from __future__ import annotations

from labspace.errors import Refusal
from labspace.words import gettext as _


def sentence(refusal: Refusal) -> str:
    """What a person reads for a refusal; raises KeyError for a code nobody wrote a sentence for."""
    if refusal.code == "too_many_feeds":
        return _(
            "Sie haben schon %(most)d Kalender abonniert. Bitte beenden Sie erst einen, den Sie nicht mehr lesen.",
            most=refusal.values["most"],
        )
    if refusal.code == "feed_unknown":
        return _("Diesen Kalender gibt es für Sie nicht.")
    raise KeyError(refusal.code)
