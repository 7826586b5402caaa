"""Who is signed in: Flask-Login's session, ended everywhere when the password changes."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import has_request_context, request, session
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy import bindparam, select

from labspace.accounts.actions.sign_in import Client
from labspace.accounts.models import User
from labspace.db import BigId, db

login_manager = LoginManager()
login_manager.session_protection = None

FORWARDING = ("Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via")
KEPT_OVER_SIGN_IN = ("lang", "theme")


@login_manager.user_loader
def load_user(key: str) -> User | None:
    """The person a session belongs to, unless disabled or signed out everywhere since."""
    text, _, nonce = key.partition(":")
    user = db.session.scalars(_BY_ID, {"id": int(text)}).one_or_none() if text.isdecimal() else None
    if user is None or not user.is_active or user.session_nonce != nonce:
        return None
    if user.is_demo and has_request_context() and not client().is_local:
        return None
    return user


# Built once: asking every signed-in request by `session.get` took three times as long.
_BY_ID = select(User).where(User.id == bindparam("id", type_=BigId))


def client() -> Client:
    """Where the request at hand comes from."""
    address = request.remote_addr or ""
    forwarded = any(name in request.headers for name in FORWARDING)
    return Client(address=address, is_local=not forwarded and _is_loopback(address))


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def begin_session(user: User, *, stay: bool) -> None:
    """Sign `user` in; nothing of the session before stays but language and appearance."""
    kept = {name: session[name] for name in KEPT_OVER_SIGN_IN if name in session}
    session.clear()
    session.update(kept)
    session.setdefault("theme", user.theme_mode)
    login_user(user)
    session.permanent = stay


def end_session() -> None:
    """Sign out on this device."""
    kept = {name: session[name] for name in KEPT_OVER_SIGN_IN if name in session}
    logout_user()
    session.clear()
    session.update(kept)


def own_path(text: str | None) -> str | None:
    """`text` if it is a path on this site, else None; foreign addresses never become a redirect."""
    if not text or len(text) > 2000 or not text.startswith("/") or text.startswith("//"):
        return None
    if "\\" in text or not text.isprintable():
        return None
    parts = urlsplit(text)
    return None if parts.scheme or parts.netloc else text
