"""Writing a handover protocol down, and signing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused, refuse_any
from labspace.popups.tenancies.actions.history import note
from labspace.popups.tenancies.actions.locks import locked_tenancy
from labspace.popups.tenancies.records import Handover, HandoverItem, MeterReading
from labspace.popups.tenancies.states import HAPPENING, Condition, Direction, Meter


@dataclass(frozen=True, kw_only=True)
class Found:
    """One thing and how it was found."""

    name: str
    condition: Condition
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """What is written down."""

    items: Sequence[Found]
    readings: Mapping[Meter, tuple[int, str]] = field(default_factory=dict)
    """Thousandths and the meter's number, by meter."""
    keys: int = 0
    defects: str = ""


def write_handover(
    session: Session, tenancy_id: int, direction: Direction, protocol: Protocol, *, by: User, now: datetime
) -> Handover:
    """Keep the protocol as it is now; raises `Refused` with `handover_signed` once both have signed."""
    actor_id = by.id
    begin_write(session)
    tenancy = locked_tenancy(session, tenancy_id)
    if tenancy.state not in HAPPENING:
        raise Refused(Refusal("not_possible_in_state", {"state": tenancy.state}))
    handover = find_handover(session, tenancy_id, direction)
    if handover is None:
        handover = Handover(
            tenancy=tenancy, direction=direction, created_by_id=actor_id, created_at=now, changed_at=now
        )
        session.add(handover)
    if handover.signed_at is not None:
        raise Refused(Refusal("handover_signed"))
    handover.items.clear()
    handover.readings.clear()
    session.flush()
    handover.items.extend(
        HandoverItem(position=place, name=item.name, condition=item.condition, remark=item.remark)
        for place, item in enumerate(protocol.items)
    )
    handover.readings.extend(
        MeterReading(meter=meter, thousandths=value, number=number)
        for meter, (value, number) in protocol.readings.items()
    )
    handover.keys, handover.defects, handover.changed_at = protocol.keys, protocol.defects, now
    session.flush()
    note(session, tenancy, "handover_written", actor_id=actor_id, at=now, direction=direction.value)
    return handover


def sign_handover(
    session: Session,
    tenancy_id: int,
    direction: Direction,
    *,
    tenant_name: str,
    house_name: str,
    by: User,
    now: datetime,
) -> Handover:
    """Both sides put their names under it; from then on nothing of it changes. Twice is once."""
    actor_id = by.id
    begin_write(session)
    tenancy = locked_tenancy(session, tenancy_id)
    handover = find_handover(session, tenancy_id, direction)
    if handover is None or not handover.items:
        raise Refused(Refusal("handover_empty"))
    if handover.signed_at is not None:
        return handover
    names = {"tenant_name_missing": tenant_name, "house_name_missing": house_name}
    refuse_any(Refusal(code) for code, name in names.items() if not name.strip())
    handover.tenant_name, handover.house_name = tenant_name.strip()[:120], house_name.strip()[:120]
    handover.signed_at, handover.signed_by_id = now, actor_id
    session.flush()
    note(session, tenancy, "handover_signed", actor_id=actor_id, at=now, direction=direction.value)
    return handover


def find_handover(session: Session, tenancy_id: int, direction: Direction) -> Handover | None:
    """The protocol of this side, if it was begun."""
    return session.scalars(
        select(Handover).where(Handover.tenancy_id == tenancy_id, Handover.direction == direction)
    ).one_or_none()
