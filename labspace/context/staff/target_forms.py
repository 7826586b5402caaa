"""Setting, changing, ending and taking back targets."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.staff.blueprint import run_house
from labspace.context.actions import end_target, set_target, take_target_back
from labspace.context.forms import DayForm
from labspace.context.models import IndicatorTarget
from labspace.context.queries import find_target
from labspace.context.sentences import sentences
from labspace.context.staff.blueprint import bp, say_refused
from labspace.context.target_forms import TargetEndForm, TargetForm
from labspace.context.target_words import shown_target, typed_value
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import day_text
from labspace.locations.models import Location
from labspace.times import utc_now
from labspace.words import gettext as _

F = TypeVar("F", bound=DayForm)
MOST = 2**31 - 1


@bp.get("/team/<slug>/ziele/neu")
@staff
def new_target(slug: str) -> ResponseReturnValue:
    """A target to set, filled with the one that is to change."""
    house = run_house(slug)
    form = _at(TargetForm(formdata=None), house)
    form.valid_from.data = day_text(_today(house))
    number = request.args.get("ziel", "")
    if number.isascii() and number.isdecimal() and len(number) < 10:
        row = _our(house, int(number))
        form.indicator.data, form.value.data = row.indicator.value, typed_value(row.target)
        form.per.data = row.per.value if row.per else None
        form.reason.data, form.reason_en.data = row.reason, row.reason_en
    return _form_page(house, form)


@bp.post("/team/<slug>/ziele/neu")
@staff
def add_target(slug: str) -> ResponseReturnValue:
    """Set it."""
    house = run_house(slug)
    form = _at(TargetForm(request.form), house)
    if not form.validate():
        return _form_page(house, form), 422
    try:
        set_target(db.session(), house.id, form.target(), by=me(), now=utc_now())
    except Refused as refused:
        db.session.rollback()
        form.show_refused(refused.refusals)
        return _form_page(run_house(slug), form), 422
    db.session.commit()
    flash(_("Das Ziel ist festgelegt."), "success")
    return _to_targets(slug)


@bp.get("/team/<slug>/ziele/<int:target_id>/ende")
@staff
def ask_end(slug: str, target_id: int) -> ResponseReturnValue:
    """Until when a target is to hold."""
    house = run_house(slug)
    form = _at(TargetEndForm(formdata=None), house)
    form.last.data = day_text(_today(house))
    return _end_page(house, _our(house, target_id), form)


@bp.post("/team/<slug>/ziele/<int:target_id>/ende")
@staff
def finish_target(slug: str, target_id: int) -> ResponseReturnValue:
    """End it."""
    house = run_house(slug)
    row, form = _our(house, target_id), _at(TargetEndForm(request.form), house)
    if not form.validate():
        return _end_page(house, row, form), 422
    try:
        end_target(db.session(), house.id, target_id, form.day(), by=me(), now=utc_now())
    except Refused as refused:
        db.session.rollback()
        form.last.errors = [*form.last.errors, *sentences(refused.refusals)]
        house = run_house(slug)
        return _end_page(house, _our(house, target_id), form), 422
    db.session.commit()
    flash(_("Das Ziel endet."), "success")
    return _to_targets(slug)


@bp.post("/team/<slug>/ziele/<int:target_id>/ruecknahme")
@staff
def withdraw_target(slug: str, target_id: int) -> ResponseReturnValue:
    """Take a target back that has not begun."""
    house = run_house(slug)
    _our(house, target_id)
    try:
        take_target_back(db.session(), house.id, target_id, by=me(), now=utc_now())
    except Refused as refused:
        say_refused(refused)
    else:
        db.session.commit()
        flash(_("Das Ziel ist zurückgenommen."), "success")
    return _to_targets(slug)


def _our(house: Location, target_id: int) -> IndicatorTarget:
    """A target of this house; those of other houses are not found."""
    row = find_target(db.session(), house.id, target_id) if target_id <= MOST else None
    if row is None:
        abort(404)
    return row


def _today(house: Location) -> date:
    return utc_now().astimezone(house.zone).date()


def _at(form: F, house: Location) -> F:
    form.at(_today(house))
    return form


def _to_targets(slug: str) -> ResponseReturnValue:
    return redirect(url_for("context_staff.targets", slug=slug), code=303)


def _form_page(house: Location, form: TargetForm) -> str:
    return render_template("context/target_new.html", house=house, form=form)


def _end_page(house: Location, row: IndicatorTarget, form: TargetEndForm) -> str:
    shown = shown_target(row, today=_today(house))
    return render_template("context/target_end.html", house=house, target=shown, form=form)
