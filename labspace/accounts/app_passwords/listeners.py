"""Who leaves takes their devices' access along."""

from __future__ import annotations

from sqlalchemy.orm import Session

from labspace.accounts.app_passwords.models import AppPassword
from labspace.accounts.changes import PersonLeaves
from labspace.accounts.keys.actions import revoke_keys
from labspace.announcements import listen


@listen(PersonLeaves)
def forget_devices(session: Session, leaves: PersonLeaves) -> None:
    """Delete the app passwords of whoever leaves."""
    revoke_keys(session, AppPassword, leaves.user_id)
