"""Describing and picturing spaces. Actions flush; the edge commits once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.houses.record.actions import must_be, note_change, stamp_of
from labspace.houses.record.models import HouseRecord
from labspace.pictures.actions import add_picture, remove_picture, restore_picture
from labspace.pictures.encoding import Encoded
from labspace.pictures.models import Picture
from labspace.spaces.features import Feature
from labspace.spaces.models import Space, SpacePicture

PURPOSE = "space"
MOST_PICTURES = 8


def description_of(space: Space) -> dict[str, Any]:
    """What a space says about itself, by the names forms and record use."""
    return {
        "description": space.description,
        "description_en": space.description_en,
        "features": list(space.features),
    }


def describe_space(
    session: Session,
    space_id: int,
    values: Mapping[str, Any],
    *,
    expected: str,
    touched: int,
    by: User,
    now: datetime,
) -> HouseRecord | None:
    """Let a space say and have something else; `expected` is the stamp of what the form was made of.

    None where nothing changed; raises `Refused` where somebody else was quicker.
    """
    actor_id = by.id
    begin_write(session)
    space = _locked(session, space_id)
    before = description_of(space)
    must_be(before, expected)
    # Codes of a newer version are kept, for nobody could tick them.
    known = {feature.value for feature in Feature}
    unknown = [code for code in space.features if code not in known]
    after = {**values, "features": [*values["features"], *unknown]}
    if {**after, "features": set(after["features"])} == {**before, "features": set(before["features"])}:
        return None
    _say(space, after)
    session.flush()
    return note_change(
        session,
        "space_described",
        location_id=space.location_id,
        about=space.public_id,
        before={**before, "space_id": space.id},
        after={**after, "space_id": space.id},
        touched=touched,
        by_id=actor_id,
        now=now,
    )


def describe_again(session: Session, record: HouseRecord, by: User, now: datetime) -> None:
    """What the space said before a change; only while nothing changed since."""
    space = _locked(session, record.after["space_id"])
    if stamp_of({**description_of(space), "space_id": space.id}) != stamp_of(record.after):
        raise Refused(Refusal("changed_since"))
    _say(space, record.before)
    session.flush()


def picture_space(
    session: Session, space_id: int, encoded: Encoded, *, alternative: str, by: User, now: datetime
) -> Picture:
    """Show a picture of the space, after those it has. Raises `Refused` where it has too many."""
    actor_id = by.id
    begin_write(session)
    space = _locked(session, space_id)
    shown, last = session.execute(
        select(
            func.count(SpacePicture.picture_id).filter(SpacePicture.is_shown), func.max(SpacePicture.position)
        ).where(SpacePicture.space_id == space_id)
    ).one()
    if shown >= MOST_PICTURES:
        raise Refused(Refusal("pictures_full", {"most": MOST_PICTURES}))
    picture = add_picture(session, encoded, purpose=PURPOSE, alternative=alternative, by=by, now=now)
    session.add(SpacePicture(picture_id=picture.id, space_id=space_id, position=(last or 0) + 1))
    session.flush()
    _note(session, "picture_added", space, picture, by_id=actor_id, now=now)
    return picture


def hide_picture(session: Session, picture_id: int, *, by: User, now: datetime) -> None:
    """Show a picture no more; for a day it can be brought back. A second time changes nothing."""
    actor_id = by.id
    begin_write(session)
    tie = _tie(session, picture_id)
    if not tie.is_shown:
        return
    _show(session, tie, is_shown=False, now=now)
    picture = session.get_one(Picture, picture_id)
    _note(session, "picture_hidden", session.get_one(Space, tie.space_id), picture, by_id=actor_id, now=now)


def undo_picture(session: Session, record: HouseRecord, by: User, now: datetime) -> None:
    """Hide what was added, or bring back what was hidden."""
    tie = find_tie(session, record.after["picture_id"])
    if tie is None:
        raise Refused(Refusal("picture_gone"))
    was_added = record.subject == "picture_added"
    if tie.is_shown is not was_added:
        raise Refused(Refusal("changed_since"))
    _show(session, tie, is_shown=not was_added, now=now)


def _show(session: Session, tie: SpacePicture, *, is_shown: bool, now: datetime) -> None:
    if is_shown:
        restore_picture(session, tie.picture_id)
    else:
        remove_picture(session, tie.picture_id, now=now)
    tie.is_shown = is_shown
    session.flush()


def find_tie(session: Session, picture_id: int) -> SpacePicture | None:
    """Which space a picture shows."""
    return session.scalars(select(SpacePicture).where(SpacePicture.picture_id == picture_id)).first()


def _tie(session: Session, picture_id: int) -> SpacePicture:
    return session.scalars(
        select(SpacePicture)
        .where(SpacePicture.picture_id == picture_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _locked(session: Session, space_id: int) -> Space:
    return session.get_one(Space, space_id, populate_existing=True, with_for_update={"key_share": True})


def _say(space: Space, values: Mapping[str, Any]) -> None:
    space.description, space.description_en = values["description"], values["description_en"]
    space.features = list(values["features"])


def _note(
    session: Session, subject: str, space: Space, picture: Picture, *, by_id: int, now: datetime
) -> None:
    note_change(
        session,
        subject,
        location_id=space.location_id,
        about=space.public_id,
        after={"picture_id": picture.id, "alternative": picture.alternative},
        by_id=by_id,
        now=now,
    )
