"""What the organiser accepts and answers besides: house rules in force, and how the event will be."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.states import OPEN
from labspace.errors import Refusal, Refused
from labspace.events.decision.actions.checklist import settle_checklist
from labspace.events.decision.actions.reviews import event_to_change, remember
from labspace.events.decision.models import EventTraits, HouseRulesAccepted
from labspace.events.decision.queries import accepted_versions
from labspace.events.queries import find_request
from labspace.events.terms import house_rules_version


def accept_house_rules(session: Session, booking_id: int, *, version: str, by: User, now: datetime) -> None:
    """Accept the version in force; raises `Refused` with `house_rules_changed` for any other."""
    booking = event_to_change(session, booking_id, expected_version=None)
    if booking.state not in OPEN:
        raise Refused(Refusal("not_possible_in_state", {"state": booking.state}))
    on = now.astimezone(booking.location.zone).date()
    if version != house_rules_version(session, booking.location_id, on=on):
        raise Refused(Refusal("house_rules_changed"))
    request = find_request(session, booking_id)
    if request is None or version in accepted_versions(session, request):
        return
    session.add(HouseRulesAccepted(booking_id=booking_id, version=version, accepted_at=now, by_id=by.id))
    remember(session, booking, what="house_rules_accepted", by=by, now=now)


def tell_traits(
    session: Session, booking_id: int, *, music: bool, alcohol: bool, sells: bool, by: User, now: datetime
) -> EventTraits:
    """Answer about music, alcohol and selling; the checklist follows at once."""
    booking = event_to_change(session, booking_id, expected_version=None)
    if booking.state not in OPEN:
        raise Refused(Refusal("not_possible_in_state", {"state": booking.state}))
    traits = session.get(EventTraits, booking_id, populate_existing=True)
    values = {"music": music, "alcohol": alcohol, "sells": sells, "answered_at": now, "by_id": by.id}
    if traits is None:
        traits = EventTraits(booking_id=booking_id, **values)
        session.add(traits)
    else:
        for name, value in values.items():
            setattr(traits, name, value)
    session.flush()
    settle_checklist(session, booking, now=now)
    remember(session, booking, what="traits_told", by=by, now=now)
    return traits
