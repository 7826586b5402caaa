"""What follows when a booking below is decided, changed or cancelled, in the same transaction."""

from __future__ import annotations

from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.bookings import traces
from labspace.bookings.changes import (
    BookingCancelled,
    BookingChange,
    BookingDecided,
    BookingMoved,
    BookingRetold,
)
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.errors import Refusal, Refused
from labspace.events.decision.actions.checklist import settle_checklist
from labspace.events.decision.actions.reviews import review_of
from labspace.events.decision.actions.share import propose_share
from labspace.events.decision.eyes import Approval, approval_of
from labspace.events.decision.models import Review
from labspace.events.decision.stages import Stage
from labspace.events.terms import event_terms_of
from labspace.spaces.kinds import SpaceKind
from labspace.words import lazy_gettext as _l


@listen(BookingDecided)
def let_two_people_decide(session: Session, change: BookingDecided) -> None:
    """Refuse a confirmation that is not this person's to give, by whatever door it came; note who decided."""
    booking, actor_id = change.booking, change.actor_id
    if booking.kind is not SpaceKind.EVENT_AREA:
        return
    review = review_of(session, booking, now=change.at)
    if booking.state is BookingState.CONFIRMED and actor_id is not None:
        _refuse_unless_confirming(session, booking, review, actor_id=actor_id)
        settle_checklist(session, booking, now=change.at)
    review.become(Stage.DECIDED, now=change.at)
    if booking.state is not BookingState.CONFIRMED:
        # A recommendation that came to nothing: whoever gave it may well be the one who rejects.
        review.recommended_by_id = review.recommended_at = None
    review.decided_by_id = actor_id
    session.flush()


def _refuse_unless_confirming(session: Session, booking: Booking, review: Review, *, actor_id: int) -> None:
    meaning = approval_of(
        actor_id,
        booked_by_id=booking.booked_by_id,
        recommended_by_id=review.recommended_by_id,
        four_eyes=event_terms_of(session, booking).needs_four_eyes(booking.people),
    )
    if meaning is not Approval.CONFIRMS:
        code = Approval.OWN_REQUEST if meaning is Approval.OWN_REQUEST else Approval.SECOND_PERSON_NEEDED
        raise Refused(Refusal(code.value))


@listen(BookingMoved, BookingRetold)
def follow_the_request(session: Session, change: BookingChange) -> None:
    """A request that changed is to be recommended anew; what has to be settled follows its day and people."""
    booking = change.booking
    if booking.kind is not SpaceKind.EVENT_AREA:
        return
    review = session.get(Review, booking.id, populate_existing=True)
    if review is None:
        return
    if review.stage is Stage.RECOMMENDED:
        review.become(Stage.OPEN, now=change.at)
    if booking.state is BookingState.CONFIRMED:
        settle_checklist(session, booking, now=change.at)
    session.flush()


@listen(BookingCancelled)
def propose_what_to_ask(session: Session, change: BookingCancelled) -> None:
    """Keep what the tiers propose when an organiser cancels a confirmed event; the house's own doing is free."""
    booking = change.booking
    if booking.kind is not SpaceKind.EVENT_AREA or booking.state is BookingState.CANCELLED_HOUSE:
        return
    review = session.get(Review, booking.id)
    if review is not None and review.stage is Stage.DECIDED:
        propose_share(session, booking, now=change.at)


traces.say(
    {
        "recommended": _l("Vom Team empfohlen, eine zweite Person bestätigt"),
        "asked_back": _l("Rückfrage des Teams"),
        "answered": _l("Rückfrage beantwortet"),
        "conditions_set": _l("Bedingungen gesetzt"),
        "condition_withdrawn": _l("Eine Bedingung zurückgenommen"),
        "conditions_accepted": _l("Bedingungen angenommen"),
        "house_rules_accepted": _l("Neue Fassung der Hausordnung angenommen"),
        "traits_told": _l("Angaben zu Musik, Ausschank und Verkauf gemacht"),
        "check_added": _l("Checkliste ergänzt"),
        "check_done": _l("Punkt der Checkliste erledigt"),
        "check_waived": _l("Punkt der Checkliste erlassen"),
        "check_reopened": _l("Punkt der Checkliste wieder offen"),
        "share_changed": _l("Anteil für die Stornierung geändert"),
        "handed_in": _l("Fläche übergeben"),
        "handed_out": _l("Fläche zurückgenommen"),
    }
)
