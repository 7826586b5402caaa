"""A booking as the API tells it: times in the zone of its house, whole numbers of cents, nothing assembled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from labspace.api.bookings.answers import (
    BookingAnswer,
    Cancelled,
    Links,
    Price,
    PriceLine,
    PriceTax,
    SeriesAnswer,
    SeriesDateAnswer,
)
from labspace.api.bookings.reasons import whys
from labspace.bookings.models import Booking
from labspace.bookings.prices.quotes import read_kept
from labspace.bookings.series.models import SeriesDate
from labspace.bookings.series.queries import dates_of
from labspace.bookings.series.reasons import refusals_from
from labspace.bookings.series.uids import is_of_series
from labspace.bookings.states import CALLED_OFF


def one_booking(session: Session, booking: Booking, *, for_staff: bool) -> BookingAnswer:
    """The booking with all dates of its series; at most five statements beside the booking's own."""
    series = series_of(session, [booking])
    dates = None
    if (found := series.get(booking.id)) is not None:
        dates = [date_answer(one, zone=booking.location.zone) for one in dates_of(session, found.series_id)]
    return told(booking, found, dates, for_staff=for_staff)


def many_bookings(
    session: Session, bookings: Sequence[Booking], *, staff_of: set[int]
) -> list[BookingAnswer]:
    """The bookings of a list; one statement for all their series. `staff_of`: houses whose staff asks."""
    series = series_of(session, bookings)
    return [told(one, series.get(one.id), None, for_staff=one.location_id in staff_of) for one in bookings]


def series_of(session: Session, bookings: Iterable[Booking]) -> Mapping[int, SeriesDate]:
    """The date of a series each of these bookings is, by booking; nothing is asked where none is of a series."""
    ids = [booking.id for booking in bookings if is_of_series(booking.uid)]
    if not ids:
        return {}
    rows = session.scalars(
        select(SeriesDate).where(SeriesDate.booking_id.in_(ids)).options(joinedload(SeriesDate.series))
    )
    return {one.booking_id: one for one in rows if one.booking_id is not None}


def told(
    booking: Booking,
    date: SeriesDate | None,
    dates: list[SeriesDateAnswer] | None,
    *,
    for_staff: bool,
) -> BookingAnswer:
    """The booking from what was read of it; asks the database nothing."""
    zone = booking.location.zone
    return BookingAnswer(
        id=booking.id,
        reference=booking.reference,
        uid=booking.uid,
        state=booking.state,
        state_since=booking.state_since.astimezone(zone),
        sequence=booking.sequence,
        version=booking.version,
        location=booking.location.slug,
        kind=booking.kind,
        spaces=[space.public_id for space in booking.spaces],
        starts_at=booking.starts_at.astimezone(zone),
        ends_at=booking.ends_at.astimezone(zone),
        occupied_from=(booking.starts_at - timedelta(minutes=booking.setup_minutes)).astimezone(zone),
        occupied_until=(booking.ends_at + timedelta(minutes=booking.teardown_minutes)).astimezone(zone),
        setup_minutes=booking.setup_minutes,
        teardown_minutes=booking.teardown_minutes,
        title=booking.title,
        people=booking.people,
        layout=booking.layout,
        theme=booking.theme,
        public=booking.is_public,
        note=booking.note,
        booked_by=booking.booked_by.name,
        organisation=booking.organisation_id,
        organisation_name=booking.organisation.name if booking.organisation else None,
        option_rank=booking.option_rank,
        option_until=_at(booking.option_until, zone),
        check_in_until=_at(booking.check_in_until, zone),
        checked_in_at=_at(booking.checked_in_at, zone),
        used_from=_at(booking.used_from, zone),
        used_until=_at(booking.used_until, zone),
        entered_later=booking.entered_later,
        cancelled=Cancelled(code=booking.cancel_code, reason=booking.cancel_reason)
        if booking.state in CALLED_OFF and (booking.cancel_code or booking.cancel_reason)
        else None,
        series=_series(date, dates) if date is not None else None,
        price=_price(booking),
        created_at=booking.created_at.astimezone(zone),
        changed_at=booking.changed_at.astimezone(zone),
        demo=booking.location.is_demo,
        links=_links(booking, date, for_staff=for_staff),
    )


def date_answer(one: SeriesDate, *, zone: ZoneInfo) -> SeriesDateAnswer:
    """One date of a series; a booked one with the time its booking has now."""
    span = one.booking if one.booking is not None else one
    return SeriesDateAnswer(
        date=one.day,
        state=one.state,
        starts_at=_at(span.starts_at, zone),
        ends_at=_at(span.ends_at, zone),
        booking=one.booking_id,
        booking_state=one.booking.state if one.booking is not None else None,
        why=whys(refusals_from(one.reasons)),
    )


def _at(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    return moment.astimezone(zone) if moment is not None else None


def _series(one: SeriesDate, dates: list[SeriesDateAnswer] | None) -> SeriesAnswer:
    return SeriesAnswer(
        reference=one.series.reference,
        date=one.day,
        recurrence=one.series.rule,
        first_on=one.series.first_on,
        dates=dates,
    )


def _price(booking: Booking) -> Price | None:
    if booking.price_cents is None:
        return None
    group, market, kept = booking.tariff_group, booking.market_cents, booking.price_breakdown
    found = read_kept(kept, group=group, market_cents=market) if kept else None
    return Price(
        cents=booking.price_cents,
        market_cents=market,
        tariff_group=group.value if group else None,
        lines=[
            PriceLine(
                space=line.space,
                unit=line.part.unit.value,
                quantity=line.part.quantity,
                unit_cents=line.part.unit_cents,
                cents=line.part.cents,
            )
            for line in (found.lines if found else ())
        ],
        taxes=[
            PriceTax(code=tax.code, permille=tax.permille, net_cents=tax.net_cents, tax_cents=tax.tax_cents)
            for tax in (found.taxes if found else ())
        ],
    )


def _links(booking: Booking, date: SeriesDate | None, *, for_staff: bool) -> Links:
    return Links(
        self=url_for("api.show_booking", booking=booking.id, _external=True),
        page=url_for("bookings.show", reference=booking.reference, _external=True),
        history=url_for("api.booking_history", booking=booking.id, _external=True) if for_staff else None,
        series_page=url_for("bookings.show_series", series_reference=date.series.reference, _external=True)
        if date is not None
        else None,
    )
