"""Where an application stands and what was told with it, for applicants and staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import url_for
from sqlalchemy.orm import Session

from labspace.accounts.kinds import SECTORS
from labspace.bookings.extras import Extra, register
from labspace.bookings.models import Booking
from labspace.formats import day_text, days_text, euro_text, week_text
from labspace.popups.models import PopupApplication
from labspace.popups.queries import application_of
from labspace.popups.states import ApplicationState
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.names import space_name
from labspace.words import gettext as _
from labspace.words import ngettext


def application_summary(session: Session, booking: Booking) -> Extra | None:
    """Facts of the application behind a booking of a pop-up slot; None if there is none."""
    application = application_of(session, booking.id)
    if application is None:
        return None
    values = {
        "pairs": application_facts(application),
        "state": application.state.label,
        "url": url_for("popups.show", application_id=application.id),
    }
    return Extra("popups/summary.html", values)


register(SpaceKind.POPUP_SLOT, application_summary)


def wished_weeks(application: PopupApplication) -> str:
    """KW 3/2027, 4 Wochen (18.01.2027–14.02.2027)."""
    last = application.first_on + timedelta(weeks=application.weeks, days=-1)
    return ngettext(
        "%(week)s, %(num)d Woche (%(days)s)",
        "%(week)s, %(num)d Wochen (%(days)s)",
        application.weeks,
        week=week_text(application.first_on),
        days=days_text(application.first_on, last),
    )


def application_facts(application: PopupApplication) -> list[tuple[str, str]]:
    """What the applicant told, for a list of facts."""
    organisation = application.organisation
    return [
        (_("Pop-up-Fläche"), space_name(application.space)),
        (_("Gewünschte Zeit"), wished_weeks(application)),
        (_("Konzept"), application.concept),
        (_("Branche"), str(SECTORS.get(application.sector, _("noch kein Gewerbe")))),
        (_("Thema"), str(application.theme.label) if application.theme else ""),
        (_("Für wen"), organisation.name if organisation else _("privat")),
        (_("Öffnungszeiten"), application.opening_hours),
        (_("Wer dahintersteht"), application.team),
        (_("Andere Wochen oder Flächen"), application.alternatives),
        (_("Startgeld"), euro_text(application.seed_money_cents) if application.seed_money_cents else ""),
    ]


def application_steps(application: PopupApplication) -> Sequence[tuple[str, str, str]]:
    """Where the application stands and what happens next, as `components/steps.html` takes it."""
    state = application.state
    zone = application.space.location.zone
    since = day_text(application.state_since.astimezone(zone).date())
    handed_in = (
        _("Eingereicht"),
        _("am %(day)s", day=day_text(application.created_at.astimezone(zone).date())),
        "done",
    )
    review, decision = _("In Prüfung"), _("Entscheidung")
    if state is ApplicationState.SUBMITTED:
        soon = _("Das Team des Hauses sieht sich Ihr Konzept an.")
        return [handed_in, (review, soon, "current"), (decision, _("Sie bekommen eine Mail."), "next")]
    if state is ApplicationState.IN_REVIEW:
        now = _("Das Team prüft Ihr Konzept seit dem %(day)s.", day=since)
        return [handed_in, (review, now, "current"), (decision, _("Sie bekommen eine Mail."), "next")]
    reason = application.booking.cancel_reason if application.booking else ""
    ends = {
        ApplicationState.ACCEPTED: (
            _("Angenommen"),
            _("Die Fläche ist für Sie reserviert. Das Team meldet sich wegen der Übergabe."),
            "done",
        ),
        ApplicationState.REJECTED: (_("Abgelehnt"), reason, "stopped"),
        ApplicationState.WITHDRAWN: (_("Zurückgezogen"), _("am %(day)s", day=since), "stopped"),
        ApplicationState.DRAFT: (_("Entwurf"), _("Noch nicht eingereicht."), "current"),
    }
    return [handed_in, (review, "", "done"), ends[state]]
