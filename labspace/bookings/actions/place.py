"""Placing a booking: the one door for page, API, staff and import."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from labspace.accounts.kinds import PartnerType
from labspace.accounts.models import Organisation, User
from labspace.accounts.tariff_groups import group_of_booker
from labspace.announcements import announce
from labspace.bookings.actions.bookers import lock_bookers
from labspace.bookings.actions.checks import StaffDoor, check_wish, needs_approval
from labspace.bookings.actions.choose import candidates, first_free
from labspace.bookings.actions.claims import (
    claim_free,
    core_span,
    held_or_free,
    holds_claims,
    plan_units,
)
from labspace.bookings.actions.history import note
from labspace.bookings.actions.no_shows import settle_in_the_way
from labspace.bookings.actions.overrides import lets_pass
from labspace.bookings.actions.settle import join_queue, settle_options
from labspace.bookings.changes import BookingPlaced
from labspace.bookings.models import Booking, Idempotence
from labspace.bookings.presence import check_in_deadline
from labspace.bookings.prices import kept_tariffs, set_price
from labspace.bookings.queries import Claimed
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space

REFERENCE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def place_booking(
    session: Session,
    wish: Wish,
    *,
    booked_by: User,
    now: datetime,
    state: BookingState = BookingState.CONFIRMED,
    option_until: datetime | None = None,
    door: StaffDoor | None = None,
    once: str = "",
    uid: str = "",
    told_together: bool = False,
) -> Booking:
    """Book all spaces of `wish` or none; confirmed at once unless `state` says otherwise.

    `once` names the filled-in form: sent twice, it gives the booking of the first time. `uid` is the
    iCalendar UID of a date that belongs to a series. `told_together`: one letter tells of several.
    Where the house approves bookings of the space first, a confirmed one is requested instead.
    Raises `Refused` with every broken rule, `SpaceTaken` if another claim is in the way.
    An option gets the next free rank, and as the first one a deadline by the terms of the house, or
    `option_until`; requested bookings and options of lower rank claim nothing.
    """
    booker_id, entered_by_id = booked_by.id, door.entered_by.id if door else None
    begin_write(session)
    if once and (first := _note_form(session, wish, booker_id=booker_id, once=once, now=now)):
        return session.get_one(Booking, first)
    plan = candidates(session, wish)
    if plan.spaces[0].kind is SpaceKind.EVENT_AREA:
        settle_options(session, plan.units_of(plan.spaces), now=now)
    settle_in_the_way(session, plan.units_of(plan.spaces), plan.rules.values(), span=wish.span, now=now)
    spaces = plan.spaces if wish.space_ids else first_free(session, plan, wish, booker_id=booker_id, now=now)
    counts = any(plan.rules[space.id].quotas for space in spaces)
    lock_bookers(session, booker_id, organisation_id=wish.details.organisation_id, alone=counts)
    checked = check_wish(
        session,
        spaces,
        wish,
        rules=plan.rules,
        booked_by=booked_by,
        now=now,
        door=door,
        state=state,
        kept=plan.house,
    )
    unit_ids, rules = plan.units_of(spaces), plan.unit_rules(spaces)
    asks_first = checked.waits or needs_approval(spaces, rules=plan.rules)
    waits = state is BookingState.CONFIRMED and door is None and asks_first
    core = core_span(wish.span, setup_minutes=wish.setup_minutes, teardown_minutes=wish.teardown_minutes)
    held: list[Claimed] = []
    if state is BookingState.CONFIRMED:
        held = held_or_free(session, core, unit_ids=unit_ids, rules=rules, booker_id=booker_id, now=now)
    booking = new_booking(session, spaces, wish, booked_by=booked_by, now=now, door=door, uid=uid)
    booking.state = BookingState.REQUESTED if waits else state
    if booking.state is BookingState.OPTION:
        booking.option_until = booking.starts_at
    booking.product = checked.product
    if door and door.entered_later and state is BookingState.CONFIRMED and wish.span.ends_at <= now:
        booking.state = BookingState.USED
    asked_rules = [plan.rules[space.id] for space in spaces]
    booking.check_in_until = check_in_deadline(asked_rules, starts_at=wish.span.starts_at, now=now)
    set_price(session, booking, tariffs=kept_tariffs(session, plan.house))
    session.add(booking)
    session.flush()
    plan_units(session, booking, unit_ids=unit_ids)
    if booking.state is BookingState.OPTION:
        join_queue(session, booking, now=now, until=option_until)
    elif holds_claims(booking):
        claim_free(session, booking, core, unit_ids=unit_ids, rules=rules, held=held, now=now)
    if once:
        _answer_form(session, booking, once=once)
    actor_id = entered_by_id or booker_id
    lets_pass(session, booking, checked, door=door, now=now)
    note(
        session,
        booking,
        what="placed",
        before=None,
        actor_id=actor_id,
        at=now,
        text=door.reason if door and checked.overridden else "",
        overridden=checked.overridden,
    )
    announce(session, BookingPlaced(booking, actor_id, now, told_together=told_together))
    return booking


def new_booking(
    session: Session,
    spaces: Sequence[Space],
    wish: Wish,
    *,
    booked_by: User,
    now: datetime,
    door: StaffDoor | None = None,
    reference: str = "",
    uid: str = "",
) -> Booking:
    """The row of a confirmed booking, with what person and organisation are at this moment; not added yet."""
    details, house = wish.details, spaces[0].location
    organisation = session.get(Organisation, details.organisation_id) if details.organisation_id else None
    return Booking(
        reference=reference or _free_reference(session, house.slug),
        uid=uid or f"{uuid.uuid4()}@labspace",
        location_id=house.id,
        kind=spaces[0].kind,
        booked_by_id=booked_by.id,
        organisation_id=organisation.id if organisation else None,
        title=details.title,
        people=details.people,
        layout=details.layout,
        is_public=details.is_public,
        note=details.note,
        theme=details.theme or (organisation.theme if organisation else None),
        partner_type=organisation.partner_type if organisation else PartnerType.PRIVATE,
        sector=organisation.sector if organisation else "-",
        sector_version=organisation.sector_version if organisation else "WZ 2025",
        is_internal=organisation is not None and organisation.partner_type is PartnerType.INTERNAL,
        tariff_group=group_of_booker(organisation),
        span=wish.span,
        setup_minutes=wish.setup_minutes,
        teardown_minutes=wish.teardown_minutes,
        state=BookingState.CONFIRMED,
        state_since=now,
        entered_later=door is not None and door.entered_later and wish.span.starts_at < now,
        entered_by_id=door.entered_by.id if door else None,
        created_at=now,
        changed_at=now,
        version=1,
        sequence=0,
        spaces=list(spaces),
    )


def _free_reference(session: Session, slug: str) -> str:
    # Among a million bookings one in thirty thousand new references is in use already.
    while session.scalar(_BOOKED_AS, {"reference": (reference := new_reference(slug))}):
        pass
    return reference


_BOOKED_AS = select(Booking.id).where(Booking.reference == bindparam("reference"))


def new_reference(slug: str) -> str:
    """A readable reference such as `BO-7K2M9QX`, without letters and digits that look alike."""
    return f"{slug[:2].upper()}-{''.join(secrets.choice(REFERENCE_LETTERS) for _ in range(7))}"


def _fingerprint(wish: Wish) -> str:
    return hashlib.sha256(repr(wish).encode()).hexdigest()


def _note_form(session: Session, wish: Wish, *, booker_id: int, once: str, now: datetime) -> int | None:
    """Note that this form is being answered; the id of its booking, if it was sent before.

    Written before anything is locked: of one form sent twice at once the second waits here until the
    first is decided, on PostgreSQL at the unique key, on SQLite at the write lock.
    """
    key = once[:64]
    fingerprint = _fingerprint(wish)
    new_form = _NEW_FORM[session.get_bind().dialect.name]
    values = {"user_id": booker_id, "key": key, "body_hash": fingerprint, "created_at": now}
    if session.scalar(new_form, values) is not None:
        return None
    body_hash, booking_id = session.execute(_KNOWN_FORM, {"by": booker_id, "form": key}).one()
    if body_hash != fingerprint:
        raise Refused(Refusal("idempotency_key_reused"))
    return booking_id


def _answer_form(session: Session, booking: Booking, *, once: str) -> None:
    session.execute(
        _FORM_ANSWERED,
        {"by": booking.booked_by_id, "form": once[:64], "answer": booking.id},
        execution_options={"synchronize_session": False},
    )


_NEW_FORM = {
    name: dialect.insert(Idempotence.__table__).on_conflict_do_nothing().returning(Idempotence.__table__.c.id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_IS_FORM = (Idempotence.user_id == bindparam("by"), Idempotence.key == bindparam("form"))
_KNOWN_FORM = select(Idempotence.body_hash, Idempotence.booking_id).where(*_IS_FORM)
_FORM_ANSWERED = (
    update(cast(Table, Idempotence.__table__)).where(*_IS_FORM).values(booking_id=bindparam("answer"))
)
