"""What an organiser still has to answer, accept and see to for an event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import OPEN, UNDECIDED
from labspace.events.decision.models import Review
from labspace.events.decision.queries import (
    accepted_versions,
    find_review,
    find_traits,
    pending_of,
)
from labspace.events.decision.stages import Stage
from labspace.events.models import EventRequest
from labspace.events.terms import house_rules_version
from labspace.words import gettext as _
from labspace.words import ngettext


@dataclass(frozen=True, kw_only=True)
class Todo:
    """What is open, and where it is done."""

    url: str
    texts: Sequence[str]


def todo_of(session: Session, booking: Booking, request: EventRequest, *, now: datetime) -> Todo | None:
    """What is open for whoever wants the event; None once it is called off or over."""
    if booking.state not in OPEN or booking.ends_at <= now:
        return None
    review = find_review(session, booking.id)
    pending = pending_of(session, [booking.id]).get(booking.id)
    decided = booking.state not in UNDECIDED
    texts = []
    if is_asked(review):
        texts.append(_("Das Team hat eine Frage an Sie."))
    if decided and pending and pending.conditions:
        texts.append(_("Die Bedingungen sind noch nicht angenommen."))
    if find_traits(session, booking.id) is None:
        texts.append(_("Bitte sagen Sie, ob es Musik, Alkohol oder Verkauf gibt."))
    if has_new_house_rules(session, booking, request, now=now):
        texts.append(_("Die Hausordnung hat eine neue Fassung."))
    if decided and pending and pending.checks:
        texts.append(
            ngettext(
                "%(num)d Punkt der Checkliste ist offen.",
                "%(num)d Punkte der Checkliste sind offen.",
                pending.checks,
            )
        )
    return Todo(url=url_for("decisions.show", reference=booking.reference), texts=texts)


def is_asked(review: Review | None) -> bool:
    """Whether the team waits for an answer."""
    return review is not None and review.stage is Stage.ASKED


def has_new_house_rules(session: Session, booking: Booking, request: EventRequest, *, now: datetime) -> bool:
    """Whether the version in force is one the organiser did not accept yet."""
    on = now.astimezone(booking.location.zone).date()
    version = house_rules_version(session, booking.location_id, on=on)
    return version not in accepted_versions(session, request)
