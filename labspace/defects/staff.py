"""The team sees defects through."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.shown import shown
from labspace.bookings.staff.blueprint import run_house
from labspace.db import db
from labspace.defects.actions import take_step
from labspace.defects.forms import StepForm
from labspace.defects.models import DefectReport
from labspace.defects.queries import bookings_soon, find_report, open_reports, settled_reports
from labspace.defects.shown import sentence, shown_report
from labspace.errors import Refused
from labspace.locations.models import Location
from labspace.pictures.shown import shown_picture
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("defects_staff", __name__)


@bp.get("/team/<slug>/maengel")
@staff
def index(slug: str) -> ResponseReturnValue:
    """What is broken and what was."""
    house, session = run_house(slug), db.session()
    return render_template(
        "defects/index.html",
        house=house,
        open=[shown_report(row) for row in open_reports(session, house.id)],
        settled=[shown_report(row) for row in settled_reports(session, house.id)],
    )


@bp.get("/team/<slug>/maengel/<int:defect_id>")
@staff
def show(slug: str, defect_id: int) -> ResponseReturnValue:
    """One report, who comes to the space soon, and how it goes on."""
    house = run_house(slug)
    report = _report(house, defect_id)
    return _page(house, report, StepForm(formdata=None, version=report.version))


@bp.post("/team/<slug>/maengel/<int:defect_id>")
@staff
def step(slug: str, defect_id: int) -> ResponseReturnValue:
    """Take it on."""
    house, session = run_house(slug), db.session()
    report, form = _report(house, defect_id), StepForm()
    if not form.validate():
        return _page(house, report, form), 422
    try:
        take_step(
            session,
            report.id,
            form.state.data,
            words=form.words.data or "",
            expected=form.expected(),
            by=me(),
            now=utc_now(),
        )
    except Refused as refused:
        session.rollback()
        for refusal in refused.refusals:
            form.refuse(sentence(refusal))
        house = run_house(slug)
        report = _report(house, defect_id)
        form.version.data, form.version.raw_data = str(report.version), None
        return _page(house, report, form), 409
    session.commit()
    flash(_("Gespeichert; wer den Mangel gemeldet hat, bekommt eine Mail."), "success")
    return redirect(url_for("defects_staff.show", slug=slug, defect_id=defect_id), code=303)


def _report(house: Location, report_id: int) -> DefectReport:
    report = find_report(db.session(), report_id)
    if report is None or report.location_id != house.id:
        abort(404)
    return report


def _page(house: Location, report: DefectReport, form: StepForm) -> str:
    form.offer(report.state)
    picture = report.picture
    return render_template(
        "defects/show.html",
        house=house,
        report=shown_report(report, steps=True),
        space_id=report.space.public_id,
        picture=shown_picture(picture) if picture and picture.removed_at is None else None,
        coming=[shown(booking) for booking in bookings_soon(db.session(), report, now=utc_now())],
        form=form,
    )
