"""Mails in the language of whoever receives them, written to the outbox; and what those of this package say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.accounts.queries import team_of
from labspace.locations.models import Location
from labspace.notices.letters import Letter, html_of, plain_of
from labspace.notices.outbox import enqueue_mail
from labspace.words import gettext as _


def site_url(path: str) -> str:
    """The public address of a path of this site."""
    base = str(current_app.extensions["labspace.settings"].base_url)
    return base.rstrip("/") + path


def mail(
    session: Session, user: User, write: Callable[[], Letter], *, recipient: str = "", now: datetime
) -> None:
    """Put what `write` says into the outbox, in `user`'s language, for their or another address."""
    topic, demo = f"account:{user.id}", user.is_demo
    send_letter(
        session, write, topic=topic, locale=user.locale, recipient=recipient or user.email, demo=demo, now=now
    )


def mail_team(
    session: Session, house: Location, write: Callable[[User], Letter], *, topic: str, now: datetime
) -> None:
    """Put what `write` says to each of those who run a house into the outbox, in their language."""
    for user in team_of(session, house.id):
        send_letter(
            session,
            partial(write, user),
            topic=f"{topic}:{user.id}",
            locale=user.locale,
            recipient=user.email,
            demo=house.is_demo,
            now=now,
        )


def send_letter(
    session: Session,
    write: Callable[[], Letter],
    *,
    topic: str,
    locale: str,
    recipient: str,
    demo: bool,
    now: datetime,
) -> None:
    """Put what `write` says into the outbox, in the language `locale`; `demo` where it is about the invented."""
    with force_locale(locale):
        letter = replace(write(), demo=demo)
        enqueue_mail(
            session,
            topic=topic,
            recipient=recipient,
            subject=letter.subject,
            plain=plain_of(letter),
            html=html_of(letter),
            now=now,
        )


def _letter(
    subject: str, *paragraphs: str, action: str = "", path: str = "", closing: Sequence[str] = ()
) -> Letter:
    """Nobody is greeted by name: anybody may have typed the address, and any name with it."""
    return Letter(
        subject=subject,
        greeting=_("Guten Tag,"),
        paragraphs=paragraphs,
        action=action,
        url=site_url(path) if path else "",
        closing=closing,
    )


def confirm_address(token: str) -> Letter:
    """To somebody who signed up."""
    return _letter(
        _("Bitte bestätigen Sie Ihre Mail-Adresse"),
        _(
            "mit dieser Adresse wurde ein Konto bei labspace angelegt. Bitte bestätigen Sie sie; danach können Sie Flächen buchen."
        ),
        action=_("Mail-Adresse bestätigen"),
        path=f"/bestaetigung/{token}",
        closing=[
            _(
                "Der Link gilt sieben Tage. Wenn Sie das nicht waren, ist nichts zu tun: Ohne Bestätigung wird nicht gebucht."
            ),
        ],
    )


def account_exists() -> Letter:
    """To somebody who signed up although they have an account."""
    return _letter(
        _("Sie haben schon ein Konto bei labspace"),
        _(
            "jemand wollte mit Ihrer Mail-Adresse ein Konto anlegen. Es gibt schon eines; es blieb unverändert."
        ),
        _(
            "Waren Sie es selbst? Dann melden Sie sich einfach an. Auf derselben Seite setzen Sie auch ein neues Kennwort."
        ),
        action=_("Anmelden"),
        path="/anmeldung",
        closing=[_("Wenn Sie es nicht waren, ist nichts zu tun.")],
    )


def new_password(token: str) -> Letter:
    """To somebody who has forgotten their password."""
    return _letter(
        _("Neues Kennwort für labspace"),
        _("hier setzen Sie ein neues Kennwort. Der Link gilt eine Stunde und nur einmal."),
        action=_("Neues Kennwort setzen"),
        path=f"/kennwort-neu/{token}",
        closing=[
            _("Wenn Sie das nicht angefordert haben, ist nichts zu tun: Ihr Kennwort bleibt, wie es ist.")
        ],
    )


def password_changed() -> Letter:
    """After every change of a password."""
    return _letter(
        _("Ihr Kennwort wurde geändert"),
        _("das Kennwort Ihres Kontos bei labspace wurde eben geändert. Alle anderen Geräte sind abgemeldet."),
        _("Waren Sie das nicht? Dann setzen Sie bitte gleich ein neues."),
        action=_("Neues Kennwort setzen"),
        path="/kennwort-vergessen",
    )


def app_password_created(name: str) -> Letter:
    """After every new app password."""
    return _letter(
        _("Neues App-Kennwort für Ihren Kalender"),
        _(
            "in Ihrem Konto bei labspace wurde eben das App-Kennwort „%(name)s“ erstellt. "
            "Damit kann ein Kalenderprogramm Ihre Buchungen lesen, sonst nichts.",
            name=name,
        ),
        _("Waren Sie das nicht? Dann widerrufen Sie es bitte gleich und ändern Sie Ihr Kennwort."),
        action=_("App-Kennwörter ansehen"),
        path="/profil/app-kennwoerter",
    )


def confirm_new_address(token: str) -> Letter:
    """To the address somebody wants to change to."""
    return _letter(
        _("Bitte bestätigen Sie Ihre neue Mail-Adresse"),
        _("diese Adresse soll zu einem Konto bei labspace gehören. Bis Sie das bestätigen, bleibt die alte."),
        action=_("Neue Mail-Adresse bestätigen"),
        path=f"/profil/mail-adresse/{token}",
        closing=[_("Der Link gilt einen Tag. Wenn Sie das nicht waren, ist nichts zu tun.")],
    )


def address_taken() -> Letter:
    """To an address that has an account, when somebody else wants to change theirs to it."""
    return _letter(
        _("Diese Mail-Adresse gehört schon zu einem Konto"),
        _(
            "jemand wollte diese Mail-Adresse in ein anderes Konto bei labspace eintragen. Das geht nicht, "
            "denn sie gehört schon zu einem Konto. Es blieb unverändert."
        ),
        _(
            "Wenn Sie zwei Konten haben, melden Sie sich mit dieser Adresse an und löschen Sie zuerst das eine."
        ),
    )


def address_changed() -> Letter:
    """To the old address, after the change."""
    return _letter(
        _("Ihre Mail-Adresse wurde geändert"),
        _("Ihr Konto bei labspace hat jetzt eine andere Mail-Adresse."),
        _("Waren Sie das nicht? Dann wenden Sie sich bitte gleich an das Team eines Hauses."),
        action=_("Zu den Häusern"),
        path="/",
    )


def account_deleted() -> Letter:
    """To somebody who has deleted their account."""
    return _letter(
        _("Ihr Konto wurde gelöscht"),
        _("Ihr Konto bei labspace ist gelöscht; Ihr Name und Ihre Mail-Adresse sind entfernt."),
        _("Was Sie gebucht haben, bleibt nur noch als Zahl ohne Ihren Namen. Danke, dass Sie da waren."),
    )


def invitation(token: str, *, organisation: str, inviter: str) -> Letter:
    """To somebody invited into an organisation."""
    return _letter(
        _("Einladung in die Organisation %(name)s", name=organisation),
        _(
            "%(inviter)s lädt Sie bei labspace in die Organisation „%(name)s“ ein. "
            "Dann können Sie in ihrem Namen buchen.",
            inviter=inviter,
            name=organisation,
        ),
        action=_("Einladung ansehen"),
        path=f"/einladungen/{token}",
        closing=[
            _("Der Link gilt 14 Tage und nur einmal. Wenn Sie nicht mitmachen möchten, ist nichts zu tun.")
        ],
    )
