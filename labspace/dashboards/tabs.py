"""The pages of figures, in groups by what one wants to know."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class Tab(enum.Enum):
    """One page, one subject; its value is its endpoint."""

    OVERVIEW = "dashboards.overview"
    HOUSES = "dashboards.houses"
    PERIODS = "dashboards.two_periods"
    WEEK = "dashboards.week"
    YEAR = "dashboards.year"
    EVENINGS = "dashboards.evenings"
    PLAN = "dashboards.plan"
    VISITS = "dashboards.visits"
    PARTNERS = "dashboards.partners"
    MIX = "dashboards.mix"
    DEMAND = "dashboards.lead_times"
    NO_SHOWS = "dashboards.no_shows"
    POPUPS = "dashboards.popups"
    EVENTS = "dashboards.events"
    WHAT_IF = "dashboards.what_if"
    BOOKINGS = "dashboards.bookings"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]


_LABELS = {
    Tab.OVERVIEW: _l("Übersicht"),
    Tab.HOUSES: _l("Häuser im Vergleich"),
    Tab.PERIODS: _l("Zeiträume im Vergleich"),
    Tab.WEEK: _l("Woche und Stunde"),
    Tab.YEAR: _l("Kalender des Jahres"),
    Tab.EVENINGS: _l("Abende und Wochenenden"),
    Tab.PLAN: _l("Auf dem Plan"),
    Tab.VISITS: _l("Besuche und Belegung"),
    Tab.PARTNERS: _l("Organisationen"),
    Tab.MIX: _l("Themen, Branchen, Partner"),
    Tab.DEMAND: _l("Vorlauf und Nachfrage"),
    Tab.NO_SHOWS: _l("Nicht erschienen, storniert"),
    Tab.POPUPS: _l("Pop-ups und Ideen"),
    Tab.EVENTS: _l("Veranstaltungen"),
    Tab.WHAT_IF: _l("Was wäre, wenn"),
    Tab.BOOKINGS: _l("Was hinter den Zahlen steht"),
}

GROUPS = (
    (_l("Auf einen Blick"), (Tab.OVERVIEW, Tab.HOUSES, Tab.PERIODS)),
    (_l("Wann"), (Tab.WEEK, Tab.YEAR, Tab.EVENINGS)),
    (_l("Wo"), (Tab.PLAN,)),
    (_l("Wer und wofür"), (Tab.VISITS, Tab.PARTNERS, Tab.MIX, Tab.EVENTS, Tab.POPUPS)),
    (_l("Wie verlässlich"), (Tab.DEMAND, Tab.NO_SHOWS)),
    (_l("Nachgehen"), (Tab.WHAT_IF, Tab.BOOKINGS)),
)


@dataclass(frozen=True)
class TabLink:
    """One entry of the menu."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class TabGroup:
    """Entries under one heading."""

    name: str
    links: Sequence[TabLink]


def tab_groups(current: Tab | None, query: Mapping[str, Any]) -> list[TabGroup]:
    """The menu; every link keeps period, houses and spaces."""
    groups = [
        TabGroup(
            str(name), [TabLink(str(tab.label), url_for(tab.value, **query), tab is current) for tab in tabs]
        )
        for name, tabs in GROUPS
    ]
    last = groups[-1]
    more = [
        TabLink(str(_l("Monat, wie er öffentlich ist")), url_for("occupancy.show"), current is None),
        TabLink(str(_l("Alle Kennzahlen erklärt")), url_for("dashboards.definitions")),
    ]
    return [*groups[:-1], TabGroup(last.name, [*last.links, *more])]
