"""The agreement to read, print and acknowledge."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, signed_in
from labspace.db import db
from labspace.documents.answers import pdf_answer
from labspace.errors import Refused
from labspace.popups.tenancies.actions.agreements import acknowledge
from labspace.popups.tenancies.documents import agreement_document, handover_document
from labspace.popups.tenancies.forms import NameForm
from labspace.popups.tenancies.handover_words import difference_rows
from labspace.popups.tenancies.queries import agreements_of, handovers_of
from labspace.popups.tenancies.states import Direction
from labspace.popups.tenancies.views.blueprint import bp, visible_tenancy
from labspace.popups.tenancies.views.show import render_page
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get("/pop-up/nutzungen/<int:tenancy_id>/vereinbarung.pdf")
@signed_in
def agreement_pdf(tenancy_id: int) -> ResponseReturnValue:
    """The newest version, in the tenant's language."""
    tenancy = visible_tenancy(tenancy_id)
    agreements = agreements_of(db.session(), tenancy.id)
    if not agreements:
        abort(404)
    document = agreement_document(agreements[0])
    db.session.rollback()
    return pdf_answer(document, name=f"vereinbarung-{tenancy_id}-{agreements[0].number}")


@bp.post("/pop-up/nutzungen/<int:tenancy_id>/vereinbarung")
@signed_in
def acknowledge_agreement(tenancy_id: int) -> ResponseReturnValue:
    """The tenant puts their name under the version they read."""
    tenancy, form = visible_tenancy(tenancy_id), NameForm(request.form)
    if tenancy.tenant_id != me().id:
        abort(403)
    if not form.validate():
        return render_page(tenancy, form=form), 422
    try:
        acknowledge(
            db.session(), tenancy_id, number=form.version(), name=form.name.data or "", by=me(), now=utc_now()
        )
    except Refused as refused:
        db.session.rollback()
        return render_page(tenancy, form=form, refused=refused), 409
    db.session.commit()
    flash(_("Bestätigt. Danke!"), "success")
    return redirect(url_for("tenancies.show", tenancy_id=tenancy_id), code=303)


@bp.get("/pop-up/nutzungen/<int:tenancy_id>/uebergabe/<direction>.pdf")
@signed_in
def handover_pdf(tenancy_id: int, direction: str) -> ResponseReturnValue:
    """A handover protocol to print or keep."""
    tenancy = visible_tenancy(tenancy_id)
    handovers = handovers_of(db.session(), tenancy.id)
    known = {side.value: row for side, row in handovers.items()}
    if direction not in known:
        abort(404)
    is_out = known[direction].direction is Direction.OUT
    differences = difference_rows(handovers) if is_out else []
    document = handover_document(tenancy, known[direction], differences)
    db.session.rollback()
    return pdf_answer(document, name=f"uebergabe-{tenancy_id}-{direction}")
