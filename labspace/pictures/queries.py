"""Questions about pictures; none reads bytes but `find_file`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload, undefer

from labspace.pictures.kinds import PictureSize
from labspace.pictures.models import Picture, PictureFile


def find_picture(session: Session, picture_id: int) -> Picture | None:
    """The picture with this id, its measures loaded."""
    return session.scalars(
        select(Picture).where(Picture.id == picture_id).options(selectinload(Picture.files))
    ).one_or_none()


def find_file(session: Session, picture_id: int, size: PictureSize) -> PictureFile | None:
    """One size of a picture with its bytes."""
    return session.scalars(
        select(PictureFile)
        .where(PictureFile.picture_id == picture_id, PictureFile.size == size)
        .options(undefer(PictureFile.data))
    ).one_or_none()


def pictures_with(session: Session, picture_ids: Collection[int]) -> Sequence[Picture]:
    """These pictures with their measures, in the order of their ids."""
    if not picture_ids:
        return []
    return session.scalars(
        select(Picture)
        .where(Picture.id.in_(picture_ids))
        .options(selectinload(Picture.files))
        .order_by(Picture.id)
    ).all()


def removed_before(session: Session, moment: datetime) -> Sequence[int]:
    """The ids of pictures that were taken away before `moment`."""
    return session.scalars(select(Picture.id).where(Picture.removed_at < moment).order_by(Picture.id)).all()
