"""Applying for a pop-up slot, taking an application up, and withdrawing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from labspace.accounts.kinds import SECTOR_VERSION, Theme
from labspace.accounts.models import User
from labspace.bookings.actions import cancel_booking, place_booking
from labspace.bookings.actions.claims import in_the_way, refuse_if_taken, unit_rules_of_booking, units_of
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.popups.models import PopupApplication
from labspace.popups.queries import application_of
from labspace.popups.spans import weeks_span
from labspace.popups.states import ApplicationState
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space


@dataclass(frozen=True, kw_only=True)
class Concept:
    """What a founder applies with."""

    title: str
    concept: str
    sector: str = "-"
    theme: Theme | None = None
    first_on: date
    """A Monday."""
    weeks: int
    alternatives: str = ""
    opening_hours: str = ""
    team: str = ""
    seed_money_cents: int = 0
    organisation_id: int | None = None


def apply_for_slot(
    session: Session, space: Space, concept: Concept, *, applicant: User, now: datetime, once: str = ""
) -> PopupApplication:
    """Hand in an application: the wished weeks are requested and claim nothing until staff decide.

    Raises `Refused` with every broken rule, `SpaceTaken` where the slot is let already. `once`
    names the filled-in form: sent twice, it gives the application of the first time.
    """
    space_id, zone, applicant_id = space.id, space.location.zone, applicant.id
    if space.kind is not SpaceKind.POPUP_SLOT:
        raise Refused(Refusal("space_unknown"))
    begin_write(session)
    wish = Wish(
        span=weeks_span(concept.first_on, concept.weeks, zone=zone),
        space_ids=(space_id,),
        details=Details(
            title=concept.title, theme=concept.theme, organisation_id=concept.organisation_id, is_public=True
        ),
    )
    booking = place_booking(
        session, wish, booked_by=applicant, now=now, state=BookingState.REQUESTED, once=once
    )
    if (known := application_of(session, booking.id)) is not None:
        return known
    unit_ids = units_of(session, booking.id)
    rules = unit_rules_of_booking(session, booking, unit_ids=unit_ids)
    refuse_if_taken(in_the_way(session, booking.span, unit_ids=unit_ids, rules=rules))
    application = PopupApplication(
        applicant_id=applicant_id,
        space_id=space_id,
        booking_id=booking.id,
        state=ApplicationState.SUBMITTED,
        state_since=now,
        created_at=now,
        sector_version=SECTOR_VERSION,
        **_told(concept),
    )
    session.add(application)
    session.flush()
    return application


def _told(concept: Concept) -> Mapping[str, Any]:
    return {name: getattr(concept, name) for name in concept.__dataclass_fields__}


def take_up(session: Session, application: PopupApplication, *, now: datetime) -> None:
    """Staff have begun to look at an application; its applicant sees that."""
    application_id = application.id
    begin_write(session)
    # A decision that is being taken at this moment comes first: it would be overwritten otherwise.
    fresh = session.get(PopupApplication, application_id, populate_existing=True, with_for_update=True)
    assert fresh is not None
    fresh.become(ApplicationState.IN_REVIEW, now=now)
    session.flush()


def withdraw(session: Session, application: PopupApplication, *, by: User, now: datetime) -> None:
    """The applicant takes the application back; its booking is cancelled, and that ends it."""
    if application.booking_id is None:
        raise Refused(Refusal("not_possible_in_state", {"state": application.state}))
    cancel_booking(session, application.booking_id, by=by, now=now)
