"""Signing in and out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from labspace.access import public, visitor
from labspace.accounts.actions.attempts import TooManyAttempts
from labspace.accounts.actions.sign_in import check_sign_in
from labspace.accounts.forms import SignInForm
from labspace.accounts.sentences import sentence
from labspace.accounts.sessions import begin_session, client, end_session, own_path
from labspace.accounts.views import bp
from labspace.accounts.views.letters import secret, too_many
from labspace.db import db
from labspace.errors import Refused
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get("/anmeldung")
@public
def sign_in() -> ResponseReturnValue:
    next_path = own_path(request.args.get("next"))
    if visitor() is not None:
        return redirect(next_path or "/", code=303)
    return _page(SignInForm(formdata=None, next=next_path or ""))


@bp.post("/anmeldung")
@public
def begin() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate():
        return _page(form), 422
    try:
        user = check_sign_in(
            db.session(),
            email=form.email.data or "",
            password=form.password.data or "",
            client=client(),
            secret=secret(),
            now=utc_now(),
        )
    except TooManyAttempts as refused:
        return too_many(form, _page, refused)
    except Refused as refused:
        form.refuse(sentence(refused.refusals[0]))
        return _page(form), 422
    begin_session(user, stay=form.stay.data)
    if user.confirmed_at is None:
        flash(_("Bitte bestätigen Sie noch Ihre Mail-Adresse; dann können Sie buchen."), "warning")
    return redirect(own_path(form.next.data) or "/", code=303)


@bp.post("/abmeldung")
@public
def sign_out() -> ResponseReturnValue:
    end_session()
    flash(_("Sie sind abgemeldet."))
    return redirect("/", code=303)


def _page(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form)
