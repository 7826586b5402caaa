"""Sharing an option: invited by whoever asked first, accepted by the second; one claim, several organisers."""

from __future__ import annotations

from datetime import datetime

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.accounts.queries import normal_address
from labspace.announcements import announce
from labspace.bookings.actions.history import note, snapshot
from labspace.bookings.actions.move import load_locked
from labspace.bookings.models import Booking
from labspace.bookings.options.actions.settled import settled_option
from labspace.bookings.options.changes import PartnerInvited, PartnerJoined, PartnerLeft
from labspace.bookings.options.models import OptionPartner
from labspace.bookings.options.queries import partners_of
from labspace.db import begin_write
from labspace.errors import Refusal, Refused

MOST_PARTNERS = 5


def invite_partner(
    session: Session, booking_id: int, *, email: str, by: User, now: datetime
) -> OptionPartner:
    """Invite somebody by mail to share the option; whether they have an account is told to nobody.

    Invited again after they left, they get a new invitation; invited twice, only the first counts.
    """
    actor_id, address = by.id, _address(email)
    booking, _row = settled_option(session, booking_id, now=now)
    if address == booking.booked_by.email:
        raise Refused(Refusal("partner_is_booker"))
    if len(partners_of(session, booking_id)) >= MOST_PARTNERS:
        raise Refused(Refusal("too_many_partners", {"most": MOST_PARTNERS}))
    known = session.scalars(
        select(OptionPartner)
        .where(OptionPartner.booking_id == booking_id, OptionPartner.email == address)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if known is not None and known.left_at is None:
        raise Refused(Refusal("partner_invited_already"))
    partner = known or OptionPartner(booking_id=booking_id, email=address)
    partner.invited_by_id, partner.invited_at = actor_id, now
    partner.user_id = partner.joined_at = partner.left_at = None
    session.add(partner)
    _note(session, booking, "partner_invited", actor_id=actor_id, now=now)
    announce(session, PartnerInvited(booking, actor_id, now, partner=partner))
    return partner


def join_option(session: Session, partner_id: int, *, by: User, now: datetime) -> Booking:
    """Accept an invitation: the person sees the option, learns of its changes, and may commit it."""
    actor_id, confirmed = by.id, by.confirmed_at is not None
    begin_write(session)
    partner = session.get(OptionPartner, partner_id, populate_existing=True)
    if partner is None:
        raise Refused(Refusal("invitation_gone"))
    booking, _row = settled_option(session, partner.booking_id, now=now)
    session.refresh(partner)
    if partner.left_at is not None or partner.user_id not in (None, actor_id):
        raise Refused(Refusal("invitation_gone"))
    if not confirmed:
        raise Refused(Refusal("mail_unconfirmed"))
    if booking.booked_by_id == actor_id:
        raise Refused(Refusal("partner_is_booker"))
    if partner.joined_at is not None:
        return booking
    if any(one.user_id == actor_id for one in partners_of(session, booking.id)):
        raise Refused(Refusal("partner_invited_already"))
    partner.user_id, partner.joined_at = actor_id, now
    _note(session, booking, "partner_joined", actor_id=actor_id, now=now)
    announce(session, PartnerJoined(booking, actor_id, now, partner=partner))
    return booking


def leave_option(session: Session, partner_id: int, *, by: User, now: datetime) -> Booking:
    """Let somebody share the option no more: they themselves, or whoever asked first takes them out."""
    actor_id = by.id
    begin_write(session)
    partner = session.get(OptionPartner, partner_id, populate_existing=True)
    if partner is None:
        raise Refused(Refusal("invitation_gone"))
    booking = load_locked(session, partner.booking_id)
    session.refresh(partner)
    if partner.left_at is not None:
        raise Refused(Refusal("invitation_gone"))
    partner.left_at = now
    _note(session, booking, "partner_left", actor_id=actor_id, now=now)
    announce(session, PartnerLeft(booking, actor_id, now, partner=partner))
    return booking


def _address(email: str) -> str:
    try:
        return normal_address(validate_email(email.strip(), check_deliverability=False).normalized)
    except EmailNotValidError:
        raise Refused(Refusal("address_unreadable")) from None


def _note(session: Session, booking: Booking, what: str, *, actor_id: int, now: datetime) -> None:
    note(session, booking, what=what, before=snapshot(booking), actor_id=actor_id, at=now, reschedules=False)
