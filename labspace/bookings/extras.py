"""What higher packages add to a booking's page, by kind of space; they register, nobody asks upwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.spaces.kinds import SpaceKind


@dataclass(frozen=True)
class Extra:
    """A template to include and what it shows; it finds its values under `extra.values`."""

    template: str
    values: Mapping[str, object]


Provider = Callable[[Session, Booking], Extra | None]

_providers: dict[SpaceKind, Provider] = {}


def register(kind: SpaceKind, provider: Provider) -> None:
    """Let `provider` tell more about bookings of this kind."""
    _providers[kind] = provider


def extra_of(session: Session, booking: Booking) -> Extra | None:
    """What there is to add to this booking; None for most."""
    provider = _providers.get(booking.kind)
    return provider(session, booking) if provider else None
