"""Pictures of handover protocols: seen by both sides, changed by the team until both have signed."""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.pictures.models import Picture
from labspace.pictures.uses import Use, use_pictures
from labspace.popups.tenancies.actions.handover_pictures import PURPOSE
from labspace.popups.tenancies.queries import handover_with_picture


def _may_see(session: Session, picture: Picture, person: User | None) -> bool:
    handover = handover_with_picture(session, picture.id) if person else None
    if handover is None or person is None:
        return False
    return handover.tenancy.tenant_id == person.id or person.runs(handover.tenancy.location_id)


def _may_change(session: Session, picture: Picture, person: User) -> bool:
    handover = handover_with_picture(session, picture.id)
    if handover is None or handover.signed_at is not None:
        return False
    return person.runs(handover.tenancy.location_id)


def _page(session: Session, picture: Picture) -> str:
    handover = handover_with_picture(session, picture.id)
    assert handover is not None, "whoever may change it has seen its protocol"
    return url_for(
        "tenancies_staff.handover",
        slug=handover.tenancy.space.location.slug,
        tenancy_id=handover.tenancy_id,
        direction=handover.direction.value,
    )


use_pictures(PURPOSE, Use(may_see=_may_see, may_change=_may_change, page=_page))
