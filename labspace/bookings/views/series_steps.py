"""Changing or calling off many dates of a series from the page of one of them."""

from __future__ import annotations

from datetime import datetime

from labspace.access import me
from labspace.bookings.forms import CancelForm, ChangeForm
from labspace.bookings.models import Booking
from labspace.bookings.sentences import sentences
from labspace.bookings.series.actions import (
    cancel_series,
    change_series,
)
from labspace.bookings.series.actions.change import SeriesEdit
from labspace.bookings.series.models import Series
from labspace.bookings.series.plan import PlannedDate, SeriesRefused
from labspace.bookings.series.scope_forms import Scope
from labspace.bookings.series.shown import ShownDate, planned_date
from labspace.bookings.staff_forms import HouseCancelForm
from labspace.bookings.wishes import Wish
from labspace.day_words import minute_from
from labspace.db import db
from labspace.errors import Refused


def change_many(booking: Booking, scope: Scope, form: ChangeForm, wish: Wish, *, now: datetime) -> Series:
    """Give the chosen dates what was typed; of what was left as it is here, each keeps its own."""
    return change_series(
        db.session(),
        booking.id,
        _edit(booking, scope, form, wish),
        everything=scope.form.is_all,
        by=me(),
        now=now,
        expected_version=form.expected_version(),
    )


def _edit(booking: Booking, scope: Scope, form: ChangeForm, wish: Wish) -> SeriesEdit:
    series, zone = scope.series, booking.location.zone
    starts, ends = minute_from(form.starts.data or ""), minute_from(form.ends.data or "")
    assert starts is not None
    assert ends is not None
    first, last = booking.starts_at.astimezone(zone), booking.ends_at.astimezone(zone)
    same_hours = (starts, ends or 1440) == (
        first.hour * 60 + first.minute,
        last.hour * 60 + last.minute or 1440,
    )
    same_spaces = set(wish.space_ids) == {space.id for space in booking.spaces}
    day = form.chosen_day()
    return SeriesEdit(
        starts_minute=series.starts_minute if same_hours else starts,
        ends_minute=series.ends_minute if same_hours else ends or 1440,
        day_shift=(day - first.date()).days if day else 0,
        space_ids=() if same_spaces else wish.space_ids,
        title=wish.details.title,
        people=wish.details.people,
        note=wish.details.note,
        with_exceptions=bool(scope.form.with_exceptions.data),
    )


def cancel_many(
    booking: Booking,
    scope: Scope,
    form: CancelForm | HouseCancelForm,
    *,
    now: datetime,
    by_house: bool = False,
) -> Series:
    """Call the chosen dates off."""
    return cancel_series(
        db.session(),
        booking.id,
        everything=scope.form.is_all,
        by=me(),
        now=now,
        code=form.reason.data,
        reason=form.words.data or "",
        by_house=by_house,
        expected_version=form.expected_version(),
    )


def standing_against(refused: Refused, booking: Booking) -> list[ShownDate]:
    """The dates that stand against a change of many, with their reasons."""
    dates: tuple[PlannedDate, ...] = refused.dates if isinstance(refused, SeriesRefused) else ()
    zone = booking.location.zone
    return [planned_date(one, zone=zone, tells_place=False) for one in dates if not one.is_free]


def spoken(refused: Refused) -> list[str]:
    """The sentences for above the form: of refused dates each is told with its own reasons."""
    return [] if isinstance(refused, SeriesRefused) else sentences(refused.refusals)
