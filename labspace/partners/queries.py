"""Reading agreements, allotments and their dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.accounts.models import Membership, Organisation
from labspace.partners.models import Allotment, AllotmentDate, PartnerAgreement
from labspace.partners.states import DateState

_WHOLE = (
    joinedload(PartnerAgreement.organisation),
    joinedload(PartnerAgreement.location),
    selectinload(PartnerAgreement.allotments).joinedload(Allotment.space),
)


def agreements_of_house(session: Session, location_id: int) -> Sequence[PartnerAgreement]:
    """All agreements of a house with their allotments, by the partner's name."""
    return session.scalars(
        select(PartnerAgreement)
        .join(PartnerAgreement.organisation)
        .where(PartnerAgreement.location_id == location_id)
        .options(*_WHOLE)
        .order_by(Organisation.name, PartnerAgreement.valid_from, PartnerAgreement.id)
    ).all()


def agreements_of_person(session: Session, user_id: int) -> Sequence[PartnerAgreement]:
    """The agreements of the organisations somebody belongs to, newest first."""
    mine = select(Membership.organisation_id).where(Membership.user_id == user_id)
    return session.scalars(
        select(PartnerAgreement)
        .where(PartnerAgreement.organisation_id.in_(mine))
        .options(*_WHOLE)
        .order_by(PartnerAgreement.valid_from.desc(), PartnerAgreement.id)
    ).all()


def has_agreement(session: Session, user_id: int) -> bool:
    """Whether an organisation somebody belongs to has, had or will have an agreement."""
    return (
        session.scalar(
            select(PartnerAgreement.id)
            .join(Membership, Membership.organisation_id == PartnerAgreement.organisation_id)
            .where(Membership.user_id == user_id)
            .limit(1)
        )
        is not None
    )


def find_agreement(session: Session, agreement_id: int) -> PartnerAgreement | None:
    """One agreement with its allotments."""
    return session.scalars(
        select(PartnerAgreement).where(PartnerAgreement.id == agreement_id).options(*_WHOLE)
    ).one_or_none()


def find_date(session: Session, date_id: int) -> AllotmentDate | None:
    """One set-aside date with its allotment and agreement."""
    return session.scalars(
        select(AllotmentDate)
        .where(AllotmentDate.id == date_id)
        .options(
            joinedload(AllotmentDate.allotment).joinedload(Allotment.space),
            joinedload(AllotmentDate.allotment)
            .joinedload(Allotment.agreement)
            .options(joinedload(PartnerAgreement.location), joinedload(PartnerAgreement.organisation)),
        )
    ).one_or_none()


def dates_ahead(
    session: Session, agreement_ids: Sequence[int], *, first: date
) -> dict[int, list[AllotmentDate]]:
    """The dates from `first` on of each agreement, in order."""
    rows = session.scalars(
        select(AllotmentDate)
        .join(AllotmentDate.allotment)
        .where(Allotment.agreement_id.in_(agreement_ids), AllotmentDate.day >= first)
        .options(
            joinedload(AllotmentDate.allotment).joinedload(Allotment.space),
            joinedload(AllotmentDate.booking),
        )
        .order_by(AllotmentDate.day, Allotment.starts_minute, AllotmentDate.id)
    )
    found: dict[int, list[AllotmentDate]] = {agreement_id: [] for agreement_id in agreement_ids}
    for row in rows:
        found[row.allotment.agreement_id].append(row)
    return found


def counts(session: Session, agreement_id: int, *, before: date) -> dict[DateState, int]:
    """What became of the dates of an agreement before a day."""
    rows = session.execute(
        select(AllotmentDate.state, func.count())
        .join(AllotmentDate.allotment)
        .where(Allotment.agreement_id == agreement_id, AllotmentDate.day < before)
        .group_by(AllotmentDate.state)
    )
    return {state: number for state, number in rows}  # noqa: C416 - rows, for mypy


def allotments_to_make(session: Session, *, until: date) -> Sequence[int]:
    """Ids of allotments whose dates are not set aside up to `until` yet, though they may hold."""
    return session.scalars(
        select(Allotment.id)
        .join(Allotment.agreement)
        .where(
            or_(Allotment.made_until.is_(None), Allotment.made_until < until),
            PartnerAgreement.valid_from <= until,
            Allotment.valid_from <= until,
            or_(
                Allotment.valid_until.is_(None),
                Allotment.made_until.is_(None),
                Allotment.valid_until > Allotment.made_until,
            ),
            or_(
                PartnerAgreement.valid_until.is_(None),
                Allotment.made_until.is_(None),
                PartnerAgreement.valid_until > Allotment.made_until,
            ),
        )
        .order_by(Allotment.id)
    ).all()


def held_dates(session: Session, *, until: date) -> Sequence[AllotmentDate]:
    """Dates up to a day that are still held, in order."""
    return session.scalars(
        select(AllotmentDate)
        .where(AllotmentDate.state == DateState.HELD, AllotmentDate.day <= until)
        .options(joinedload(AllotmentDate.allotment).joinedload(Allotment.agreement))
        .order_by(AllotmentDate.day, AllotmentDate.id)
    ).all()


def organisation_named(session: Session, name: str) -> Organisation | None:
    """The one organisation of this name, however it is capitalised; None if there is none or several."""
    found = session.scalars(
        select(Organisation)
        .where(func.lower(Organisation.name) == name.strip().lower(), Organisation.merged_into_id.is_(None))
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None
