"""What staff read about days that need a second look."""

from __future__ import annotations

from collections.abc import Sequence

from labspace.events.rules import Warned
from labspace.formats import day_text, is_german
from labspace.locations.quiet_days import QuietDay
from labspace.words import gettext as _
from labspace.words import ngettext


def caution_sentences(warned: Sequence[Warned]) -> list[str]:
    """One sentence for each day; all days of a longer time that come each week share one."""
    weekly: dict[QuietDay, list[Warned]] = {}
    sentences = []
    for one in warned:
        if one.quiet is None:
            continue
        if one.quiet.when.weekday is None:
            sentences.append(_sentence(one, one.quiet))
        else:
            weekly.setdefault(one.quiet, []).append(one)
    return [*sentences, *(_weekly(quiet, found) for quiet, found in weekly.items())]


def _weekly(quiet: QuietDay, found: Sequence[Warned]) -> str:
    name, note = _words(quiet)
    return ngettext(
        "%(name)s liegt darin (%(day)s): %(note)s",
        "%(name)s liegt %(num)d Mal darin, zuerst am %(day)s: %(note)s",
        len(found),
        day=day_text(found[0].day),
        name=name,
        note=note,
    )


def _sentence(warned: Warned, quiet: QuietDay) -> str:
    name, note = _words(quiet)
    return _("%(day)s ist %(name)s: %(note)s", day=day_text(warned.day), name=name, note=note)


def _words(quiet: QuietDay) -> tuple[str, str]:
    if is_german():
        return quiet.name, quiet.note
    return quiet.name_en or quiet.name, quiet.note_en or quiet.note
