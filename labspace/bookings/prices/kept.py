"""What bookings cost: asked of the house's tariffs, and kept with the booking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from labspace.accounts.tariff_groups import TariffGroup, group_of
from labspace.bookings.models import Booking
from labspace.bookings.prices.models import TariffRow
from labspace.bookings.prices.quotes import Asked, Quote, kept, quote, read_kept
from labspace.bookings.prices.tariffs import Tariff
from labspace.db import BigId
from labspace.locations.models import Location
from labspace.spaces.house import House
from labspace.spaces.houses import AnySpace, houses_named
from labspace.spaces.models import Space
from labspace.times import TimeSpan

_ANSWERS = tuple(field.name for field in fields(Tariff))
_TARIFFS = (
    select(*(getattr(TariffRow, name) for name in _ANSWERS))
    .where(TariffRow.location_id == bindparam("location_id", type_=BigId))
    .order_by(TariffRow.id)
)


def tariffs_of(session: Session, house: Location) -> list[Tariff]:
    """All tariffs of a house; one statement, and none for a house without any."""
    if not house.tariff_revision:
        return []
    return kept_tariffs(session, houses_named(session, [house.id])[house.id])


def kept_tariffs(session: Session, house: House) -> list[Tariff]:
    """All tariffs of a house at its revision."""
    return house.remember("tariffs", partial(_tariffs, session, house.id))


def _tariffs(session: Session, location_id: int) -> list[Tariff]:
    rows = session.execute(_TARIFFS, {"location_id": location_id})
    return [Tariff(**dict(zip(_ANSWERS, row, strict=True))) for row in rows]


def quote_for(
    session: Session,
    spaces: Sequence[Space],
    span: TimeSpan,
    *,
    group: TariffGroup,
    tariffs: list[Tariff] | None = None,
) -> Quote | None:
    """What these spaces of one house cost together; None where there is no price.

    `tariffs` are those of the house, where the caller asks for many spans.
    """
    house = spaces[0].location
    tariffs = tariffs_of(session, house) if tariffs is None else tariffs
    return _quote(spaces, span, zone=house.zone, group=group, tariffs=tariffs)


def quote_within(
    session: Session, house: House, spaces: Sequence[AnySpace], span: TimeSpan, *, group: TariffGroup
) -> Quote | None:
    """As `quote_for` in a house as it is now; asks nothing that is kept with the house."""
    return _quote(spaces, span, zone=house.zone, group=group, tariffs=kept_tariffs(session, house))


def _quote(
    spaces: Sequence[AnySpace], span: TimeSpan, *, zone: ZoneInfo, group: TariffGroup, tariffs: list[Tariff]
) -> Quote | None:
    if not tariffs:
        return None
    asked = [Asked(space.id, space.public_id, space.kind) for space in spaces]
    return quote(asked, span, zone=zone, group=group, tariffs=tariffs)


def set_price(session: Session, booking: Booking, *, tariffs: list[Tariff] | None = None) -> None:
    """Keep with the booking what its spaces and time cost now, for the group it was booked in."""
    group = booking.tariff_group or group_of(booking.partner_type)
    found = quote_for(session, booking.spaces, booking.span, group=group, tariffs=tariffs)
    booking.tariff_group = group
    booking.price_cents = found.price_cents if found else None
    booking.market_cents = found.market_cents if found else None
    booking.price_breakdown = kept(found) if found else None


def kept_quote(booking: Booking) -> Quote | None:
    """The quote a booking was made with; None where there was no price."""
    if booking.price_cents is None or booking.price_breakdown is None:
        return None
    return read_kept(booking.price_breakdown, group=booking.tariff_group, market_cents=booking.market_cents)
