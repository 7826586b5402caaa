"""The checklist of an event: it follows the answers, its items are settled by whoever they are for."""

from __future__ import annotations

import secrets
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions.once import make_once
from labspace.bookings.models import Booking
from labspace.bookings.states import OPEN
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.events.decision.actions.reviews import event_to_change, remember
from labspace.events.decision.checks import Traits, due_on, items_for
from labspace.events.decision.models import EventCheck
from labspace.events.decision.queries import find_traits
from labspace.events.terms import event_terms_of
from labspace.spaces.event_terms import ChecklistItem, ChecklistWho

OWN = "own-"


def settle_checklist(session: Session, booking: Booking, *, now: datetime) -> None:
    """Bring the checklist of a locked event in line with its answers, people and day.

    What applies anew is added; what does not any more is dropped unless it was settled already.
    """
    zone = booking.location.zone
    today, event_on = now.astimezone(zone).date(), booking.starts_at.astimezone(zone).date()
    wanted = items_for(event_terms_of(session, booking).checklist, traits_of(session, booking))
    known = {
        item.code: item
        for item in session.scalars(select(EventCheck).where(EventCheck.booking_id == booking.id))
    }
    for one in wanted:
        item = known.get(one.id)
        before = item.due_on if item else None
        due = due_on(one.days_before, event_on=event_on, today=today, before=before)
        if item is None:
            session.add(_new(booking, one, due=due))
            continue
        item.dropped_at = None
        if item.done_at is None and item.due_on != due:
            item.due_on, item.reminded_at = due, None
    codes = {one.id for one in wanted}
    for code, item in known.items():
        if code not in codes and not code.startswith(OWN) and item.done_at is None:
            item.dropped_at = item.dropped_at or now
    session.flush()


def _new(booking: Booking, item: ChecklistItem, *, due: date) -> EventCheck:
    return EventCheck(
        booking_id=booking.id,
        code=item.id,
        title=item.name.de,
        title_en=item.name.en,
        hint=item.hint.de,
        hint_en=item.hint.en,
        who=item.who,
        due_on=due,
    )


def traits_of(session: Session, booking: Booking) -> Traits:
    """What decides which items apply; unanswered counts as no."""
    told = find_traits(session, booking.id)
    return Traits(
        people=booking.people,
        is_public=booking.is_public,
        music=bool(told and told.music),
        alcohol=bool(told and told.alcohol),
        sells=bool(told and told.sells),
    )


def add_check(
    session: Session,
    booking_id: int,
    *,
    title: str,
    who: ChecklistWho,
    due: date,
    by: User,
    now: datetime,
    once: str = "",
) -> EventCheck:
    """Something the team wants settled for this event alone; sent twice with `once`, it is the first one."""
    by_id = by.id
    begin_write(session)

    def make() -> EventCheck:
        person = session.get_one(User, by_id)
        return _add(session, booking_id, title=title, who=who, due=due, by=person, now=now)

    content = (booking_id, title, who, due)
    return make_once(session, EventCheck, content, make, by_id=by_id, once=once, now=now)


def _add(
    session: Session, booking_id: int, *, title: str, who: ChecklistWho, due: date, by: User, now: datetime
) -> EventCheck:
    booking = event_to_change(session, booking_id, expected_version=None)
    _refuse_unless_open(booking)
    if not title.strip():
        raise Refused(Refusal("check_without_title"))
    zone = booking.location.zone
    if not now.astimezone(zone).date() <= due <= booking.ends_at.astimezone(zone).date():
        raise Refused(Refusal("check_due_outside"))
    item = EventCheck(
        booking_id=booking_id,
        code=OWN + secrets.token_hex(4),
        title=title.strip()[:200],
        who=who,
        due_on=due,
    )
    session.add(item)
    remember(session, booking, what="check_added", by=by, now=now)
    return item


def settle_check(
    session: Session,
    booking_id: int,
    item_id: int,
    *,
    by: User,
    now: datetime,
    is_team: bool,
    document: str = "",
    waived_reason: str = "",
) -> EventCheck:
    """Note that something is settled, with where its proof is kept; the team may also do without, with a reason.

    The organiser settles what is theirs, the team everything. Twice is as good as once.
    """
    booking, item = _item(session, booking_id, item_id)
    if not is_team and (item.who is ChecklistWho.TEAM or waived_reason):
        raise Refused(Refusal("not_allowed"))
    if item.done_at is not None:
        return item
    item.done_at, item.done_by_id = now, by.id
    item.document, item.waived_reason = document.strip()[:200], waived_reason.strip()[:300]
    session.flush()
    remember(session, booking, what="check_waived" if item.waived_reason else "check_done", by=by, now=now)
    return item


def reopen_check(session: Session, booking_id: int, item_id: int, *, by: User, now: datetime) -> EventCheck:
    """The team takes back that something is settled; it is asked for and reminded of again."""
    booking, item = _item(session, booking_id, item_id)
    if item.done_at is None:
        return item
    item.done_at = item.done_by_id = item.reminded_at = None
    item.document = item.waived_reason = ""
    session.flush()
    remember(session, booking, what="check_reopened", by=by, now=now)
    return item


def _item(session: Session, booking_id: int, item_id: int) -> tuple[Booking, EventCheck]:
    booking = event_to_change(session, booking_id, expected_version=None)
    item = session.get(EventCheck, item_id, populate_existing=True)
    if item is None or item.booking_id != booking_id or item.dropped_at is not None:
        raise LookupError(item_id)
    _refuse_unless_open(booking)
    return booking, item


def _refuse_unless_open(booking: Booking) -> None:
    if booking.state not in OPEN:
        raise Refused(Refusal("not_possible_in_state", {"state": booking.state}))
