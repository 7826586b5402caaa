"""Single values: typed in, and taken back."""

from __future__ import annotations

from flask import abort, flash
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.staff.blueprint import run_house
from labspace.context.actions import note_city_event, note_vacancy, withdraw_entry
from labspace.context.forms import CityEventForm, VacancyForm
from labspace.context.sentences import sentences
from labspace.context.staff.blueprint import bp, house_series, say_refused, to_series
from labspace.context.staff.series import entry_form, series_page
from labspace.db import db
from labspace.errors import Refused
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.post("/team/<slug>/umfeld/<int:series_id>/werte")
@staff
def enter(slug: str, series_id: int) -> ResponseReturnValue:
    """Note one more value."""
    house = run_house(slug)
    series = house_series(house, series_id)
    form = entry_form(house, series, is_sent=True) or abort(404)
    if form.validate():
        try:
            if isinstance(form, VacancyForm):
                note_vacancy(db.session(), series.id, form.vacancy(), by=me(), now=utc_now())
            elif isinstance(form, CityEventForm):
                note_city_event(db.session(), series.id, form.event(), by=me(), now=utc_now())
        except Refused as refused:
            db.session.rollback()
            for sentence in sentences(refused.refusals):
                form.refuse(sentence)
        else:
            db.session.commit()
            flash(_("Eingetragen."), "success")
            return to_series(slug, series_id)
    house = run_house(slug)
    return series_page(house, house_series(house, series_id), entry_form=form), 422


@bp.post("/team/<slug>/umfeld/<int:series_id>/werte/<int:entry_id>/ruecknahme")
@staff
def withdraw(slug: str, series_id: int, entry_id: int) -> ResponseReturnValue:
    """Take a value back that was typed wrongly."""
    series = house_series(run_house(slug), series_id)
    try:
        withdraw_entry(db.session(), series.id, entry_id)
    except Refused as refused:
        say_refused(refused)
    else:
        db.session.commit()
        flash(_("Der Wert ist zurückgenommen."), "success")
    return to_series(slug, series_id)
