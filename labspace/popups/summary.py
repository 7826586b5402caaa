"""Where an application stands and what was told with it, for applicants and staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask import url_for
from sqlalchemy.orm import Session

from labspace.accounts.kinds import SECTORS
from labspace.bookings.extras import Extra, register
from labspace.bookings.models import Booking
from labspace.formats import day_text, days_text, euro_text, moment_text, week_text
from labspace.popups.models import PopupApplication
from labspace.popups.queries import application_of, find_application
from labspace.popups.states import ApplicationState
from labspace.popups.tenancies.shop_hours import WeeklyHours
from labspace.popups.tenancies.shop_words import weekly_text
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.names import space_name
from labspace.words import gettext as _
from labspace.words import ngettext

S = ApplicationState
Facts = list[tuple[str, str]]
Steps = Sequence[tuple[str, str, str]]


def application_summary(session: Session, booking: Booking) -> Extra | None:
    """Facts of the application behind a booking of a pop-up slot; None if there is none."""
    known = application_of(session, booking.id)
    application = find_application(session, known.id) if known else None
    if application is None:
        return None
    values = {
        "pairs": application_facts(application),
        "state": application.state.label,
        "url": url_for("popups.show", application_id=application.id),
    }
    return Extra("popups/summary.html", values)


register(SpaceKind.POPUP_SLOT, application_summary)


def weeks_words(first_on: date, weeks: int) -> str:
    """KW 3/2027, 4 Wochen (18.01.2027–14.02.2027)."""
    return ngettext(
        "%(week)s, %(num)d Woche (%(days)s)",
        "%(week)s, %(num)d Wochen (%(days)s)",
        weeks,
        week=week_text(first_on),
        days=days_text(first_on, first_on + timedelta(weeks=weeks, days=-1)),
    )


def wish_facts(application: PopupApplication) -> Facts:
    """The wished weeks, the dearest first."""
    several = len(application.wishes) > 1
    return [
        (
            _("Wunsch %(rank)d", rank=wish.rank) if several else _("Gewünschte Zeit"),
            _(
                "%(space)s: %(weeks)s",
                space=space_name(wish.space),
                weeks=weeks_words(wish.first_on, wish.weeks),
            ),
        )
        for wish in application.wishes
    ]


def plan_facts(application: PopupApplication) -> Facts:
    """What somebody has in mind."""
    organisation = application.organisation
    return [
        (_("Name"), application.title),
        (_("Konzept"), application.concept),
        (_("Branche"), str(SECTORS.get(application.sector, _("noch kein Gewerbe")))),
        (_("Thema"), str(application.theme.label) if application.theme else ""),
        (_("Für wen"), organisation.name if organisation else _("privat")),
        (_("Wer dahintersteht"), application.team),
    ]


def hours_facts(application: PopupApplication) -> Facts:
    """When the pop-up is to be open."""
    hours = weekly_text(WeeklyHours.from_rows(application.weekly_hours))
    return [
        (_("Öffnungszeiten"), hours or application.opening_hours),
        (_("Dazu"), application.opening_hours if hours else ""),
    ]


def more_facts(application: PopupApplication) -> Facts:
    """Seed money, and the answers to the call's questions."""
    answers = {answer.question_id: answer.text for answer in application.answers}
    questions = [one for one in application.call.questions if one.retired_at is None or answers.get(one.id)]
    money = euro_text(application.seed_money_cents) if application.seed_money_cents else ""
    return [*((one.text, answers.get(one.id, "")) for one in questions), (_("Startgeld"), money)]


def application_facts(application: PopupApplication) -> Facts:
    """All the applicant told, for a list of facts."""
    return [
        *wish_facts(application),
        (_("Zu den Wochen"), application.alternatives),
        *plan_facts(application)[1:],
        *hours_facts(application),
        *more_facts(application),
    ]


def application_steps(application: PopupApplication) -> Steps:
    """Where the application stands and what happens next, as `components/steps.html` takes it."""
    zone = application.call.location.zone
    since = day_text(application.state_since.astimezone(zone).date())
    if application.submitted_at is None:
        return _never_handed_in(application, since)
    handed = _("am %(day)s", day=day_text(application.submitted_at.astimezone(zone).date()))
    begun = (_("Eingereicht"), handed, "done")
    if application.state in {S.SUBMITTED, S.IN_REVIEW}:
        return [begun, (_("In Prüfung"), _reviewing(application, since), "current"), _to_decide(application)]
    return [begun, (_("In Prüfung"), "", "done"), *_decided(application, since)]


def _never_handed_in(application: PopupApplication, since: str) -> Steps:
    if application.state is S.WITHDRAWN:
        return [(_("Verworfen"), _("am %(day)s", day=since), "stopped")]
    closes = application.call.closes_at
    until = (
        _("Bitte bis %(moment)s einreichen.", moment=moment_text(closes, zone=application.call.location.zone))
        if closes
        else _("Noch nicht eingereicht; das geht das ganze Jahr.")
    )
    later = [(_("In Prüfung"), "", "next"), (_("Entscheidung"), "", "next")]
    return [(_("Entwurf"), until, "current"), *later]


def _reviewing(application: PopupApplication, since: str) -> str:
    if application.state is S.SUBMITTED:
        return _("Das Team des Hauses sieht sich Ihr Konzept an.")
    return _("Das Team prüft Ihr Konzept seit dem %(day)s.", day=since)


def _to_decide(application: PopupApplication) -> tuple[str, str, str]:
    closes = application.call.closes_at
    if closes is None:
        return _("Entscheidung"), _("Sie bekommen eine Mail."), "next"
    day = day_text(closes.astimezone(application.call.location.zone).date())
    return (
        _("Entscheidung"),
        _("Nach dem Bewerbungsschluss am %(day)s bekommen Sie eine Mail.", day=day),
        "next",
    )


def _decided(application: PopupApplication, since: str) -> Steps:
    reason = application.booking.cancel_reason if application.booking else ""
    if application.state is S.OFFERED:
        return [
            (
                _("Entscheidung"),
                _("Das Team möchte Ihnen eine Fläche anbieten, seit dem %(day)s.", day=since),
                "done",
            ),
            (_("Angebot"), _("Sie sehen hier Fläche, Preis und Frist und sagen zu oder ab."), "current"),
            (_("Nutzung"), "", "next"),
        ]
    if application.state is S.RESERVE:
        text = _("Seit dem %(day)s. Wird eine Fläche frei, melden wir uns.", day=since)
        return [(_("Auf der Reserveliste"), text, "current"), (_("Angebot"), "", "next")]
    ends = {
        S.ACCEPTED: (
            _("Angenommen"),
            _("Die Fläche ist für Sie reserviert. Das Team meldet sich wegen der Übergabe."),
            "done",
        ),
        S.REJECTED: (
            _("Abgelehnt"),
            reason if reason != str(S.REJECTED.label) else _("am %(day)s", day=since),
            "stopped",
        ),
        S.WITHDRAWN: (_("Zurückgezogen"), _("am %(day)s", day=since), "stopped"),
    }
    return [ends[application.state]]
