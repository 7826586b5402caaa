"""Pure: counts that add up over days, houses and months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields

from labspace.occupancy.people.leads import Run
from labspace.visits.kinds import DataGrade


@dataclass(slots=True, kw_only=True)
class Tally:
    """What bookings of one kind in one house come to on a day, or on many; times in seconds."""

    bookable: int = 0
    """Unit-seconds on offer (K01) …"""
    used_units: int = 0
    """… and of them used (K03)."""
    open_for: int = 0
    """Seconds the house was open by its hours; stands with its desks only (K09)."""
    seated_a: int = 0
    """Σ people × time of uses whose people are known, by data grade (K06)."""
    seated_b: int = 0
    seated_c: int = 0
    seated_d: int = 0
    seats: int = 0
    """Σ capacity × time of these."""
    known: int = 0
    """Σ time of these …"""
    in_use: int = 0
    """… of all uses: the coverage."""
    unknown_units: int = 0
    """Of `used_units`, those whose people nobody knows (K07)."""
    visits_a: int = 0
    visits_b: int = 0
    visits_c: int = 0
    visits_d: int = 0
    stays_a: int = 0
    """Σ visits × their length, real or as the house reckons it (K15)."""
    stays_b: int = 0
    stays_c: int = 0
    stays_d: int = 0
    came: int = 0
    """Used bookings that began (K22) …"""
    missed: int = 0
    late: int = 0
    by_house: int = 0
    requests: int = 0
    """First requests of whatever came of them (K23) …"""
    full: int = 0
    """… and those rejected for want of space."""
    public_events: int = 0
    closed_events: int = 0
    event_days: int = 0
    attendance_a: int = 0
    attendance_b: int = 0
    attendance_c: int = 0
    attendance_d: int = 0
    attended: int = 0
    """Events whose attendance somebody counted."""
    advantage_cents: int = 0
    leads: list[Run] = field(default_factory=list)
    """Start − first request in seconds, of booked first dates (K23); each run in ascending order."""

    def add(self, other: Tally) -> None:
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.leads += other.leads

    def raise_(self, name: str, grade: DataGrade, by: int) -> None:
        """Count something of a data grade: `visits`, `stays`, `seated` or `attendance`."""
        graded = f"{name}_{grade.value.lower()}"
        setattr(self, graded, getattr(self, graded) + by)

    def by_grade(self, name: str) -> dict[DataGrade, int]:
        """What was counted under a name, by data grade; grades without any are left out."""
        found = {grade: int(getattr(self, f"{name}_{grade.value.lower()}")) for grade in DataGrade}
        return {grade: number for grade, number in found.items() if number}

    def of(self, name: str) -> int:
        """All grades together."""
        return sum(self.by_grade(name).values())


NUMBERS: Sequence[str] = tuple(one.name for one in fields(Tally) if one.name != "leads")
"""Every count but the lead times, by which facts are kept."""
