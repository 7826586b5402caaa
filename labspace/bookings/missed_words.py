"""What somebody reads who often did not come, and that it can be put right."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from labspace.bookings.missed import Standing
from labspace.formats import day_text
from labspace.words import gettext as _


def standing_text(found: Standing, *, zone: ZoneInfo) -> str:
    """One or two sentences for whoever is about to book, or just missed a booking; empty: nothing follows."""
    if found.is_plain:
        return ""
    said = {"times": found.times, "days": found.days}
    if found.paused_until:
        return _(
            "Sie sind in %(days)s Tagen %(times)s Mal nicht erschienen. Deshalb pausiert das Buchen in diesem Haus bis zum %(day)s.",
            day=day_text(found.paused_until.astimezone(zone).date()),
            **said,
        )
    if found.needs_approval:
        return _(
            "Sie sind in %(days)s Tagen %(times)s Mal nicht erschienen. Deshalb gibt das Team neue Buchungen in diesem Haus erst frei.",
            **said,
        )
    return _(
        "Sie sind in %(days)s Tagen %(times)s Mal nicht erschienen. Bitte stornieren Sie, was Sie nicht brauchen; andere freuen sich darüber.",
        **said,
    )


def objection_text() -> str:
    """How to put it right."""
    return _("Stimmt das nicht? Sagen Sie es dem Team des Hauses; es rechnet einen Irrtum nicht an.")
