"""A forgotten password, and setting a new one by mailed link."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import public
from labspace.accounts.actions.attempts import TooManyAttempts
from labspace.accounts.actions.credentials import mail_new_password_link, reset_password
from labspace.accounts.forms import AddressForm, NewPasswordForm
from labspace.accounts.links import LinkPurpose, find_link
from labspace.accounts.passwords import hash_password
from labspace.accounts.views import bp
from labspace.accounts.views.letters import count_letter, mails_stay_here, secret, too_many, void_link
from labspace.db import db
from labspace.errors import Refused
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get("/kennwort-vergessen")
@public
def forgotten() -> ResponseReturnValue:
    return _forgotten_page(AddressForm(formdata=None))


@bp.post("/kennwort-vergessen")
@public
def mail_link() -> ResponseReturnValue:
    form = AddressForm()
    if not form.validate():
        return _forgotten_page(form), 422
    email = form.email.data or ""
    try:
        count_letter(email)
    except TooManyAttempts as refused:
        return too_many(form, _forgotten_page, refused)
    mail_new_password_link(db.session(), email, secret=secret(), now=utc_now())
    db.session.commit()
    return redirect(url_for("accounts.link_mailed"), code=303)


@bp.get("/kennwort-vergessen/post")
@public
def link_mailed() -> ResponseReturnValue:
    return render_template("accounts/link_mailed.html", mails_stay_here=mails_stay_here())


@bp.route("/kennwort-neu/<token>", methods=["GET", "POST"])
@public
def new_password(token: str) -> ResponseReturnValue:
    link = find_link(db.session(), LinkPurpose.NEW_PASSWORD, token, secret=secret())
    if link is None:
        return void_link()
    form = NewPasswordForm(email=link.user.email, user_name=link.user.name)
    if request.method == "GET" or not form.validate():
        page = render_template("accounts/new_password.html", form=form, email=link.user.email)
        return page, 422 if form.errors else 200
    password_hash = hash_password(form.password.data or "")
    try:
        reset_password(db.session(), token, password_hash=password_hash, secret=secret(), now=utc_now())
    except Refused:
        return void_link()
    db.session.commit()
    flash(_("Ihr neues Kennwort gilt. Bitte melden Sie sich damit an."))
    return redirect(url_for("accounts.sign_in"), code=303)


def _forgotten_page(form: AddressForm) -> str:
    return render_template("accounts/forgotten.html", form=form)
