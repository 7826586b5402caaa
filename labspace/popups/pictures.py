"""Pictures of applications: seen by applicant and team, changed by the applicant while it is a draft."""

from __future__ import annotations

from flask import url_for
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.pictures.models import Picture
from labspace.pictures.uses import Use, use_pictures
from labspace.popups.applications.drafts import PURPOSE
from labspace.popups.queries import application_with_picture
from labspace.popups.states import ApplicationState


def _may_see(session: Session, picture: Picture, person: User | None) -> bool:
    application = application_with_picture(session, picture.id) if person else None
    if application is None or person is None:
        return False
    return application.submitted_at is not None and person.runs(application.call.location_id)


def _may_change(session: Session, picture: Picture, person: User) -> bool:
    application = application_with_picture(session, picture.id)
    if application is None:
        return False
    return application.applicant_id == person.id and application.state is ApplicationState.DRAFT


def _page(session: Session, picture: Picture) -> str:
    application = application_with_picture(session, picture.id)
    assert application is not None, "whoever may change it has seen its application"
    return url_for("popup_steps.pictures", application_id=application.id)


use_pictures(PURPOSE, Use(may_see=_may_see, may_change=_may_change, page=_page))
