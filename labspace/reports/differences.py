"""Pure: what a version says otherwise than the one it corrects, figure by figure and field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, TypeVar

from labspace.formats import days_text
from labspace.reports.canonical import canonical
from labspace.reports.shown_values import amount, cents, share_text, stretch_text
from labspace.reports.snapshot import Aid, Change, Event, Figure, Money, Popup, Snapshot, Stretch, TargetRow
from labspace.words import gettext as _

T = TypeVar("T")


def changes_between(before: Snapshot, after: Snapshot) -> Snapshot:
    """`after` with everything it says otherwise than `before`: what came, what went, what is different."""
    names = {house.slug: house.name for house in (*before.houses, *after.houses)}
    found = [
        *_heads(before, after),
        *_texts(before, after),
        *_figures(before, after, names),
        *_targets(before, after, names),
    ]
    if before.course:
        found += _rows(
            _("Verlauf im Zeitraum"),
            before.course,
            after.course,
            lambda one: (one.months, one.first),
            _stretch,
        )
    found += _rows(_("Veranstaltungen"), before.events, after.events, _event_key, _event)
    found += _rows(_("Pop-ups"), before.popups, after.popups, lambda one: one.reference, _popup)
    found += _rows(_("Fördermittel"), before.money, after.money, _money_key, _money)
    found += _rows(_("De-minimis-Liste"), before.aid, after.aid, lambda one: one.reference, _aid)
    found += _rows(
        _("Umfeld"),
        before.beside,
        after.beside,
        lambda one: (one.house, one.series, one.name, one.what),
        lambda one: (f"{one.series}: {one.name}, {one.what}", one.value),
    )
    found += _rows(
        _("Methode"),
        before.method,
        after.method,
        lambda one: one.indicator,
        lambda one: (f"{one.indicator} {one.label}", f"{one.formula} – {one.definition}"),
    )
    if before.counted_until != after.counted_until:
        found.append(
            Change(
                part=_("Zeitraum"),
                what=_("gezählt bis"),
                before=before.counted_until.isoformat(),
                after=after.counted_until.isoformat(),
            )
        )
    return replace(after, changes=found)


def _heads(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    """What the report is about."""
    said = (
        (_("Programm"), before.programme, after.programme),
        (_("Aktenzeichen"), before.grant_reference, after.grant_reference),
        (_("Zeitraum"), days_text(before.first, before.last), days_text(after.first, after.last)),
    )
    for what, old, new in said:
        if old != new:
            yield Change(part=_("Angaben zum Bericht"), what=what, before=old, after=new)


def _texts(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    old = {one.field: one.text for one in before.narrative}
    for one in after.narrative:
        if old.get(one.field, "") != one.text:
            yield Change(part=_("Texte"), what=one.heading, before=old.get(one.field, ""), after=one.text)


def _figures(before: Snapshot, after: Snapshot, names: Mapping[str, str]) -> Iterator[Change]:
    def name(one: Figure) -> str:
        where = names.get(one.house, _("alle Häuser"))
        return ", ".join(part for part in (f"{one.indicator} {one.label}", where, one.kind_label) if part)

    return _rows(
        _("Kennzahlen"),
        before.figures,
        after.figures,
        lambda one: one.key,
        lambda one: (name(one), _figure(one)),
    )


def _figure(one: Figure) -> str:
    told = amount(one.value, one.unit)
    if one.coverage is not None and one.coverage != 1:
        told = _("%(value)s (bekannt: %(share)s)", value=told, share=share_text(one.coverage))
    if one.unsure:
        told = _("%(value)s (Datengüte C und D: %(share)s)", value=told, share=share_text(one.unsure))
    return told


def _targets(before: Snapshot, after: Snapshot, names: Mapping[str, str]) -> Iterator[Change]:
    def told(one: TargetRow) -> tuple[str, str]:
        value = _("Ziel %(target)s", target=amount(one.target, one.unit))
        return (
            f"{one.label}, {names.get(one.house, one.house)}",
            f"{value} – {one.reason}" if one.reason else value,
        )

    return _rows(_("Ziele"), before.targets, after.targets, lambda one: (one.house, one.indicator), told)


def _stretch(one: Stretch) -> tuple[str, str]:
    told = _(
        "aktiviert %(activated)s, gebucht %(booked)s, genutzt %(used)s, buchbar %(bookable)s",
        activated=amount(one.activated, "h"),
        booked=amount(one.booked, "h"),
        used=amount(one.used, "h"),
        bookable=amount(one.bookable, "h"),
    )
    return stretch_text(one), told


def _event_key(one: Event) -> object:
    return one.reference


def _event(one: Event) -> tuple[str, str]:
    people = (
        _("Personen: %(n)d (%(grade)s)", n=one.people, grade=one.grade)
        if one.people is not None
        else _("k. A.")
    )
    return one.reference, " – ".join(part for part in (one.first.isoformat(), one.title, people) if part)


def _popup(one: Popup) -> tuple[str, str]:
    hours = amount(one.opened_hours, "h")
    told = _("%(days)d Tage, %(hours)s", days=one.opened_days, hours=hours)
    return f"{one.reference} {one.title}", " – ".join(part for part in (told, one.outcome) if part)


def _money_key(one: Money) -> object:
    return one.house, one.idea, one.on, one.source, one.step, one.document


def _money(one: Money) -> tuple[str, str]:
    return f"{one.source}, {one.step}, {one.on.isoformat()} ({one.document})", cents(one.cents)


def _aid(one: Aid) -> tuple[str, str]:
    return f"{one.beneficiary}, {one.reference}", cents(one.advantage_cents)


def _rows(
    part: str,
    before: Sequence[T],
    after: Sequence[T],
    key: Callable[[T], object],
    told: Callable[[T], tuple[str, str]],
) -> Iterator[Change]:
    """One change for each row that came, went or says something else; rows of the same key are told by their number."""
    old, new = _numbered(before, key), _numbered(after, key)
    for mark in dict.fromkeys([*old, *new]):
        one, other = old.get(mark), new.get(mark)
        if one is not None and other is not None and _same(one, other):
            continue
        shown = told(other if other is not None else one)  # type: ignore[arg-type]
        yield Change(
            part=part,
            what=shown[0],
            before=_("fehlte") if one is None else told(one)[1],
            after=_("entfällt") if other is None else told(other)[1],
        )


def _numbered(rows: Iterable[T], key: Callable[[T], object]) -> dict[object, T]:
    found: dict[object, T] = {}
    for one in rows:
        number = 0
        while (mark := (key(one), number)) in found:
            number += 1
        found[mark] = one
    return found


def _same(one: Any, other: Any) -> bool:
    return canonical(asdict(one)) == canonical(asdict(other))
