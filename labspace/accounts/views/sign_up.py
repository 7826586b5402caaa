"""Signing up, and proving the mail address."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, public, signed_in, visitor
from labspace.accounts.actions import sign_up as actions
from labspace.accounts.actions.attempts import TooManyAttempts
from labspace.accounts.actions.sign_in import check_sign_in
from labspace.accounts.forms import PasswordForm, SignUpForm
from labspace.accounts.links import Link, LinkPurpose, find_link
from labspace.accounts.passwords import hash_password
from labspace.accounts.sentences import sentence
from labspace.accounts.sessions import begin_session, client, own_path
from labspace.accounts.views import bp
from labspace.accounts.views.letters import count_letter, mails_stay_here, secret, too_many, void_link
from labspace.db import db
from labspace.errors import Refused
from labspace.languages import language
from labspace.times import utc_now
from labspace.words import gettext as _

NEXT = "after_sign_up"
"""Where in the session stands what somebody wanted when they had to sign up first."""


@bp.get("/registrierung")
@public
def sign_up() -> ResponseReturnValue:
    next_path = own_path(request.args.get("next"))
    if visitor() is not None:
        return redirect(next_path or url_for("accounts.profile"), code=303)
    return _sign_up_page(SignUpForm(formdata=None, next=next_path or ""))


@bp.post("/registrierung")
@public
def create() -> ResponseReturnValue:
    form = SignUpForm()
    if not form.validate():
        return _sign_up_page(form), 422
    email = form.email.data or ""
    try:
        count_letter(email)
    except TooManyAttempts as refused:
        return too_many(form, _sign_up_page, refused)
    password_hash = hash_password(form.password.data or "")
    actions.sign_up(
        db.session(),
        name=form.name.data or "",
        email=email,
        password_hash=password_hash,
        locale=language(),
        secret=secret(),
        now=utc_now(),
    )
    db.session.commit()
    if next_path := own_path(form.next.data):
        session[NEXT] = next_path
    return redirect(url_for("accounts.signed_up"), code=303)


@bp.get("/registrierung/post")
@public
def signed_up() -> ResponseReturnValue:
    return render_template("accounts/signed_up.html", mails_stay_here=mails_stay_here())


@bp.route("/bestaetigung/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> ResponseReturnValue:
    link = find_link(db.session(), LinkPurpose.CONFIRMATION, token, secret=secret())
    if link is None:
        return void_link()
    user = visitor()
    is_known = user is not None and user.id == link.user.id
    form = PasswordForm()
    if request.method == "GET" or not (is_known or form.validate()):
        return _confirm_page(form, link.user.email, is_known), 422 if form.errors else 200
    next_path = own_path(session.get(NEXT))  # signing in clears the session
    try:
        if not is_known:
            _prove(link, form)
        actions.confirm_address(db.session(), token, secret=secret(), now=utc_now())
    except TooManyAttempts as refused:
        return too_many(form, lambda form: _confirm_page(form, link.user.email, is_known), refused)
    except Refused as refused:
        form.refuse(sentence(refused.refusals[0]))
        return _confirm_page(form, link.user.email, is_known), 422
    db.session.commit()
    session.pop(NEXT, None)
    flash(_("Ihre Mail-Adresse ist bestätigt. Sie können jetzt buchen."))
    return redirect(next_path or "/", code=303)


def _prove(link: Link, form: PasswordForm) -> None:
    """Sign in whoever has the mail and knows the password."""
    user = check_sign_in(
        db.session(),
        email=link.user.email,
        password=form.password.data or "",
        client=client(),
        secret=secret(),
        now=utc_now(),
    )
    begin_session(user, stay=False)


@bp.post("/bestaetigung")
@signed_in
def resend() -> ResponseReturnValue:
    if me().confirmed_at is not None:
        return redirect(url_for("accounts.profile"), code=303)
    try:
        count_letter(me().email)
    except TooManyAttempts as refused:
        flash(sentence(refused.refusals[0]), "warning")
        return redirect(url_for("accounts.profile"), code=303)
    actions.send_confirmation(db.session(), me(), secret=secret(), now=utc_now())
    db.session.commit()
    return redirect(url_for("accounts.signed_up"), code=303)


def _sign_up_page(form: SignUpForm) -> str:
    return render_template("accounts/sign_up.html", form=form)


def _confirm_page(form: PasswordForm, email: str, is_known: bool) -> str:
    return render_template("accounts/confirm.html", form=form, email=email, is_known=is_known)
