"""What founders are told about offers, tenancies and results: written into the outbox with what they tell."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import listen
from labspace.bookings.prices.words import amount_text, no_invoice
from labspace.formats import moment_text
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail
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
    applicant = made.offer.application.applicant
    _send(session, applicant, made.at, topic=_topic(made.offer), write=lambda: _offered(made.offer))


@listen(OfferEnded)
def tell_of_ended_offer(session: Session, ended: OfferEnded) -> None:
    """Say that the weeks are no longer held; whoever declined knows it."""
    offer = ended.offer
    if offer.state is not OfferState.DECLINED:
        _send(
            session, offer.application.applicant, ended.at, topic=_topic(offer), write=lambda: _ended(offer)
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
            url=_url(f"/pop-up/nutzungen/{tenancy.id}"),
            closing=[no_invoice()],
            demo=tenancy.space.location.is_demo,
        )

    _send(session, tenancy.booking.booked_by, drawn.at, topic=f"booking:{tenancy.booking_id}", write=write)


@listen(FollowUpDue)
def ask(session: Session, due: FollowUpDue) -> None:
    """Ask what became of the idea, with a link that needs no sign-in."""
    tenancy = due.follow_up.tenancy
    _send(
        session,
        tenancy.booking.booked_by,
        due.at,
        topic=f"tenancy:{tenancy.id}",
        write=lambda: _asked(due.follow_up, again=due.again),
    )


def _send(session: Session, user: User, at: datetime, *, topic: str, write: object) -> None:
    if not user.is_active:
        return
    with force_locale(user.locale):
        letter = write() if callable(write) else None
        assert isinstance(letter, Letter)
        enqueue_mail(
            session,
            topic=topic,
            recipient=user.email,
            subject=letter.subject,
            plain=plain_of(letter),
            html=html_of(letter),
            now=at,
        )


def _topic(offer: PopupOffer) -> str:
    return f"popup-application:{offer.application_id}"


def _url(path: str) -> str:
    return str(current_app.extensions["labspace.settings"].base_url).rstrip("/") + path


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
        url=_url(f"/pop-up/angebote/{offer.id}"),
        closing=[no_invoice()],
        demo=offer.space.location.is_demo,
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
        url=_url(f"/pop-up/bewerbungen/{offer.application_id}"),
        demo=offer.space.location.is_demo,
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
        url=_url(f"/pop-up/rueckmeldung/{token}"),
        demo=tenancy.space.location.is_demo,
    )
