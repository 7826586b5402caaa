"""The sentence for each refusal about tokens."""

from __future__ import annotations

from labspace.errors import Refusal
from labspace.words import gettext as _


def sentence(refusal: Refusal) -> str:
    """What a person reads for a refusal; raises KeyError for an unknown one."""
    match refusal.code:
        case "token_named_so":
            return _(
                "Ein Token mit dem Namen „%(name)s“ haben Sie schon. Bitte nehmen Sie einen anderen Namen, "
                "oder widerrufen Sie zuerst das alte.",
                name=refusal.values["name"],
            )
        case "too_many_tokens":
            return _(
                "Mehr als %(most)d Token gibt es nicht. Bitte widerrufen Sie zuerst eines, das Sie nicht mehr brauchen.",
                most=refusal.values["most"],
            )
    raise KeyError(refusal.code)
