"""Agreements follow their organisation, inside the same transaction."""

from __future__ import annotations

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from labspace.accounts.changes import OrganisationMerged
from labspace.accounts.holdings import counts_holdings
from labspace.announcements import listen
from labspace.partners.models import PartnerAgreement
from labspace.words import lazy_gettext as _l


@counts_holdings("partner_agreements", _l("Vereinbarungen mit Häusern"))
def count_agreements(session: Session, organisation_id: int) -> int:
    """How many agreements the organisation has, past ones included."""
    statement = select(func.count()).where(PartnerAgreement.organisation_id == organisation_id)
    return session.scalar(statement) or 0


@listen(OrganisationMerged)
def take_over_agreements(session: Session, merged: OrganisationMerged) -> None:
    """Agreements follow their organisation."""
    session.execute(
        update(PartnerAgreement)
        .where(PartnerAgreement.organisation_id == merged.source_id)
        .values(organisation_id=merged.target_id)
    )
