"""How long each house reckons a visit lasts where nobody measures it (K15)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy.orm import Session

from labspace.formats import day_text, duration_text
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.spaces.visit_stays import USUAL, DatedStay, stay_on
from labspace.visits.queries import stays_of
from labspace.words import gettext as _


def stay_lines(session: Session, houses: Sequence[Location], days: Days) -> Iterator[str]:
    """What held in these days, houses that reckon alike together; one statement."""
    known = stays_of(session, [house.id for house in houses])
    found: dict[str, list[str]] = {}
    for house in houses:
        found.setdefault(_stays(known[house.id], days), []).append(house.name)
    for stays, names in found.items():
        yield _("Angesetzt je Besuch in %(houses)s: %(stays)s.", houses=", ".join(names), stays=stays)


def _stays(stays: Iterable[DatedStay], days: Days) -> str:
    known = list(stays)
    changes = {day for one in known for day in (one.valid_from, one.ends_before) if day is not None}
    begins = [days.first, *sorted(day for day in changes if day in days and day != days.first)]
    said = []
    for kind in USUAL:
        last = None
        for day in begins:
            minutes = int(stay_on(known, kind, day).total_seconds()) // 60
            if minutes != last:
                words = {"kind": str(kind.plural), "stay": duration_text(minutes), "day": day_text(day)}
                first = last is None
                said.append(_("%(kind)s %(stay)s", **words) if first else _("ab %(day)s %(stay)s", **words))
            last = minutes
    return ", ".join(said)
