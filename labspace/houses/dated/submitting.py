"""A filled-in form becomes a change, or the page again with what stands against it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from labspace.access import me
from labspace.bookings.shown import ShownBooking, shown
from labspace.db import db
from labspace.errors import Refused
from labspace.houses.actions import BookingsTouched
from labspace.houses.dated.actions import ChangedMeanwhile, Keeper, change
from labspace.houses.dated.forms import DatedForm
from labspace.houses.dated.rows import Row, stand, tidy
from labspace.houses.queries import fingerprint
from labspace.houses.sentences import sentence
from labspace.locations.models import Location


def submit(
    form: DatedForm, keeper: Keeper, house: Location, new: Sequence[Row], *, now: datetime
) -> tuple[int, list[ShownBooking]]:
    """Let `new` hold for the days of a form that is valid, and commit.

    Gives 303 when done; else the status of the page that shows the form again, with the bookings that are
    touched and were not seen (409). What was typed stays in the form.
    """
    session, first = db.session(), form.first_day()
    assert first is not None
    try:
        change(
            session,
            keeper,
            house.id,
            new=new,
            first=first,
            last=form.last_day(),
            decided=form.decided(),
            by=me(),
            now=now,
        )
    except BookingsTouched as touched:
        found = [shown(booking) for booking in touched.bookings]
        form.write(form.seen, fingerprint(touched.bookings))
        session.rollback()
        return 409, found
    except Refused as refused:
        session.rollback()
        for refusal in refused.refusals:
            form.refuse(sentence(refusal))
        form.write(form.stand, stand(rows_now(keeper, house)))
        return 409 if isinstance(refused, ChangedMeanwhile) else 422, []
    session.commit()
    return 303, []


def rows_now(keeper: Keeper, house: Location) -> list[Row]:
    """The rows as they are."""
    return tidy(keeper.read(db.session(), house))
