"""Pictures of defects: seen by whoever reported them and by the team; nobody changes them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from labspace.accounts.mails import site_url
from labspace.accounts.models import User
from labspace.defects.actions import PURPOSE
from labspace.defects.queries import report_with_picture
from labspace.pictures.models import Picture
from labspace.pictures.uses import Use, use_pictures


def _may_see(session: Session, picture: Picture, person: User | None) -> bool:
    report = report_with_picture(session, picture.id) if person else None
    return report is not None and person is not None and person.runs(report.location_id)


def _may_change(session: Session, picture: Picture, person: User) -> bool:
    return False


def _page(session: Session, picture: Picture) -> str:
    return site_url("/maengel")


use_pictures(PURPOSE, Use(may_see=_may_see, may_change=_may_change, page=_page))
