"""What the page about tokens shows, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from labspace.api.tokens.models import ApiToken
from labspace.formats import clock_text, day_text
from labspace.words import gettext as _

HERE = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, kw_only=True)
class Program:
    """One token: its name, what it may do, and when it was made, used and ends."""

    id: int
    name: str
    scope: str
    history: str


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """A token that was just made, for the only time it is shown."""

    name: str
    secret: str


def programs(tokens: Sequence[ApiToken], *, now: datetime) -> list[Program]:
    """Each with its history in one sentence."""
    return [
        Program(id=one.id, name=one.name, scope=str(one.scope.label), history=_history(one, now=now))
        for one in tokens
    ]


def _history(token: ApiToken, *, now: datetime) -> str:
    ends = day_text(token.expires_at.astimezone(HERE).date())
    if token.expires_at <= now:
        return _("abgelaufen am %(day)s", day=ends)
    if token.last_used_at is None:
        return _("gilt bis %(day)s, noch nicht benutzt", day=ends)
    return _(
        "gilt bis %(day)s, zuletzt benutzt: %(used)s, gegen %(clock)s Uhr",
        day=ends,
        used=day_text(token.last_used_at.astimezone(HERE).date()),
        clock=clock_text(token.last_used_at, zone=HERE),
    )
