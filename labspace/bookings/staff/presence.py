"""Who came and who did not, noted from the day of the house."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from labspace.access import me, staff
from labspace.bookings.actions import (
    check_in,
    check_out,
    forgive_no_show,
    mark_no_show,
    take_back_presence,
)
from labspace.bookings.forms import version_of
from labspace.bookings.models import Booking
from labspace.bookings.sentences import sentences
from labspace.bookings.staff.blueprint import bp, day_url, house_booking, run_house
from labspace.db import db
from labspace.errors import Refused
from labspace.times import utc_now


@bp.post("/team/<slug>/buchungen/<reference>/check-in")
@staff
def arrive(slug: str, reference: str) -> ResponseReturnValue:
    """Note that the people are there."""
    return _note(slug, reference, check_in, _("%(name)s ist da."))


@bp.post("/team/<slug>/buchungen/<reference>/check-out")
@staff
def leave(slug: str, reference: str) -> ResponseReturnValue:
    """Note that the people have left."""
    return _note(slug, reference, check_out, _("%(name)s ist gegangen."))


@bp.post("/team/<slug>/buchungen/<reference>/nichterscheinen")
@staff
def miss(slug: str, reference: str) -> ResponseReturnValue:
    """Note that nobody came."""
    over = house_booking(run_house(slug), reference).ends_at <= utc_now()
    told = (
        _("%(name)s ist nicht erschienen.")
        if over
        else _("%(name)s ist nicht erschienen. Die Restzeit ist wieder frei.")
    )
    return _note(slug, reference, mark_no_show, told)


@bp.post("/team/<slug>/buchungen/<reference>/nachsicht")
@staff
def forgive(slug: str, reference: str) -> ResponseReturnValue:
    """Do not hold a no-show against the person."""
    return _note(slug, reference, forgive_no_show, _("%(name)s wird das Nichterscheinen nicht angerechnet."))


@bp.post("/team/<slug>/buchungen/<reference>/ruecknahme")
@staff
def take_back(slug: str, reference: str) -> ResponseReturnValue:
    """Undo what was noted by mistake."""
    return _note(
        slug,
        reference,
        take_back_presence,
        _("Zurückgenommen: Die Buchung von %(name)s ist wieder bestätigt."),
    )


def _note(slug: str, reference: str, action: Callable[..., Booking], told: str) -> ResponseReturnValue:
    house = run_house(slug)
    booking = house_booking(house, reference)
    name = booking.organisation.name if booking.organisation else booking.booked_by.name
    back = day_url(house)
    version = version_of(request.form.get("version"))
    try:
        action(db.session(), booking.id, by=me(), now=utc_now(), expected_version=version)
    except Refused as refused:
        db.session.rollback()
        for sentence in sentences(refused.refusals):
            flash(sentence, "warning")
    else:
        db.session.commit()
        flash(told % {"name": name}, "success")
    return redirect(back, code=303)
