"""The page of one change: what held before and after, and its way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labspace.access import me, staff
from labspace.bookings.shown import ShownBooking, shown
from labspace.bookings.staff.blueprint import keep_house
from labspace.db import db
from labspace.errors import Refused
from labspace.houses.actions import BookingsTouched
from labspace.houses.dated.actions import ChangedMeanwhile, take_back
from labspace.houses.dated.forms import DecidingForm
from labspace.houses.dated.models import DatedChange
from labspace.houses.dated.queries import find_change
from labspace.houses.dated.rows import holding
from labspace.houses.dated.shown import shown_dated
from labspace.houses.queries import fingerprint
from labspace.houses.sentences import sentence
from labspace.houses.subjects import SUBJECTS, about_text, keeper_of
from labspace.locations.models import Location
from labspace.times import utc_now

bp = Blueprint("dated_changes", __name__)


@bp.get("/team/<slug>/festlegungen/<int:change_id>")
@staff
def show(slug: str, change_id: int) -> ResponseReturnValue:
    """What was changed, by whom, and how to take it back."""
    house, now = keep_house(slug), utc_now()
    return _page(house, _found(house, change_id), DecidingForm(formdata=None), [], now=now)


@bp.post("/team/<slug>/festlegungen/<int:change_id>/ruecknahme")
@staff
def undo(slug: str, change_id: int) -> ResponseReturnValue:
    """Take a change back; bookings nobody has looked at are shown first."""
    house, now, session = keep_house(slug), utc_now(), db.session()
    made, form = _found(house, change_id), DecidingForm(formdata=request.form)
    if not form.validate():
        return _page(house, made, form, [], now=now), 422
    try:
        take_back(session, keeper_of(made), change_id, decided=form.decided(), by=me(), now=now)
    except BookingsTouched as touched:
        found = [shown(booking) for booking in touched.bookings]
        form.write(form.seen, fingerprint(touched.bookings))
        session.rollback()
        return _page(house, _found(house, change_id), form, found, now=now), 409
    except ChangedMeanwhile:
        session.rollback()
        form.refuse(_("Danach wurde noch etwas geändert. Bitte zuerst die spätere Änderung zurücknehmen."))
        return _page(house, _found(house, change_id), form, [], now=now), 409
    except Refused as refused:
        session.rollback()
        for refusal in refused.refusals:
            form.refuse(sentence(refusal))
        return _page(house, _found(house, change_id), form, [], now=now), 422
    session.commit()
    flash(_("Die Änderung ist zurückgenommen. Abgesagte Buchungen bleiben abgesagt."), "success")
    page = SUBJECTS[made.subject].page
    return redirect(url_for(page, slug=house.slug), code=303)


def _found(house: Location, change_id: int) -> DatedChange:
    made = find_change(db.session(), change_id)
    if made is None or made.location_id != house.id:
        abort(404)
    return made


def _page(
    house: Location,
    made: DatedChange,
    form: DecidingForm,
    touched: Sequence[ShownBooking],
    *,
    now: datetime,
) -> str:
    kept = SUBJECTS[made.subject]
    is_over = made.last_day is not None and made.last_day < now.astimezone(house.zone).date()
    return render_template(
        "houses/change.html",
        house=house,
        change=shown_dated(made, house, about=about_text(db.session(), made)),
        before=kept.told(house)(holding(made.before, made.first_day)),
        after=kept.told(house)(holding(made.after, made.first_day)),
        page=url_for(kept.page, slug=house.slug),
        undo=url_for("dated_changes.undo", slug=house.slug, change_id=made.id),
        may_undo=made.taken_back_at is None and not is_over,
        form=form,
        touched=touched,
    )
