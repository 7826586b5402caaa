"""Where the team says how people get in."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.shown import ShownBooking
from labspace.bookings.staff.blueprint import keep_house
from labspace.db import db
from labspace.errors import Refused
from labspace.houses.actions import BookingsTouched
from labspace.houses.doors.actions import note_again, words_of, write_note
from labspace.houses.doors.forms import DoorForm
from labspace.houses.doors.queries import find_note, notes_of_house
from labspace.houses.founding.blueprint import refused_page, seen_first
from labspace.houses.record.actions import stamp_of
from labspace.houses.record.models import HouseRecord
from labspace.houses.record.subjects import Subject, changed_lines, register
from labspace.locations.models import Location
from labspace.spaces.models import Space
from labspace.spaces.names import space_name
from labspace.spaces.queries import find_space, spaces_of
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("doors_staff", __name__)

WHOLE_HOUSE = "haus"


@bp.get("/team/<slug>/tueren")
@staff
def index(slug: str) -> ResponseReturnValue:
    """What is said for the house and for its spaces."""
    house, session = keep_house(slug), db.session()
    notes = {note.space_id: note for note in notes_of_house(session, house.id)}
    today = utc_now().astimezone(house.zone).date()
    spaces = spaces_of(session, [house.id], on=today)
    return render_template(
        "houses/doors.html",
        house=house,
        whole=notes.get(None),
        said=[(space.public_id, space_name(space), notes[space.id]) for space in spaces if space.id in notes],
        silent=[(space.public_id, space_name(space)) for space in spaces if space.id not in notes],
    )


@bp.get("/team/<slug>/tueren/<public_id>")
@staff
def edit(slug: str, public_id: str) -> ResponseReturnValue:
    """The form for the house (`haus`) or one space."""
    house = keep_house(slug)
    space = _space(house, public_id)
    words = words_of(find_note(db.session(), house.id, space.id if space else None))
    return _page(house, space, DoorForm(formdata=None, **words, tells=True, stamp=stamp_of(words)), [])


@bp.post("/team/<slug>/tueren/<public_id>")
@staff
def write(slug: str, public_id: str) -> ResponseReturnValue:
    """Save it; bookings nobody has looked at are shown first."""
    house, session = keep_house(slug), db.session()
    space, form = _space(house, public_id), DoorForm()
    if not form.validate():
        return _page(house, space, form, []), 422
    try:
        changed = write_note(
            session,
            house.id,
            space,
            form.said(),
            expected=form.stamp.data or "",
            seen=form.seen.data or "",
            tells=bool(form.tells.data),
            by=me(),
            now=utc_now(),
        )
    except BookingsTouched as touched:
        found = seen_first(form, touched)
        house = keep_house(slug)
        return _page(house, _space(house, public_id), form, found), 409
    except Refused as refused:
        return refused_page(refused, form, lambda: _again(slug, public_id, form))
    session.commit()
    flash(
        _("Gespeichert. Es steht in neuen Bestätigungen.") if changed else _("Es war nichts zu ändern."),
        "success",
    )
    return redirect(url_for("doors_staff.index", slug=slug), code=303)


def _again(slug: str, public_id: str, form: DoorForm) -> str:
    """The form with what was typed beside what holds now; the next save is over that."""
    house = keep_house(slug)
    space = _space(house, public_id)
    theirs = words_of(find_note(db.session(), house.id, space.id if space else None))
    form.stamp.data, form.stamp.raw_data = stamp_of(theirs), None
    return _page(house, space, form, [], theirs=theirs)


def _space(house: Location, public_id: str) -> Space | None:
    """The space of this house; None for the whole house."""
    if public_id == WHOLE_HOUSE:
        return None
    space = find_space(db.session(), public_id) if public_id.isprintable() else None
    if space is None or space.location_id != house.id:
        abort(404)
    return space


def _page(
    house: Location,
    space: Space | None,
    form: DoorForm,
    touched: Sequence[ShownBooking],
    *,
    theirs: dict[str, str] | None = None,
) -> str:
    return render_template(
        "houses/door.html",
        house=house,
        name=space_name(space) if space else _("Ganzes Haus"),
        code=space.public_id if space else WHOLE_HOUSE,
        form=form,
        touched=touched,
        theirs=theirs,
    )


def _title(record: HouseRecord) -> str:
    if record.about:
        return _("Auskunft zur Tür geändert: %(space)s", space=record.about)
    return _("Auskunft zur Tür des Hauses geändert")


def _lines(record: HouseRecord) -> list[str]:
    return changed_lines(record, {"words": _("Deutsch"), "words_en": _("Englisch")})


register("door_note", Subject(title=_title, lines=_lines, take_back=note_again))
