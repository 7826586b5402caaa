"""What is on, as one kind of value whoever offers it: events here, open shops by the package that knows them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from labspace.accounts.kinds import Theme
from labspace.events.programme.kinds import Access
from labspace.pictures.models import Picture
from labspace.times import TimeSpan


@dataclass(frozen=True, kw_only=True)
class ProgrammeItem:
    """One thing the public may come to; names no person and no booking."""

    key: str
    """Stable and unique among all items, such as `event-3f9a2b`."""
    title: str
    words: str
    organiser: str
    span: TimeSpan
    zone: ZoneInfo
    house_id: int
    house_slug: str
    house: str
    city: str
    address: str
    spaces: str
    is_demo: bool
    path: str
    """Of its own page, from the root of the site."""
    theme: Theme | None = None
    entry_fee_cents: int | None = None
    """0: free; None: not said."""
    registration_url: str = ""
    language: str = "de"
    access: tuple[Access, ...] = ()
    access_note: str = ""
    picture: Picture | None = None
    is_called_off: bool = False
    is_open_daily: bool = False
    """Goes on for days with opening hours of its own, such as a shop; listed apart from events."""
    opening: str = ""
    """These hours in words; empty where none are agreed."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which part of the programme is wanted."""

    window: TimeSpan
    house_ids: Collection[int]
    theme: Theme | None = None
    with_open_daily: bool = True
    """Also what goes on for days, such as shops; without it providers of such things are not to ask anything."""
    with_pictures: bool = True
    """Also the pictures, for whoever shows them; without them no item has one, and none is read."""


Provider = Callable[[Session, Asked, datetime], Sequence[ProgrammeItem]]

_providers: dict[str, Provider] = {}


def offer_items(provider: Provider) -> Provider:
    """Let the decorated function add items to the programme; it is given the session, what is asked and now."""
    _providers[f"{provider.__module__}.{provider.__qualname__}"] = provider
    return provider


def programme(session: Session, asked: Asked, *, now: datetime) -> list[ProgrammeItem]:
    """Everything that is on in these houses during the window, earliest first."""
    if not asked.house_ids:
        return []
    found = [item for provider in _providers.values() for item in provider(session, asked, now)]
    return sorted(found, key=lambda item: (item.span, item.house, item.key))
