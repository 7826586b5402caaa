"""Offering weeks on a slot, and answering the offer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions import (
    confirm_booking,
    move_booking,
    place_booking,
)
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.actions.claims import lock_spaces, units_of
from labspace.bookings.actions.holds import put_hold
from labspace.bookings.actions.lapse import end_hold
from labspace.bookings.claim_models import Claim
from labspace.bookings.holds import Hold, HoldOutcome, HoldPurpose
from labspace.bookings.models import Booking
from labspace.bookings.rulebook.queries import rules_of
from labspace.bookings.states import UNDECIDED, BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.db import begin_write
from labspace.errors import Refusal, Refused, refuse_any
from labspace.popups.log import log
from labspace.popups.models import PopupApplication
from labspace.popups.review.conflicts import conflict_of, refuse_own
from labspace.popups.spans import weeks_span
from labspace.popups.states import OFFERABLE, ApplicationState
from labspace.popups.tenancies.changes import OfferEnded, OfferMade
from labspace.popups.tenancies.models import PopupOffer, Tenancy
from labspace.popups.tenancies.queries import find_offer, open_offer_of, tenancy_of
from labspace.popups.tenancies.rules import against_answer, against_offer
from labspace.popups.tenancies.shop_hours import USUAL_MINIMUM, Minimum, WeeklyHours
from labspace.popups.tenancies.states import OfferState
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.queries import units_by_space

DOOR_REASON = "Angebot angenommen"
"""Stands in the history where a rule of the house is passed by what staff offered."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is offered."""

    space_id: int
    first_on: date
    weeks: int
    price_cents: int
    market_cents: int
    until: datetime
    hours: WeeklyHours
    minimum: Minimum = USUAL_MINIMUM
    conditions: str = ""


def make_offer(session: Session, application_id: int, terms: Terms, *, by: User, now: datetime) -> PopupOffer:
    """Hold the weeks for the applicant until the deadline; nobody else gets them meanwhile.

    Raises `Refused` with all that stands against it, `SpaceTaken` if somebody has the weeks.
    """
    by_id = by.id
    begin_write(session)
    units = _lock(session, terms.space_id, on=terms.first_on, also=_held_for(session, application_id))
    application = _locked_application(session, application_id)
    space = session.get_one(Space, terms.space_id)
    span = weeks_span(terms.first_on, max(1, min(terms.weeks, 60)), zone=space.location.zone)
    refusals = list(
        against_offer(span=span, weeks=terms.weeks, first_on=terms.first_on, until=terms.until, now=now)
    )
    if space.kind is not SpaceKind.POPUP_SLOT or space.location_id != application.space.location_id:
        refusals.append(Refusal("space_unknown"))
    if application.state not in OFFERABLE:
        refusals.append(Refusal("not_possible_in_state", {"state": application.state}))
    if (conflict := conflict_of(session, application, by_id)) is not None:
        refusals.append(conflict)
    if terms.hours.by_weekday and not terms.hours.keeps(terms.minimum):
        refusals.append(
            Refusal("hours_below_minimum", {"days": terms.minimum.days, "minutes": terms.minimum.minutes})
        )
    _end_lapsed(session, application_id, now=now)
    if open_offer_of(session, application_id) is not None:
        refusals.append(Refusal("offer_open_already"))
    refuse_any(refusals)
    hold = put_hold(
        session,
        space.id,
        span=span,
        user_id=application.applicant_id,
        purpose=HoldPurpose.POPUP_OFFER,
        until=terms.until,
        unit_ids=units,
        rules=rules_of(session, [space], on=terms.first_on)[space.id],
        now=now,
    )
    offer = PopupOffer(
        application=application,
        space=space,
        hold_id=hold.id,
        first_on=terms.first_on,
        weeks=terms.weeks,
        price_cents=terms.price_cents,
        market_cents=terms.market_cents,
        conditions=terms.conditions,
        min_days=terms.minimum.days,
        min_minutes=terms.minimum.minutes,
        weekly_hours=terms.hours.rows(),
        until=terms.until,
        state=OfferState.OPEN,
        state_since=now,
        made_by_id=by_id,
        created_at=now,
    )
    session.add(offer)
    if application.state.may_become(ApplicationState.OFFERED):
        application.become(ApplicationState.OFFERED, now=now)
    session.flush()
    announce(session, OfferMade(offer, by_id, now))
    return offer


def accept_offer(session: Session, offer_id: int, *, by: User, now: datetime) -> Tenancy:
    """The held weeks become a confirmed booking and a tenancy; a second click gives the same one.

    Raises `Refused` with `offer_gone` once the deadline has passed, whether or not anybody noticed.
    """
    by_id = by.id
    begin_write(session)
    offer = _locked_offer(session, offer_id)
    if offer.state is OfferState.ACCEPTED and offer.booking_id is not None:
        known = tenancy_of(session, offer.booking_id)
        assert known is not None
        return known
    refuse_any(against_answer(is_open=offer.state is OfferState.OPEN, until=offer.until, now=now))
    offer.become(OfferState.ACCEPTED, now=now)
    _accept(session, offer.application, by_id=by_id, now=now)
    booking = _booking_for(session, offer, by=by, now=now)
    tenancy = tenancy_of(session, booking.id)
    assert tenancy is not None, "whoever hears of a confirmed pop-up begins its tenancy"
    return tenancy


