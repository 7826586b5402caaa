"""The team's page of reminders."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.shown import ShownBooking
from labspace.bookings.staff.blueprint import keep_house
from labspace.db import db
from labspace.errors import Refused
from labspace.houses.actions import BookingsTouched
from labspace.houses.founding.blueprint import refused_page, seen_first
from labspace.houses.record.actions import stamp_of
from labspace.houses.reminding.actions import reminder_of, set_reminder
from labspace.houses.reminding.forms import ReminderForm
from labspace.houses.reminding.shown import reminder_text
from labspace.locations.models import Location
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("house_reminding", __name__)


@bp.get("/team/<slug>/erinnerungen")
@staff
def show(slug: str) -> ResponseReturnValue:
    """When the house reminds people, and the form to change that."""
    house, form = keep_house(slug), ReminderForm(formdata=None)
    form.fill(house.reminder_hours)
    return _page(house, form, is_new=True)


@bp.post("/team/<slug>/erinnerungen")
@staff
def change(slug: str) -> ResponseReturnValue:
    """Remind at another time; bookings nobody has looked at are shown first."""
    house, form, session = keep_house(slug), ReminderForm(), db.session()
    if not form.validate():
        return _page(house, form), 422
    try:
        changed = set_reminder(
            session,
            house.id,
            form.wanted(),
            expected=form.stand.data or "",
            seen=form.seen.data or "",
            by=me(),
            now=utc_now(),
        )
    except BookingsTouched as touched:
        found = seen_first(form, touched)
        return _page(keep_house(slug), form, found), 409
    except Refused as refused:
        return refused_page(refused, form, lambda: _page(keep_house(slug), form, is_new=True))
    session.commit()
    flash(
        _("Gespeichert. Zurücknehmen können Sie das unter „Änderungen“.")
        if changed
        else _("Es war nichts zu ändern."),
        "success",
    )
    return redirect(url_for("house_reminding.show", slug=slug), code=303)


def _page(
    house: Location, form: ReminderForm, touched: Sequence[ShownBooking] = (), *, is_new: bool = False
) -> str:
    """With `is_new` the next save is over what holds now."""
    if is_new:
        form.stand.data, form.stand.raw_data = stamp_of(reminder_of(house)), None
    return render_template(
        "houses/reminders.html",
        house=house,
        form=form,
        touched=touched,
        held=reminder_text(house.reminder_hours),
    )
