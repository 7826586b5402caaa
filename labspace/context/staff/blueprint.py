"""The blueprint these pages hang on, and what they share."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from labspace.context.models import ContextSeries
from labspace.context.queries import find_series
from labspace.context.sentences import sentences
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.models import Location

bp = Blueprint("context_staff", __name__)


def house_series(house: Location, series_id: int) -> ContextSeries:
    """A series of this house; those of other houses, and removed ones, are not found."""
    series = find_series(db.session(), house.id, series_id)
    if series is None:
        abort(404)
    return series


def to_list(slug: str) -> ResponseReturnValue:
    return redirect(url_for("context_staff.index", slug=slug), code=303)


def to_series(slug: str, series_id: int) -> ResponseReturnValue:
    return redirect(url_for("context_staff.show", slug=slug, series_id=series_id), code=303)


def say_refused(refused: Refused) -> None:
    """Take back what was begun, and say why on the next page."""
    db.session.rollback()
    for sentence in sentences(refused.refusals):
        flash(sentence, "warning")
