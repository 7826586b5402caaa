"""The rows of many bookings at once: inserted together, each with its claims and its line of history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from labspace.accounts.models import Organisation, User
from labspace.bookings.actions.checks import Checked, StaffDoor
from labspace.bookings.actions.claims import SpaceTaken, claims_for, holds_claims
from labspace.bookings.actions.history import snapshot
from labspace.bookings.actions.lapse import take_up_holds
from labspace.bookings.actions.overrides import lets_pass
from labspace.bookings.actions.rows import new_booking, new_reference
from labspace.bookings.claim_models import Claim
from labspace.bookings.guards import is_overlap
from labspace.bookings.models import BookedUnit, Booking, BookingEvent
from labspace.bookings.prices.kept import set_price, tariffs_of
from labspace.bookings.queries import organisation_ids_of
from labspace.bookings.series.board import Board
from labspace.bookings.series.models import Series
from labspace.bookings.series.plan import PlannedDate
from labspace.bookings.series.uids import date_uid
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Wish
from labspace.errors import Refusal


def put_bookings(
    session: Session,
    series: Series,
    planned: Sequence[PlannedDate],
    *,
    board: Board,
    booked_by: User,
    now: datetime,
    door: StaffDoor | None = None,
) -> dict[date, Booking]:
    """A booking for each planned date, on locked spaces, by day; a few statements in all.

    It is confirmed, or requested where the house approves bookings of the space. With `door` staff
    entered them, and what they let pass is kept with each.

    Raises `SpaceTaken` if the database finds a claim in the way after all.
    """
    names = _free_references(session, series.location.slug, len(planned))
    organisation_id = series.details.organisation_id
    organisation = session.get(Organisation, organisation_id) if organisation_id else None
    tariffs = tariffs_of(session, series.location)
    bookings: dict[date, Booking] = {}
    for one, reference in zip(planned, names, strict=True):
        assert one.span is not None
        bookings[one.day] = new_booking(
            one.spaces,
            Wish(span=one.span, space_ids=tuple(space.id for space in one.spaces), details=series.details),
            booked_by=booked_by,
            organisation=organisation,
            now=now,
            door=door,
            reference=reference,
            uid=date_uid(series.uid, one.day),
        )
        bookings[one.day].check_in_until = board.check_in_until(one.spaces, one.span)
        bookings[one.day].product = board.product(one.spaces, one.span)
        if board.waits(one.spaces, one.span):
            bookings[one.day].state = BookingState.REQUESTED
        set_price(session, bookings[one.day], tariffs=tariffs)
    session.add_all(bookings.values())
    for one in planned:
        lets_pass(session, bookings[one.day], Checked(overridden=one.overridden), door=door, now=now)
    session.flush()
    put_units_and_claims(session, [(bookings[one.day], one) for one in planned], board=board, now=now)
    note_all(
        session,
        list(bookings.values()),
        what="placed",
        before={},
        actor_id=door.entered_by.id if door else booked_by.id,
        at=now,
        overridden={bookings[one.day].id: one.overridden for one in planned if one.overridden},
    )
    return bookings


def put_units_and_claims(
    session: Session, pairs: Sequence[tuple[Booking, PlannedDate]], *, board: Board, now: datetime
) -> None:
    """Plan and claim the time of all these bookings; raises `SpaceTaken` if one claim is refused.

    What is held for the booker is taken up.
    """
    units: list[dict[str, Any]] = []
    claims: list[Claim] = []
    for booking, one in pairs:
        unit_ids = board.units(one.spaces, booking.span)
        units += [
            {
                "booking_id": booking.id,
                "space_id": unit_id,
                "starts_at": booking.starts_at,
                "ends_at": booking.ends_at,
            }
            for unit_id in sorted(unit_ids)
        ]
        if holds_claims(booking):
            take_up_holds(session, board.held(one.spaces, booking.span), booking, now=now)
            rules = board.unit_rules(one.spaces, booking.span)
            rows = claims_for(booking.span, unit_ids=unit_ids, rules=rules)
            for row in rows:
                row.booking_id = booking.id
            claims += rows
    # As plain rows: the objects would be inserted one by one on SQLite, to learn ids nobody needs.
    if units:
        session.execute(insert(BookedUnit), units)
    _put_claims(session, claims)


def _put_claims(session: Session, rows: Sequence[Claim]) -> None:
    if not rows:
        return
    names = [column.key for column in Claim.__table__.columns if column.key != "id"]
    try:
        with session.begin_nested():
            session.execute(insert(Claim), [{name: getattr(row, name) for name in names} for row in rows])
    except IntegrityError as error:
        if is_overlap(error):
            raise SpaceTaken from error
        raise


def note_all(
    session: Session,
    bookings: Sequence[Booking],
    *,
    what: str,
    before: Mapping[int, dict[str, object]],
    actor_id: int | None,
    at: datetime,
    text: str = "",
    reschedules: bool = True,
    overridden: Mapping[int, Sequence[str]] | None = None,
) -> None:
    """Write one line of history for each booking and raise its counters, as `history.note` does for one.

    `overridden` are the rules staff let pass, by booking; its reason is the note then.
    """
    passed = overridden or {}
    for booking in bookings:
        if booking.id in before:
            booking.version += 1
            booking.sequence += 1 if reschedules else 0
        booking.changed_at = at
    session.flush()
    if bookings:
        session.execute(
            insert(BookingEvent),
            [
                {
                    "booking_id": booking.id,
                    "at": at,
                    "actor_id": actor_id,
                    "what": what,
                    "before": before.get(booking.id),
                    "after": snapshot(booking)
                    | ({"overridden": list(passed[booking.id])} if booking.id in passed else {}),
                    "note": booking.override_reason if booking.id in passed else text[:300],
                }
                for booking in bookings
            ],
        )


def person_refusals(
    session: Session, booked_by: User, *, organisation_id: int | None, door: StaffDoor | None = None
) -> list[Refusal]:
    """What keeps this person from booking anything, or for this organisation; staff know whom they book for."""
    refusals = []
    if booked_by.confirmed_at is None and door is None:
        refusals.append(Refusal("mail_unconfirmed"))
    if not booked_by.is_active:
        refusals.append(Refusal("not_allowed"))
    if organisation_id is not None and organisation_id not in organisation_ids_of(session, booked_by.id):
        refusals.append(Refusal("not_allowed"))
    return refusals


def _free_references(session: Session, slug: str, count: int) -> list[str]:
    found: list[str] = []
    while len(found) < count:
        tried = {new_reference(slug) for _ in range(count - len(found))} - set(found)
        taken = set(session.scalars(select(Booking.reference).where(Booking.reference.in_(tried))))
        found += sorted(tried - taken)
    return found
