"""The doors through which a plan file becomes a draft or a step of one. Actions flush; the edge commits once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.locations.models import Location
from labspace.plans.actions import lock_draft, save_draft, start_drawn_draft
from labspace.plans.queries import foreign_space_ids, ids_ever
from labspace.plans.uploads.settling import names_again, settled
from labspace.spaces.models import Space


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of a plan file."""

    draft_id: int
    made_new: int
    """Spaces of other houses that became new spaces here."""
    names_again: tuple[str, ...]
    """Names of new spaces that other spaces of the house have already."""


def start_uploaded_draft(
    session: Session, location_id: int, document: Mapping[str, Any], *, by: User, now: datetime
) -> Uploaded:
    """A draft that begins as a plan file is.

    Raises `LookupError` when there is no such house, `Refused` when it has too many drafts.
    """
    begin_write(session)
    house = session.get(Location, location_id)
    if house is None:
        raise LookupError(location_id)
    drawn, told = _drawn_for(session, house, document, now=now)
    draft = start_drawn_draft(session, location_id, drawn, by=by, now=now)
    return Uploaded(draft.id, *told)


def put_uploaded_plan(
    session: Session,
    draft_id: int,
    document: Mapping[str, Any],
    *,
    expected_version: int,
    by: User,
    now: datetime,
) -> Uploaded:
    """Let a plan file take the place of all that is drawn, as one step that can be taken back.

    Raises what `save_draft` raises; then nothing has changed.
    """
    begin_write(session)
    house = session.get_one(Location, lock_draft(session, draft_id).location_id)
    drawn, told = _drawn_for(session, house, document, now=now)
    save_draft(session, draft_id, drawn, expected_version=expected_version, by=by, now=now)
    return Uploaded(draft_id, *told)


def _drawn_for(
    session: Session, house: Location, document: Mapping[str, Any], *, now: datetime
) -> tuple[dict[str, Any], tuple[int, tuple[str, ...]]]:
    ids = [space["id"] for space in document["spaces"]]
    here = settled(
        document,
        slug=house.slug,
        foreign=foreign_space_ids(session, ids, location_id=house.id),
        taken=ids_ever(session, house.id, stem=house.slug),
    )
    today = now.astimezone(house.zone).date()
    known = session.execute(
        select(Space.public_id, Space.kind, Space.name).where(
            Space.location_id == house.id, or_(Space.valid_until.is_(None), Space.valid_until >= today)
        )
    )
    again = names_again(here.document, {row.public_id: (row.kind.value, row.name) for row in known})
    return here.document, (len(here.new_ids), tuple(again))
