"""Who leaves takes their programs' access along."""

from __future__ import annotations

from sqlalchemy.orm import Session

from labspace.accounts.changes import PersonLeaves
from labspace.accounts.keys.actions import revoke_keys
from labspace.announcements import listen
from labspace.api.tokens.models import ApiToken


@listen(PersonLeaves)
def forget_programs(session: Session, leaves: PersonLeaves) -> None:
    """Delete the tokens of whoever leaves."""
    revoke_keys(session, ApiToken, leaves.user_id)
