"""Administrators decide who runs which house and who has access."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from labspace.access import administrator, me
from labspace.accounts.actions import roles
from labspace.accounts.models import User
from labspace.accounts.organisation_forms import HousesForm, SearchForm
from labspace.accounts.paging import page_asked, pages_of
from labspace.accounts.queries import events_about, memberships_of, people_page
from labspace.accounts.sentences import event_text, sentence
from labspace.db import db
from labspace.errors import Refused
from labspace.forms import SelectChoice
from labspace.locations.models import Location
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("accounts_administration", __name__)

PAGE = 50


@bp.get("/verwaltung/personen")
@administrator
def people() -> ResponseReturnValue:
    form, page = SearchForm(request.args), page_asked(request.args)
    form.validate()
    rows, count = people_page(db.session(), form.q.data or "", page=page, size=PAGE)
    return render_template(
        "accounts/staff/people.html",
        form=form,
        people=rows,
        houses={house.id: house.name for house in _houses()},
        pages=pages_of(request.args, page=page, size=PAGE, count=count),
    )


@bp.get("/verwaltung/personen/<int:user_id>")
@administrator
def person(user_id: int) -> ResponseReturnValue:
    return _page(_person(user_id))


@bp.post("/verwaltung/personen/<int:user_id>/haeuser")
@administrator
def set_houses(user_id: int) -> ResponseReturnValue:
    user = _person(user_id)
    form = _houses_form(user)
    if user.is_erased or not form.validate():
        return _page(user, form), 422
    roles.set_houses(db.session(), user_id, form.houses.data or (), by_id=me().id, now=utc_now())
    db.session.commit()
    flash(_("Die Rollen sind gespeichert."))
    return redirect(url_for("accounts_administration.person", user_id=user_id), code=303)


@bp.post("/verwaltung/personen/<int:user_id>/sperre")
@administrator
def set_access(user_id: int) -> ResponseReturnValue:
    _person(user_id)
    wanted = request.form.get("wanted")
    if wanted not in {"disabled", "enabled"}:
        abort(422)
    change = roles.disable_user if wanted == "disabled" else roles.enable_user
    try:
        change(db.session(), user_id, by_id=me().id, now=utc_now())
    except Refused as refused:
        db.session.rollback()
        flash(sentence(refused.refusals[0]), "warning")
    else:
        db.session.commit()
        flash(_("Das Konto ist gesperrt.") if wanted == "disabled" else _("Das Konto ist wieder frei."))
    return redirect(url_for("accounts_administration.person", user_id=user_id), code=303)


def _person(user_id: int) -> User:
    return db.session.get(User, user_id) or abort(404)


def _houses() -> list[Location]:
    return list(db.session.scalars(select(Location).order_by(Location.position, Location.id)))


def _houses_form(user: User) -> HousesForm:
    choices = [SelectChoice(house.id, house.name) for house in _houses()]
    return HousesForm(choices=choices, chosen=[role.location_id for role in user.staff_roles])


def _page(user: User, form: HousesForm | None = None) -> str:
    events = events_about(db.session(), user.id)
    actors = {row.id: row.name for row in db.session.scalars(
        select(User).where(User.id.in_({event.actor_id for event in events} - {None}))
    )}  # fmt: skip
    return render_template(
        "accounts/staff/person.html",
        user=user,
        form=form or _houses_form(user),
        memberships=memberships_of(db.session(), user.id),
        events=[
            (event.at, event_text(event.what), actors.get(event.actor_id or 0, "labspace"))
            for event in events
        ],
        is_me=user.id == me().id,
    )
