"""The protocols of a handover as their page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from labspace.events.decision.models import Direction, Handover
from labspace.formats import moment_text
from labspace.words import gettext as _


@dataclass(frozen=True, kw_only=True)
class Side:
    """One direction: the edition that holds, or empty lines to fill in on paper."""

    id: str
    title: str
    edition: int
    """0: not written yet."""
    pairs: Sequence[tuple[str, str]]
    earlier: Sequence[str]
    """Who wrote editions that were corrected, and when."""


def protocol_sides(handovers: Sequence[Handover], *, zone: ZoneInfo) -> tuple[Side, Side]:
    """Handing over, then taking back."""
    return (
        _side(Direction.IN, _("Übergabe vor der Veranstaltung"), handovers, zone=zone),
        _side(Direction.OUT, _("Rücknahme danach"), handovers, zone=zone),
    )


def _side(direction: Direction, title: str, handovers: Sequence[Handover], *, zone: ZoneInfo) -> Side:
    written = [row for row in handovers if row.direction is direction]
    last = written[-1] if written else None
    return Side(
        id=direction.value,
        title=title,
        edition=last.edition if last else 0,
        pairs=_pairs(last, zone=zone),
        earlier=[
            _(
                "Fassung %(number)d: %(at)s, %(name)s",
                number=row.edition,
                at=moment_text(row.noted_at, zone=zone),
                name=row.by.name,
            )
            for row in written[:-1]
        ],
    )


def _pairs(row: Handover | None, *, zone: ZoneInfo) -> list[tuple[str, str]]:
    return [
        (_("Wann"), moment_text(row.handed_at, zone=zone) if row else ""),
        (_("Vom Team"), row.by.name if row else ""),
        (_("Schlüssel"), row.keys if row else ""),
        (_("Zustand"), row.condition if row else ""),
        (_("Zählerstand"), row.meter if row else ""),
        (_("Mängel"), (row.defects or _("keine")) if row else ""),
        (_("Unterschrieben von"), row.signed_name if row else ""),
    ]
