"""Who asks: known by mail address and app password alone, never by a cookie."""

from __future__ import annotations

from flask import Response, current_app, g, request

from labspace.accounts.actions.attempts import TooManyAttempts
from labspace.accounts.app_passwords.checking import check_app_password
from labspace.accounts.models import User
from labspace.accounts.sessions import client
from labspace.caldav.answers import READING, plain, write_refused
from labspace.caldav.parsing import MAX_BODY
from labspace.db import db
from labspace.errors import Refused
from labspace.times import utc_now
from labspace.words import gettext as _

CHALLENGE = 'Basic realm="labspace", charset="UTF-8"'


def admit() -> Response | None:
    """Let in who has an app password; refuse every write, whatever it is aimed at, in the same words."""
    if request.endpoint == "caldav.well_known":
        return None
    asked = request.authorization
    if asked is None or asked.type != "basic" or not asked.username or not asked.password:
        return _who_is_it()
    try:
        g.caldav_user = check_app_password(
            db.session(),
            email=asked.username,
            secret=asked.password,
            client=client(),
            key=str(current_app.config["SECRET_KEY"]),
            now=utc_now(),
        )
    except TooManyAttempts as refused:
        return plain(429, _("Zu viele Versuche. Bitte später noch einmal."), Retry_After=str(refused.seconds))
    except Refused:
        return _who_is_it()
    if request.method not in READING:
        return write_refused()
    request.max_content_length = MAX_BODY
    return None


def person() -> User:
    """Who asks."""
    user: User = g.caldav_user
    return user


def _who_is_it() -> Response:
    return plain(
        401,
        _(
            "Bitte mit Mail-Adresse und App-Kennwort anmelden. Beides zeigt die Seite „App-Kennwörter“ im Profil."
        ),
        WWW_Authenticate=CHALLENGE,
    )
