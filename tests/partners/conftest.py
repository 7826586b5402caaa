"""An agreement of the house in Bochum with Acme, and its event area on Thursdays."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from labspace.partners.actions import NewAgreement, NewAllotment, add_allotment, make_agreement
from labspace.partners.models import Allotment, PartnerAgreement
from tests.factories import Cast

THURSDAY = date(2026, 12, 3)


def thursdays(cast: Cast, **more: object) -> NewAllotment:
    values = {
        "space_id": cast.area.id,
        "weekday": 3,
        "starts_minute": 14 * 60,
        "ends_minute": 16 * 60,
        "release_days": 7,
        "valid_from": date(2026, 11, 23),
        **more,
    }
    return NewAllotment(**values)  # type: ignore[arg-type]


@pytest.fixture
def agreement(session: Session, cast: Cast, now: datetime) -> PartnerAgreement:
    new = NewAgreement(
        location_id=cast.house.id,
        organisation_name="Acme",
        contact="Frau Beispiel",
        valid_from=date(2026, 11, 1),
        valid_until=date(2027, 6, 30),
    )
    agreement = make_agreement(session, new, by=cast.nora, now=now)
    session.commit()
    return agreement


@pytest.fixture
def allotment(session: Session, cast: Cast, agreement: PartnerAgreement, now: datetime) -> Allotment:
    allotment = add_allotment(session, agreement.id, thursdays(cast), by=cast.nora, now=now)
    session.commit()
    return allotment
