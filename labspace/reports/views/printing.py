"""Asking for the PDF of a version, and seeing how far it has come."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from labspace.access import staff
from labspace.db import db
from labspace.errors import Refused
from labspace.reports.printing import ask_print
from labspace.reports.queries import find_print
from labspace.reports.shown import heading_of
from labspace.reports.states import PRINT_STEPS
from labspace.reports.views.blueprint import bp, our_version, say_refused, to_report
from labspace.reports.views.files import ONE
from labspace.times import utc_now


@bp.get(ONE + "/druck")
@staff
def progress(report_id: int, number: int) -> ResponseReturnValue:
    """How far the PDF has come; a script looks again by itself, without it a button does."""
    version = our_version(report_id, number)
    return render_template(
        "reports/print.html",
        version=version,
        heading=heading_of(version.report),
        made=find_print(db.session(), version.id),
        steps=PRINT_STEPS,
    )


@bp.post(ONE + "/druck")
@staff
def ask(report_id: int, number: int) -> ResponseReturnValue:
    """Have the PDF made."""
    version = our_version(report_id, number)
    try:
        ask_print(db.session(), version.id, now=utc_now())
    except Refused as refused:
        say_refused(refused)
        return to_report(report_id)
    db.session.commit()
    return redirect(url_for("reports.progress", report_id=report_id, number=number), code=303)
