"""The page where people give their devices access to the calendar, and take it away."""

from __future__ import annotations

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, signed_in
from labspace.accounts.app_passwords.actions import create_app_password, revoke_app_password
from labspace.accounts.app_passwords.forms import AppPasswordForm
from labspace.accounts.app_passwords.queries import app_passwords_of
from labspace.accounts.app_passwords.shown import NewPassword, devices
from labspace.accounts.mails import site_url
from labspace.accounts.sentences import sentences
from labspace.db import db
from labspace.errors import Refused
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("app_passwords", __name__)

CALDAV = "/caldav/"
"""Where the calendars are (labspace/caldav)."""


@bp.get("/profil/app-kennwoerter")
@signed_in
def show() -> ResponseReturnValue:
    """One's app passwords, a form for a new one, and how to set up which program."""
    return _page(AppPasswordForm(formdata=None))


@bp.post("/profil/app-kennwoerter")
@signed_in
def create() -> ResponseReturnValue:
    """A new app password, shown this once: so the answer is the page itself, and nobody keeps it."""
    form = AppPasswordForm()
    if not form.validate():
        return _page(form), 422
    name = form.name.data or ""
    try:
        secret = create_app_password(db.session(), me().id, name=name, now=utc_now())
    except Refused as refused:
        db.session.rollback()
        form.name.errors = sentences(refused.refusals)
        return _page(form), 422
    db.session.commit()
    page = _page(AppPasswordForm(formdata=None), new=NewPassword(name=name, secret=secret))
    return make_response(page, 200, {"Cache-Control": "no-store"})


@bp.post("/profil/app-kennwoerter/<int:app_password_id>/widerruf")
@signed_in
def revoke(app_password_id: int) -> ResponseReturnValue:
    """The device reads nothing any more from now on."""
    name = revoke_app_password(db.session(), me().id, app_password_id, now=utc_now())
    if name is None:
        abort(404)
    db.session.commit()
    flash(_("Das App-Kennwort „%(name)s“ gilt nicht mehr.", name=name), "success")
    return redirect(url_for("app_passwords.show"), code=303)


def _page(form: AppPasswordForm, *, new: NewPassword | None = None) -> str:
    return render_template(
        "accounts/app_passwords.html",
        form=form,
        new=new,
        devices=devices(app_passwords_of(db.session(), me().id)),
        email=me().email,
        server=site_url(CALDAV),
    )
