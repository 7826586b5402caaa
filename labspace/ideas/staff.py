"""The team's pages: the board of ideas, and one idea with all that can be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.shown import shown
from labspace.bookings.staff.blueprint import run_house
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import day_text, euro_text, exact_text, not_stated_text
from labspace.forms import LabForm
from labspace.ideas.actions import (
    clear_of_suspicion,
    enter_money,
    link_trial,
    release,
    take_step,
    withdraw_money,
    withhold,
)
from labspace.ideas.forms import MoneyForm, RefusableForm, ReleaseForm, StepForm, TrialForm, WithholdForm
from labspace.ideas.models import Idea
from labspace.ideas.queries import (
    amounts_of_house,
    board,
    counts,
    entries_of,
    find_idea,
    money_of,
    suspected,
    trials_of,
)
from labspace.ideas.rates import Leverage, leverage
from labspace.ideas.sentences import sentence
from labspace.ideas.shown import board_idea, log_lines, money_rows, way
from labspace.ideas.states import IdeaState, Visibility
from labspace.locations.models import Location
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("ideas_staff", __name__)

MOST_IN_A_COLUMN = 20


@bp.get("/team/<slug>/ideen")
@staff
def show_board(slug: str) -> ResponseReturnValue:
    """All ideas of the house by how far they have come, and what their money moved this year."""
    house = run_house(slug)
    columns, numbers = board(db.session(), house.id, most=MOST_IN_A_COLUMN), counts(db.session(), house.id)
    today = utc_now().astimezone(house.zone).date()
    lever = leverage(amounts_of_house(db.session(), house.id), first=date(today.year, 1, 1), last=today)
    return render_template(
        "ideas/staff/board.html",
        house=house,
        columns=[
            (state, [board_idea(idea) for idea in columns[state]], numbers.get(state, 0))
            for state in IdeaState
        ],
        has_ideas=bool(numbers),
        suspected=[(idea.reference, board_idea(idea)) for idea in suspected(db.session(), house.id)],
        lever=_lever_facts(lever),
        year=today.year,
    )


def _lever_facts(lever: Leverage) -> list[tuple[str, str]]:
    return [
        (_("Eigene Anschubfinanzierung, ausgezahlt"), euro_text(lever.own_spent_cents)),
        (_("Fremde Mittel, bewilligt"), euro_text(lever.others_granted_cents)),
        (_("Fremde Mittel, abgerufen"), euro_text(lever.others_paid_cents)),
        (_("Hebel, bewilligt"), _ratio(lever.granted)),
        (_("Hebel, abgerufen"), _ratio(lever.paid)),
    ]


def _ratio(value: Fraction | None) -> str:
    if value is None:
        return not_stated_text()
    return _("%(n)s € je eigenem Euro", n=exact_text(value, digits=2))


@bp.get("/team/<slug>/ideen/<idea_reference>")
@staff
def show(slug: str, idea_reference: str) -> ResponseReturnValue:
    """One idea: what was told, what the public reads, its steps, trials and money."""
    house = run_house(slug)
    return _page(house, _idea(house, idea_reference))


@bp.post("/team/<slug>/ideen/<idea_reference>/veroeffentlichung")
@staff
def publish(slug: str, idea_reference: str) -> ResponseReturnValue:
    """Release the idea in the house's wording."""
    form = ReleaseForm()
    return _done(
        slug,
        idea_reference,
        form,
        lambda idea, now: release(
            db.session(), idea, title=form.title.data or "", text=form.text.data or "", by=me(), now=now
        ),
        _("Die Idee ist öffentlich zu lesen."),
        "release",
    )


@bp.post("/team/<slug>/ideen/<idea_reference>/zurueckhaltung")
@staff
def keep_back(slug: str, idea_reference: str) -> ResponseReturnValue:
    """Keep the idea from the public."""
    form = WithholdForm()
    return _done(
        slug,
        idea_reference,
        form,
        lambda idea, now: withhold(db.session(), idea, reason=form.reason.data or "", by=me(), now=now),
        _("Die Idee ist nicht öffentlich."),
        "withhold",
    )


@bp.post("/team/<slug>/ideen/<idea_reference>/freigabe")
@staff
def clear(slug: str, idea_reference: str) -> ResponseReturnValue:
    """It was a person after all."""
    house = run_house(slug)
    clear_of_suspicion(db.session(), _idea(house, idea_reference).id)
    db.session.commit()
    flash(_("Die Idee steht jetzt bei den anderen."), "success")
    return redirect(url_for("ideas_staff.show", slug=slug, idea_reference=idea_reference), code=303)


