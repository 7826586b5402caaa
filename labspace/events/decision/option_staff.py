"""What the team does about the clock of an option, from the page on which it decides."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.forms import version_of
from labspace.bookings.models import Booking
from labspace.bookings.options.actions import challenge_as_staff, extend_option
from labspace.bookings.options.forms import ChallengeForm, ExtendForm
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.events.decision.doors import house_event, run_house
from labspace.events.decision.page import Forms, decision_page
from labspace.events.decision.staff import back_to
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("option_decisions", __name__)


@bp.post("/team/<slug>/anfragen/<reference>/frist")
@staff
def extend(slug: str, reference: str) -> ResponseReturnValue:
    """Set a later deadline, with the reason."""
    booking, form = house_event(run_house(slug), reference), ExtendForm(request.form)
    form.at(utc_now(), zone=booking.location.zone)
    if not form.validate():
        return _page(booking, Forms(extend=form)), 422
    return _done(
        booking,
        lambda: extend_option(
            db.session(),
            booking.id,
            until=form.until(),
            reason=form.reason.data or "",
            by=me(),
            now=utc_now(),
            expected_version=version_of(request.form.get("version")),
        ),
        _("Frist verlängert. Alle, die es angeht, bekommen eine Mail."),
        Forms(extend=form),
    )


@bp.post("/team/<slug>/anfragen/<reference>/entscheidungsbitte")
@staff
def challenge(slug: str, reference: str) -> ResponseReturnValue:
    """Ask the first to commit or release, with the reason."""
    booking, form = house_event(run_house(slug), reference), ChallengeForm(request.form)
    if not form.validate():
        return _page(booking, Forms(challenge=form)), 422
    return _done(
        booking,
        lambda: challenge_as_staff(
            db.session(),
            booking.id,
            reason=form.reason.data or "",
            by=me(),
            now=utc_now(),
            expected_version=version_of(request.form.get("version")),
        ),
        _("Die Bitte ist unterwegs. Ohne Antwort rückt die nächste Anfrage von selbst nach."),
        Forms(challenge=form),
    )


def _done(booking: Booking, step: Callable[[], object], said: str, typed: Forms) -> ResponseReturnValue:
    try:
        step()
    except Refused as refused:
        # What lapsed on the way stays settled, whatever becomes of this step.
        db.session.commit()
        return _page(booking, typed, refused=refused), status_of(refused)
    db.session.commit()
    flash(said, "success")
    return back_to(booking)


def _page(booking: Booking, forms: Forms, *, refused: Refused | None = None) -> str:
    return decision_page(db.session(), booking, reader=me(), now=utc_now(), forms=forms, refused=refused)
