"""Everything one decision needs, gathered for its page in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import render_template
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions.claims import units_of
from labspace.bookings.claim_models import Blocking
from labspace.bookings.extras import extra_of
from labspace.bookings.models import Booking
from labspace.bookings.options.forms import ChallengeForm, ExtendForm
from labspace.bookings.prices.words import no_invoice, price_of_booking
from labspace.bookings.queries import blockings_of
from labspace.bookings.sentences import sentences
from labspace.bookings.states import OPEN, UNDECIDED
from labspace.errors import Refused
from labspace.events.asked import facts_of, neighbours_of
from labspace.events.decision.actions.handover import HANDED_OVER_IN
from labspace.events.decision.cancel_terms import share_texts
from labspace.events.decision.checklist_rows import check_rows
from labspace.events.decision.day_line import core_of, day_line
from labspace.events.decision.eyes import Approval, approval_of
from labspace.events.decision.follow_up_forms import NewCheckForm, ShareForm
from labspace.events.decision.forms import ApproveForm, AskForm, RejectForm
from labspace.events.decision.models import Review
from labspace.events.decision.offered import offer, offered_conditions
from labspace.events.decision.option_view import shown_option
from labspace.events.decision.queries import checklist_of, conditions_of, find_review, find_share, messages_of
from labspace.events.decision.rivals import blocking_sentences, rivals_of
from labspace.events.decision.seats import seating_of
from labspace.events.decision.stages import Stage
from labspace.events.decision.warnings import warnings_of
from labspace.events.queries import bookings_around, find_request, meets
from labspace.events.summary import deadline_text
from labspace.events.terms import event_terms_of
from labspace.formats import moment_text
from labspace.spaces.queries import units_by_space
from labspace.times import TimeSpan
from labspace.words import gettext as _

NEAR = timedelta(hours=12)
"""Whatever lies so close before or after is drawn beside the event."""


@dataclass(kw_only=True)
class Forms:
    """What can be typed on the page; those that were not sent are empty."""

    approve: ApproveForm | None = None
    ask: AskForm | None = None
    reject: RejectForm | None = None
    challenge: ChallengeForm | None = None
    extend: ExtendForm | None = None
    new_check: NewCheckForm | None = None

    def filled_up(self) -> Forms:
        return Forms(
            approve=self.approve or ApproveForm(formdata=None),
            ask=self.ask or AskForm(formdata=None),
            reject=self.reject or RejectForm(formdata=None),
            challenge=self.challenge or ChallengeForm(formdata=None),
            extend=self.extend or ExtendForm(formdata=None),
            new_check=self.new_check or _new_check(),
        )


def _new_check() -> NewCheckForm:
    form = NewCheckForm(formdata=None)
    form.name_anew()
    return form


def decision_page(
    session: Session,
    booking: Booking,
    *,
    reader: User,
    now: datetime,
    forms: Forms | None = None,
    refused: Refused | None = None,
    problems: Sequence[str] = (),
) -> str:
    """The page of one event for the team of its house."""
    forms = (forms or Forms()).filled_up()
    assert forms.approve is not None
    if forms.approve.conditions.choices is None:
        offer(forms.approve, offered_conditions(session, booking))
    around = bookings_around(session, booking)
    request, review = find_request(session, booking.id), find_review(session, booking.id)
    core = core_of(booking)
    blockings = _blockings(session, booking, core)
    near = core.widened(before=NEAR, after=NEAR)
    beside = [other for other in around if meets(booking, other) or core_of(other).overlaps(near)]
    return render_template(
        "events/decision/page.html",
        house=booking.location,
        booking=booking,
        forms=forms,
        pairs=facts_of(booking),
        extra=extra_of(session, booking),
        for_staff=True,
        warnings=[
            *blocking_sentences(booking, blockings),
            *warnings_of(session, booking, now=now),
        ],
        rivals=rivals_of(booking, around),
        neighbours=neighbours_of(booking, around),
        line=day_line(session, booking, beside),
        seating=seating_of(booking, request),
        price=price_of_booking(booking),
        no_invoice=no_invoice(),
        messages=messages_of(session, booking.id),
        conditions=conditions_of(session, booking.id),
        stage=review.stage if review else Stage.OPEN,
        review=review,
        recommended=_recommended(booking, review),
        approval=_approval(session, booking, review, reader=reader),
        deadline=deadline_text(booking),
        option=shown_option(session, booking, now=now),
        is_undecided=booking.state in UNDECIDED,
        is_first=booking.option_rank in (None, 1),
        problems=[*problems, *(sentences(refused.refusals) if refused else [])],
        **_follow_up(session, booking, now=now),
        moment=lambda at: moment_text(at, zone=booking.location.zone),
    )


def _follow_up(session: Session, booking: Booking, *, now: datetime) -> dict[str, object]:
    """What is added once an event is decided."""
    zone, share = booking.location.zone, find_share(session, booking.id)
    today = now.astimezone(zone).date()
    return {
        "is_open": booking.state in OPEN,
        "takes_place": booking.state in HANDED_OVER_IN,
        "checks": check_rows(checklist_of(session, booking.id), today=today, zone=zone),
        "share_pairs": share_texts(share) if share else [],
        "share_form": ShareForm(formdata=None, percent=share.applied_percent if share else None),
    }


def _blockings(session: Session, booking: Booking, core: TimeSpan) -> list[Blocking]:
    """What the house keeps free on the same units during the time asked for."""
    found = blockings_of(session, booking.location_id, core)
    if not found:
        return []
    unit_ids = units_of(session, booking.id)
    day = booking.starts_at.astimezone(booking.location.zone).date()
    units = units_by_space(session, {row.space_id for row in found}, on=day)
    return [row for row in found if units.get(row.space_id, frozenset()) & unit_ids]


def _recommended(booking: Booking, review: Review | None) -> str:
    if review is None or review.recommended_by is None or review.recommended_at is None:
        return ""
    at = moment_text(review.recommended_at, zone=booking.location.zone)
    return _("Empfohlen von %(name)s, %(at)s.", name=review.recommended_by.name, at=at)


def _approval(session: Session, booking: Booking, review: Review | None, *, reader: User) -> Approval:
    return approval_of(
        reader.id,
        booked_by_id=booking.booked_by_id,
        recommended_by_id=review.recommended_by_id if review else None,
        four_eyes=event_terms_of(session, booking).needs_four_eyes(booking.people),
    )
