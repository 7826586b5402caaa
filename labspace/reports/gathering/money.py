"""Money of a period with its documents (K25), and uses below the market price (De-minimis)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.aid.queries import uses_since
from labspace.ideas.kinds import MoneyStep
from labspace.ideas.models import Idea, IdeaMoney
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.reports.snapshot import Aid, Money
from labspace.words import gettext as _


def money_of(session: Session, house: Location, days: Days) -> list[Money]:
    """Every amount K25 counts in the period, by day: granted or paid, with its document."""
    rows = session.execute(
        select(IdeaMoney, Idea.reference)
        .join(Idea, Idea.id == IdeaMoney.idea_id)
        .where(
            Idea.location_id == house.id,
            IdeaMoney.withdrawn_at.is_(None),
            IdeaMoney.step != MoneyStep.REQUESTED,
            IdeaMoney.on.between(days.first, days.last),
        )
        .order_by(IdeaMoney.on, IdeaMoney.id)
    )
    return [
        Money(
            house=house.slug,
            idea=reference,
            on=row.on,
            source=str(row.source.label),
            step=str(row.step.label),
            cents=row.cents,
            document=row.document,
        )
        for row, reference in rows
    ]


def aid_of(session: Session, house: Location, days: Days) -> list[Aid]:
    """Uses below the market price granted in the period, by the day of the grant.

    Organisations are named, as the register wants it; persons are not, since the report is kept for
    ever: the number of the booking leads to them as long as they may be known.
    """
    uses = [
        use
        for use in uses_since(session, days.first, location_id=house.id)
        if days.first <= use.granted_on <= days.last
    ]
    return [
        Aid(
            house=house.slug,
            beneficiary=use.name if use.beneficiary.startswith("o") else _("Privatperson"),
            reference=use.reference,
            kind=use.space_kind,
            first=use.first,
            last=use.last,
            granted_on=use.granted_on,
            market_cents=use.market_cents,
            price_cents=use.price_cents,
            advantage_cents=use.advantage_cents,
            registered_on=use.registered_on,
            register_reference=use.register_reference,
        )
        for use in sorted(uses, key=lambda use: (use.granted_on, use.booking_id))
    ]
