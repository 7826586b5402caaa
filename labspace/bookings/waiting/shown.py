"""Wishes and offers as pages print them, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import current_app, url_for
from flask_babel import format_date

from labspace.bookings.waiting.links import offer_token
from labspace.bookings.waiting.mails import moment_text
from labspace.bookings.waiting.models import WaitingOffer, WaitingWish
from labspace.bookings.waiting.queries import places
from labspace.bookings.waiting.states import OfferState, WishState
from labspace.formats import days_text, duration_text, span_text, weekday_text
from labspace.spaces.features import Feature
from labspace.spaces.names import space_name, space_names
from labspace.words import gettext as _
from labspace.words import ngettext

A_MONDAY = date(2026, 11, 23)
BADGES = {
    WishState.WAITING: "requested",
    WishState.FULFILLED: "used",
    WishState.WITHDRAWN: "cancelled_early",
    WishState.PAST: "expired",
}


@dataclass(frozen=True)
class ShownOffer:
    """Something held for the reader."""

    space: str
    house: str
    when: str
    until: str
    url: str
    is_open: bool


@dataclass(frozen=True)
class ShownWish:
    """One wish in a list."""

    id: int
    title: str
    facts: Sequence[tuple[str, str]]
    badge: str
    state: str
    is_waiting: bool
    offer: ShownOffer | None
    booking_url: str


def weekday_names(*, long: bool = False) -> list[str]:
    """Mo, Di … So."""
    days = [A_MONDAY + timedelta(days=number) for number in range(7)]
    return [format_date(day, "EEEE" if long else "EEEEEE").rstrip(".") for day in days]


def shown_offer(offer: WaitingOffer, *, now: datetime) -> ShownOffer:
    """The offer, with the address that its mail carries as well."""
    zone = offer.space.location.zone
    token = offer_token(offer.id, secret=current_app.config["SECRET_KEY"])
    return ShownOffer(
        space=space_name(offer.space),
        house=offer.space.location.name,
        when=span_text(offer.span, zone=zone),
        until=moment_text(offer.until, zone=zone),
        url=url_for("bookings.offer", token=token),
        is_open=offer.state is OfferState.OPEN and now < offer.until,
    )


def shown_wish(
    wish: WaitingWish, *, queue: Sequence[WaitingWish], references: dict[int, str], now: datetime
) -> ShownWish:
    """The wish as its owner sees it: what, when, which place in the queue, and what is held for it."""
    waiting = wish.state is WishState.WAITING
    offer = next((each for each in wish.offers if each.state is OfferState.OPEN and now < each.until), None)
    reference = references.get(wish.booking_id or 0)
    return ShownWish(
        id=wish.id,
        title=title_of(wish),
        facts=[
            (_("Wo"), ", ".join(house.name for house in wish.houses)),
            (_("Tage"), _days(wish)),
            (_("Zwischen"), _hours(wish)),
            (_("Dauer"), duration_text(wish.minutes)),
            (_("Personen"), str(wish.people) if wish.people > 1 else ""),
            (_("Ausstattung"), ", ".join(str(Feature(code).label) for code in wish.features)),
            (_("In der Reihe"), _place(places(wish, queue)) if waiting else ""),
        ],
        badge=BADGES[wish.state],
        state=str(wish.state.label),
        is_waiting=waiting,
        offer=shown_offer(offer, now=now) if offer is not None and waiting else None,
        booking_url=url_for("bookings.show", reference=reference) if reference else "",
    )


def title_of(wish: WaitingWish) -> str:
    """The named spaces, or any of the kind."""
    if wish.spaces:
        return space_names(wish.spaces)
    return _("Irgendein Platz: %(kind)s", kind=wish.kind.label)


def _days(wish: WaitingWish) -> str:
    if wish.first_on == wish.last_on:
        return weekday_text(wish.first_on)
    names = weekday_names()
    chosen = ", ".join(names[day] for day in range(7) if wish.weekdays >> day & 1)
    dates = days_text(wish.first_on, wish.last_on)
    return dates if wish.weekdays == 127 else _("%(dates)s, nur %(weekdays)s", dates=dates, weekdays=chosen)


def _hours(wish: WaitingWish) -> str:
    first, last = (
        f"{minute // 60:02d}:{minute % 60:02d}" for minute in (wish.starts_minute, wish.ends_minute)
    )
    return _("%(start)s–%(end)s Uhr", start=first, end=last)


def _place(place: int) -> str:
    if place == 1:
        return _("Sie sind als Nächstes dran.")
    return ngettext("%(num)d Wunsch ist vor Ihnen.", "%(num)d Wünsche sind vor Ihnen.", place - 1)
