"""Writing on a draft, freezing it, correcting what is frozen, and throwing a draft away."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.db import db
from labspace.errors import Refused
from labspace.reports.actions import TextsChanged, begin_version, discard, freeze, save_texts
from labspace.reports.forms import CorrectionForm, TextField, TextsForm
from labspace.reports.gathering.making import snapshot_of
from labspace.reports.kinds import Narrative, reason_field
from labspace.reports.models import ReportText, ReportVersion
from labspace.reports.queries import texts_of
from labspace.reports.sentences import sentences
from labspace.reports.shown import heading_of, target_hint
from labspace.reports.snapshot import Snapshot
from labspace.reports.views.blueprint import bp, our_draft, our_version, say_refused, to_report
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get("/berichte/<int:report_id>/texte")
@staff
def texts(report_id: int) -> ResponseReturnValue:
    """All texts of the draft: the narrative, and why each target was missed or passed."""
    version = our_draft(report_id)
    form = TextsForm.asking(_asked(version))(formdata=None)
    return _texts_page(version, form)


@bp.post("/berichte/<int:report_id>/texte")
@staff
def save(report_id: int) -> ResponseReturnValue:
    """Save what was changed; what somebody else changed meanwhile is shown beside, never overwritten unseen."""
    version, user, now = our_version(report_id), me(), utc_now()
    form = TextsForm.asking(_asked(version))(request.form)
    if not form.validate():
        return _texts_page(version, form), 422
    try:
        number = save_texts(db.session(), version.id, form.wanted(), by=user, now=now)
    except TextsChanged as changed:
        form.show_beaten(changed.texts)
        page = _texts_page(version, form, others=changed.texts)
        db.session.rollback()
        return page, 409
    except Refused as refused:
        say_refused(refused)
        return to_report(report_id)
    db.session.commit()
    flash(_("Gespeichert.") if number else _("Es war nichts zu ändern."), "success")
    return to_report(report_id)


def _texts_page(version: ReportVersion, form: TextsForm, *, others: Sequence[ReportText] = ()) -> str:
    return render_template(
        "reports/texts.html",
        version=version,
        heading=heading_of(version.report),
        form=form,
        narrative=[form[one.value] for one in Narrative],
        reasons=[form[one.name] for one in form.asked if one.field.startswith("reason:")],
        stands=[form[f"{one.name}-stand"] for one in form.asked],
        others={one.field.replace(":", "-"): one for one in others},
    )


def _asked(version: ReportVersion) -> list[TextField]:
    kept = {one.field: one for one in texts_of(db.session(), version.id)}

    def asked(field: str, label: str, hint: str) -> TextField:
        row = kept.get(field)
        return TextField(
            field=field,
            label=label,
            hint=hint,
            text=row.text if row else "",
            revision=row.revision if row else 0,
        )

    snapshot = snapshot_of(db.session(), version, now=utc_now())
    return [asked(one.value, str(one.label), str(one.hint)) for one in Narrative] + [
        asked(reason_field(one.house, one.indicator), *target_hint(snapshot, one)) for one in snapshot.targets
    ]


@bp.get("/berichte/<int:report_id>/abschluss")
@staff
def ask_final(report_id: int) -> ResponseReturnValue:
    """What freezing means, and what is still missing."""
    version = our_draft(report_id)
    return _final_page(version, snapshot_of(db.session(), version, now=utc_now()))


@bp.post("/berichte/<int:report_id>/abschluss")
@staff
def finish(report_id: int) -> ResponseReturnValue:
    """Freeze the draft as it is now."""
    version, user, now = our_version(report_id), me(), utc_now()
    seen = request.form.get("stand", "")
    edits = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else -1
    snapshot = snapshot_of(db.session(), version, now=now)
    try:
        freeze(db.session(), version.id, snapshot, edits=edits, by=user, now=now)
    except Refused as refused:
        db.session.rollback()
        return _final_page(our_version(report_id), snapshot, problems=sentences(refused.refusals)), 409
    db.session.commit()
    flash(_("Der Bericht ist abgeschlossen. Er bleibt von nun an, wie er ist."), "success")
    return to_report(report_id)


def _final_page(version: ReportVersion, snapshot: Snapshot, *, problems: Sequence[str] = ()) -> str:
    return render_template(
        "reports/finish.html",
        version=version,
        heading=heading_of(version.report),
        missing=[one.heading for one in snapshot.narrative if not one.text],
        without_reason=[
            target_hint(snapshot, one)[0]
            for one in snapshot.targets
            if one.is_met is False and not one.reason
        ],
        is_running=snapshot.counted_until < snapshot.last,
        changes=len(snapshot.changes),
        problems=problems,
    )


@bp.get("/berichte/<int:report_id>/korrektur")
@staff
def ask_correction(report_id: int) -> ResponseReturnValue:
    """Why the frozen version is to be corrected."""
    return _correction_page(our_version(report_id), CorrectionForm(formdata=None))


@bp.post("/berichte/<int:report_id>/korrektur")
@staff
def correct(report_id: int) -> ResponseReturnValue:
    """Begin the next version."""
    version, user, form = our_version(report_id), me(), CorrectionForm(request.form)
    if not form.validate():
        return _correction_page(version, form), 422
    try:
        begin_version(db.session(), report_id, correction=form.reason.data or "", by=user, now=utc_now())
    except Refused as refused:
        say_refused(refused)
        return to_report(report_id)
    db.session.commit()
    flash(
        _("Die neue Fassung ist ein Entwurf mit den Texten der letzten. Die Zahlen sind neu gezählt."),
        "success",
    )
    return to_report(report_id)


def _correction_page(version: ReportVersion, form: CorrectionForm) -> str:
    return render_template(
        "reports/correct.html", version=version, heading=heading_of(version.report), form=form
    )


@bp.post("/berichte/<int:report_id>/verwerfung")
@staff
def throw_away(report_id: int) -> ResponseReturnValue:
    """Throw the draft away."""
    version = our_version(report_id)
    try:
        is_gone = discard(db.session(), version.id)
    except Refused as refused:
        say_refused(refused)
        return to_report(report_id)
    db.session.commit()
    flash(_("Der Entwurf ist verworfen."), "success")
    return redirect(url_for("reports.index"), code=303) if is_gone else to_report(report_id)
