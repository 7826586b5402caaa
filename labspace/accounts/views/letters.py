"""What pages share that ask for a mail or for proof of who one is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Response, current_app, make_response, render_template
from flask.typing import ResponseReturnValue
from wtforms import PasswordField

from labspace.access import me
from labspace.accounts.actions.attempts import TooManyAttempts, note_attempt
from labspace.accounts.actions.sign_in import check_sign_in
from labspace.accounts.sentences import sentence
from labspace.accounts.sessions import client
from labspace.accounts.throttle import Counted, attempt_key
from labspace.db import db
from labspace.errors import Refused
from labspace.forms import LabForm
from labspace.times import utc_now
from labspace.words import gettext as _

F = TypeVar("F", bound=LabForm)


def secret() -> str:
    """The key links and counts are signed with."""
    return str(current_app.config["SECRET_KEY"])


def count_letter(address: str) -> None:
    """Count a mail that a form asks for; raises `TooManyAttempts` for a flood to one address or from one client."""
    keys = [
        attempt_key(Counted.LETTER_MAIL, address, secret=secret()),
        attempt_key(Counted.LETTER_CLIENT, client().address, secret=secret()),
    ]
    note_attempt(db.session(), keys, now=utc_now())


def too_many(form: F, page: Callable[[F], str], refused: TooManyAttempts) -> Response:
    """The page again with how long to wait, as 429."""
    form.refuse(sentence(refused.refusals[0]))
    return make_response(page(form), 429, {"Retry-After": str(refused.seconds)})


def void_link() -> ResponseReturnValue:
    """The page that says a mailed link is forged, expired or used, and how to get a new one."""
    return render_template("accounts/void_link.html"), 410


def mails_stay_here() -> bool:
    """Whether this system writes its mails to a folder or the log instead of sending them."""
    return current_app.extensions["labspace.settings"].mail in {"folder", "log"}


def prove_me(field: PasswordField) -> bool:
    """Whether the signed-in person's password was typed; else the field says what is wrong.

    Counted like a sign-in, so that an open session is no way to try passwords.
    """
    try:
        check_sign_in(
            db.session(),
            email=me().email,
            password=field.data or "",
            client=client(),
            secret=secret(),
            now=utc_now(),
        )
    except Refused as refused:
        is_wrong = "wrong_credentials" in refused.codes
        text = _("Das Kennwort stimmt nicht.") if is_wrong else sentence(refused.refusals[0])
        field.errors = [*field.errors, text]
        return False
    return True
