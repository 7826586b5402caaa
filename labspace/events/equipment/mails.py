"""What organisers are told when a promotion leaves their equipment short, or completes it."""

from __future__ import annotations

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.bookings.calendar_event import booking_url, name_of
from labspace.bookings.letters import facts_of
from labspace.events.equipment.changes import EquipmentChanged
from labspace.events.equipment.queries import booked_things, names_of
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail
from labspace.words import gettext as _


@listen(EquipmentChanged)
def tell_organiser(session: Session, change: EquipmentChanged) -> None:
    """Say what is missing, or that now everything is there."""
    booking = change.booking
    if not booking.booked_by.is_active or booking.ends_at <= change.at:
        return
    base_url = current_app.extensions["labspace.settings"].base_url
    with force_locale(booking.booked_by.locale):
        missing = missing_texts(session, booking.id, booking.location_id)
        letter = Letter(
            subject=_("Ausstattung fehlt: %(name)s", name=name_of(booking))
            if missing
            else _("Ausstattung vollständig: %(name)s", name=name_of(booking)),
            greeting=_("Guten Tag %(name)s,", name=booking.booked_by.name),
            paragraphs=[
                _("ein Teil der gewünschten Ausstattung ist zu Ihrer Zeit anderweitig zugesagt."),
                *missing,
                _("Ihre Option bleibt bestehen. Wird etwas frei, bekommen Sie es von selbst."),
            ]
            if missing
            else [_("alles, was Sie an Ausstattung angefragt haben, ist jetzt für Sie vorgemerkt.")],
            facts=facts_of(booking),
            action=_("Anfrage ansehen"),
            url=booking_url(booking, base_url=base_url),
            demo=booking.location.is_demo,
        )
        enqueue_mail(
            session,
            topic=f"booking:{booking.id}",
            recipient=booking.booked_by.email,
            subject=letter.subject,
            plain=plain_of(letter),
            html=html_of(letter),
            now=change.at,
        )


def missing_texts(session: Session, booking_id: int, location_id: int) -> list[str]:
    """What a booking lacks, one sentence for each thing."""
    rows = [row for row in booked_things(session, [booking_id])[booking_id] if row.promised < row.number]
    names = names_of(session, location_id) if rows else {}
    return [
        _(
            "%(thing)s: %(promised)d von %(number)d zugesagt.",
            thing=names.get(row.code, row.code),
            promised=row.promised,
            number=row.number,
        )
        for row in rows
    ]
