"""Changes of what holds from a day on, as pages show them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from flask import url_for

from labspace.formats import day_text, days_text, moment_text
from labspace.houses.dated.models import DatedChange, Subject
from labspace.houses.dated.rows import Row, holding, turns
from labspace.houses.shown import ShownChange
from labspace.locations.models import Location
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l
from labspace.words import ngettext

SUBJECTS = {
    Subject.HOURS: _l("Wochenzeiten"),
    Subject.UNIT_HOURS: _l("Zeiten einer Fläche"),
    Subject.HOLIDAYS: _l("Feiertage"),
    Subject.QUIET_DAYS: _l("Stille Tage und Sonntage"),
    Subject.RULES: _l("Regeln"),
    Subject.TARIFFS: _l("Preise"),
    Subject.EVENT_TERMS: _l("Bedingungen für Veranstaltungen"),
    Subject.EQUIPMENT: _l("Ausstattung für Veranstaltungen"),
    Subject.CATERING: _l("Bewirtung"),
    Subject.VISIT_STAYS: _l("Dauer eines Besuchs"),
}


Pair: TypeAlias = tuple[str, str]


@dataclass(frozen=True)
class ShownStretch:
    """Days in a row on which the same holds."""

    when: str
    facts: Sequence[Pair]


def shown_dated(change: DatedChange, house: Location, *, about: str = "") -> ShownChange:
    """What was changed, for what (`about`), when and by whom, and whether it was taken back."""
    days = change_days(change.first_day, change.last_day)
    what = SUBJECTS[change.subject]
    return ShownChange(
        what=_("%(what)s (%(about)s), %(days)s", what=what, about=about, days=days)
        if about
        else _("%(what)s, %(days)s", what=what, days=days),
        when=moment_text(change.at, zone=house.zone),
        by=change.actor.name,
        more=" · ".join(_more(change, house)),
        url=url_for("dated_changes.show", slug=house.slug, change_id=change.id),
    )


def change_days(first: date, last: date | None) -> str:
    """The days a change is about."""
    return days_text(first, last) if last else _("ab %(day)s", day=day_text(first))


def _more(change: DatedChange, house: Location) -> list[str]:
    said = []
    if change.cancelled:
        said.append(ngettext("%(num)d Buchung abgesagt", "%(num)d Buchungen abgesagt", change.cancelled))
    if change.taken_back_at and change.taken_back_by:
        said.append(
            _(
                "zurückgenommen: %(when)s, %(who)s",
                when=moment_text(change.taken_back_at, zone=house.zone),
                who=change.taken_back_by.name,
            )
        )
    return said


def shown_stretches(
    rows: Sequence[Row], facts: Callable[[Sequence[Row]], Sequence[Pair]], *, since: date
) -> list[ShownStretch]:
    """What holds on a day, in words that `facts` finds, and all that follows it."""
    return [
        ShownStretch(stretch_text(first, last, today=since), facts(holding(rows, first)))
        for first, last in turns(rows, since=since)
    ]


def stretch_text(first: date, last: date | None, *, today: date) -> str:
    """From when to when, seen from today."""
    if last is None:
        return _("Von heute an") if first <= today else _("Ab %(day)s", day=day_text(first))
    return _("Heute bis %(day)s", day=day_text(last)) if first <= today else days_text(first, last)
