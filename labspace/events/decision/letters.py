"""Letters about an event: a question, its answer, conditions, and what falls due."""

from __future__ import annotations

from collections.abc import Sequence

from labspace.accounts.models import User
from labspace.bookings.calendar_event import name_of
from labspace.bookings.letters import facts_of
from labspace.bookings.models import Booking
from labspace.events.decision.checklist_words import title_of
from labspace.events.decision.models import Condition, EventCheck, Message
from labspace.formats import day_text
from labspace.notices.letters import Letter
from labspace.words import gettext as _
from labspace.words import ngettext


def question_letter(booking: Booking, message: Message, *, base_url: str) -> Letter:
    """To the organiser: what the team wants to know."""
    return _to_organiser(
        booking,
        subject=_("Rückfrage: %(name)s", name=name_of(booking)),
        paragraphs=[
            _("das Team hat zu Ihrer Anfrage eine Frage:"),
            f"„{message.text}“",
            _("Bitte antworten Sie auf Ihrer Seite zur Veranstaltung. Die Frist Ihrer Option läuft weiter."),
        ],
        action=_("Frage beantworten"),
        base_url=base_url,
    )


def answer_letter(booking: Booking, message: Message, asked_by: User, *, base_url: str) -> Letter:
    """To whoever of the team asked: the answer, and where to decide."""
    url = f"{base_url.rstrip('/')}/team/{booking.location.slug}/anfragen/{booking.reference}"
    return Letter(
        subject=_("Antwort: %(name)s", name=name_of(booking)),
        greeting=_("Guten Tag %(name)s,", name=asked_by.name),
        paragraphs=[
            _("%(person)s hat Ihre Rückfrage beantwortet:", person=message.by.name),
            f"„{message.text}“",
        ],
        facts=facts_of(booking),
        action=_("Entscheiden"),
        url=url,
        demo=booking.location.is_demo,
    )


def conditions_letter(booking: Booking, conditions: Sequence[Condition], *, base_url: str) -> Letter:
    """To the organiser of a confirmed event: the conditions are others now."""
    return _to_organiser(
        booking,
        subject=_("Neue Bedingungen: %(name)s", name=name_of(booking)),
        paragraphs=[
            _("das Team hat die Bedingungen für Ihre Veranstaltung geändert. Es gilt jetzt:"),
            *(f"– {condition.text}" for condition in conditions),
            _("Bitte nehmen Sie die Bedingungen auf Ihrer Seite zur Veranstaltung an."),
        ],
        action=_("Bedingungen annehmen"),
        base_url=base_url,
    )


def due_letter(booking: Booking, items: Sequence[EventCheck], *, base_url: str) -> Letter:
    """To the organiser: what has to be settled in the next days."""
    return _to_organiser(
        booking,
        subject=_("Bald fällig: %(name)s", name=name_of(booking)),
        paragraphs=[
            ngettext(
                "für Ihre Veranstaltung ist in den nächsten Tagen noch etwas zu erledigen:",
                "für Ihre Veranstaltung ist in den nächsten Tagen noch einiges zu erledigen:",
                len(items),
            ),
            *(_("– %(what)s, bis %(day)s", what=title_of(item), day=day_text(item.due_on)) for item in items),
            _("Ist es erledigt, haken Sie es bitte auf Ihrer Seite zur Veranstaltung ab."),
        ],
        action=_("Zur Checkliste"),
        base_url=base_url,
    )


def confirmed_paragraphs(conditions: Sequence[Condition]) -> list[str]:
    """What the letter of a confirmation says besides: under which conditions, and what is next."""
    if not conditions:
        return [_("Was bis zum Tag noch zu erledigen ist, steht auf Ihrer Seite zur Veranstaltung.")]
    return [
        _("Die Bestätigung gilt unter diesen Bedingungen:"),
        *(f"– {condition.text}" for condition in conditions),
        _(
            "Bitte nehmen Sie die Bedingungen auf Ihrer Seite zur Veranstaltung an. "
            "Dort steht auch, was bis zum Tag noch zu erledigen ist."
        ),
    ]


def event_url(booking: Booking, *, base_url: str) -> str:
    """The organiser's page of an event."""
    return f"{base_url.rstrip('/')}/veranstaltungen/{booking.reference}"


def _to_organiser(
    booking: Booking, *, subject: str, paragraphs: Sequence[str], action: str, base_url: str
) -> Letter:
    return Letter(
        subject=subject,
        greeting=_("Guten Tag %(name)s,", name=booking.booked_by.name),
        paragraphs=paragraphs,
        facts=facts_of(booking),
        action=action,
        url=event_url(booking, base_url=base_url),
        demo=booking.location.is_demo,
    )
