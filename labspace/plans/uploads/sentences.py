"""What people read about a plan file: what is wrong with it, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from labspace.locations.findings import Finding
from labspace.plans.sentences import sentence
from labspace.plans.uploads.actions import Uploaded
from labspace.words import gettext as _
from labspace.words import ngettext

MOST_TOLD = 20
"""Findings and names one reads; with more it is the wrong file."""

_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "newer_plan": lambda v: _(
        "Die Datei ist im Format „%(given)s“; hier wird „%(known)s“ gelesen. Bitte laden Sie den Plan aus einem labspace derselben Fassung.",
        **v,
    ),
    "houses_file": lambda v: _(
        "Das ist eine Datei mit ganzen Häusern („%(given)s“), kein einzelner Plan. Solche Dateien nimmt der Betrieb mit dem Befehl für Häuser auf.",
        **v,
    ),
    "no_plan_file": lambda v: _(
        "Das ist keine Plandatei: Am Anfang fehlt die Angabe „%(known)s“. Bitte die Datei wählen, die unter „Importformat“ geladen wurde.",
        **v,
    ),
    "wrong_level": lambda v: _(
        "Der Plan in der Datei gehört zu einer anderen Ebene; dieser Entwurf ist für Ebene %(known)s. Bitte mit der Datei einen neuen Entwurf beginnen.",
        **v,
    ),
}  # fmt: skip
"""Codes of plan files alone, and those a file needs said in another way than a drawing."""


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """Where in the file, and what."""

    path: str
    text: str


def shown_findings(findings: Sequence[Finding]) -> list[ShownFinding]:
    """The first findings in the order of the file."""
    return [ShownFinding(one.path, _sentence(one)) for one in findings[:MOST_TOLD]]


def more_text(findings: Sequence[Finding]) -> str:
    """How many are not told; empty: none."""
    more = len(findings) - MOST_TOLD
    return ngettext("Und %(num)d weiterer Befund.", "Und %(num)d weitere Befunde.", more) if more > 0 else ""


def _sentence(finding: Finding) -> str:
    own = _SENTENCES.get(finding.code)
    return own(finding.values) if own else sentence(finding)


def told(uploaded: Uploaded) -> Iterator[str]:
    """What the person should know of a file that was taken."""
    if uploaded.made_new:
        yield ngettext(
            "%(num)d Fläche gehört zu einem anderen Haus; hier ist sie eine neue Fläche mit eigenem Kürzel.",
            "%(num)d Flächen gehören zu einem anderen Haus; hier sind sie neue Flächen mit eigenen Kürzeln.",
            uploaded.made_new,
        )
    if names := uploaded.names_again:
        yield ngettext(
            "Diesen Namen hat im Haus schon eine andere Fläche, bitte prüfen: %(names)s.",
            "Diese Namen haben im Haus schon andere Flächen, bitte prüfen: %(names)s.",
            len(names),
            names=", ".join(names[:MOST_TOLD]) + (" …" if len(names) > MOST_TOLD else ""),
        )
