"""Bringing a file: findings or a preview, then taking it over."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.staff.blueprint import run_house
from labspace.context.actions import accept_import, discard_import, draft_import
from labspace.context.actions.imports import read_draft
from labspace.context.forms import MOST_FORM, FileForm
from labspace.context.queries import find_draft
from labspace.context.reading.findings import TableRefused
from labspace.context.rules import difference
from labspace.context.shown import (
    example_text,
    shown_findings,
    shown_series,
    value_columns,
    value_row,
    when_text,
)
from labspace.context.staff.blueprint import bp, house_series, say_refused, to_series
from labspace.context.staff.series import series_page
from labspace.context.values import bounds, known_values
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import days_text
from labspace.security import takes_files
from labspace.times import utc_now
from labspace.words import gettext as _

FIRST_ROWS = 10


@bp.post("/team/<slug>/umfeld/<int:series_id>/dateien")
@staff
@takes_files(MOST_FORM)
def bring(slug: str, series_id: int) -> ResponseReturnValue:
    """Read a file; what is wrong with it is told by row, column and reason, and nothing is kept."""
    house, form = run_house(slug), FileForm()
    series = house_series(house, series_id)
    if not series.kind.comes_as_file:
        abort(404)
    if not form.validate():
        return series_page(house, series, file_form=form), 422
    try:
        draft = draft_import(
            db.session(),
            series,
            form.content(),
            file_name=form.file_name(),
            stamp=form.stamp.data,
            by=me(),
            now=utc_now(),
        )
    except TableRefused as refused:
        db.session.rollback()
        form.file.errors = [
            _("Diese Datei wurde nicht übernommen, auch nicht zum Teil. Was nicht stimmt, steht unten.")
        ]
        page = series_page(
            run_house(slug),
            house_series(house, series_id),
            file_form=form,
            findings=shown_findings(refused.findings),
            finding_count=refused.count,
        )
        return page, 422
    except Refused as refused:
        say_refused(refused)
        return redirect(url_for("context_staff.index", slug=slug), code=303)
    import_id = draft.id
    db.session.commit()
    return redirect(
        url_for("context_staff.preview", slug=slug, series_id=series_id, import_id=import_id), code=303
    )


@bp.get("/team/<slug>/umfeld/<int:series_id>/dateien/<int:import_id>")
@staff
def preview(slug: str, series_id: int, import_id: int) -> ResponseReturnValue:
    """What is in the file, and what it would change about what is known."""
    house, session = run_house(slug), db.session()
    series = house_series(house, series_id)
    draft = find_draft(session, series_id, import_id)
    if draft is None:
        abort(404)
    read = read_draft(draft)
    changes = difference(known_values(session, series, *bounds(read)), read.values)
    first = list(read.values.items())[:FIRST_ROWS]
    return render_template(
        "context/preview.html",
        house=house,
        series=shown_series(series, slug=slug),
        draft=draft,
        period=days_text(draft.first_on, draft.last_on),
        changes=changes,
        examples=[
            (when_text(when, zone=house.zone), example_text(old, new)) for when, old, new in changes.examples
        ],
        columns=value_columns(series.kind),
        rows=[value_row(when, value, zone=house.zone) for when, value in first],
        remarks=shown_findings(read.remarks),
        remark_count=read.remark_count,
    )


@bp.post("/team/<slug>/umfeld/<int:series_id>/dateien/<int:import_id>/uebernahme")
@staff
def accept(slug: str, series_id: int, import_id: int) -> ResponseReturnValue:
    """Take the file over, as it was shown."""
    series = house_series(run_house(slug), series_id)
    mark = request.form.get("stand", "")
    try:
        accept_import(db.session(), series.id, import_id, mark=mark, by=me(), now=utc_now())
    except Refused as refused:
        say_refused(refused)
        if "changed_meanwhile" in refused.codes:
            return redirect(
                url_for("context_staff.preview", slug=slug, series_id=series_id, import_id=import_id),
                code=303,
            )
    else:
        db.session.commit()
        flash(_("Die Datei ist übernommen."), "success")
    return to_series(slug, series_id)


@bp.post("/team/<slug>/umfeld/<int:series_id>/dateien/<int:import_id>/verwerfung")
@staff
def discard(slug: str, series_id: int, import_id: int) -> ResponseReturnValue:
    """Forget the file."""
    series = house_series(run_house(slug), series_id)
    discard_import(db.session(), series.id, import_id)
    db.session.commit()
    flash(_("Die Datei ist verworfen; an der Reihe hat sich nichts geändert."), "success")
    return to_series(slug, series_id)
