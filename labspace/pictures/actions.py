"""Keeping pictures, describing them, taking them away and bringing them back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.pictures.encoding import Encoded
from labspace.pictures.models import Picture, PictureFile
from labspace.pictures.queries import removed_before

UNDO = timedelta(days=1)
"""How long a picture that was taken away may come back."""


def add_picture(
    session: Session, encoded: Encoded, *, purpose: str, alternative: str, by: User | None, now: datetime
) -> Picture:
    """Keep an encoded picture; whoever calls ties it to what it shows, in the same transaction."""
    by_id = by.id if by else None
    begin_write(session)
    picture = Picture(purpose=purpose, alternative=alternative, uploaded_by_id=by_id, created_at=now)
    picture.files = [
        PictureFile(size=size, width=file.width, height=file.height, digest=file.digest, data=file.data)
        for size, file in encoded.items()
    ]
    session.add(picture)
    session.flush()
    return picture


def describe_picture(session: Session, picture_id: int, *, alternative: str) -> Picture:
    """Say anew what is to be seen."""
    picture = _locked(session, picture_id)
    picture.alternative = alternative
    session.flush()
    return picture


def remove_picture(session: Session, picture_id: int, *, now: datetime) -> Picture:
    """Show the picture no more; for a day it can be brought back. A second time changes nothing."""
    picture = _locked(session, picture_id)
    picture.removed_at = picture.removed_at or now
    session.flush()
    return picture


def restore_picture(session: Session, picture_id: int) -> Picture:
    """Show a picture again that was taken away."""
    picture = _locked(session, picture_id)
    picture.removed_at = None
    session.flush()
    return picture


def sweep_pictures(session: Session, *, now: datetime) -> int:
    """Delete for good what was taken away more than a day ago; returns how many."""
    if not removed_before(session, now - UNDO):
        return 0
    begin_write(session)
    ids = removed_before(session, now - UNDO)
    erase_pictures(session, ids)
    return len(ids)


def erase_pictures(session: Session, picture_ids: Collection[int]) -> None:
    """Delete pictures at once and for good, also from what showed them."""
    begin_write(session)
    session.execute(delete(PictureFile).where(PictureFile.picture_id.in_(picture_ids)))
    session.execute(delete(Picture).where(Picture.id.in_(picture_ids)))
    session.flush()


def pictures_of(session: Session, user_id: int) -> Collection[int]:
    """The ids of all a person uploaded, for export and erasure."""
    return session.scalars(
        select(Picture.id).where(Picture.uploaded_by_id == user_id).order_by(Picture.id)
    ).all()


def _locked(session: Session, picture_id: int) -> Picture:
    begin_write(session)
    picture = session.get(Picture, picture_id, populate_existing=True, with_for_update=True)
    if picture is None:
        raise Refused(Refusal("picture_gone"))
    return picture
