"""Reminders in words, for their page and the record."""

from __future__ import annotations

from labspace.houses.record.models import HouseRecord
from labspace.houses.record.subjects import Subject, register
from labspace.houses.reminding.actions import SUBJECT, remind_again
from labspace.words import gettext as _
from labspace.words import ngettext


def reminder_text(hours: int | None) -> str:
    """When people are reminded."""
    if hours is None:
        return _("am Tag davor um 16:00 Uhr")
    if hours == 0:
        return _("gar nicht")
    return ngettext("%(num)d Stunde vor dem Beginn", "%(num)d Stunden vor dem Beginn", hours)


def _lines(record: HouseRecord) -> list[str]:
    before, after = reminder_text(record.before["hours"]), reminder_text(record.after["hours"])
    return [_("Erinnert wurde: %(before)s. Jetzt: %(after)s.", before=before, after=after)]


register(
    SUBJECT, Subject(title=lambda _record: _("Erinnerungen geändert"), lines=_lines, take_back=remind_again)
)
