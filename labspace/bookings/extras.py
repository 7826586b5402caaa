"""What higher packages add to a booking's page, by kind of space; they register, nobody asks upwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from labspace.bookings.changes import BookingChange
from labspace.bookings.models import Booking
from labspace.spaces.kinds import SpaceKind


@dataclass(frozen=True)
class Extra:
    """A template to include and what it shows; it finds its values under `extra.values`."""

    template: str
    values: Mapping[str, object]
    before_cancelling: Sequence[str] = ()
    """What whoever cancels should know first, one sentence each."""


Provider = Callable[[Session, Booking], Extra | None]

_providers: dict[SpaceKind, Provider] = {}


def register(kind: SpaceKind, provider: Provider) -> None:
    """Let `provider` tell more about bookings of this kind."""
    _providers[kind] = provider


def extra_of(session: Session, booking: Booking) -> Extra | None:
    """What there is to add to this booking; None for most."""
    provider = _providers.get(booking.kind)
    return provider(session, booking) if provider else None


Teller = Callable[[Session, BookingChange], Sequence[str]]

_tellers: dict[SpaceKind, list[Teller]] = defaultdict(list)


def tell_more(kind: SpaceKind, teller: Teller) -> None:
    """Let `teller` add paragraphs to the letters about bookings of this kind, in the language at hand."""
    if teller not in _tellers[kind]:
        _tellers[kind].append(teller)


def told_besides(session: Session, change: BookingChange) -> list[str]:
    """The paragraphs higher packages add to the letter about this change; none for most."""
    kind = change.booking.kind
    return [text for teller in _tellers.get(kind, ()) for text in teller(session, change)]
