"""Targets in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from flask_babel import LazyString

from labspace.context.models import IndicatorTarget, TargetChange
from labspace.formats import day_text, days_text, exact_text, is_german, moment_text
from labspace.spaces.targets import Target, TargetIndicator, TargetPer, TargetUnit
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

LABELS: Mapping[TargetIndicator, LazyString] = {
    TargetIndicator.BOOKABLE: _l("Buchbare Stunden"),
    TargetIndicator.BOOKED: _l("Gebuchte Stunden"),
    TargetIndicator.USED: _l("Genutzte Stunden"),
    TargetIndicator.BOOKING_RATE: _l("Buchungsauslastung"),
    TargetIndicator.FREQUENCY_RATE: _l("Nutzungsquote"),
    TargetIndicator.OCCUPANCY: _l("Platzbelegung"),
    TargetIndicator.PEAK: _l("Spitzenbelegung"),
    TargetIndicator.PERSONS_PER_DESK: _l("Personen je Arbeitsplatz"),
    TargetIndicator.ACTIVATED: _l("Aktivierte Stunden"),
    TargetIndicator.ACTIVATION_RATE: _l("Aktivierungsquote"),
    TargetIndicator.EVENINGS: _l("Abendaktivierung"),
    TargetIndicator.WEEKENDS: _l("Wochenendaktivierung"),
    TargetIndicator.VISITS: _l("Besuche"),
    TargetIndicator.VISIT_HOURS: _l("Besuchsstunden"),
    TargetIndicator.ORGANISATIONS: _l("Aktive Organisationen"),
    TargetIndicator.POPUP_DAYS: _l("Pop-up-Tage"),
    TargetIndicator.IDEAS: _l("Getestete Geschäftsideen"),
    TargetIndicator.STAYED: _l("Verstetigungsquote"),
    TargetIndicator.EVENTS: _l("Veranstaltungen"),
    TargetIndicator.NO_SHOWS: _l("No-show-Quote"),
    TargetIndicator.LEVERAGE: _l("Fördermittelhebel"),
    TargetIndicator.POPUP_WEEKS_LET: _l("Vergebene Pop-up-Wochen"),
    TargetIndicator.EVENINGS_PER_WEEK: _l("Abende mit Aktivierung je Woche"),
}

PER: Mapping[TargetPer, LazyString] = {
    TargetPer.WEEK: _l("je Woche"),
    TargetPer.MONTH: _l("je Monat"),
    TargetPer.QUARTER: _l("je Quartal"),
    TargetPer.YEAR: _l("je Jahr"),
}


@dataclass(frozen=True)
class ShownTarget:
    """A target as its page shows it."""

    id: int
    number: str
    """Such as K10; empty for figures without one."""
    label: str
    value: str
    when: str
    reason: str
    can_end: bool
    """Whether it holds today or later."""
    can_be_taken_back: bool
    """Whether it has not begun."""


@dataclass(frozen=True)
class ShownChange:
    """A step of the log."""

    when: str
    who: str
    what: str


def shown_target(row: IndicatorTarget, *, today: date) -> ShownTarget:
    """One target in words; from `today` follows whether it is still to come."""
    target = row.target
    number = target.indicator.value
    return ShownTarget(
        id=row.id,
        number=number if number.startswith("K") else "",
        label=str(LABELS[target.indicator]),
        value=value_text(target),
        when=_when(target, today=today),
        reason=target.reason.de if is_german() or not target.reason.en else target.reason.en,
        can_end=target.valid_until is None or target.valid_until >= today,
        can_be_taken_back=target.valid_from > today,
    )


def shown_change(row: TargetChange, *, today: date, zone: ZoneInfo) -> ShownChange:
    """One step in words."""
    target = row.target
    return ShownChange(
        when=moment_text(row.at, zone=zone),
        who=row.by.name,
        what=_(
            "%(step)s: %(label)s %(value)s, %(when)s",
            step=row.step.label,
            label=LABELS[target.indicator],
            value=value_text(target),
            when=_when(target, today=today),
        ),
    )


def value_text(target: Target) -> str:
    """mindestens 45 h je Woche · höchstens 10 %."""
    digits = 0 if target.hundredths % 100 == 0 else 1 if target.hundredths % 10 == 0 else 2
    number = exact_text(target.value, digits=digits)
    match target.indicator.unit:
        case TargetUnit.HOURS:
            amount = _("%(number)s h", number=number)
        case TargetUnit.PERCENT:
            amount = _("%(number)s %%", number=number)
        case TargetUnit.RATIO if target.indicator is TargetIndicator.LEVERAGE:
            amount = _("%(number)s € je €", number=number)
        case _:
            amount = number
    words = {"amount": amount, "per": str(PER[target.per]) if target.per else ""}
    if target.indicator.at_most:
        return _("höchstens %(amount)s %(per)s", **words).strip()
    return _("mindestens %(amount)s %(per)s", **words).strip()


def _when(target: Target, *, today: date) -> str:
    if target.valid_until is not None:
        return days_text(target.valid_from, target.valid_until)
    if target.valid_from > today:
        return _("ab %(day)s", day=day_text(target.valid_from))
    return _("seit %(day)s", day=day_text(target.valid_from))


def typed_value(target: Target) -> str:
    """45 · 62,5, as one would type it again."""
    digits = 0 if target.hundredths % 100 == 0 else 1 if target.hundredths % 10 == 0 else 2
    return f"{target.hundredths / 100:.{digits}f}".replace(".", "," if is_german() else ".")
