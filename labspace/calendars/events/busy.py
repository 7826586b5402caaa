"""Bookings and blocked times as others see them: that a space is taken, or what is on for the public."""

from __future__ import annotations

import hmac
from datetime import datetime

from labspace.bookings.actions.claims import core_span
from labspace.bookings.claim_models import Blocking
from labspace.bookings.models import Booking
from labspace.bookings.states import CLAIMING, BookingState
from labspace.calendars.events.facts import Facts, PublicName
from labspace.ical import CalendarEvent, tidy_line
from labspace.locations.models import Location
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.names import space_name, space_names
from labspace.times import TimeSpan
from labspace.words import gettext as _


def busy_event(booking: Booking, facts: Facts) -> CalendarEvent | None:
    """The booking without anything that leads to a person; None where it keeps nobody off.

    Set-up and tear-down count, since nobody else can have the space then; a public event is told
    with the hours it is open to the public.
    """
    span = _kept(booking, facts)
    if span is None:
        return None
    public = facts.beside.public.get(booking.id)
    return _event(
        facts,
        booking.location,
        of=booking.uid,
        span=booking.span if public else span,
        names=_names(booking, facts),
        public=public,
        sequence=booking.sequence,
        created_at=booking.created_at,
        changed_at=booking.changed_at,
        is_sure=booking.state is not BookingState.OPTION,
        whole_days=booking.kind is SpaceKind.POPUP_SLOT,
        path="" if facts.space is None else f"/flaechen/{facts.space.public_id}",
    )


def blocked_event(blocking: Blocking, facts: Facts) -> CalendarEvent | None:
    """A time at which staff keep the space free, without their reason; None once it is lifted."""
    if blocking.lifted_at is not None:
        return None
    return _event(
        facts,
        blocking.space.location,
        of=f"blocking {blocking.id}",
        span=blocking.span,
        names=space_name(facts.space or blocking.space),
        public=None,
        sequence=0,
        created_at=blocking.created_at,
        changed_at=blocking.created_at,
        is_sure=True,
        whole_days=True,
        path=f"/flaechen/{(facts.space or blocking.space).public_id}",
    )


def hidden_uid(facts: Facts, of: str) -> str:
    """A UID that is the same for ever and tells nobody which booking it is, nor joins two feeds."""
    text = f"labspace calendar event:{facts.scope.key}:{of}".encode()
    return f"{hmac.digest(facts.key, text, 'sha256').hex()[:32]}@labspace"


def _kept(booking: Booking, facts: Facts) -> TimeSpan | None:
    """What the booking keeps others off; None: nothing (any more)."""
    is_first = booking.state is BookingState.OPTION and booking.option_rank == 1
    if booking.state not in CLAIMING and not is_first:
        return None
    core = core_span(
        booking.span, setup_minutes=booking.setup_minutes, teardown_minutes=booking.teardown_minutes
    )
    free_from = facts.beside.given_back.get(booking.id)
    if free_from is None or free_from >= core.ends_at:
        return core
    return TimeSpan(core.starts_at, free_from) if free_from > core.starts_at else None


def _names(booking: Booking, facts: Facts) -> str:
    return space_name(facts.space) if facts.space else space_names(booking.spaces)


def _event(
    facts: Facts,
    house: Location,
    *,
    of: str,
    span: TimeSpan,
    names: str,
    public: PublicName | None,
    sequence: int,
    created_at: datetime,
    changed_at: datetime,
    is_sure: bool,
    whole_days: bool,
    path: str,
) -> CalendarEvent:
    taken = _("Belegt") if facts.space else _("Belegt: %(spaces)s", spaces=names)
    return CalendarEvent(
        uid=hidden_uid(facts, of),
        sequence=sequence,
        created_at=created_at,
        changed_at=changed_at,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        zone=house.zone,
        whole_days=whole_days,
        summary=public.title if public else taken,
        location=tidy_line(
            ", ".join(part for part in (names, house.name, house.address_at(span.starts_at)) if part)
        ),
        geo=house.coordinates_at(span.starts_at),
        description=_("Demonstration – frei erfunden") if house.is_demo else "",
        url=facts.base_url + (public.path if public else path or f"/standorte/{house.slug}"),
        status="CONFIRMED" if is_sure else "TENTATIVE",
        # Somebody else's time is none of the reader's (RFC 5545 3.8.2.7).
        takes_time=False,
    )
