"""Every figure of the houses, each alone and all together, from the one door all readers use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.kinds import PartnerType, Theme
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.figures.answers import figures_of_each
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.figures import Figures, MixOf, MixShare
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.indicator_words import SET_UP
from labspace.occupancy.kinds import Indicator, Unit
from labspace.occupancy.values import Value
from labspace.reports.snapshot import Figure
from labspace.spaces.kinds import SpaceKind
from labspace.words import gettext as _

BY_KIND = frozenset(
    {
        Indicator.BOOKABLE,
        Indicator.BOOKED,
        Indicator.USED,
        Indicator.BOOKING_RATE,
        Indicator.FREQUENCY_RATE,
        Indicator.PLACE_OCCUPANCY,
        Indicator.UTILISATION,
        Indicator.VISITS,
        Indicator.NO_SHOWS,
    }
)
"""What is also said of each kind of space."""


def figures_of_houses(
    session: Session, houses: Sequence[Location], days: Days, *, now: datetime, by_kind: bool = False
) -> list[Figure]:
    """The figures of each house, with `by_kind` of its kinds of spaces too, and of all houses together where they are several.

    What all have together is asked for, not put together: neither distinct counts nor peaks add up (R9).
    Read in one go: the number of statements grows with nothing.
    """
    wanted = [(house.slug, FigureChoice(houses=(house,), period=days)) for house in houses]
    if len(houses) > 1:
        wanted.append(("", FigureChoice(houses=tuple(houses), period=days)))
    if by_kind:
        wanted += [
            (house.slug, FigureChoice(houses=(house,), period=days, kinds=frozenset({kind})))
            for house in houses
            for kind in SpaceKind
        ]
    answers = figures_of_each(session, [choice for _slug, choice in wanted], now=now)
    found: dict[str, list[Figure]] = {slug: [] for slug in (*(house.slug for house in houses), "")}
    for (slug, choice), figures in zip(wanted, answers, strict=True):
        found[slug] += _rows(figures, slug, kind=_only_kind(choice))
    return [one for rows in found.values() for one in sorted(rows, key=lambda one: one.indicator)]


def _marked(row: Figure, value: Value, *, is_censored: bool) -> Figure:
    """With what has to be said of it beside its name."""
    if value.indicator is Indicator.FIRST_USES and is_censored:
        return replace(row, label=_("%(label)s (linkszensiert)", label=row.label))
    if value.is_estimated:
        return replace(row, label=estimated_text(row.label), is_estimated=True)
    return row


def estimated_text(label: str) -> str:
    """The name of hours that were not all measured (K15)."""
    return _("%(label)s (geschätzt)", label=label)


def _only_kind(choice: FigureChoice) -> SpaceKind | None:
    return next(iter(choice.kinds)) if len(choice.kinds) == 1 else None


def _rows(found: Figures, house: str, *, kind: SpaceKind | None) -> Iterator[Figure]:
    """The rows of one answer; of a kind the house has none of, none."""
    if kind is not None and not found.of(Indicator.BOOKABLE).numerator:
        return
    for indicator, part, unit, value in found.all():
        if not (indicator in BY_KIND if kind else indicator is not Indicator.UTILISATION):
            continue  # K07 is only ever of one kind of space
        row = _row(indicator, part, unit, value, house, kind=kind)
        yield _marked(row, value, is_censored=found.is_censored)
        if value.internal is not None and kind is None:
            yield _marked(_internal_row(indicator, part, unit, value, house), value, is_censored=False)
    if kind is None:
        yield from _set_up_rows(found, house)
        for mix, shares in found.mixes.items():
            for one in shares:
                yield _share_row(mix, one, house)


def _row(
    indicator: Indicator, part: Part, unit: Unit, value: Value, house: str, *, kind: SpaceKind | None
) -> Figure:
    label = str(indicator.label)
    if part is not Part.MAIN:
        label = _("%(indicator)s: %(part)s", indicator=label, part=str(part.label))
    return Figure(
        indicator=indicator.value,
        part="" if part is Part.MAIN else part.value,
        label=label,
        house=house,
        kind=kind.value if kind else "",
        kind_label=str(kind.plural) if kind else "",
        unit=unit.value,
        value=value.value,
        numerator=value.numerator,
        denominator=value.denominator,
        coverage=None if value.known == value.of == 1 else value.coverage,
        unsure=value.unsure_share if indicator.has_grades else None,
    )


def _internal_row(indicator: Indicator, part: Part, unit: Unit, value: Value, house: str) -> Figure:
    label = str(indicator.label)
    if part is not Part.MAIN:
        label = _("%(indicator)s: %(part)s", indicator=label, part=str(part.label))
    return Figure(
        indicator=indicator.value,
        part=f"{'' if part is Part.MAIN else part.value}-internal".removeprefix("-"),
        label=_("%(label)s, davon intern", label=label),
        house=house,
        unit=unit.value,
        value=value.internal_value,
        numerator=value.internal,
        denominator=value.denominator,
    )


def _set_up_rows(found: Figures, house: str) -> Iterator[Figure]:
    """Beside the figures, in none of them (R6)."""
    if found.set_up is not None:
        yield Figure(
            indicator=SET_UP.value,
            part="set-up",
            label=_("Rüststunden (weder gebucht noch genutzt)"),
            house=house,
            unit=Unit.UNIT_HOURS.value,
            value=found.set_up,
            numerator=found.set_up,
        )


def _share_row(mix: MixOf, one: MixShare, house: str) -> Figure:
    return Figure(
        indicator=Indicator.MIX.value,
        part=f"{mix.value}:{one.key}",
        label=_("%(mix)s: %(key)s", mix=_mix_words(mix), key=_key_words(mix, one.key)),
        house=house,
        unit=Unit.SHARE.value,
        value=one.share,
        numerator=one.hours,
    )


def _mix_words(mix: MixOf) -> str:
    return {
        MixOf.THEME: _("Thema"),
        MixOf.SECTOR: _("Wirtschaftszweig"),
        MixOf.PARTNER: _("Art des Partners"),
    }[mix]


def _key_words(mix: MixOf, key: str) -> str:
    if mix is MixOf.THEME:
        return str(Theme(key).label) if key else _("ohne Thema")
    if mix is MixOf.PARTNER:
        return str(PartnerType(key).label)
    return _("noch kein Gewerbe") if key.startswith("-") else key
