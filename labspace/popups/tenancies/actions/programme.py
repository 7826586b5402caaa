"""Whether everybody sees a pop-up in the programme while it is open: the team says so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions.history import note as note_booking
from labspace.bookings.actions.history import snapshot
from labspace.bookings.changes import BookingRetold
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.popups.review.conflicts import concerns
from labspace.popups.tenancies.actions.history import note
from labspace.popups.tenancies.actions.locks import locked_with_slot
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.states import UNENDED


def show_tenancy(session: Session, tenancy_id: int, *, shown: bool, by: User, now: datetime) -> Tenancy:
    """Show the pop-up in the programme and its calendars, or take it out; asked twice, it stays as it is.

    Raises `Refused` with `own_tenancy` or `not_possible_in_state`.
    """
    actor_id = by.id
    begin_write(session)
    tenancy = locked_with_slot(session, tenancy_id)
    booking = tenancy.booking
    if concerns(session, actor_id, user_id=tenancy.tenant_id, organisation_id=booking.organisation_id):
        raise Refused(Refusal("own_tenancy"))
    if tenancy.state not in UNENDED:
        raise Refused(Refusal("not_possible_in_state", {"state": tenancy.state}))
    if booking.is_public == shown:
        return tenancy
    before = snapshot(booking)
    booking.is_public = shown
    note_booking(session, booking, what="retold", before=before, actor_id=actor_id, at=now, reschedules=False)
    what = "shown_in_programme" if shown else "hidden_from_programme"
    note(session, tenancy, what, actor_id=actor_id, at=now)
    announce(session, BookingRetold(booking, actor_id, now))
    return tenancy
