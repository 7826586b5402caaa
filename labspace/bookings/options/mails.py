"""Mails about options: to whoever is first, to those who wait, and to those who share one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import listen
from labspace.bookings.changes import (
    BookingCancelled,
    BookingChange,
    BookingDecided,
    BookingLapsed,
    BookingMoved,
    OptionPassedOver,
    OptionPromoted,
)
from labspace.bookings.letters import letter_of
from labspace.bookings.models import Booking
from labspace.bookings.options import letters
from labspace.bookings.options.changes import (
    ChallengeWithdrawn,
    OptionChallenged,
    OptionCommitted,
    OptionDue,
    OptionExtended,
    PartnerInvited,
    PartnerJoined,
    PartnerLeft,
)
from labspace.bookings.options.links import make_partner_link
from labspace.bookings.options.queries import co_organisers, organisers_of, partners_of, waiting_behind
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail
from labspace.spaces.kinds import SpaceKind
from labspace.words import gettext as _

Write = Callable[..., Letter]
"""Makes the letter for the `base_url` it is given, in the language at hand."""


@listen(OptionChallenged)
def ask_first(session: Session, change: OptionChallenged) -> None:
    """Ask everybody who organises the first option, and tell those who wait."""
    booking, challenge = change.booking, change.challenge
    by_team = challenge.challenger_id is None
    _tell(session, booking, change.at, partial(letters.challenged, booking, by_team=by_team))
    for other in waiting_behind(session, booking):
        _tell(
            session,
            other,
            change.at,
            partial(letters.asked_for_you, other, until=challenge.until),
        )


@listen(ChallengeWithdrawn)
def tell_of_withdrawal(session: Session, change: ChallengeWithdrawn) -> None:
    """Tell the first that nobody waits for the answer any more."""
    booking = change.booking
    _tell(session, booking, change.at, partial(letters.withdrawn, booking))


@listen(OptionCommitted)
def tell_of_commitment(session: Session, change: OptionCommitted) -> None:
    """A receipt for everybody who organises it, and the news for those who wait."""
    booking = change.booking
    _tell(session, booking, change.at, partial(letters.committed, booking))
    for other in waiting_behind(session, booking):
        _tell(session, other, change.at, partial(letters.committed_ahead, other))


@listen(OptionExtended)
def tell_of_extension(session: Session, change: OptionExtended) -> None:
    """More time for the first is longer waiting for the others."""
    booking, until = change.booking, change.booking.option_until or change.booking.starts_at
    _tell(session, booking, change.at, partial(letters.extended, booking))
    for other in waiting_behind(session, booking):
        _tell(
            session,
            other,
            change.at,
            partial(letters.extended_ahead, other, until=until),
        )


@listen(OptionDue)
def remind_first(session: Session, change: OptionDue) -> None:
    """Remind everybody who organises the option of its deadline."""
    booking = change.booking
    _tell(session, booking, change.at, partial(letters.due, booking))


@listen(BookingMoved, BookingDecided, BookingCancelled, BookingLapsed, OptionPromoted, OptionPassedOver)
def tell_partners(session: Session, change: BookingChange) -> None:
    """Who shares an option reads what whoever booked reads."""
    booking = change.booking
    if booking.kind is not SpaceKind.EVENT_AREA or booking.ends_at <= change.at or booking.entered_later:
        return
    others = co_organisers(partners_of(session, booking.id))
    _send(session, booking, others, change.at, partial(letter_of, change))


@listen(PartnerInvited)
def invite(session: Session, change: PartnerInvited) -> None:
    """Write to the address, in the language of whoever invites: whose it is, is not known."""
    booking, partner = change.booking, change.partner
    token = make_partner_link(partner, secret=str(current_app.config["SECRET_KEY"]))
    with force_locale(partner.invited_by.locale):
        url = f"{_base_url().rstrip('/')}/mitveranstalten/{token}"
        _enqueue(
            session, booking, partner.email, letters.invitation(booking, partner, url=url), now=change.at
        )


@listen(PartnerJoined)
def tell_of_joining(session: Session, change: PartnerJoined) -> None:
    """Whoever asked first learns that the invitation was accepted."""
    booking, name = change.booking, change.partner.user.name if change.partner.user else ""
    to = [booking.booked_by]
    _send(session, booking, to, change.at, partial(letters.joined, booking, name=name))


@listen(PartnerLeft)
def tell_of_leaving(session: Session, change: PartnerLeft) -> None:
    """Whoever asked first learns that somebody left; one's own doing needs no mail."""
    booking, partner = change.booking, change.partner
    if change.actor_id == booking.booked_by_id or partner.joined_at is None or partner.user is None:
        return
    to, name = [booking.booked_by], partner.user.name
    _send(session, booking, to, change.at, partial(letters.left, booking, name=name))


def _tell(session: Session, booking: Booking, now: datetime, write: Write) -> None:
    _send(session, booking, organisers_of(session, booking), now, write)


def _send(session: Session, booking: Booking, readers: Iterable[User], now: datetime, write: Write) -> None:
    for reader in readers:
        if not reader.is_active:
            continue
        with force_locale(reader.locale):
            letter = replace(write(base_url=_base_url()), greeting=_("Guten Tag %(name)s,", name=reader.name))
            _enqueue(session, booking, reader.email, letter, now=now)


def _enqueue(session: Session, booking: Booking, recipient: str, letter: Letter, *, now: datetime) -> None:
    enqueue_mail(
        session,
        topic=f"booking:{booking.id}",
        recipient=recipient,
        subject=letter.subject,
        plain=plain_of(letter),
        html=html_of(letter),
        now=now,
    )


def _base_url() -> str:
    return str(current_app.extensions["labspace.settings"].base_url)
