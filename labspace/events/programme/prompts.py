"""What an event's page says about the programme: propose a text, or where it stands."""

from __future__ import annotations

from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.events.attendance.prompts import Prompt
from labspace.events.programme.queries import WAITING, item_of, public_text_of, texts_of
from labspace.events.programme.states import TextState
from labspace.words import gettext as _


def programme_prompt(session: Session, booking: Booking, *, now: datetime) -> Prompt | None:
    """What is to do for the programme; None for closed events and those that are over or do not happen."""
    if not booking.is_public or booking.state not in WAITING or now >= booking.ends_at:
        return None
    page = url_for("programme_entry.edit", reference=booking.reference)
    released = public_text_of(session, booking.id)
    if released is not None and item_of(released, now=now) is not None:
        return Prompt(_("Die Veranstaltung steht im öffentlichen Programm."), _("Programmtext"), page, False)
    texts = texts_of(session, booking.id)
    if not texts:
        text = _("Soll die Veranstaltung ins öffentliche Programm? Schreiben Sie einen Text dafür.")
        return Prompt(text, _("Programmtext schreiben"), page, False)
    if texts[0].state is TextState.RETURNED:
        return Prompt(
            _("Das Team bittet Sie, den Programmtext zu überarbeiten."), _("Programmtext"), page, True
        )
    if released is not None:
        text = _("Der Programmtext ist freigegeben und erscheint, sobald die Veranstaltung bestätigt ist.")
        return Prompt(text, _("Programmtext"), page, False)
    return Prompt(_("Der Programmtext wartet auf Freigabe."), _("Programmtext"), page, False)
