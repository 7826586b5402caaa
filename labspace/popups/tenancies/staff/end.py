"""Another last day for a tenancy."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import day_text
from labspace.locations.models import Location
from labspace.popups.tenancies.actions.tenancies import change_end
from labspace.popups.tenancies.forms import EndForm
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.sentences import sentences
from labspace.popups.tenancies.views.blueprint import house_tenancy, run_house, staff_bp
from labspace.popups.tenancies.words import tenancy_facts
from labspace.times import utc_now
from labspace.words import gettext as _


@staff_bp.get("/team/<slug>/pop-up/nutzungen/<int:tenancy_id>/ende")
@staff
def edit_end(slug: str, tenancy_id: int) -> ResponseReturnValue:
    """The form with the present last day."""
    house = run_house(slug)
    tenancy = house_tenancy(house, tenancy_id)
    form = EndForm(formdata=None)
    form.last_day.data = day_text(tenancy.first_and_last[1])
    return _page(house, tenancy, form)


@staff_bp.post("/team/<slug>/pop-up/nutzungen/<int:tenancy_id>/ende")
@staff
def change_last_day(slug: str, tenancy_id: int) -> ResponseReturnValue:
    """Move the end; the booking, its claims and the agreement follow."""
    house, now = run_house(slug), utc_now()
    tenancy = house_tenancy(house, tenancy_id)
    form = EndForm(request.form)
    form.today = now.astimezone(house.zone).date()
    if not form.validate():
        return _page(house, tenancy, form), 422
    last_on = form.last_on()
    assert last_on is not None
    try:
        change_end(
            db.session(),
            tenancy_id,
            last_on=last_on,
            price_cents=form.price_cents(),
            reason=form.reason.data or "",
            by=me(),
            now=now,
        )
    except Refused as refused:
        db.session.rollback()
        if isinstance(refused, SpaceTaken):
            form.refuse(_("Danach ist die Fläche schon vergeben. Bitte einen früheren Tag wählen."))
        else:
            for text in sentences(refused.refusals):
                form.refuse(text)
        return _page(house, tenancy, form), status_of(refused)
    db.session.commit()
    flash(_("Das Ende ist geändert; die neue Fassung der Vereinbarung ist verschickt."), "success")
    return redirect(url_for("tenancies.show", tenancy_id=tenancy_id), code=303)


def _page(house: Location, tenancy: Tenancy, form: EndForm) -> str:
    return render_template(
        "popups/tenancies/staff/end.html",
        house=house,
        tenancy=tenancy,
        form=form,
        pairs=tenancy_facts(tenancy),
    )
