"""Who leaves takes their devices' access along."""

from __future__ import annotations

from sqlalchemy.orm import Session

from labspace.accounts.app_passwords.actions import revoke_all
from labspace.accounts.changes import PersonLeaves
from labspace.announcements import listen


@listen(PersonLeaves)
def forget_devices(session: Session, leaves: PersonLeaves) -> None:
    """Delete the app passwords of whoever leaves."""
    revoke_all(session, leaves.user_id)
