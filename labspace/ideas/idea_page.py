"""The team's page of one idea: what was told, what the public reads, its steps, trials and money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from flask import render_template

from labspace.bookings.shown import shown
from labspace.db import db
from labspace.formats import day_text
from labspace.forms import LabForm
from labspace.ideas.forms import MoneyForm, ReleaseForm, StepForm, TrialForm, WithholdForm
from labspace.ideas.models import Idea
from labspace.ideas.queries import entries_of, money_of, trials_of
from labspace.ideas.shown import board_idea, log_lines, money_rows, way
from labspace.ideas.states import Visibility
from labspace.locations.models import Location
from labspace.times import utc_now
from labspace.words import gettext as _


def idea_page(
    house: Location, idea: Idea, *, forms: Mapping[str, LabForm] | None = None, problems: Sequence[str] = ()
) -> str:
    """The page; `forms` are those that were refused, by their names, with what was typed."""
    session = db.session()
    entries = entries_of(session, idea.id)
    return render_template(
        "ideas/staff/idea.html",
        house=house,
        idea=idea,
        state=board_idea(idea),
        facts=_facts(idea),
        steps=way(idea, entries),
        log=log_lines(entries),
        trials=[shown(trial.booking) for trial in trials_of(session, idea.id)],
        amounts=money_rows(money_of(session, idea.id)),
        is_public=idea.visibility is Visibility.RELEASED,
        is_withheld=idea.visibility is Visibility.WITHHELD,
        refused=next(iter((forms or {}).values()), None),
        problems=problems,
        **{**_forms(house, idea), **(forms or {})},
    )


def _facts(idea: Idea) -> list[tuple[str, str]]:
    return [
        (_("Eingegangen"), day_text(idea.created_at.astimezone(idea.location.zone).date())),
        (_("Ort"), idea.place),
        (_("Thema"), str(idea.theme.label) if idea.theme else _("ohne Thema")),
        (_("Kontakt, nur für das Team"), idea.contact),
        (_("Öffentlichkeit"), str(idea.visibility.label)),
    ]


def _forms(house: Location, idea: Idea) -> dict[str, LabForm]:
    """Empty forms, with what one would type most often."""
    today = today_at(house)
    release_form, step_form, money_form = ReleaseForm(None), StepForm(None), MoneyForm(None)
    release_form.title.data = idea.public_title or idea.title
    release_form.text.data = idea.public_text or idea.text
    for form in (step_form, money_form):
        form.at(today)
        form.on.data = day_text(today)
    step_form.offer(idea)
    money_form.name_anew()
    return {
        "release": release_form,
        "withhold": WithholdForm(None),
        "step": step_form,
        "trial": TrialForm(None),
        "money": money_form,
    }


def today_at(house: Location) -> date:
    """The local day of the house."""
    return utc_now().astimezone(house.zone).date()
