"""Changing what a draft is about: programme, grant reference, houses, period, language."""

from __future__ import annotations

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import day_text
from labspace.reports.actions import About, about_of, change_heading, ids_of
from labspace.reports.forms import ReportForm
from labspace.reports.models import ReportVersion
from labspace.reports.shown import heading_of
from labspace.reports.views.blueprint import bp, our_draft, our_houses, our_version, to_report, today_of
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get("/berichte/<int:report_id>/angaben")
@staff
def ask_heading(report_id: int) -> ResponseReturnValue:
    """What the draft is about, to be changed."""
    version = our_draft(report_id)
    form, about = _form(version), about_of(version.report)
    form.programme.data, form.grant_reference.data = about.programme, about.grant_reference
    form.first.data, form.last.data = day_text(about.first), day_text(about.last)
    if version.number == 1:
        form.houses.data = [house.slug for house in version.report.houses]
        form.language.data = about.language
    form.seen.data = about.mark
    return _page(version, form)


@bp.post("/berichte/<int:report_id>/angaben")
@staff
def save_heading(report_id: int) -> ResponseReturnValue:
    """Change it; where somebody else did meanwhile, what was typed stays and is saved when sent again."""
    version = our_version(report_id)
    if version.is_final:
        return to_report(report_id)
    form = _form(version, typed=True)
    if not form.validate():
        return _page(version, form), 422
    try:
        is_changed = change_heading(
            db.session(), version.id, _typed(version, form), seen=form.seen.data or "", by=me()
        )
    except Refused as refused:
        db.session.rollback()
        form.show_refused(refused.refusals)
        is_beaten = "heading_changed_meanwhile" in refused.codes
        if is_beaten:
            form.seen.data = about_of(our_version(report_id).report).mark
        return _page(our_version(report_id), form), 409 if is_beaten else 422
    db.session.commit()
    flash(
        _("Gespeichert. Die Zahlen sind für diese Angaben gezählt.")
        if is_changed
        else _("Es war nichts zu ändern."),
        "success",
    )
    return to_report(report_id)


def _form(version: ReportVersion, *, typed: bool = False) -> ReportForm:
    houses = our_houses()
    form = ReportForm(request.form if typed else None).offer(houses, today=today_of(houses, now=utc_now()))
    return form if version.number == 1 else form.keep_frozen()


def _typed(version: ReportVersion, form: ReportForm) -> About:
    first, last = form.period()
    known = about_of(version.report)
    is_first = version.number == 1
    return About(
        programme=form.programme.data or "",
        grant_reference=form.grant_reference.data or "",
        first=first,
        last=last,
        language=form.language.data if is_first else known.language,
        houses=(
            ids_of([house for house in our_houses() if house.slug in (form.houses.data or ())])
            if is_first
            else known.houses
        ),
    )


def _page(version: ReportVersion, form: ReportForm) -> str:
    return render_template(
        "reports/heading.html", version=version, heading=heading_of(version.report), form=form
    )
