"""The conditions a house sets again and again, in the languages of those who tick and those who accept."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.events.decision.forms import ApproveForm
from labspace.events.terms import event_terms_of
from labspace.formats import is_german
from labspace.locations.house_file import Texts


def offered_conditions(session: Session, booking: Booking) -> Sequence[Texts]:
    """What the house lets its team tick."""
    return event_terms_of(session, booking).conditions


def offer(form: ApproveForm, texts: Sequence[Texts]) -> ApproveForm:
    """The form with these to tick, in the reader's language."""
    german = is_german()
    form.offer([text.de if german else text.en for text in texts])
    return form


def chosen_conditions(form: ApproveForm, texts: Sequence[Texts], booking: Booking) -> list[str]:
    """What was ticked and written, in the words the organiser is asked to accept."""
    english = booking.booked_by.locale == "en"
    ticked = [texts[number] for number in form.ticked()]
    return [*(text.en if english else text.de for text in ticked), *form.own_words()]
