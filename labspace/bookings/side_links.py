"""Pages of higher packages that belong to a person's bookings, linked above them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session


@dataclass(frozen=True, kw_only=True)
class SideLink:
    """A page only some people have."""

    label: str
    url: str
    icon: str


Provider = Callable[[Session, int], Sequence[SideLink]]

_providers: dict[str, Provider] = {}


def links_beside_bookings(provider: Provider) -> Provider:
    """Let the decorated function say what else a person, by id, has."""
    _providers[provider.__module__] = provider
    return provider


def side_links_of(session: Session, user_id: int) -> list[SideLink]:
    """All pages of this person beside their bookings."""
    return [link for provider in _providers.values() for link in provider(session, user_id)]
