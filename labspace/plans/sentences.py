"""What staff read about their drafts: findings with the name of what they are about, and refusals."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from labspace.errors import Refusal
from labspace.formats import is_german, number_text
from labspace.locations.findings import Finding as FileFinding
from labspace.plans.checks import Finding
from labspace.spaces.findings import words_of
from labspace.words import gettext as _

_OWN: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "no_outline": lambda v: _("Der Umriss des Gebäudes fehlt noch."),
    "no_outer_walls": lambda v: _("Die Außenwände fehlen noch."),
    "no_spaces": lambda v: _("Auf dem Plan liegt noch keine Fläche."),
    "no_entrance": lambda v: _("Der Eingang ist noch nicht eingezeichnet."),
    "outside_the_sheet": lambda v: _("Der Umriss reicht über den Rand des Blattes; Ausdrucke wären abgeschnitten."),
    "doubled_name": lambda v: _("„%(given)s“ heißt schon eine andere Fläche dieser Art.", **v),
    "doubled_label": lambda v: _("„%(given)s“ steht auf dem Plan schon an einer anderen Fläche dieser Art.", **v),
    "space_without_shape": lambda v: _("„%(given)s“ liegt noch nicht auf dem Plan.", **v),
    "space_of_another_house": lambda v: _(
        "Das Kürzel „%(given)s“ gehört schon einer Fläche eines anderen Hauses. Bitte ein anderes wählen.", **v
    ),
    "way_too_narrow": lambda v: _(
        "Der Weg ist an der engsten Stelle (%(x)s; %(y)s) %(width)s m breit, empfohlen sind %(wanted)s m. Das ist ein"
        " Hinweis, keine rechtliche Aussage.",
        x=number_text(v["x"], digits=2),
        y=number_text(v["y"], digits=2),
        width=number_text(v["width_m"], digits=2),
        wanted=number_text(v["wanted_m"], digits=2),
    ),
    "wrong_level": lambda v: _("Der Entwurf gehört zu Ebene %(known)s.", **v),
    "wrong_count": lambda v: _("Hier fehlen noch Punkte: %(at_least)s sind mindestens nötig.", **v),
    "wrong_length": lambda v: _("Der Name fehlt noch."),
    "unknown_space": lambda v: _("Die Form gehört zu keiner Fläche; „%(given)s“ gibt es in diesem Entwurf nicht.", **v),
}  # fmt: skip
"""Codes of drafts alone, and those that are said in another way than for a file."""

_REFUSALS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "draft_changed": lambda v: _(
        "%(who)s hat diesen Entwurf inzwischen geändert. Ihre Angaben stehen noch da; bitte ansehen und noch einmal speichern.",
        **v,
    ),
    "draft_is_closed": lambda v: _("Dieser Entwurf ist veröffentlicht oder verworfen und ändert sich nicht mehr."),
    "nothing_to_undo": lambda v: _("Es gibt keinen Schritt, der zurückgenommen werden kann."),
    "nothing_to_redo": lambda v: _("Es gibt keinen Schritt, der wiederholt werden kann."),
    "too_many_drafts": lambda v: _(
        "Das Haus hat schon %(most)s offene Entwürfe. Bitte zuerst einen verwerfen oder veröffentlichen.", **v
    ),
}  # fmt: skip


def sentence(finding: Finding | FileFinding, document: Mapping[str, Any] | None = None) -> str:
    """What a person reads for a finding; spaces are called by their names where the document has them."""
    values = finding.numbers if isinstance(finding, Finding) else finding.values
    values = dict(values) | _named(values, document)
    if own := _OWN.get(finding.code):
        return own(values)
    return words_of(FileFinding(finding.path, finding.code, values))


def refusal_sentence(refusal: Refusal) -> str:
    """What a person reads when a change of a draft is refused."""
    return _REFUSALS[refusal.code](refusal.values)


def _named(values: Mapping[str, Any], document: Mapping[str, Any] | None) -> dict[str, str]:
    names = space_names(document) if document else {}
    return {key: names[str(value)] for key, value in values.items() if names.get(str(value))}


def space_names(document: Mapping[str, Any]) -> dict[str, str]:
    """What the spaces of a document are called in the reader's language, by id."""
    return {space["id"]: text_of(space["name"]) for space in document["spaces"]}


def text_of(texts: Any) -> str:
    """A text of a document in the reader's language."""
    if isinstance(texts, str):
        return texts
    return str(texts["de"] if is_german() else texts["en"] or texts["de"])


_PLACE = re.compile(r"\$\.(?:drawing\.)?([a-z_]+)(?:\[(\d+)\])?")
_PLACES: dict[str, Callable[[int], str]] = {
    "outline": lambda n: _("Umriss"),
    "outer_walls": lambda n: _("Außenwand %(n)d", n=n),
    "inner_walls": lambda n: _("Innenwand %(n)d", n=n),
    "doors": lambda n: _("Tür %(n)d", n=n),
    "windows": lambda n: _("Fenster %(n)d", n=n),
    "furniture": lambda n: _("Möbel %(n)d", n=n),
    "areas": lambda n: _("Bereich %(n)d", n=n),
    "entrances": lambda n: _("Eingang %(n)d", n=n),
    "step_free_ways": lambda n: _("Stufenloser Weg %(n)d", n=n),
    "spaces": lambda n: _("Fläche %(n)d", n=n),
    "placements": lambda n: _("Form %(n)d", n=n),
}


def place(path: str, document: Mapping[str, Any]) -> str:
    """Where a finding is, in words: the name of the space, else kind and number; counted from 1."""
    found = _PLACE.match(path)
    if found is None or found[1] not in _PLACES:
        return _("Blatt")
    number = int(found[2] or 0)
    if found[2] and found[1] in ("spaces", "placements"):
        row = document[found[1]][number]
        name = space_names(document).get(row["id" if found[1] == "spaces" else "space"])
        if name:
            return name
    if not found[2]:
        return _WHOLE[found[1]]() if found[1] in _WHOLE else _PLACES[found[1]](1)
    return _PLACES[found[1]](number + 1)


_WHOLE: dict[str, Callable[[], str]] = {
    "outer_walls": lambda: _("Außenwände"),
    "entrances": lambda: _("Eingänge"),
    "placements": lambda: _("Flächen"),
}
