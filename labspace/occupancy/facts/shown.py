"""The last check of the facts in words, for the team."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from labspace.formats import moment_text
from labspace.occupancy.facts.models import FactCheck
from labspace.words import ngettext


def check_text(check: FactCheck | None, *, zone: ZoneInfo) -> str:
    """One sentence about the last comparison of facts and bookings; empty before the first."""
    if check is None:
        return ""
    at = moment_text(check.checked_at, zone=zone)
    if not check.found:
        return ngettext(
            "Mit den Buchungen verglichen am %(at)s: %(num)d Tag stimmt überein.",
            "Mit den Buchungen verglichen am %(at)s: %(num)d Tage stimmen überein.",
            check.compared,
            at=at,
        )
    return ngettext(
        "Mit den Buchungen verglichen am %(at)s: %(num)d Abweichung. Bitte geben Sie das an den Betrieb weiter.",
        "Mit den Buchungen verglichen am %(at)s: %(num)d Abweichungen. Bitte geben Sie das an den Betrieb weiter.",
        check.found,
        at=at,
    )
