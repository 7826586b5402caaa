"""What people see and change about themselves."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from labspace.access import me, signed_in
from labspace.accounts.actions import profile as actions
from labspace.accounts.actions.attempts import TooManyAttempts
from labspace.accounts.actions.credentials import change_password, end_all_sessions
from labspace.accounts.forms import ChangePasswordForm, NewAddressForm, PasswordForm, ProfileForm
from labspace.accounts.links import LinkPurpose, find_link
from labspace.accounts.passwords import hash_password
from labspace.accounts.queries import memberships_of
from labspace.accounts.sentences import sentences
from labspace.accounts.sessions import begin_session, end_session
from labspace.accounts.views import bp
from labspace.accounts.views.letters import count_letter, prove_me, secret, too_many, void_link
from labspace.db import db
from labspace.errors import Refused
from labspace.languages import language
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get("/profil")
@signed_in
def profile() -> ResponseReturnValue:
    return render_template(
        "accounts/profile.html", user=me(), memberships=memberships_of(db.session(), me().id)
    )


@bp.route("/profil/angaben", methods=["GET", "POST"])
@signed_in
def edit_profile() -> ResponseReturnValue:
    form = ProfileForm(obj=me())
    if request.method == "GET" and not me().has_chosen_language:
        form.locale.data = language()
    if not form.validate_on_submit():
        return render_template("accounts/edit_profile.html", form=form), 422 if form.errors else 200
    user = actions.update_profile(
        db.session(),
        me().id,
        name=form.name.data or "",
        locale=form.locale.data,
        theme_mode=form.theme_mode.data,
        wants_reminders=form.wants_reminders.data,
        is_named_at_doors=form.is_named_at_doors.data,
        now=utc_now(),
    )
    db.session.commit()
    session.pop("lang", None)
    session["theme"] = user.theme_mode
    with force_locale(user.locale):
        flash(_("Ihre Angaben sind gespeichert."))
    return redirect(url_for("accounts.profile"), code=303)


@bp.route("/profil/mail-adresse", methods=["GET", "POST"])
@signed_in
def change_address() -> ResponseReturnValue:
    form = NewAddressForm()
    if not (form.validate_on_submit() and prove_me(form.password)):
        return _address_page(form), 422 if form.errors else 200
    address = form.email.data or ""
    try:
        count_letter(address)
    except TooManyAttempts as refused:
        return too_many(form, _address_page, refused)
    actions.begin_address_change(db.session(), me().id, address, secret=secret(), now=utc_now())
    db.session.commit()
    flash(_("Wir haben einen Link an die neue Adresse geschickt. Bis Sie ihn öffnen, gilt die alte."), "info")
    return redirect(url_for("accounts.profile"), code=303)


@bp.get("/profil/mail-adresse/<token>")
@signed_in
def new_address(token: str) -> ResponseReturnValue:
    link = find_link(db.session(), LinkPurpose.NEW_ADDRESS, token, secret=secret())
    if link is None or link.user.id != me().id:
        return void_link()
    return render_template("accounts/new_address.html", address=link.address)


@bp.post("/profil/mail-adresse/<token>")
@signed_in
def take_address(token: str) -> ResponseReturnValue:
    try:
        actions.finish_address_change(db.session(), token, user_id=me().id, secret=secret(), now=utc_now())
    except Refused:
        return void_link()
    db.session.commit()
    flash(_("Ihre neue Mail-Adresse gilt."))
    return redirect(url_for("accounts.profile"), code=303)


@bp.route("/profil/kennwort", methods=["GET", "POST"])
@signed_in
def edit_password() -> ResponseReturnValue:
    form = ChangePasswordForm(email=me().email, user_name=me().name)
    if not (form.validate_on_submit() and prove_me(form.current)):
        page = render_template("accounts/edit_password.html", form=form, email=me().email)
        return page, 422 if form.errors else 200
    seen_hash, stay = me().password_hash, session.permanent
    password_hash = hash_password(form.password.data or "")
    user = change_password(
        db.session(), me().id, seen_hash=seen_hash, password_hash=password_hash, now=utc_now()
    )
    db.session.commit()
    begin_session(user, stay=stay)
    flash(_("Ihr neues Kennwort gilt. Alle anderen Geräte sind abgemeldet."))
    return redirect(url_for("accounts.profile"), code=303)


@bp.post("/profil/sitzungen")
@signed_in
def end_sessions() -> ResponseReturnValue:
    user = end_all_sessions(db.session(), me().id, now=utc_now())
    db.session.commit()
    begin_session(user, stay=session.permanent)
    flash(_("Alle anderen Geräte sind abgemeldet."))
    return redirect(url_for("accounts.profile"), code=303)


@bp.route("/profil/loeschung", methods=["GET", "POST"])
@signed_in
def delete_account() -> ResponseReturnValue:
    form = PasswordForm()
    if form.validate_on_submit() and prove_me(form.password):
        try:
            actions.erase_person(db.session(), me().id, now=utc_now())
        except Refused as refused:
            db.session.rollback()
            for sentence in sentences(refused.refusals):
                form.refuse(sentence)
        else:
            db.session.commit()
            end_session()
            flash(_("Ihr Konto ist gelöscht. Danke, dass Sie da waren."))
            return redirect("/", code=303)
    page = render_template(
        "accounts/delete_account.html",
        form=form,
        user=me(),
        memberships=memberships_of(db.session(), me().id),
    )
    return page, 422 if form.errors else 200


def _address_page(form: NewAddressForm) -> str:
    return render_template("accounts/change_address.html", form=form, email=me().email)
