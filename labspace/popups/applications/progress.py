"""How far a draft is: its steps as links, and what is still open on each."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import LazyString

from labspace.popups.applications.handing_in import missing_of
from labspace.popups.models import PopupApplication
from labspace.popups.wishing import Step
from labspace.words import lazy_gettext as _l

NAMES: dict[Step, LazyString] = {
    Step.CONCEPT: _l("Vorhaben"),
    Step.WEEKS: _l("Fläche und Wochen"),
    Step.HOURS: _l("Öffnungszeiten"),
    Step.PICTURES: _l("Bilder"),
    Step.MORE: _l("Startgeld und Fragen"),
}
ENDPOINTS = {
    Step.CONCEPT: "popup_steps.concept",
    Step.WEEKS: "popup_steps.weeks",
    Step.HOURS: "popup_steps.hours",
    Step.PICTURES: "popup_steps.pictures",
    Step.MORE: "popup_steps.more",
}


@dataclass(frozen=True, kw_only=True)
class ShownStep:
    """One step of the application as the page shows it."""

    name: LazyString
    url: str
    is_current: bool
    is_open: bool
    """Something of it is missing."""


def step_url(application: PopupApplication, step: Step) -> str:
    """Where a step is written."""
    return url_for(ENDPOINTS[step], application_id=application.id)


def summary_url(application: PopupApplication) -> str:
    """Where all of it is looked through and handed in."""
    return url_for("popup_steps.summary", application_id=application.id)


def next_url(application: PopupApplication, step: Step) -> str:
    """Where "Speichern und weiter" leads."""
    steps = list(Step)
    place = steps.index(step) + 1
    return step_url(application, steps[place]) if place < len(steps) else summary_url(application)


def shown_steps(application: PopupApplication, current: Step | None) -> list[ShownStep]:
    """All steps and the summary."""
    open_steps = {lack.step for lack in missing_of(application)}
    shown = [
        ShownStep(
            name=NAMES[step],
            url=step_url(application, step),
            is_current=step is current,
            is_open=step in open_steps,
        )
        for step in Step
    ]
    last = ShownStep(
        name=_l("Ansehen und einreichen"),
        url=summary_url(application),
        is_current=current is None,
        is_open=bool(open_steps),
    )
    return [*shown, last]
