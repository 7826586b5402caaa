"""The rules of a space as short facts to read before booking."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from labspace.bookings.rulebook.book import Rules
from labspace.bookings.rulebook.words import (
    lead_text,
    length_text,
    no_shows_text,
    quota_text,
    who_text,
)
from labspace.formats import clock_text, duration_text, weekday_text
from labspace.times import TimeSpan
from labspace.words import gettext as _


def terms_of(rules: Rules, span: TimeSpan | None, *, zone: ZoneInfo) -> list[tuple[str, str]]:
    """Pairs of what is ruled and how; with `span` the deadline for cancelling is a moment."""
    pairs = [
        (_("Dauer"), length_text(rules)),
        (_("Rechtzeitig stornieren"), _cancelling(rules, span, zone=zone)),
        (_("Vorlauf"), lead_text(rules)),
        (_("Wer buchen darf"), who_text(rules)),
        (_("Kontingent"), "; ".join(quota_text(quota) for quota in rules.quotas)),
        (_("Freigabe"), _("durch das Team") if rules.needs_approval else ""),
    ]
    if rules.check_in:
        grace = duration_text(rules.grace_minutes)
        pairs.append(
            (_("Check-in"), _("spätestens %(length)s nach Beginn, sonst wird die Fläche frei", length=grace))
        )
    if rules.no_shows:
        pairs.append((_("Nichterscheinen"), no_shows_text(rules)))
    return [(term, text) for term, text in pairs if text]


def _cancelling(rules: Rules, span: TimeSpan | None, *, zone: ZoneInfo) -> str:
    if span is None:
        return _("bis %(length)s vor Beginn", length=duration_text(rules.cancel_until_minutes))
    until = span.starts_at - timedelta(minutes=rules.cancel_until_minutes)
    day = weekday_text(until.astimezone(zone).date())
    return _("bis %(day)s, %(time)s Uhr", day=day, time=clock_text(until, zone=zone))
