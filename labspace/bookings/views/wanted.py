"""What the address or the form says is to be booked, and the form for it."""

from __future__ import annotations

from datetime import datetime

from flask import abort
from werkzeug.datastructures import MultiDict

from labspace.access import me
from labspace.bookings.queries import affiliations_of
from labspace.bookings.series.repeat_forms import RepeatForm
from labspace.bookings.wanted import Wanted, find_wanted_pool, find_wanted_spaces
from labspace.db import db


def wanted_from(values: MultiDict[str, str]) -> Wanted:
    """The named spaces, or any of a kind; 404 where there are none."""
    session, names = db.session(), values.getlist("flaeche")
    if names:
        return find_wanted_spaces(session, names) or abort(404)
    slug, kind, feature = (values.get(name, "") for name in ("standort", "art", "merkmal"))
    return find_wanted_pool(session, slug, kind, feature=feature) or abort(404)


def form_for(wanted: Wanted, values: MultiDict[str, str], *, now: datetime) -> RepeatForm:
    """The booking form filled with `values`, in the time of the house."""
    form = RepeatForm(formdata=values)
    form.at(now, zone=wanted.house.zone)
    form.offer(affiliations_of(db.session(), me().id))
    return form
