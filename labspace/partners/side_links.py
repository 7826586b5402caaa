"""The way of a partner's members to what was agreed, from their bookings."""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from labspace.bookings.side_links import SideLink, links_beside_bookings
from labspace.partners.queries import has_agreement
from labspace.words import gettext as _


@links_beside_bookings
def link_to_agreements(session: Session, user_id: int) -> list[SideLink]:
    """The page of all agreements, for members of an organisation that has one."""
    if not has_agreement(session, user_id):
        return []
    return [SideLink(label=_("Vereinbarungen mit Häusern"), url=url_for("partners.index"), icon="team")]
