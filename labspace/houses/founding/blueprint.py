"""The blueprint the pages of a house hang on, and what they share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from flask import Blueprint
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from labspace.bookings.shown import ShownBooking, shown
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.forms import LabForm
from labspace.houses.actions import BookingsTouched
from labspace.houses.queries import fingerprint
from labspace.houses.record.sentences import sentence

bp = Blueprint("founding_staff", __name__)


class Seeing(Protocol):
    """A form that carries which touched bookings were shown."""

    seen: HiddenField


def seen_first(form: Seeing, touched: BookingsTouched) -> list[ShownBooking]:
    """The touched bookings as lists show them; the form carries that they were shown. Nothing is written."""
    found = [shown(booking) for booking in touched.bookings]
    form.seen.data = fingerprint(touched.bookings)
    form.seen.raw_data = None
    db.session.rollback()
    return found


def refused_page(refused: Refused, form: LabForm, page: Callable[[], str]) -> ResponseReturnValue:
    """The page again with what stands against it. Nothing is written."""
    db.session.rollback()
    for refusal in refused.refusals:
        form.refuse(sentence(refusal))
    return page(), status_of(refused)
