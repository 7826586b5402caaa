"""Who leaves takes their programs' access along."""

from __future__ import annotations

from sqlalchemy.orm import Session

from labspace.accounts.changes import PersonLeaves
from labspace.announcements import listen
from labspace.api.tokens.actions import revoke_all


@listen(PersonLeaves)
def forget_programs(session: Session, leaves: PersonLeaves) -> None:
    """Delete the tokens of whoever leaves."""
    revoke_all(session, leaves.user_id)