def _accept(session: Session, application: PopupApplication, *, by_id: int, now: datetime) -> None:
    """The application is accepted by its applicant, before its booking is confirmed as if by the team."""
    if application.state is ApplicationState.ACCEPTED:
        return
    if not application.state.may_become(ApplicationState.ACCEPTED):
        raise Refused(Refusal("offer_gone"))
    application.become(ApplicationState.ACCEPTED, now=now)
    log(session, "offer_accepted", application_id=application.id, actor_id=by_id, at=now)


def _booking_for(session: Session, offer: PopupOffer, *, by: User, now: datetime) -> Booking:
    """The application's booking, moved to what was offered and confirmed; a new one where it has none."""
    application = offer.application
    door = StaffDoor(entered_by=offer.made_by, reason=DOOR_REASON)
    details = Details(
        title=application.title,
        theme=application.theme,
        organisation_id=application.organisation_id,
        is_public=True,
    )
    wish = Wish(span=offer.span, space_ids=(offer.space_id,), details=details)
    asked = application.booking
    if asked is None or asked.state not in UNDECIDED:
        # Only requested here, so that its price and the offer are known before anybody hears of it.
        asked = place_booking(
            session, wish, booked_by=application.applicant, now=now, state=BookingState.REQUESTED, door=door
        )
        application.booking = asked
    elif asked.span != offer.span or [space.id for space in asked.spaces] != [offer.space_id]:
        asked = move_booking(session, asked.id, wish, by=by, now=now, door=door)
    asked.price_cents, asked.market_cents, asked.price_breakdown = offer.price_cents, offer.market_cents, None
    offer.booking_id = asked.id
    session.flush()
    return confirm_booking(session, asked.id, by=by, now=now)


def decline_offer(
    session: Session, offer_id: int, *, by: User, now: datetime, reason: str = ""
) -> PopupOffer:
    """The applicant does not want it; the weeks are free at once."""
    by_id = by.id
    begin_write(session)
    offer = _locked_offer(session, offer_id)
    return _end(session, offer, OfferState.DECLINED, actor_id=by_id, reason=reason, now=now)


def take_offer_back(session: Session, offer_id: int, *, by: User, now: datetime, reason: str) -> PopupOffer:
    """Staff take an open offer back, with the reason the applicant is told."""
    if not reason.strip():
        raise Refused(Refusal("reason_missing"))
    by_id = by.id
    begin_write(session)
    offer = _locked_offer(session, offer_id)
    refuse_own(session, offer.application, by)
    return _end(session, offer, OfferState.TAKEN_BACK, actor_id=by_id, reason=reason, now=now)


def _end(
    session: Session, offer: PopupOffer, state: OfferState, *, actor_id: int, reason: str, now: datetime
) -> PopupOffer:
    refuse_any(against_answer(is_open=offer.state is OfferState.OPEN, until=offer.until, now=now))
    offer.become(state, now=now)
    offer.answer = reason.strip()[:500]
    session.flush()
    end_hold(session, session.get_one(Hold, offer.hold_id), HoldOutcome.GIVEN_UP, now=now)
    announce(session, OfferEnded(offer, actor_id, now))
    return offer


def _end_lapsed(session: Session, application_id: int, *, now: datetime) -> None:
    """End an offer of this application whose deadline has passed; its own weeks may be offered again."""
    offer = open_offer_of(session, application_id)
    if offer is not None and offer.until <= now:
        end_hold(session, session.get_one(Hold, offer.hold_id), HoldOutcome.LAPSED, now=now)


def _held_for(session: Session, application_id: int) -> Collection[int]:
    """The units of the offer that is open now: if it has lapsed, it ends here, and its slots wait for us too."""
    offer = open_offer_of(session, application_id)
    return (
        session.scalars(select(Claim.space_id).where(Claim.hold_id == offer.hold_id)).all() if offer else ()
    )


def _lock(session: Session, space_id: int, *, on: date, also: Collection[int] = ()) -> frozenset[int]:
    units = frozenset(units_by_space(session, [space_id], on=on)[space_id])
    lock_spaces(session, units | {space_id} | set(also))
    return units


def _locked_application(session: Session, application_id: int) -> PopupApplication:
    application = session.get(PopupApplication, application_id, populate_existing=True, with_for_update=True)
    if application is None:
        raise LookupError(application_id)
    return application


def _locked_offer(session: Session, offer_id: int) -> PopupOffer:
    """The offer as it is once its slot and the wished one are locked, in one statement."""
    offer = find_offer(session, offer_id)
    if offer is None:
        raise LookupError(offer_id)
    wished = units_of(session, offer.application.booking_id) if offer.application.booking_id else frozenset()
    _lock(session, offer.space_id, on=offer.first_on, also=wished)
    session.refresh(offer)
    session.refresh(offer.application)
    return offer
