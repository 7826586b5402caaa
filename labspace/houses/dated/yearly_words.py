"""Days of the year in words."""

from __future__ import annotations

from labspace.locations.yearly import YearlyDay, write_yearly
from labspace.words import gettext as _
from labspace.words import ngettext


def yearly_text(day: YearlyDay) -> str:
    """`24.12.`, `2 Tage vor Ostersonntag`, `jeden Sonntag`."""
    if day.weekday is not None:
        return _("jeden Sonntag")
    if day.easter is not None:
        return _easter_text(day.easter)
    if day.advent is not None:
        return _advent_text(day.advent)
    return write_yearly(day)


def _easter_text(offset: int) -> str:
    if offset < 0:
        return ngettext("%(num)d Tag vor Ostersonntag", "%(num)d Tage vor Ostersonntag", -offset)
    if offset > 0:
        return ngettext("%(num)d Tag nach Ostersonntag", "%(num)d Tage nach Ostersonntag", offset)
    return _("Ostersonntag")


def _advent_text(offset: int) -> str:
    if offset < 0:
        return ngettext("%(num)d Tag vor dem vierten Advent", "%(num)d Tage vor dem vierten Advent", -offset)
    if offset > 0:
        return ngettext("%(num)d Tag nach dem vierten Advent", "%(num)d Tage nach dem vierten Advent", offset)
    return _("vierter Advent")
