"""Where the team describes and pictures the spaces of its house."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from labspace.access import me, staff
from labspace.bookings.models import Booking
from labspace.bookings.shown import shown
from labspace.bookings.staff.blueprint import keep_house
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.houses.furnishing import shown as words
from labspace.houses.furnishing.actions import (
    describe_space,
    description_of,
    find_tie,
    hide_picture,
    picture_space,
)
from labspace.houses.furnishing.forms import SpaceForm
from labspace.houses.queries import touched_bookings
from labspace.houses.record.actions import stamp_of
from labspace.houses.record.sentences import sentence
from labspace.locations.models import FOR_GOOD, Location
from labspace.pictures.forms import PictureForm
from labspace.pictures.queries import pictures_with
from labspace.pictures.shown import shown_pictures
from labspace.spaces.models import Space, SpacePicture
from labspace.spaces.names import space_name
from labspace.spaces.queries import find_space, spaces_of
from labspace.times import TimeSpan, utc_now
from labspace.words import gettext as _

__all__ = ["bp", "words"]

bp = Blueprint("furnishing_staff", __name__)

LISTED = 20
"""Bookings ahead that the page of a space names; of the others it says how many."""


@bp.get("/team/<slug>/flaechen")
@staff
def index(slug: str) -> ResponseReturnValue:
    """The spaces of the house, by kind."""
    house, session = keep_house(slug), db.session()
    today = utc_now().astimezone(house.zone).date()
    spaces = spaces_of(session, [house.id], on=today)
    groups: dict[str, list[tuple[str, str]]] = {}
    for space in spaces:
        groups.setdefault(str(space.kind.plural), []).append((space.public_id, space_name(space)))
    return render_template("houses/spaces.html", house=house, groups=groups)


@bp.get("/team/<slug>/flaechen/<public_id>")
@staff
def edit(slug: str, public_id: str) -> ResponseReturnValue:
    """What a space says and has, and its pictures."""
    house = keep_house(slug)
    space = _space(house, public_id)
    values = description_of(space)
    return _page(house, space, SpaceForm(formdata=None, **values, stamp=stamp_of(values)))


@bp.post("/team/<slug>/flaechen/<public_id>")
@staff
def describe(slug: str, public_id: str) -> ResponseReturnValue:
    """Let it say and have something else."""
    house, session, form = keep_house(slug), db.session(), SpaceForm()
    space = _space(house, public_id)
    if not form.validate():
        return _page(house, space, form), 422
    try:
        changed = describe_space(
            session,
            space.id,
            form.values(),
            expected=form.stamp.data or "",
            touched=len(_ahead(house, space)),
            by=me(),
            now=utc_now(),
        )
    except Refused as refused:
        session.rollback()
        house = keep_house(slug)
        space = _space(house, public_id)
        for refusal in refused.refusals:
            form.refuse(sentence(refusal))
        form.stamp.data, form.stamp.raw_data = stamp_of(description_of(space)), None
        return _page(house, space, form, was_changed=True), status_of(refused)
    session.commit()
    flash(_("Gespeichert.") if changed else _("Es war nichts zu ändern."), "success")
    return redirect(url_for("furnishing_staff.edit", slug=slug, public_id=public_id), code=303)


@bp.post("/team/<slug>/flaechen/<public_id>/bilder")
@staff
def add_picture(slug: str, public_id: str) -> ResponseReturnValue:
    """Show another picture."""
    house, session, form = keep_house(slug), db.session(), PictureForm()
    space = _space(house, public_id)
    values = description_of(space)
    described = SpaceForm(formdata=None, **values, stamp=stamp_of(values))
    if not form.validate():
        return _page(house, space, described, picture=form), 422
    assert form.picture.encoded is not None
    try:
        picture_space(
            session,
            space.id,
            form.picture.encoded,
            alternative=form.alternative.data or "",
            by=me(),
            now=utc_now(),
        )
    except Refused as refused:
        session.rollback()
        for refusal in refused.refusals:
            form.refuse(sentence(refusal))
        house = keep_house(slug)
        return _page(house, _space(house, public_id), described, picture=form), 422
    session.commit()
    flash(_("Das Bild steht auf der Seite der Fläche."), "success")
    return redirect(url_for("furnishing_staff.edit", slug=slug, public_id=public_id), code=303)


@bp.post("/team/<slug>/flaechen/<public_id>/bilder/<int:space_picture_id>/entfernung")
@staff
def remove_picture(slug: str, public_id: str, space_picture_id: int) -> ResponseReturnValue:
    """Show a picture no more."""
    house, session = keep_house(slug), db.session()
    space = _space(house, public_id)
    tie = find_tie(session, space_picture_id) if space_picture_id < 2**62 else None
    if tie is None or tie.space_id != space.id:
        abort(404)
    hide_picture(session, space_picture_id, by=me(), now=utc_now())
    session.commit()
    flash(_("Das Bild ist entfernt. Einen Tag lang können Sie es unter „Änderungen“ zurückholen."), "success")
    return redirect(url_for("furnishing_staff.edit", slug=slug, public_id=public_id), code=303)


def _space(house: Location, public_id: str) -> Space:
    space = find_space(db.session(), public_id) if public_id.isprintable() else None
    if space is None or space.location_id != house.id:
        abort(404)
    return space


def _ahead(house: Location, space: Space) -> list[Booking]:
    """Bookings ahead of this space: whoever booked chose it as it was described."""
    now = utc_now()
    touched = touched_bookings(db.session(), [house.id], TimeSpan(now, FOR_GOOD), now=now)
    return [booking for booking in touched if any(one.id == space.id for one in booking.spaces)]


def _page(
    house: Location,
    space: Space,
    form: SpaceForm,
    *,
    picture: PictureForm | None = None,
    was_changed: bool = False,
) -> str:
    session, ahead = db.session(), _ahead(house, space)
    ids = session.scalars(
        select(SpacePicture.picture_id).where(SpacePicture.space_id == space.id, SpacePicture.is_shown)
    ).all()
    return render_template(
        "houses/space.html",
        house=house,
        space=space,
        name=space_name(space),
        form=form,
        picture_form=picture or PictureForm(formdata=None),
        is_picturing=picture is not None,
        pictures=shown_pictures(pictures_with(session, ids)),
        ahead=[shown(booking) for booking in ahead[:LISTED]],
        ahead_in_all=len(ahead),
        theirs=description_of(space) if was_changed else None,
    )
