"""Whether a pop-up stands in the public programme."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.popups.tenancies.actions.programme import show_tenancy
from labspace.popups.tenancies.forms import ShowingForm
from labspace.popups.tenancies.views.blueprint import house_tenancy, run_house, staff_bp
from labspace.popups.tenancies.views.show import render_page
from labspace.times import utc_now
from labspace.words import gettext as _


@staff_bp.post("/team/<slug>/pop-up/nutzungen/<int:tenancy_id>/programm")
@staff
def show_in_programme(slug: str, tenancy_id: int) -> ResponseReturnValue:
    """Show it there while it is open, or no longer."""
    house = run_house(slug)
    tenancy, form = house_tenancy(house, tenancy_id), ShowingForm(request.form)
    if not form.validate():
        return render_page(tenancy), 422
    try:
        show_tenancy(db.session(), tenancy_id, shown=form.shown.data, by=me(), now=utc_now())
    except Refused as refused:
        db.session.rollback()
        return render_page(house_tenancy(house, tenancy_id), refused=refused), status_of(refused)
    db.session.commit()
    flash(
        _("Die Nutzung wird im Programm gezeigt, solange sie läuft.")
        if form.shown.data
        else _("Die Nutzung wird nicht im Programm gezeigt."),
        "success",
    )
    return redirect(url_for("tenancies.show", tenancy_id=tenancy_id), code=303)
