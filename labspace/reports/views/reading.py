"""The list of reports, a new one, and one version as it is read."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.db import db
from labspace.errors import Refused
from labspace.reports.actions import begin_report
from labspace.reports.forms import ReportForm
from labspace.reports.gathering.making import snapshot_of
from labspace.reports.queries import find_print, programmes_before, reports_for
from labspace.reports.shown import listed, shown
from labspace.reports.views.blueprint import bp, our_houses, our_version, today_of
from labspace.times import utc_now
from labspace.words import gettext as _
from labspace.words import language_now


@bp.get("/berichte")
@staff
def index() -> ResponseReturnValue:
    """All reports of one's houses."""
    return render_template(
        "reports/index.html", reports=[listed(one) for one in reports_for(db.session(), me())]
    )


@bp.get("/berichte/neu")
@staff
def new() -> ResponseReturnValue:
    """What the next report is about; all houses in the calendar year that is running."""
    houses = our_houses()
    today = today_of(houses, now=utc_now())
    form = ReportForm(formdata=None).offer(houses, today=today)
    form.houses.data = [house.slug for house in houses]
    form.first.data, form.last.data = f"01.01.{today.year}", f"31.12.{today.year}"
    form.language.data = language_now()
    return _form_page(form)


@bp.post("/berichte/neu")
@staff
def begin() -> ResponseReturnValue:
    """Begin a report with an empty draft."""
    houses, now = our_houses(), utc_now()
    form = ReportForm(request.form).offer(houses, today=today_of(houses, now=now))
    if not form.validate():
        return _form_page(form), 422
    first, last = form.period()
    try:
        report = begin_report(
            db.session(),
            [house for house in houses if house.slug in (form.houses.data or ())],
            programme=form.programme.data or "",
            grant_reference=form.grant_reference.data or "",
            first=first,
            last=last,
            language=form.language.data,
            by=me(),
            now=now,
        )
    except Refused as refused:
        db.session.rollback()
        form.show_refused(refused.refusals)
        return _form_page(form), 422
    db.session.commit()
    flash(_("Der Entwurf ist angelegt. Die Zahlen stehen schon darin, die Texte fehlen noch."), "success")
    return redirect(url_for("reports.show", report_id=report.id), code=303)


def _form_page(form: ReportForm) -> str:
    return render_template("reports/new.html", form=form, programmes=programmes_before(db.session(), me()))


@bp.get("/berichte/<int:report_id>")
@bp.get("/berichte/<int:report_id>/fassungen/<int:number>")
@staff
def show(report_id: int, number: int | None = None) -> ResponseReturnValue:
    """One version, by default the latest: a draft counted now, or what was frozen."""
    version, now = our_version(report_id, number), utc_now()
    return render_template(
        "reports/show.html",
        page=shown(
            version,
            snapshot_of(db.session(), version, now=now),
            printed=find_print(db.session(), version.id),
        ),
    )
