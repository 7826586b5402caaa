"""An agreement with an association: Thursdays kept on an event area, one booked, one returned; all invented."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.wishes import Details
from labspace.demo.people import ORGANISER, TEAM
from labspace.demo.words import INVENTED
from labspace.partners.actions import (
    NewAgreement,
    NewAllotment,
    add_allotment,
    give_back,
    make_agreement,
    use_date,
)
from labspace.partners.models import AllotmentDate, PartnerAgreement
from labspace.partners.states import DateState
from labspace.spaces.queries import find_space

AREA, THURSDAY = "bochum-event-b", 3
AGREED_BEFORE = timedelta(weeks=10)


def load_agreements(session: Session, *, now: datetime) -> PartnerAgreement | None:
    """Agree with the organiser's association; None where nobody is there to agree."""
    people = {user.email: user for user in session.scalars(select(User).where(User.is_demo))}
    area = find_space(session, AREA)
    if area is None or ORGANISER.email not in people or TEAM.email not in people:
        return None
    member = people[ORGANISER.email]
    since = (now - AGREED_BEFORE).astimezone(area.location.zone).date()
    new = NewAgreement(
        location_id=area.location_id,
        organisation_name=member.memberships[0].organisation.name,
        contact=f"Robin Beispiel {INVENTED}",
        document="V-2026-04",
        valid_from=since,
    )
    agreement = make_agreement(session, new, by=people[TEAM.email], now=now)
    allotment = NewAllotment(
        space_id=area.id,
        weekday=THURSDAY,
        starts_minute=14 * 60,
        ends_minute=18 * 60,
        release_days=14,
        valid_from=since,
    )
    add_allotment(session, agreement.id, allotment, by=people[TEAM.email], now=now)
    held = session.scalars(
        select(AllotmentDate).where(AllotmentDate.state == DateState.HELD).order_by(AllotmentDate.day)
    ).all()
    if len(held) > 1:
        layout = area.layouts[0]
        details = Details(
            title="Sprechstunde Ehrenamt", people=min(12, layout.capacity), layout=layout.layout
        )
        use_date(session, held[0].id, details, by=member, agreed="Vereinbarung mit dem Haus", now=now)
        give_back(session, held[1].id, by=member, now=now)
    session.commit()
    return agreement
