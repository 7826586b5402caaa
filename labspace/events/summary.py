"""What a booking's page adds for an event: where the request stands, and what was told about it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from sqlalchemy.orm import Session

from labspace.bookings.actions.claims import holds_claims
from labspace.bookings.extras import Extra, register
from labspace.bookings.models import Booking
from labspace.bookings.reasons import cancel_text
from labspace.bookings.states import CANCELLED, BookingState
from labspace.events.attendance.prompts import attendance_prompt
from labspace.events.catering import BookedCatering, booked_catering, dish_name
from labspace.events.decision.cancel_terms import before_cancelling
from labspace.events.decision.todo import todo_of
from labspace.events.equipment.mails import missing_texts
from labspace.events.equipment.queries import booked_things, names_of
from labspace.events.mails import date_text
from labspace.events.models import EventRequest
from labspace.events.programme.prompts import programme_prompt
from labspace.events.queries import dates_of, find_request, is_given_away
from labspace.formats import clock_text, duration_text, euro_text, weekday_text
from labspace.spaces.kinds import SpaceKind
from labspace.times import utc_now
from labspace.words import gettext as _

Step = tuple[str, str, str]
"""Title, text and state of a step, as `components/steps.html` takes it."""


def event_summary(session: Session, booking: Booking) -> Extra | None:
    """Steps and facts of an event; None for a booking of an event area without a request."""
    request = find_request(session, booking.id)
    if request is None:
        return None
    keeps, now = holds_claims(booking), utc_now()
    given_away = booking.state is BookingState.OPTION and is_given_away(session, booking)
    values = {
        "steps": option_steps(booking, given_away=given_away),
        "pairs": request_facts(session, request),
        "dates": _dates(session, request),
        "reference": booking.reference,
        "house": booking.location.slug,
        "missing": missing_texts(session, booking.id, booking.location_id) if keeps else [],
        "programme": programme_prompt(session, booking, now=now),
        "attendance": attendance_prompt(session, booking, now=now),
        "todo": todo_of(session, booking, request, now=now),
    }
    warned = before_cancelling(session, booking, now=now)
    return Extra("events/summary.html", values, before_cancelling=warned)


register(SpaceKind.EVENT_AREA, event_summary)


def _dates(session: Session, request: EventRequest) -> list[tuple[str, str, bool]]:
    """Every date of a request of several: where its page is, its line, and whether it is this one."""
    if request.first_booking_id is None:
        return []
    return [
        (url_for("bookings.show", reference=one.reference), date_text(one), one.id == request.booking_id)
        for one in dates_of(session, request.booking_id)
    ]


def deadline_text(booking: Booking) -> str:
    """Mo, 07.12.2026, 09:00 Uhr; empty without a deadline: who waits has none."""
    if booking.option_until is None or (booking.option_rank or 1) > 1:
        return ""
    zone = booking.location.zone
    return _(
        "%(day)s, %(time)s Uhr",
        day=weekday_text(booking.option_until.astimezone(zone).date()),
        time=clock_text(booking.option_until, zone=zone),
    )


def option_steps(booking: Booking, *, given_away: bool) -> Sequence[Step]:
    """Where a request stands and what happens next."""
    asked = (_("Angefragt"), _("Ihre Anfrage ist beim Team des Hauses."), "done")
    if booking.state is BookingState.OPTION:
        return [
            asked,
            (
                _("Option, Rang %(rank)d", rank=booking.option_rank or 0),
                _waiting_text(booking, given_away=given_away),
                "current",
            ),
            (
                _("Entscheidung"),
                _("Das Team bestätigt oder lehnt mit Grund ab. Sie bekommen eine Mail."),
                "next",
            ),
        ]
    if booking.state is BookingState.REQUESTED:
        return [asked, (_("Entscheidung"), _("Das Team prüft die Anfrage."), "current")]
    option = (_("Als Option vorgemerkt"), "", "done")
    if booking.state is BookingState.REJECTED:
        return [asked, option, (_("Abgelehnt"), cancel_text(booking), "stopped")]
    if booking.state is BookingState.EXPIRED:
        text = _("Die Frist ist verstrichen. Sie können die Fläche neu anfragen.")
        return [asked, option, (_("Verfallen"), text, "stopped")]
    if booking.state in CANCELLED:
        return [asked, option, (_("Storniert"), "", "stopped")]
    return [asked, option, (_("Bestätigt"), _("Die Fläche gehört Ihnen zu dieser Zeit."), "done")]


def _waiting_text(booking: Booking, *, given_away: bool) -> str:
    until = deadline_text(booking)
    if given_away:
        return _("Die Zeit ist inzwischen fest vergeben. Wird sie wieder frei, rücken Sie von selbst nach.")
    if booking.option_rank == 1:
        return _("Ihre Option ist die erste: Die Fläche bleibt für Sie frei bis %(until)s.", until=until)
    return _(
        "Andere haben vor Ihnen gefragt. Geben sie frei, rücken Sie von selbst nach. Ihre Frist beginnt erst dann."
    )


def request_facts(session: Session, request: EventRequest) -> list[tuple[str, str]]:
    """What the organiser told, for a list of facts."""
    booking = request.booking
    things = equipment_texts(session, booking)
    return [
        (_("Worum es geht"), request.purpose),
        (_("Veranstaltende"), request.organiser_name),
        (_("Zugang"), _("öffentlich") if booking.is_public else _("geschlossen")),
        (_("Eintritt"), euro_text(request.entry_fee_cents) if request.entry_fee_cents else _("frei")),
        (_("Aufbau davor"), duration_text(booking.setup_minutes) if booking.setup_minutes else ""),
        (_("Abbau danach"), duration_text(booking.teardown_minutes) if booking.teardown_minutes else ""),
        (_("Ausstattung"), ", ".join(things)),
        (_("Plätze für Rollstühle"), str(request.wheelchair_places or "")),
        (_("Bewirtung durch das Café"), "; ".join(catering_texts(session, booking))),
        (_("Weitere Wünsche an das Café"), request.catering_wish),
        (_("Politischer oder religiöser Inhalt"), _("ja") if request.is_political_or_religious else ""),
    ]


def equipment_texts(session: Session, booking: Booking) -> list[str]:
    """What was asked for, such as "2 × Beamer"."""
    rows = booked_things(session, [booking.id])[booking.id]
    names = names_of(session, booking.location_id) if rows else {}
    return [
        _("%(number)d × %(thing)s", number=row.number, thing=names.get(row.code, row.code)) for row in rows
    ]


def catering_texts(session: Session, booking: Booking) -> list[str]:
    """What is served when and to how many, with what it costs."""
    return [catering_text(row, booking) for row in booked_catering(session, [booking.id])[booking.id]]


def catering_text(row: BookedCatering, booking: Booking) -> str:
    """10:30 Uhr: Kaffeepause für 40 Personen, je 6,50 €."""
    words = {
        "clock": clock_text(row.served_at, zone=booking.location.zone),
        "dish": dish_name(row),
        "people": row.people,
    }
    if row.per_person_cents is None:
        return _("%(clock)s Uhr: %(dish)s für %(people)d Personen", **words)
    return _(
        "%(clock)s Uhr: %(dish)s für %(people)d Personen, je %(price)s",
        price=euro_text(row.per_person_cents),
        **words,
    )
