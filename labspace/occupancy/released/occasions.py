"""What was on in a month and open to all: events of the programme and pop-ups with their open days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.events.programme.items import Asked
from labspace.events.programme.queries import public_events
from labspace.formats import day_text
from labspace.occupancy.months import Month
from labspace.popups.models import PopupApplication
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.records import OpenedDay
from labspace.popups.tenancies.states import HAPPENING
from labspace.spaces.house import House
from labspace.words import ngettext


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """One line of the lists; `url` only where it has a page."""

    title: str
    when: str
    url: str = ""


def events_of(session: Session, house: House, month: Month, *, now: datetime) -> list[Occasion]:
    """Events of the programme that began in the month and took place; a fixed number of statements."""
    span = month.span(zone=house.zone)
    asked = Asked(window=span, house_ids=[house.id], with_open_daily=False)
    return [
        Occasion(
            title=item.title, when=day_text(item.span.starts_at.astimezone(item.zone).date()), url=item.path
        )
        for item in public_events(session, asked, now)
        if span.starts_at <= item.span.starts_at and not item.is_called_off
    ]


def shops_of(session: Session, house: House, month: Month) -> Sequence[Occasion]:
    """Pop-ups the public could see and that were open in the month, with on how many days; one statement."""
    rows = session.execute(
        select(PopupApplication.title, func.count(func.distinct(OpenedDay.day)))
        .select_from(OpenedDay)
        .join(Tenancy, Tenancy.id == OpenedDay.tenancy_id)
        .join(Booking, Booking.id == Tenancy.booking_id)
        .join(PopupApplication, PopupApplication.id == Tenancy.application_id)
        .where(
            Tenancy.location_id == house.id,
            Tenancy.state.in_(HAPPENING),
            Booking.is_public,
            # As in K18, the chamber's own are left out.
            Booking.is_internal.is_(False),
            OpenedDay.day.between(month.first, month.last),
        )
        .group_by(Tenancy.id, PopupApplication.title)
        .order_by(func.min(OpenedDay.day), Tenancy.id)
    )
    return [
        Occasion(title=title, when=ngettext("an %(num)d Tag geöffnet", "an %(num)d Tagen geöffnet", days))
        for title, days in rows
    ]
