"""Reports as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from labspace.defects.models import DefectReport
from labspace.defects.states import DefectState
from labspace.errors import Refusal
from labspace.formats import moment_text
from labspace.spaces.names import space_name
from labspace.words import gettext as _

BADGES = {
    DefectState.REPORTED: "warning",
    DefectState.IN_WORK: "info",
    DefectState.DONE: "success",
    DefectState.DECLINED: "cancelled_house",
}


@dataclass(frozen=True, kw_only=True)
class ShownReport:
    """One report."""

    id: int
    space: str
    house: str
    words: str
    when: str
    reporter: str
    state: str
    badge: str
    steps: Sequence[tuple[str, str, str]]
    """(state, words, when and by whom), in order."""


def shown_report(report: DefectReport, *, steps: bool = False, names: bool = True) -> ShownReport:
    """In the reader's language; `steps` need theirs loaded, `names` says who of the team did them."""
    zone = report.location.zone
    return ShownReport(
        id=report.id,
        space=space_name(report.space),
        house=report.location.name,
        words=report.words,
        when=moment_text(report.at, zone=zone),
        reporter=report.reporter.name,
        state=str(report.state.label),
        badge=BADGES[report.state],
        steps=[
            (
                str(step.state.label),
                step.words,
                moment_text(step.at, zone=zone) + (f" · {step.by.name}" if names else ""),
            )
            for step in report.steps
        ]
        if steps
        else (),
    )


def sentence(refusal: Refusal) -> str:
    """What a person reads for a refusal of a report or a step."""
    match refusal.code:
        case "too_many_reports":
            return _(
                "Heute haben Sie schon %(most)d Mängel gemeldet. Bitte sprechen Sie das Team im Haus an.",
                most=refusal.values["most"],
            )
        case "changed_meanwhile":
            return _(
                "Jemand anderes hat diese Meldung inzwischen bearbeitet. Bitte ansehen, wie sie jetzt steht."
            )
        case _code:
            return _("Dieser Schritt folgt nicht auf den jetzigen Stand.")
