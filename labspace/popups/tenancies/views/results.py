"""Telling what became of the idea: signed in, or by the link of a mail."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, public, signed_in
from labspace.db import db
from labspace.popups.tenancies.actions.results import answer_follow_up
from labspace.popups.tenancies.forms import ResultForm
from labspace.popups.tenancies.links import follow_up_of
from labspace.popups.tenancies.queries import follow_ups_of
from labspace.popups.tenancies.records import FollowUp
from labspace.popups.tenancies.views.blueprint import bp, visible_tenancy
from labspace.popups.tenancies.words import asked_text, months_text
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get("/pop-up/nutzungen/<int:tenancy_id>/rueckmeldung/<int:months>")
@signed_in
def result(tenancy_id: int, months: int) -> ResponseReturnValue:
    """The question, with what was answered before; staff may answer for the tenant."""
    row = _row(tenancy_id, months)
    return _page(row, _filled(row), here=_signed_in_url(row))


@bp.post("/pop-up/nutzungen/<int:tenancy_id>/rueckmeldung/<int:months>")
@signed_in
def tell_result(tenancy_id: int, months: int) -> ResponseReturnValue:
    """Note the answer."""
    row, form = _row(tenancy_id, months), ResultForm(request.form)
    if not form.validate():
        return _page(row, form, here=_signed_in_url(row)), 422
    answer_follow_up(
        db.session(), row.id, outcome=form.outcome.data, report=form.report.data or "", by=me(), now=utc_now()
    )
    db.session.commit()
    flash(_("Danke für Ihre Rückmeldung."), "success")
    return redirect(url_for("tenancies.show", tenancy_id=tenancy_id), code=303)


@bp.get("/pop-up/rueckmeldung/<token>")
@public
def result_by_link(token: str) -> ResponseReturnValue:
    """The question for whoever has the mail; a link that was not made here says so."""
    row = _by_link(token)
    if row is None:
        return render_template("popups/tenancies/no_result.html"), 404
    return _page(row, _filled(row), here=url_for("tenancies.tell_by_link", token=token))


@bp.post("/pop-up/rueckmeldung/<token>")
@public
def tell_by_link(token: str) -> ResponseReturnValue:
    """Note the answer without signing in."""
    row, form = _by_link(token), ResultForm(request.form)
    if row is None:
        return render_template("popups/tenancies/no_result.html"), 404
    here = url_for("tenancies.tell_by_link", token=token)
    if not form.validate():
        return _page(row, form, here=here), 422
    answer_follow_up(
        db.session(), row.id, outcome=form.outcome.data, report=form.report.data or "", by=None, now=utc_now()
    )
    db.session.commit()
    flash(_("Danke für Ihre Rückmeldung."), "success")
    return redirect(url_for("tenancies.result_by_link", token=token), code=303)


def _row(tenancy_id: int, months: int) -> FollowUp:
    tenancy = visible_tenancy(tenancy_id)
    found = next((row for row in follow_ups_of(db.session(), [tenancy.id]) if row.months == months), None)
    return found or abort(404)


def _by_link(token: str) -> FollowUp | None:
    found = follow_up_of(token, secret=current_app.config["SECRET_KEY"])
    return db.session.get(FollowUp, found) if found is not None and found < 2**62 else None


def _filled(row: FollowUp) -> ResultForm:
    form = ResultForm(formdata=None)
    form.outcome.data, form.report.data = row.outcome, row.report
    return form


def _signed_in_url(row: FollowUp) -> str:
    return url_for("tenancies.tell_result", tenancy_id=row.tenancy_id, months=row.months)


def _page(row: FollowUp, form: ResultForm, *, here: str) -> str:
    return render_template(
        "popups/tenancies/result.html",
        title=row.tenancy.title,
        house=row.tenancy.space.location,
        when=months_text(row.months),
        question=asked_text(row.months),
        is_answered=row.answered_at is not None,
        form=form,
        here=here,
    )
