"""Taking the founding of a house back, asked twice: what is lost stands on the page before."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import administrator, me
from labspace.bookings.staff.blueprint import run_house
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.houses.founding.blueprint import bp
from labspace.houses.founding.withdrawal import founding_of, kept_of, lost_of, withdraw_house
from labspace.houses.founding.withdrawal_shown import kept_words, lost_words
from labspace.houses.record.actions import stamp_of
from labspace.houses.record.sentences import sentence
from labspace.locations.models import Location
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.get("/verwaltung/haeuser/<slug>/ruecknahme")
@administrator
def ask_withdrawal(slug: str) -> ResponseReturnValue:
    """What would be lost with the house, or what keeps it."""
    return _page(_founded(slug))


@bp.post("/verwaltung/haeuser/<slug>/ruecknahme")
@administrator
def withdraw(slug: str) -> ResponseReturnValue:
    """Take the founding back, once what is lost has been seen."""
    own, session = _founded(slug), db.session()
    house_id, name = own.id, own.name
    try:
        withdraw_house(session, house_id, expected=request.form.get("stand", ""), by=me(), now=utc_now())
    except Refused as refused:
        session.rollback()
        return _page(_founded(slug), [sentence(refusal) for refusal in refused.refusals]), status_of(refused)
    session.commit()
    flash(_("Das Anlegen von %(house)s ist zurückgenommen.", house=name), "success")
    return redirect(url_for("founding_staff.houses"), code=303)


def _founded(slug: str) -> Location:
    """The house, if somebody founded it here."""
    own = run_house(slug)
    if founding_of(db.session(), own.id) is None:
        abort(404)
    return own


def _page(own: Location, refused: list[str] | None = None) -> str:
    session = db.session()
    lost = lost_of(session, own.id)
    return render_template(
        "houses/withdrawal.html",
        house=own,
        kept=kept_words(kept_of(session, own.id)),
        lost=lost_words(lost),
        stamp=stamp_of(lost),
        refused=refused or [],
    )
