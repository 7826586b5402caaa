"""One's organisations: founding, showing, changing, members and invitations."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, public, signed_in, visitor
from labspace.accounts.actions import invitations, organisations
from labspace.accounts.actions.attempts import TooManyAttempts
from labspace.accounts.kinds import SECTORS
from labspace.accounts.models import Organisation, OrganisationRole
from labspace.accounts.organisation_forms import AnyOrganisationForm, InvitationForm, OrganisationForm
from labspace.accounts.queries import members_of, membership_in, open_invitations
from labspace.accounts.sentences import sentence, sentences
from labspace.accounts.views import bp
from labspace.accounts.views.letters import count_letter, void_link
from labspace.db import db
from labspace.errors import Refused
from labspace.languages import language
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.route("/organisationen/neu", methods=["GET", "POST"])
@signed_in
def new_organisation() -> ResponseReturnValue:
    form = OrganisationForm()
    if me().confirmed_at is None:
        flash(_("Bitte bestätigen Sie zuerst Ihre Mail-Adresse."), "warning")
        return redirect(url_for("accounts.profile"), code=303)
    if not form.validate_on_submit():
        page = render_template("accounts/edit_organisation.html", form=form, organisation=None)
        return page, 422 if form.errors else 200
    organisation = organisations.found_organisation(db.session(), form.facts(), by_id=me().id, now=utc_now())
    db.session.commit()
    flash(_("Die Organisation ist angelegt. Laden Sie jetzt andere ein."))
    return _to(organisation.id)


@bp.get("/organisationen/<int:organisation_id>")
@signed_in
def organisation(organisation_id: int) -> ResponseReturnValue:
    found = _visible(organisation_id)
    if found.merged_into_id is not None:
        _visible(found.merged_into_id)
        flash(_("Diese Organisation wurde mit einer anderen zusammengeführt."), "info")
        return _to(found.merged_into_id)
    return _page(found, InvitationForm(formdata=None))


@bp.route("/organisationen/<int:organisation_id>/angaben", methods=["GET", "POST"])
@signed_in
def edit_organisation(organisation_id: int) -> ResponseReturnValue:
    found = _administered(organisation_id)
    form = (AnyOrganisationForm if me().is_administrator else OrganisationForm)(obj=found)
    if not form.validate_on_submit():
        page = render_template("accounts/edit_organisation.html", form=form, organisation=found)
        return page, 422 if form.errors else 200
    organisations.change_organisation(
        db.session(), organisation_id, form.facts(), by_id=me().id, now=utc_now()
    )
    db.session.commit()
    flash(_("Die Angaben sind gespeichert. Frühere Buchungen behalten, was damals galt."))
    return _to(organisation_id)


@bp.post("/organisationen/<int:organisation_id>/einladungen")
@signed_in
def invite(organisation_id: int) -> ResponseReturnValue:
    found = _administered(organisation_id)
    form = InvitationForm()
    if not form.validate():
        return _page(found, form), 422
    email = form.email.data or ""
    try:
        count_letter(email)
        invitations.invite(
            db.session(), organisation_id, email, by_id=me().id, locale=language(), now=utc_now()
        )
    except TooManyAttempts as refused:
        form.refuse(sentence(refused.refusals[0]))
        return _page(found, form), 429
    except Refused as refused:
        db.session.rollback()
        form.refuse(sentence(refused.refusals[0]))
        return _page(found, form), 422
    db.session.commit()
    flash(_("Die Einladung ist unterwegs."))
    return _to(organisation_id)


@bp.post("/organisationen/<int:organisation_id>/einladungen/<int:invitation_id>/ruecknahme")
@signed_in
def withdraw(organisation_id: int, invitation_id: int) -> ResponseReturnValue:
    _administered(organisation_id)
    invitations.withdraw_invitation(
        db.session(), organisation_id, invitation_id, by_id=me().id, now=utc_now()
    )
    db.session.commit()
    flash(_("Die Einladung gilt nicht mehr."))
    return _to(organisation_id)


@bp.get("/einladungen/<token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    found = invitations.find_invitation(db.session(), token, now=utc_now())
    if found is None:
        return void_link()
    name = db.session.get_one(Organisation, found.organisation_id).name
    return render_template("accounts/invitation.html", organisation=name, user=visitor(), path=request.path)


@bp.post("/einladungen/<token>")
@signed_in
def accept(token: str) -> ResponseReturnValue:
    try:
        joined = invitations.accept_invitation(db.session(), token, user_id=me().id, now=utc_now())
    except Refused as refused:
        db.session.rollback()
        if "unconfirmed" not in refused.codes:
            return void_link()
        flash(sentence(refused.refusals[0]), "warning")
        return redirect(url_for("accounts.profile"), code=303)
    db.session.commit()
    flash(_("Willkommen! Sie können jetzt für diese Organisation buchen."))
    return _to(joined.id)


@bp.post("/organisationen/<int:organisation_id>/mitglieder/<int:user_id>/rolle")
@signed_in
def set_role(organisation_id: int, user_id: int) -> ResponseReturnValue:
    _administered(organisation_id)
    try:
        role = OrganisationRole(request.form.get("role", ""))
    except ValueError:
        abort(422)
    try:
        organisations.set_role(db.session(), organisation_id, user_id, role, by_id=me().id, now=utc_now())
    except Refused as refused:
        return _refused(organisation_id, refused)
    db.session.commit()
    flash(_("Die Verwaltung ist geändert."))
    return _to(organisation_id)


@bp.route("/organisationen/<int:organisation_id>/mitglieder/<int:user_id>/ende", methods=["GET", "POST"])
@signed_in
def end_membership(organisation_id: int, user_id: int) -> ResponseReturnValue:
    is_own = user_id == me().id
    found = _visible(organisation_id) if is_own else _administered(organisation_id)
    membership = membership_in(db.session(), organisation_id, user_id)
    if membership is None:
        abort(404)
    if request.method == "GET":
        return render_template(
            "accounts/end_membership.html", organisation=found, member=membership.user, is_own=is_own
        )
    try:
        organisations.end_membership(db.session(), organisation_id, user_id, by_id=me().id, now=utc_now())
    except Refused as refused:
        return _refused(organisation_id, refused)
    db.session.commit()
    flash(_("Sie haben die Organisation verlassen.") if is_own else _("Die Person gehört nicht mehr dazu."))
    return redirect(url_for("accounts.profile"), code=303) if is_own else _to(organisation_id)


def _visible(organisation_id: int) -> Organisation:
    """The organisation, for its members and staff; for everybody else it does not exist."""
    found = db.session.get(Organisation, organisation_id)
    if found is None:
        abort(404)
    if not me().runs_any and not membership_in(db.session(), found.merged_into_id or found.id, me().id):
        abort(404)
    return found


def _administered(organisation_id: int) -> Organisation:
    """The organisation, for those who administer it or the system; 403 for ordinary members."""
    found = _visible(organisation_id)
    if found.merged_into_id is not None:
        abort(404)
    if not me().is_administrator and not _is_admin(organisation_id):
        abort(403)
    return found


def _is_admin(organisation_id: int) -> bool:
    membership = membership_in(db.session(), organisation_id, me().id)
    return membership is not None and membership.role is OrganisationRole.ADMIN


def _page(found: Organisation, form: InvitationForm) -> str:
    may_change = me().is_administrator or _is_admin(found.id)
    return render_template(
        "accounts/organisation.html",
        organisation=found,
        members=members_of(db.session(), found.id),
        invitations=open_invitations(db.session(), found.id, now=utc_now()) if may_change else (),
        may_change=may_change,
        sector=SECTORS.get(found.sector, _("noch kein Gewerbe")),
        my_id=me().id,
        form=form,
    )


def _refused(organisation_id: int, refused: Refused) -> ResponseReturnValue:
    db.session.rollback()
    for text in sentences(refused.refusals):
        flash(text, "warning")
    return _to(organisation_id)


def _to(organisation_id: int) -> ResponseReturnValue:
    return redirect(url_for("accounts.organisation", organisation_id=organisation_id), code=303)
