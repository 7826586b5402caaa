"""The app passwords people gave to their devices."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint

from labspace.accounts.keys.models import Key


class AppPassword(Key):
    """Lets one device read its owner's calendars."""

    __tablename__ = "app_password"
    __table_args__ = (UniqueConstraint("user_id", "name"),)
