"""Who is signed in: Flask-Login's session, ended everywhere when the password changes."""

from __future__ import annotations

from flask_login import LoginManager

from labspace.accounts.models import User
from labspace.db import db

login_manager = LoginManager()
login_manager.session_protection = None


@login_manager.user_loader
def load_user(key: str) -> User | None:
    """The person a session belongs to, unless disabled or signed out everywhere since."""
    text, _, nonce = key.partition(":")
    user = db.session.get(User, int(text)) if text.isdecimal() else None
    return user if user is not None and user.is_active and user.session_nonce == nonce else None
