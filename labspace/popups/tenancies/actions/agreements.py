"""Drawing an agreement up, and acknowledging it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.popups.tenancies.actions.history import note
from labspace.popups.tenancies.agreement_text import WORDING, agreement_content
from labspace.popups.tenancies.changes import AgreementDrawnUp
from labspace.popups.tenancies.models import Agreement, Tenancy


def draw_up(session: Session, tenancy: Tenancy, *, by_id: int | None, now: datetime) -> Agreement:
    """The next version of what was agreed, with everything as it is now; it never changes again."""
    last = session.scalar(select(func.max(Agreement.number)).where(Agreement.tenancy_id == tenancy.id))
    number, language = (last or 0) + 1, tenancy.booking.booked_by.locale or "de"
    agreement = Agreement(
        tenancy=tenancy,
        number=number,
        language=language,
        wording=WORDING,
        content=agreement_content(tenancy, number=number, language=language),
        created_by_id=by_id,
        created_at=now,
    )
    session.add(agreement)
    session.flush()
    announce(session, AgreementDrawnUp(agreement, now))
    return agreement


def acknowledge(
    session: Session, tenancy_id: int, *, number: int, name: str, by: User, now: datetime
) -> Agreement:
    """The tenant writes their name under the newest version; twice is once.

    Raises `Refused` with `agreement_replaced` if another version came meanwhile.
    """
    actor_id = by.id
    if not name.strip():
        raise Refused(Refusal("name_missing"))
    begin_write(session)
    tenancy = session.get(Tenancy, tenancy_id, populate_existing=True, with_for_update=True)
    if tenancy is None:
        raise LookupError(tenancy_id)
    agreement = session.scalars(
        select(Agreement).where(Agreement.tenancy_id == tenancy_id).order_by(Agreement.number.desc()).limit(1)
    ).one()
    if agreement.number != number:
        raise Refused(Refusal("agreement_replaced", {"number": agreement.number}))
    if agreement.acknowledged_at is None:
        agreement.acknowledged_at, agreement.acknowledged_by_id = now, actor_id
        agreement.acknowledged_name = name.strip()[:120]
        note(session, tenancy, "acknowledged", actor_id=actor_id, at=now, number=number)
    return agreement
