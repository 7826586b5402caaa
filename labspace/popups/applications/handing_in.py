"""Handing a draft in, once, and what stands against it at this moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions import (
    cancel_booking,
    place_booking,
)
from labspace.bookings.actions.claims import in_the_way, refuse_if_taken, unit_rules_of_booking, units_of
from labspace.bookings.queries import claims_between
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.errors import Refusal, refuse_any
from labspace.popups.applications.drafts import locked, locked_draft
from labspace.popups.calls.queries import limits_of
from labspace.popups.calls.states import CallStatus
from labspace.popups.changes import ApplicationHandedIn
from labspace.popups.log import log
from labspace.popups.models import PopupApplication, PopupWish
from labspace.popups.spans import weeks_span
from labspace.popups.states import ApplicationState
from labspace.popups.wishing import Missing, WishedWeeks, against_wishes, missing
from labspace.times import TimeSpan


def missing_of(application: PopupApplication) -> list[Missing]:
    """What the draft lacks."""
    return list(
        missing(
            title=application.title,
            concept=application.concept,
            wishes=len(application.wishes),
            open_days=len(application.weekly_hours) or bool(application.opening_hours.strip()),
            questions={one.id: one.text for one in application.call.asked if one.is_required},
            answered={answer.question_id for answer in application.answers if answer.text.strip()},
        )
    )


def troubles(session: Session, application: PopupApplication, *, now: datetime) -> Iterator[Refusal]:
    """What has changed around a draft since it was saved: call, slots, weeks. Nothing in it is touched."""
    call = application.call
    if call.status(now) is not CallStatus.OPEN:
        yield Refusal("call_not_open")
    zone = call.location.zone
    today = now.astimezone(zone).date()
    wishes = [wished(wish) for wish in application.wishes]
    yield from against_wishes(wishes, limits_of(session, call, on=today), today=today)
    spans = [weeks_span(wish.first_on, wish.weeks, zone=zone) for wish in wishes]
    if not spans:
        return
    around = TimeSpan(min(span.starts_at for span in spans), max(span.ends_at for span in spans))
    claims = claims_between(session, sorted({wish.space_id for wish in wishes}), around)
    for rank, (wish, span) in enumerate(zip(wishes, spans, strict=True), start=1):
        if any(claim.space_id == wish.space_id and claim.span.overlaps(span) for claim in claims):
            yield Refusal("wish_taken", {"rank": rank})


def wished(wish: PopupWish) -> WishedWeeks:
    """The wish as a plain value."""
    return WishedWeeks(space_id=wish.space_id, first_on=wish.first_on, weeks=wish.weeks)


def hand_in(session: Session, application_id: int, *, by: User, now: datetime) -> PopupApplication:
    """Hand a draft in: its first wish is requested and claims nothing until a time is agreed on.

    Handed in already, it stays as it is. Raises `Refused` with all that is missing or has changed.
    """
    by_id = by.id
    application = locked(session, application_id)
    if application.submitted_at is not None:
        return application
    locked_draft(session, application_id)
    lacks = [Refusal("application_incomplete", {"missing": lack}) for lack in missing_of(application)]
    refuse_any([*lacks, *troubles(session, application, now=now)])
    first = application.wishes[0]
    _request(session, application, first, by=by, now=now)
    application.space_id, application.first_on, application.weeks = (
        first.space_id,
        first.first_on,
        first.weeks,
    )
    application.submitted_at = now
    application.become(ApplicationState.SUBMITTED, now=now)
    log(session, "submitted", application_id=application_id, actor_id=by_id, at=now)
    announce(session, ApplicationHandedIn(application, by_id, now))
    return application


def _request(
    session: Session, application: PopupApplication, first: PopupWish, *, by: User, now: datetime
) -> None:
    wish = Wish(
        span=weeks_span(first.first_on, first.weeks, zone=application.call.location.zone),
        space_ids=(first.space_id,),
        details=Details(
            title=application.title,
            theme=application.theme,
            organisation_id=application.organisation_id,
            is_public=True,
        ),
    )
    booking = place_booking(session, wish, booked_by=by, now=now, state=BookingState.REQUESTED)
    unit_ids = units_of(session, booking.id)
    rules = unit_rules_of_booking(session, booking, unit_ids=unit_ids)
    refuse_if_taken(in_the_way(session, booking.span, unit_ids=unit_ids, rules=rules))
    application.booking_id = booking.id


def withdraw(session: Session, application: PopupApplication, *, by: User, now: datetime) -> None:
    """The applicant gives up a draft, or takes the application back: its booking is cancelled then."""
    application_id, booking_id, by_id = application.id, application.booking_id, by.id
    if booking_id is not None:
        # The listener to cancelled bookings ends the application.
        cancel_booking(session, booking_id, by=by, now=now)
        return
    draft = locked_draft(session, application_id)
    draft.become(ApplicationState.WITHDRAWN, now=now)
    log(session, "withdrawn", application_id=application_id, actor_id=by_id, at=now)
    session.flush()
