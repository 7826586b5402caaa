"""The team's page of itself: who runs the house and what they may do there."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.accounts.models import User
from labspace.accounts.queries import find_user
from labspace.bookings.staff.blueprint import keep_house, run_house
from labspace.db import db
from labspace.errors import Refused
from labspace.houses.record.sentences import sentence
from labspace.houses.team.actions import set_role
from labspace.houses.team.forms import NewMemberForm, RoleForm
from labspace.houses.team.kinds import TeamRole
from labspace.houses.team.queries import team_roles
from labspace.houses.team.shown import shown_member
from labspace.locations.models import Location
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("team_staff", __name__)


@bp.get("/team/<slug>/personen")
@staff
def show(slug: str) -> ResponseReturnValue:
    """Who is of the team."""
    return _page(run_house(slug), NewMemberForm(formdata=None, role=TeamRole.DAYS))


@bp.post("/team/<slug>/personen")
@staff
def add(slug: str) -> ResponseReturnValue:
    """Take somebody with an account into the team."""
    house, session = keep_house(slug), db.session()
    form = NewMemberForm()
    if not form.validate():
        return _page(house, form), 422
    user = find_user(session, form.email.data or "")
    if user is None or user.confirmed_at is None:
        form.email.errors = [
            _(
                "Zu dieser Mail-Adresse gibt es kein bestätigtes Konto. Bitte die Person, sich zu registrieren."
            )
        ]
        return _page(house, form), 422
    try:
        changed = set_role(session, house.id, user.id, form.role.data, expected=None, by=me(), now=utc_now())
    except Refused as refused:
        session.rollback()
        form.email.errors = [sentence(refusal) for refusal in refused.refusals]
        return _page(run_house(slug), form), 422
    session.commit()
    flash(_("%(name)s ist im Team.", name=user.name) if changed else _("Es war nichts zu ändern."), "success")
    return redirect(url_for("team_staff.show", slug=slug), code=303)


@bp.post("/team/<slug>/personen/<int:user_id>")
@staff
def change(slug: str, user_id: int) -> ResponseReturnValue:
    """Give somebody another role, or none."""
    house, session = keep_house(slug), db.session()
    user = session.get(User, user_id) if user_id < 2**62 else None
    if user is None:
        abort(404)
    form, back = RoleForm(), url_for("team_staff.show", slug=slug)
    if not form.validate():
        flash(_("Diese Rolle gibt es nicht."), "warning")
        return redirect(back, code=303)
    try:
        set_role(session, house.id, user.id, form.role.data, expected=form.expected(), by=me(), now=utc_now())
    except Refused as refused:
        session.rollback()
        for refusal in refused.refusals:
            flash(sentence(refusal), "warning")
    else:
        session.commit()
        flash(_("Gespeichert. Zurücknehmen können Sie das unter „Änderungen“."), "success")
    return redirect(back, code=303)


def _page(house: Location, form: NewMemberForm) -> str:
    return render_template(
        "houses/team.html",
        house=house,
        form=form,
        team=[shown_member(row) for row in team_roles(db.session(), house.id)],
        keeps=me().keeps(house.id),
        own_id=0 if me().is_administrator else me().id,
    )