@bp.post("/team/<slug>/ideen/<idea_reference>/stand")
@staff
def step(slug: str, idea_reference: str) -> ResponseReturnValue:
    """Take the idea one step further."""
    house = run_house(slug)
    form = StepForm()
    form.at(_today(house))
    return _done(
        slug,
        idea_reference,
        form,
        lambda idea, now: take_step(
            db.session(),
            idea,
            form.state.data,
            on=form.day,
            note=form.note.data or "",
            is_public=form.is_public.data,
            by=me(),
            now=now,
        ),
        _("Der neue Stand ist eingetragen."),
        "step",
    )


@bp.post("/team/<slug>/ideen/<idea_reference>/versuch")
@staff
def try_in(slug: str, idea_reference: str) -> ResponseReturnValue:
    """Link the event or pop-up in which the idea is tried."""
    form = TrialForm()
    return _done(
        slug,
        idea_reference,
        form,
        lambda idea, now: link_trial(db.session(), idea, form.reference.data or "", by=me(), now=now),
        _("Der Versuch ist mit der Idee verbunden."),
        "trial",
    )


@bp.post("/team/<slug>/ideen/<idea_reference>/geld")
@staff
def enter(slug: str, idea_reference: str) -> ResponseReturnValue:
    """Enter an amount with its document."""
    house = run_house(slug)
    form = MoneyForm()
    form.at(_today(house))
    return _done(
        slug,
        idea_reference,
        form,
        lambda idea, now: enter_money(db.session(), idea, form.entered(), by=me(), now=now),
        _("Der Betrag ist eingetragen."),
        "money",
    )


@bp.post("/team/<slug>/ideen/<idea_reference>/geld/<int:money_id>/ruecknahme")
@staff
def take_back(slug: str, idea_reference: str, money_id: int) -> ResponseReturnValue:
    """Take a wrong amount out of all sums."""
    return _done(
        slug,
        idea_reference,
        None,
        lambda idea, now: withdraw_money(db.session(), idea, money_id, by=me(), now=now),
        _("Der Betrag zählt nicht mehr."),
    )


def _idea(house: Location, idea_reference: str) -> Idea:
    idea = (
        find_idea(db.session(), idea_reference)
        if idea_reference.isascii() and idea_reference.isprintable()
        else None
    )
    if idea is None or idea.location_id != house.id:
        abort(404)
    return idea


def _today(house: Location) -> date:
    return utc_now().astimezone(house.zone).date()


def _done(
    slug: str,
    idea_reference: str,
    form: LabForm | None,
    act: Callable[[int, datetime], object],
    said: str,
    name: str = "",
) -> ResponseReturnValue:
    """Do it and go back to the idea; refused, its page comes back with what was typed into form `name`."""
    house = run_house(slug)
    idea = _idea(house, idea_reference)
    forms = {name: form} if form is not None else {}
    if form is not None and not _valid(form, idea):
        return _page(house, idea, forms=forms), 422
    try:
        act(idea.id, utc_now())
    except Refused as refused:
        db.session.rollback()
        if isinstance(form, RefusableForm):
            form.show_refused(refused.refusals)
        elif form is not None:
            form.form_errors.extend(sentence(refusal) for refusal in refused.refusals)
        problems = [] if form is not None else [sentence(refusal) for refusal in refused.refusals]
        return _page(house, idea, forms=forms, problems=problems), 422
    db.session.commit()
    flash(said, "success")
    return redirect(url_for("ideas_staff.show", slug=slug, idea_reference=idea_reference), code=303)


def _valid(form: LabForm, idea: Idea) -> bool:
    if isinstance(form, StepForm):
        form.offer(idea)
    return form.validate()


def _page(
    house: Location, idea: Idea, *, forms: dict[str, LabForm] | None = None, problems: list[str] | None = None
) -> str:
    session = db.session()
    refused = next(iter((forms or {}).values()), None)
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
        refused=refused,
        problems=problems or [],
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
    today = _today(house)
    release_form, step_form, money_form = ReleaseForm(None), StepForm(None), MoneyForm(None)
    release_form.title.data = idea.public_title or idea.title
    release_form.text.data = idea.public_text or idea.text
    for form in (step_form, money_form):
        form.at(today)
        form.on.data = day_text(today)
    step_form.offer(idea)
    return {
        "release": release_form,
        "withhold": WithholdForm(None),
        "step": step_form,
        "trial": TrialForm(None),
        "money": money_form,
    }
