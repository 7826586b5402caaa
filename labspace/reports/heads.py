"""What stands at the head of a report, in every output: what it is about, how far it counts, how it can be checked."""

from __future__ import annotations

from labspace.formats import day_text, days_text
from labspace.reports.snapshot import Figure, Snapshot
from labspace.words import gettext as _

LEAD = ("K10", "K04", "K14", "K18", "K21")
"""The figures a report opens with, the activated hours first."""


def front_facts(snapshot: Snapshot, *, digest: str) -> list[tuple[str, str]]:
    """What the report is about and how it can be checked, as pairs; nothing empty."""
    pairs = [
        (_("Städte"), ", ".join(snapshot.cities)),
        (_("Häuser"), ", ".join(house.name for house in snapshot.houses)),
        (_("Zeitraum"), days_text(snapshot.first, snapshot.last)),
        (
            _("gezählt bis"),
            day_text(snapshot.counted_until) if snapshot.counted_until < snapshot.last else "",
        ),
        (_("Aktenzeichen"), snapshot.grant_reference),
        (_("Fassung"), str(snapshot.number) if digest else _("%(number)d (Entwurf)", number=snapshot.number)),
        (_("Grund der Korrektur"), snapshot.correction),
        (_("Prüfsumme (SHA-256)"), digest),
        (_("Prüfsumme der Fassung davor"), snapshot.corrects),
        (_("Hinweis"), _("Demonstration – frei erfunden") if snapshot.is_demo else ""),
    ]
    return [(name, words) for name, words in pairs if words]


def lead_figures(snapshot: Snapshot) -> list[Figure]:
    """The figures the report opens with: of all its houses together, or of its only one."""
    house = "" if len(snapshot.houses) > 1 else snapshot.houses[0].slug
    main = {one.indicator: one for one in snapshot.figures if one.key == (one.indicator, "", house, "")}
    return [main[number] for number in LEAD if number in main]


def title_of(snapshot: Snapshot) -> str:
    """Such as "Innenstadt-Belebung: Bochum, Herne"."""
    return _("%(programme)s: %(cities)s", programme=snapshot.programme, cities=", ".join(snapshot.cities))
