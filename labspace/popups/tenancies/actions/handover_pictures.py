"""Adding pictures to a handover protocol."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.pictures.actions import add_picture
from labspace.pictures.encoding import Encoded
from labspace.pictures.models import Picture
from labspace.popups.tenancies.actions.handovers import find_handover
from labspace.popups.tenancies.actions.history import note
from labspace.popups.tenancies.actions.locks import locked_tenancy
from labspace.popups.tenancies.records import HandoverPicture
from labspace.popups.tenancies.states import HAPPENING, Direction

PURPOSE = "handover"
MOST_PICTURES = 20
"""Of one protocol."""


def picture_handover(
    session: Session,
    tenancy_id: int,
    direction: Direction,
    encoded: Encoded,
    *,
    alternative: str,
    by: User,
    now: datetime,
) -> Picture:
    """Show a picture with the protocol; raises `Refused` before it is written and once both have signed."""
    actor_id = by.id
    begin_write(session)
    tenancy = locked_tenancy(session, tenancy_id)
    if tenancy.state not in HAPPENING:
        raise Refused(Refusal("not_possible_in_state", {"state": tenancy.state}))
    handover = find_handover(session, tenancy_id, direction)
    if handover is None:
        raise Refused(Refusal("handover_unwritten"))
    if handover.signed_at is not None:
        raise Refused(Refusal("handover_signed"))
    if sum(picture.removed_at is None for picture in handover.pictures) >= MOST_PICTURES:
        raise Refused(Refusal("handover_pictures_full", {"most": MOST_PICTURES}))
    picture = add_picture(session, encoded, purpose=PURPOSE, alternative=alternative, by=by, now=now)
    session.add(HandoverPicture(picture_id=picture.id, handover_id=handover.id))
    handover.changed_at = now
    session.flush()
    note(session, tenancy, "handover_pictured", actor_id=actor_id, at=now, direction=direction.value)
    return picture
