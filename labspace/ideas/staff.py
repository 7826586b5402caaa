"""The team's pages: the board of ideas, and one idea with all that can be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from functools import wraps
from typing import TypeVar

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString

from labspace.access import me, staff
from labspace.bookings.staff.blueprint import run_house
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import euro_text, exact_text, not_stated_text
from labspace.ideas.actions import (
    clear_of_suspicion,
    enter_money,
    link_trial,
    release,
    take_step,
    withdraw_money,
    withhold,
)
from labspace.ideas.forms import (
    DayForm,
    MoneyForm,
    RefusableForm,
    ReleaseForm,
    StepForm,
    TrialForm,
    WithholdForm,
)
from labspace.ideas.idea_page import idea_page, today_at
from labspace.ideas.models import Idea
from labspace.ideas.queries import amounts_of_house, board, counts, find_idea, suspected
from labspace.ideas.rates import Leverage, leverage
from labspace.ideas.sentences import sentence
from labspace.ideas.shown import board_idea
from labspace.ideas.states import IdeaState
from labspace.locations.models import Location
from labspace.times import utc_now
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

bp = Blueprint("ideas_staff", __name__)

ONE = "/team/<slug>/ideen/<idea_reference>"
MOST_IN_A_COLUMN = 20

F = TypeVar("F", bound=RefusableForm)


@bp.get("/team/<slug>/ideen")
@staff
def show_board(slug: str) -> ResponseReturnValue:
    """All ideas of the house by how far they have come, and what their money moved this year."""
    house = run_house(slug)
    columns, numbers = board(db.session(), house.id, most=MOST_IN_A_COLUMN), counts(db.session(), house.id)
    today = today_at(house)
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


@bp.get(ONE)
@staff
def show(slug: str, idea_reference: str) -> ResponseReturnValue:
    """One idea: what was told, what the public reads, its steps, trials and money."""
    house = run_house(slug)
    return idea_page(house, _idea(house, idea_reference))


def _fills(
    name: str, form_type: type[F], said: LazyString
) -> Callable[[Callable[[int, F, datetime], object]], Callable[[str, str], ResponseReturnValue]]:
    """The view of a deed whose form stands on the idea's page under this name; refused, it comes back as typed."""

    def make(deed: Callable[[int, F, datetime], object]) -> Callable[[str, str], ResponseReturnValue]:
        @wraps(deed)
        def view(slug: str, idea_reference: str) -> ResponseReturnValue:
            house = run_house(slug)
            idea, form = _idea(house, idea_reference), form_type()
            if isinstance(form, DayForm):
                form.at(today_at(house))
            if isinstance(form, StepForm):
                form.offer(idea)
            if not form.validate():
                return idea_page(house, idea, forms={name: form}), 422
            try:
                deed(idea.id, form, utc_now())
            except Refused as refused:
                db.session.rollback()
                form.show_refused(refused.refusals)
                return idea_page(house, idea, forms={name: form}), 422
            return _done(house, idea_reference, said)

        return view

    return make


@bp.post(ONE + "/veroeffentlichung")
@staff
@_fills("release", ReleaseForm, _l("Die Idee ist öffentlich zu lesen."))
def publish(idea_id: int, form: ReleaseForm, now: datetime) -> None:
    """Release the idea in the house's wording."""
    title, text = form.title.data or "", form.text.data or ""
    release(db.session(), idea_id, title=title, text=text, by=me(), now=now)


@bp.post(ONE + "/zurueckhaltung")
@staff
@_fills("withhold", WithholdForm, _l("Die Idee ist nicht öffentlich."))
def keep_back(idea_id: int, form: WithholdForm, now: datetime) -> None:
    """Keep the idea from the public."""
    withhold(db.session(), idea_id, reason=form.reason.data or "", by=me(), now=now)


@bp.post(ONE + "/stand")
@staff
@_fills("step", StepForm, _l("Der neue Stand ist eingetragen."))
def step(idea_id: int, form: StepForm, now: datetime) -> None:
    """Take the idea one step further."""
    take_step(
        db.session(),
        idea_id,
        form.state.data,
        on=form.day,
        note=form.note.data or "",
        is_public=form.is_public.data,
        by=me(),
        now=now,
    )


@bp.post(ONE + "/versuch")
@staff
@_fills("trial", TrialForm, _l("Der Versuch ist mit der Idee verbunden."))
def try_in(idea_id: int, form: TrialForm, now: datetime) -> None:
    """Link the event or pop-up in which the idea is tried."""
    link_trial(db.session(), idea_id, form.reference.data or "", by=me(), now=now)


@bp.post(ONE + "/geld")
@staff
@_fills("money", MoneyForm, _l("Der Betrag ist eingetragen."))
def enter(idea_id: int, form: MoneyForm, now: datetime) -> None:
    """Enter an amount with its document."""
    enter_money(db.session(), idea_id, form.entered(), by=me(), now=now, once=form.once.data or "")


@bp.post(ONE + "/geld/<int:money_id>/ruecknahme")
@staff
def take_back(slug: str, idea_reference: str, money_id: int) -> ResponseReturnValue:
    """Take a wrong amount out of all sums."""
    house = run_house(slug)
    idea = _idea(house, idea_reference)
    try:
        withdraw_money(db.session(), idea.id, money_id, by=me(), now=utc_now())
    except Refused as refused:
        db.session.rollback()
        return idea_page(house, idea, problems=[sentence(refusal) for refusal in refused.refusals]), 422
    return _done(house, idea_reference, _l("Der Betrag zählt nicht mehr."))


@bp.post(ONE + "/freigabe")
@staff
def clear(slug: str, idea_reference: str) -> ResponseReturnValue:
    """It was a person after all."""
    house = run_house(slug)
    clear_of_suspicion(db.session(), _idea(house, idea_reference).id)
    return _done(house, idea_reference, _l("Die Idee steht jetzt bei den anderen."))


def _done(house: Location, idea_reference: str, said: LazyString) -> ResponseReturnValue:
    db.session.commit()
    flash(str(said), "success")
    return redirect(url_for("ideas_staff.show", slug=house.slug, idea_reference=idea_reference), code=303)


def _idea(house: Location, idea_reference: str) -> Idea:
    is_reference = idea_reference.isascii() and idea_reference.isprintable()
    idea = find_idea(db.session(), idea_reference) if is_reference else None
    if idea is None or idea.location_id != house.id:
        abort(404)
    return idea
