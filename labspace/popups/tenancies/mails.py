"""What founders are told about offers, tenancies and results: written into the outbox with what they tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from labspace.accounts.mails import send_letter, site_url
from labspace.accounts.models import User
from labspace.announcements import listen
from labspace.bookings.prices.words import amount_text, no_invoice
from labspace.formats import moment_text
from labspace.locations.models import Location
from labspace.notices.letters import Letter
from labspace.popups.tenancies.changes import AgreementDrawnUp, FollowUpDue, OfferEnded, OfferMade
from labspace.popups.tenancies.links import follow_up_token
from labspace.popups.tenancies.models import PopupOffer
from labspace.popups.tenancies.records import FollowUp
from labspace.popups.tenancies.shop_words import minimum_text
from labspace.popups.tenancies.states import OfferState
from labspace.popups.tenancies.words import asked_text, offered_weeks
from labspace.spaces.names import space_name
from labspace.words import gettext as _


@listen(OfferMade)
def tell_of_offer(session: Session, made: OfferMade) -> None:
    """Say which weeks are held until when, with the page that accepts or declines."""
    offer = made.offer
    _send(
        session,
        offer.application.applicant,
        made.at,
        topic=_topic(offer),
        house=offer.space.location,
        write=lambda: _offered(offer),
    )


@listen(OfferEnded)
def tell_of_ended_offer(session: Session, ended: OfferEnded) -> None:
    """Say that the weeks are no longer held; whoever declined knows it."""
    offer = ended.offer
    if offer.state is not OfferState.DECLINED:
        _send(
            session,
            offer.application.applicant,
            ended.at,
            topic=_topic(offer),
            house=offer.space.location,
            write=lambda: _ended(offer),
        )


@listen(AgreementDrawnUp)
def tell_of_agreement(session: Session, drawn: AgreementDrawnUp) -> None:
    """Say that there is an agreement to read and to acknowledge."""
    tenancy = drawn.agreement.tenancy
    if drawn.agreement.number == 1 and tenancy.offer_id is None:
        return

    def write() -> Letter:
        return Letter(
            subject=_("Vereinbarung zum Lesen: %(title)s", title=tenancy.title),
            greeting=_("Guten Tag %(name)s,", name=tenancy.booking.booked_by.name),
            paragraphs=[
                _(
                    "die Vereinbarung für Ihre Pop-up-Fläche liegt bereit, Fassung %(number)d.",
                    number=drawn.agreement.number,
                ),
                _("Nächster Schritt: Bitte lesen und mit Ihrem Namen bestätigen."),
            ],
            action=_("Vereinbarung lesen"),
            url=site_url(f"/pop-up/nutzungen/{tenancy.id}"),
            closing=[no_invoice()],
        )

    _send(
        session,
        tenancy.booking.booked_by,
        drawn.at,
        topic=f"booking:{tenancy.booking_id}",
        house=tenancy.space.location,
        write=write,
    )


@listen(FollowUpDue)
def ask(session: Session, due: FollowUpDue) -> None:
    """Ask what became of the idea, with a link that needs no sign-in."""
    tenancy = due.follow_up.tenancy
    _send(
        session,
        tenancy.booking.booked_by,
        due.at,
        topic=f"tenancy:{tenancy.id}",
        house=tenancy.space.location,
        write=lambda: _asked(due.follow_up, again=due.again),
    )


def _send(
    session: Session, user: User, at: datetime, *, topic: str, house: Location, write: Callable[[], Letter]
) -> None:
    if user.is_active:
        send_letter(
            session,
            write,
            topic=topic,
            locale=user.locale,
            recipient=user.email,
            demo=house.is_demo,
            now=at,
        )


def _topic(offer: PopupOffer) -> str:
    return f"popup-application:{offer.application_id}"


def _offered(offer: PopupOffer) -> Letter:
    until = moment_text(offer.until, zone=offer.space.location.zone)
    return Letter(
        subject=_("Angebot für Ihr Pop-up: %(title)s", title=offer.application.title),
        greeting=_("Guten Tag %(name)s,", name=offer.application.applicant.name),
        paragraphs=[
            _("wir bieten Ihnen eine Pop-up-Fläche an und halten sie bis %(until)s für Sie.", until=until),
            _(
                "Nächster Schritt: Bitte das Angebot annehmen oder ablehnen. Danach wird die Fläche wieder frei."
            ),
        ],
        facts=[
            *_facts(offer),
            (_("Preis für den Zeitraum"), amount_text(offer.price_cents)),
            (_("Mindestens geöffnet"), minimum_text(offer.minimum)),
        ],
        action=_("Angebot ansehen"),
        url=site_url(f"/pop-up/angebote/{offer.id}"),
        closing=[no_invoice()],
    )


def _ended(offer: PopupOffer) -> Letter:
    if offer.state is OfferState.TAKEN_BACK:
        first = _("das Team musste sein Angebot leider zurücknehmen.")
    else:
        first = _("die Frist für das Angebot ist vorbei, die Fläche ist wieder frei.")
    reason = _("Grund: %(reason)s", reason=offer.answer) if offer.answer else ""
    return Letter(
        subject=_("Angebot nicht mehr gültig: %(title)s", title=offer.application.title),
        greeting=_("Guten Tag %(name)s,", name=offer.application.applicant.name),
        paragraphs=[
            text
            for text in (
                first,
                reason,
                _("Haben Sie weiterhin Interesse, melden Sie sich gern beim Team des Hauses."),
            )
            if text
        ],
        facts=_facts(offer),
        action=_("Bewerbung ansehen"),
        url=site_url(f"/pop-up/bewerbungen/{offer.application_id}"),
    )


def _facts(offer: PopupOffer) -> list[tuple[str, str]]:
    return [
        (_("Haus"), offer.space.location.name),
        (_("Pop-up-Fläche"), space_name(offer.space)),
        (_("Zeitraum"), offered_weeks(offer)),
    ]


def _asked(row: FollowUp, *, again: bool) -> Letter:
    tenancy = row.tenancy
    first = asked_text(row.months)
    token = follow_up_token(row.id, secret=current_app.config["SECRET_KEY"])
    subject = (
        _("Noch einmal gefragt: Was wurde aus %(title)s?", title=tenancy.title)
        if again
        else _("Was wurde aus %(title)s?", title=tenancy.title)
    )
    return Letter(
        subject=subject,
        greeting=_("Guten Tag %(name)s,", name=tenancy.booking.booked_by.name),
        paragraphs=[
            first,
            _("Eine Minute genügt: Ihre Antwort zeigt, was Pop-up-Flächen für die Innenstadt bewirken."),
        ],
        action=_("Antworten, ohne Anmeldung"),
        url=site_url(f"/pop-up/rueckmeldung/{token}"),
    )
