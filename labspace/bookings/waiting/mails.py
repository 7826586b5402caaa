"""What those who wait are told: written into the outbox by the transaction that makes it true."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.announcements import listen
from labspace.bookings.waiting.changes import OfferMade, OfferMissed
from labspace.bookings.waiting.links import offer_token
from labspace.bookings.waiting.models import WaitingOffer
from labspace.formats import clock_text, span_text, weekday_text
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail
from labspace.spaces.names import space_name
from labspace.words import gettext as _


@listen(OfferMade)
def tell_of_offer(session: Session, made: OfferMade) -> None:
    """Say what is held until when, with the link that books it."""
    _send(session, made.offer, made.at, is_open=True)


@listen(OfferMissed)
def tell_of_missed_offer(session: Session, missed: OfferMissed) -> None:
    """Say that the deadline has passed and the wish waits on."""
    _send(session, missed.offer, missed.at, is_open=False)


def _send(session: Session, offer: WaitingOffer, at: datetime, *, is_open: bool) -> None:
    user = offer.wish.user
    if not user.is_active:
        return
    base_url = current_app.extensions["labspace.settings"].base_url.rstrip("/")
    with force_locale(user.locale):
        letter = _offered(offer, base_url) if is_open else _missed(offer, base_url)
        enqueue_mail(
            session,
            topic=f"waiting:{offer.wish_id}",
            recipient=user.email,
            subject=letter.subject,
            plain=plain_of(letter),
            html=html_of(letter),
            now=at,
        )


def _offered(offer: WaitingOffer, base_url: str) -> Letter:
    token = offer_token(offer.id, secret=current_app.config["SECRET_KEY"])
    until = moment_text(offer.until, zone=offer.space.location.zone)
    return Letter(
        subject=_("Frei für Sie: %(space)s", space=space_name(offer.space)),
        greeting=_("Guten Tag %(name)s,", name=offer.wish.user.name),
        paragraphs=[
            _(
                "von Ihrer Warteliste ist etwas frei geworden. Wir halten es bis %(until)s für Sie.",
                until=until,
            ),
            _("Danach bekommt es die nächste Person auf der Liste."),
        ],
        facts=_facts(offer),
        action=_("Buchen oder ablehnen"),
        url=f"{base_url}/warteliste/angebote/{token}",
        closing=[_("Alle Wünsche ansehen oder zurückziehen: %(url)s", url=f"{base_url}/warteliste")],
        demo=offer.space.location.is_demo,
    )


def _missed(offer: WaitingOffer, base_url: str) -> Letter:
    return Letter(
        subject=_("Nicht mehr für Sie vorgemerkt: %(space)s", space=space_name(offer.space)),
        greeting=_("Guten Tag %(name)s,", name=offer.wish.user.name),
        paragraphs=[
            _("die Frist für das Angebot ist vorbei, die Zeit geht an die nächste Person auf der Liste."),
            _("Ihr Wunsch wartet für seine anderen Tage weiter, solange er welche hat."),
        ],
        facts=_facts(offer),
        action=_("Warteliste ansehen"),
        url=f"{base_url}/warteliste",
        demo=offer.space.location.is_demo,
    )


def _facts(offer: WaitingOffer) -> list[tuple[str, str]]:
    house = offer.space.location
    return [
        (_("Was"), space_name(offer.space)),
        (_("Wo"), house.name),
        (_("Wann"), span_text(offer.span, zone=house.zone)),
    ]


def moment_text(moment: datetime, *, zone: ZoneInfo) -> str:
    """Fr, 27.03.2026, 14:00 Uhr."""
    return _(
        "%(day)s, %(time)s Uhr",
        day=weekday_text(moment.astimezone(zone).date()),
        time=clock_text(moment, zone=zone),
    )
