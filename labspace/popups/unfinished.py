"""Begun applications, for the page of one's bookings."""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from labspace.bookings.unfinished import Unfinished, finds_unfinished
from labspace.popups.queries import drafts_of
from labspace.words import gettext as _


@finds_unfinished
def begun_applications(session: Session, user_id: int) -> list[Unfinished]:
    """The person's drafts."""
    return [
        Unfinished(
            title=draft.title or _("Noch ohne Namen"),
            text=_("Bewerbung für ein Pop-up im %(house)s", house=draft.call.location.name),
            url=url_for("popup_steps.summary", application_id=draft.id),
        )
        for draft in drafts_of(session, user_id)
    ]
