"""Who came to the demonstration's shops, and how slots were handed over; invented, the same for a seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from labspace.demo.words import INVENTED
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.records import Handover, HandoverItem
from labspace.popups.tenancies.states import HAPPENING, Condition, Direction
from labspace.visits.kinds import VisitSource

ITEMS = ("Wände und Boden", "Beleuchtung", "Schaufenster und Tür")
SIGNED = 0.9
SIGNED_AFTER = timedelta(hours=1)


def visits_of(
    tenancy: Tenancy, days: Sequence[Mapping[str, object]], *, seed: int
) -> list[dict[str, object]]:
    """How many came, as the tenant has it, on the days a shop was open."""
    rng = Random(f"labspace shop visits {seed} {tenancy.booking_id}")
    usual = rng.randrange(12, 60)
    return [
        {
            "location_id": tenancy.location_id,
            "booking_id": tenancy.booking_id,
            "day": day["day"],
            "starts_at": day["starts_at"],
            "ends_at": day["ends_at"],
            "count": rng.randrange(usual // 2, usual * 2),
            "source": VisitSource.REPORT,
            "note": "",
            "entered_by_id": tenancy.tenant_id,
            "entered_at": day["ends_at"],
        }
        for day in days
    ]


def protocols_of(tenancies: Sequence[Tenancy], *, seed: int, now: datetime) -> Iterator[Handover]:
    """Signed protocols of moving in and out; a few are still missing."""
    for tenancy in tenancies:
        rng = Random(f"labspace shop protocols {seed} {tenancy.booking_id}")
        span = tenancy.booking.span
        for direction, moment in ((Direction.IN, span.starts_at), (Direction.OUT, span.ends_at)):
            signed_at = moment + SIGNED_AFTER
            if rng.random() < SIGNED and signed_at < now and tenancy.state in HAPPENING:
                yield _signed(tenancy, direction, at=signed_at, rng=rng)


def _signed(tenancy: Tenancy, direction: Direction, *, at: datetime, rng: Random) -> Handover:
    conditions = (Condition.GOOD, Condition.GOOD, Condition.GOOD, Condition.WORN)
    return Handover(
        tenancy=tenancy,
        direction=direction,
        keys=2,
        defects=INVENTED,
        created_by_id=tenancy.tenant_id,
        created_at=at,
        changed_at=at,
        tenant_name=tenancy.booking.booked_by.name[:120],
        house_name="Hausteam",
        signed_at=at,
        signed_by_id=tenancy.tenant_id,
        items=[
            HandoverItem(position=place, name=name, condition=rng.choice(conditions), remark="")
            for place, name in enumerate(ITEMS)
        ],
    )
