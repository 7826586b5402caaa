"""A version as files: JSON, workbook, tables; all written from its snapshot."""

from __future__ import annotations

from flask import Response, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from labspace.access import staff
from labspace.db import db
from labspace.reports.canonical import canonical
from labspace.reports.gathering.making import snapshot_of
from labspace.reports.kinds import TableKind
from labspace.reports.models import ReportVersion
from labspace.reports.outputs.sheets import excel_sheet, machine_sheet
from labspace.reports.outputs.workbook import workbook_of
from labspace.reports.queries import find_print
from labspace.reports.snapshot import Snapshot
from labspace.reports.states import PrintState
from labspace.reports.tables.making import table_of
from labspace.reports.views.blueprint import bp, our_version
from labspace.times import utc_now

ONE = "/berichte/<int:report_id>/fassungen/<int:number>"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEETS = {"excel": excel_sheet, "maschine": machine_sheet}
KINDS = {kind.value: kind for kind in TableKind}


@bp.get(ONE + "/bericht.json")
@staff
def as_json(report_id: int, number: int) -> ResponseReturnValue:
    """The snapshot itself: of a frozen version exactly the bytes its digest is of."""
    version = our_version(report_id, number)
    text = version.content if version.is_final else canonical(_snapshot(version))
    return _file(version, text or "", mimetype="application/json", ending="json")


@bp.get(ONE + "/bericht.xlsx")
@staff
def as_workbook(report_id: int, number: int) -> ResponseReturnValue:
    """A sheet for each table."""
    version = our_version(report_id, number)
    snapshot = _snapshot(version)
    with force_locale(snapshot.language):
        body = workbook_of(snapshot, digest=version.digest)
    return _file(version, body, mimetype=XLSX, ending="xlsx")


@bp.get(ONE + "/<table>.csv")
@staff
def as_sheet(report_id: int, number: int, table: str) -> ResponseReturnValue:
    """One table, `form=excel` or `form=maschine`."""
    version = our_version(report_id, number)
    write = SHEETS.get(request.args.get("form", "excel")) or abort(404)
    kind = KINDS.get(table) or abort(404)
    snapshot = _snapshot(version)
    with force_locale(snapshot.language):
        text = write(snapshot, table_of(snapshot, kind))
    return _file(version, text, mimetype="text/csv", ending="csv", table=f"-{kind.value}")


@bp.get(ONE + "/bericht.pdf")
@staff
def as_pdf(report_id: int, number: int) -> ResponseReturnValue:
    """The PDF, once it is made."""
    version = our_version(report_id, number)
    made = find_print(db.session(), version.id, with_body=True)
    if made is None or made.state is not PrintState.DONE or made.body is None:
        abort(404)
    return _file(version, made.body, mimetype="application/pdf", ending="pdf", shown="inline")


def _snapshot(version: ReportVersion) -> Snapshot:
    return snapshot_of(db.session(), version, now=utc_now())


def _file(
    version: ReportVersion,
    body: str | bytes,
    *,
    mimetype: str,
    ending: str,
    table: str = "",
    shown: str = "attachment",
) -> Response:
    answer = Response(body, mimetype=mimetype)
    draft = "" if version.is_final else "-entwurf"
    name = f"bericht-{version.report_id}-fassung-{version.number}{draft}{table}.{ending}"
    answer.headers["Content-Disposition"] = f'{shown}; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
