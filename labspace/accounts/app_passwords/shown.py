"""What the page about app passwords shows, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from labspace.accounts.app_passwords.models import AppPassword
from labspace.formats import clock_text, day_text, weekday_text
from labspace.words import gettext as _

HERE = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, kw_only=True)
class Device:
    """One app password: its name, and when it was made and used."""

    id: int
    name: str
    history: str


@dataclass(frozen=True, kw_only=True)
class NewPassword:
    """An app password that was just made, for the only time it is shown."""

    name: str
    secret: str


def devices(app_passwords: Sequence[AppPassword]) -> list[Device]:
    """Each with its history in one sentence."""
    return [
        Device(id=one.id, name=one.name, history=_history(one.created_at, one.last_used_at))
        for one in app_passwords
    ]


def _history(created_at: datetime, used_at: datetime | None) -> str:
    created = day_text(created_at.astimezone(HERE).date())
    if used_at is None:
        return _("erstellt am %(day)s, noch nicht benutzt", day=created)
    return _(
        "erstellt am %(day)s, zuletzt benutzt: %(used)s, gegen %(clock)s Uhr",
        day=created,
        used=weekday_text(used_at.astimezone(HERE).date()),
        clock=clock_text(used_at, zone=HERE),
    )
