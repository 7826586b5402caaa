"""What the calendar page shows, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from labspace.formats import clock_text, weekday_text

HERE = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, kw_only=True)
class SubscriptionPage:
    """The feed's address, and when a calendar last asked for it."""

    url: str
    fetched: str

    @property
    def webcal(self) -> str:
        """The address that calendar programs on this device answer to."""
        return urlsplit(self.url)._replace(scheme="webcal").geturl()


def fetched_text(fetched_at: datetime | None) -> str:
    """About when the feed was last fetched; it is noted once an hour."""
    if fetched_at is None:
        return _("Bisher hat noch kein Kalender diesen Link abgerufen.")
    day = weekday_text(fetched_at.astimezone(HERE).date())
    return _(
        "Zuletzt abgerufen: %(day)s, gegen %(clock)s Uhr.", day=day, clock=clock_text(fetched_at, zone=HERE)
    )
