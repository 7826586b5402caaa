"""Pure: events, pop-ups, funding and aid as tables."""

from __future__ import annotations

from labspace.formats import day_text, days_text
from labspace.reports.kinds import TableKind
from labspace.reports.snapshot import Snapshot
from labspace.reports.tables.cells import (
    Column,
    Table,
    day_cell,
    euro_cell,
    house_cell,
    house_column,
    text_cell,
    value_cell,
    whole_cell,
)
from labspace.words import gettext as _


def events(snapshot: Snapshot) -> Table:
    """What took place, as evidence."""
    return Table(
        kind=TableKind.EVENTS,
        columns=[
            house_column(),
            Column(key="reference", label=_("Nummer"), width=14),
            Column(key="title", label=_("Veranstaltung"), width=48),
            Column(key="first", label=_("von")),
            Column(key="last", label=_("bis")),
            Column(key="days", label=_("Tage"), is_number=True, width=8),
            Column(key="people", label=_("Personen"), is_number=True, width=10),
            Column(key="grade", label=_("Güte"), width=8),
        ],
        rows=[
            [
                house_cell(snapshot, one.house),
                text_cell(one.reference),
                text_cell(one.title if one.is_public else _("geschlossene Veranstaltung")),
                day_cell(one.first),
                day_cell(one.last),
                whole_cell(one.days),
                whole_cell(one.people),
                text_cell(one.grade),
            ]
            for one in snapshot.events
        ],
    )


def popups(snapshot: Snapshot) -> Table:
    """Who tried what, for how long, and what became of it."""
    return Table(
        kind=TableKind.POPUPS,
        columns=[
            house_column(),
            Column(key="reference", label=_("Nummer"), width=14),
            Column(key="title", label=_("Idee"), width=40),
            Column(key="space", label=_("Fläche"), width=24),
            Column(key="first", label=_("von")),
            Column(key="last", label=_("bis")),
            Column(key="days", label=_("Tage geöffnet"), is_number=True),
            Column(key="hours", label=_("Stunden geöffnet"), is_number=True, width=17),
            Column(key="outcome", label=_("Was daraus wurde"), width=40),
        ],
        rows=[
            [
                house_cell(snapshot, one.house),
                text_cell(one.reference),
                text_cell(one.title),
                text_cell(one.space),
                day_cell(one.first),
                day_cell(one.last),
                whole_cell(one.opened_days),
                value_cell(one.opened_hours, "h"),
                text_cell(one.outcome),
            ]
            for one in snapshot.popups
        ],
    )


def money(snapshot: Snapshot) -> Table:
    """Funding with its documents (K25)."""
    return Table(
        kind=TableKind.MONEY,
        columns=[
            house_column(),
            Column(key="on", label=_("Tag")),
            Column(key="source", label=_("Herkunft"), width=30),
            Column(key="step", label=_("Stand"), width=14),
            Column(key="amount", label=_("Betrag"), is_number=True),
            Column(key="document", label=_("Beleg"), width=30),
            Column(key="idea", label=_("Idee"), width=14),
        ],
        rows=[
            [
                house_cell(snapshot, one.house),
                day_cell(one.on),
                text_cell(one.source),
                text_cell(one.step),
                euro_cell(one.cents),
                text_cell(one.document),
                text_cell(one.idea),
            ]
            for one in snapshot.money
        ],
    )


def aid(snapshot: Snapshot) -> Table:
    """The De-minimis list."""
    return Table(
        kind=TableKind.AID,
        columns=[
            Column(key="beneficiary", label=_("Begünstigte"), width=34),
            house_column(),
            Column(key="kind", label=_("Art"), width=20),
            Column(key="reference", label=_("Buchungsnummer"), width=16),
            Column(key="days", label=_("Nutzung"), width=24),
            Column(key="granted_on", label=_("gewährt am")),
            Column(key="market", label=_("Marktpreis"), is_number=True),
            Column(key="price", label=_("bezahlt"), is_number=True),
            Column(key="advantage", label=_("Vorteil"), is_number=True),
            Column(key="registered_on", label=_("eingetragen am"), width=16),
            Column(key="register_reference", label=_("Registernummer"), is_exact=True),
        ],
        rows=[
            [
                text_cell(one.beneficiary),
                house_cell(snapshot, one.house),
                text_cell(one.kind),
                text_cell(one.reference),
                text_cell(day_text(one.first) if one.first == one.last else days_text(one.first, one.last)),
                day_cell(one.granted_on),
                euro_cell(one.market_cents),
                euro_cell(one.price_cents),
                euro_cell(one.advantage_cents),
                day_cell(one.registered_on),
                text_cell(one.register_reference),
            ]
            for one in snapshot.aid
        ],
    )
