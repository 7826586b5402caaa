"""Writing and signing a handover protocol."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.models import Location
from labspace.pictures.forms import PictureForm
from labspace.pictures.kinds import MAX_REQUEST_BYTES
from labspace.pictures.shown import shown_pictures
from labspace.popups.tenancies.actions.handover_pictures import MOST_PICTURES, picture_handover
from labspace.popups.tenancies.actions.handovers import sign_handover, write_handover
from labspace.popups.tenancies.handover_forms import HandoverForm, SignatureForm, handover_form
from labspace.popups.tenancies.handover_words import difference_rows
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.queries import handovers_of
from labspace.popups.tenancies.sentences import sentences
from labspace.popups.tenancies.states import Direction
from labspace.popups.tenancies.views.blueprint import house_tenancy, run_house, staff_bp
from labspace.security import takes_files
from labspace.times import utc_now
from labspace.words import gettext as _


@staff_bp.get("/team/<slug>/pop-up/nutzungen/<int:tenancy_id>/uebergabe/<direction>")
@staff
def handover(slug: str, tenancy_id: int, direction: str) -> ResponseReturnValue:
    """The protocol as it is, or filled with what was there before."""
    house, side = run_house(slug), _side(direction)
    tenancy = house_tenancy(house, tenancy_id)
    known, form = handovers_of(db.session(), tenancy_id), handover_form(None)
    other = known.get(Direction.IN) if side is Direction.OUT else None
    form.fill(known.get(side), other)
    return _page(house, tenancy, side, form)


@staff_bp.post("/team/<slug>/pop-up/nutzungen/<int:tenancy_id>/uebergabe/<direction>")
@staff
def save_handover(slug: str, tenancy_id: int, direction: str) -> ResponseReturnValue:
    """Keep what was written."""
    house, side = run_house(slug), _side(direction)
    tenancy, form = house_tenancy(house, tenancy_id), handover_form(request.form)
    if not form.validate():
        return _page(house, tenancy, side, form), 422
    try:
        write_handover(db.session(), tenancy_id, side, form.protocol(), by=me(), now=utc_now())
    except Refused as refused:
        db.session.rollback()
        return _page(house, tenancy, side, form, refused=refused), 409
    db.session.commit()
    flash(_("Gespeichert. Bitte gemeinsam lesen und unterschreiben."), "success")
    return _back(house, tenancy_id, side)


@staff_bp.post("/team/<slug>/pop-up/nutzungen/<int:tenancy_id>/uebergabe/<direction>/unterschrift")
@staff
def sign(slug: str, tenancy_id: int, direction: str) -> ResponseReturnValue:
    """Both names under it; from then on it stays as it is."""
    house, side = run_house(slug), _side(direction)
    tenancy, signature = house_tenancy(house, tenancy_id), SignatureForm(request.form)
    form = handover_form(None)
    form.fill(handovers_of(db.session(), tenancy_id).get(side), None)
    if not signature.validate():
        return _page(house, tenancy, side, form, signature=signature), 422
    try:
        sign_handover(
            db.session(),
            tenancy_id,
            side,
            tenant_name=signature.tenant_name.data or "",
            house_name=signature.house_name.data or "",
            by=me(),
            now=utc_now(),
        )
    except Refused as refused:
        db.session.rollback()
        return _page(house, tenancy, side, form, refused=refused, signature=signature), status_of(refused)
    db.session.commit()
    flash(_("Unterschrieben."), "success")
    return _back(house, tenancy_id, side)


@staff_bp.post("/team/<slug>/pop-up/nutzungen/<int:tenancy_id>/uebergabe/<direction>/bilder")
@takes_files(MAX_REQUEST_BYTES)
@staff
def add_picture(slug: str, tenancy_id: int, direction: str) -> ResponseReturnValue:
    """Add one picture, as long as nobody has signed."""
    house, side = run_house(slug), _side(direction)
    tenancy, pictured = house_tenancy(house, tenancy_id), PictureForm()
    other = Direction.IN if side is Direction.OUT else None
    form, known = handover_form(None), handovers_of(db.session(), tenancy_id)
    form.fill(known.get(side), known.get(other) if other else None)
    if not pictured.validate() or pictured.picture.encoded is None:
        return _page(house, tenancy, side, form, pictured=pictured), 422
    try:
        picture_handover(
            db.session(),
            tenancy_id,
            side,
            pictured.picture.encoded,
            alternative=pictured.alternative.data or "",
            by=me(),
            now=utc_now(),
        )
    except Refused as refused:
        db.session.rollback()
        return _page(house, tenancy, side, form, refused=refused, pictured=pictured), status_of(refused)
    db.session.commit()
    flash(_("Das Bild ist gespeichert."), "success")
    return _back(house, tenancy_id, side)


def _side(direction: str) -> Direction:
    if direction not in {side.value for side in Direction}:
        abort(404)
    return Direction(direction)


def _back(house: Location, tenancy_id: int, side: Direction) -> ResponseReturnValue:
    url = url_for("tenancies_staff.handover", slug=house.slug, tenancy_id=tenancy_id, direction=side.value)
    return redirect(url, code=303)


def _page(
    house: Location,
    tenancy: Tenancy,
    side: Direction,
    form: HandoverForm,
    *,
    refused: Refused | None = None,
    signature: SignatureForm | None = None,
    pictured: PictureForm | None = None,
) -> str:
    known = handovers_of(db.session(), tenancy.id)
    row = known.get(side)
    if signature is None:
        signature = SignatureForm(formdata=None)
        signature.tenant_name.data = tenancy.booking.booked_by.name
        signature.house_name.data = me().name
    return render_template(
        "popups/tenancies/staff/handover.html",
        house=house,
        tenancy=tenancy,
        label=side.label,
        side=side.value,
        form=form,
        signature=signature,
        row=row,
        pictured=pictured or PictureForm(formdata=None),
        pictures=shown_pictures(row.pictures) if row else [],
        removed=shown_pictures(row.pictures, removed=True) if row else [],
        is_full=row is not None and sum(one.removed_at is None for one in row.pictures) >= MOST_PICTURES,
        signed_rows=[[item.name, str(item.condition.label), item.remark] for item in row.items]
        if row
        else [],
        differences=difference_rows(known) if side is Direction.OUT else [],
        problems=sentences(refused.refusals) if refused else [],
    )
