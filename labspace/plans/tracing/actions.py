"""Laying pictures under drafts, and taking drawings over into them. Actions flush; the edge commits once."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.db import begin_write
from labspace.errors import Refusal, Refused
from labspace.locations.models import Location
from labspace.pictures.encoding import EncodedFile
from labspace.plans.actions import DraftChanged, lock_draft, save_draft
from labspace.plans.models import PlanDraft
from labspace.plans.tracing.elements import Choice, Traced, traced
from labspace.plans.tracing.models import ForeignDrawing, PlanUnderlay
from labspace.plans.tracing.queries import (
    find_drawing,
    outdated_drawings,
    outdated_underlays,
    removed_underlay,
    underlay_of,
)
from labspace.plans.tracing.sheets import Sheet, sheet_from
from labspace.plans.tracing.taking import with_traced
from labspace.plans.tracing.underlay import Laid, laid_at_first, refuse_too_large
from labspace.spaces.models import Space

MOST_WAITING = 5
"""Drawings that wait at one draft; an older one makes room for a new one."""


def lay_underlay(
    session: Session, draft_id: int, picture: EncodedFile, *, file_name: str, by: User, now: datetime
) -> PlanUnderlay:
    """Lay a picture under a draft; the one that lay there can come back for a day.

    Raises `Refused("draft_is_closed")`, `LookupError`.
    """
    actor_id = by.id
    begin_write(session)
    _open_draft(session, draft_id)
    _take_away(session, draft_id, actor_id=actor_id, now=now)
    laid = laid_at_first(picture.width)
    underlay = PlanUnderlay(
        draft_id=draft_id,
        file_name=file_name,
        width_px=picture.width,
        height_px=picture.height,
        digest=picture.digest,
        data=picture.data,
        metres_per_pixel=laid.metres_per_pixel,
        rotation=laid.rotation,
        at_x=laid.at[0],
        at_y=laid.at[1],
        created_by_id=actor_id,
        created_at=now,
        updated_by_id=actor_id,
        updated_at=now,
    )
    session.add(underlay)
    session.flush()
    return underlay


def scale_underlay(
    session: Session, draft_id: int, laid: Laid, *, expected_version: int, by: User, now: datetime
) -> None:
    """Put the picture where it belongs.

    Raises `Refused` with `underlay_changed` when somebody else moved or replaced it, `underlay_gone`,
    `underlay_too_large`, `draft_is_closed`.
    """

    def scale(underlay: PlanUnderlay) -> None:
        refuse_too_large(laid, underlay.width_px, underlay.height_px)
        underlay.laid_before = _place(underlay)
        underlay.metres_per_pixel, underlay.rotation = laid.metres_per_pixel, laid.rotation
        underlay.at_x, underlay.at_y = laid.at
        underlay.is_scaled = True

    _change_underlay(session, draft_id, scale, expected_version=expected_version, by=by, now=now)


def unscale_underlay(
    session: Session, draft_id: int, *, expected_version: int, by: User, now: datetime
) -> None:
    """Put the picture back where it lay before it was scaled last; again, and it lies as it did.

    Raises `Refused` as `scale_underlay` does, with `underlay_changed` where it never lay elsewhere.
    """

    def back(underlay: PlanUnderlay) -> None:
        if underlay.laid_before is None:
            raise Refused(Refusal("underlay_changed"))
        scale, rotation, x, y, is_scaled = underlay.laid_before
        underlay.laid_before = _place(underlay)
        underlay.metres_per_pixel, underlay.rotation = scale, rotation
        underlay.at_x, underlay.at_y = x, y
        underlay.is_scaled = bool(is_scaled)

    _change_underlay(session, draft_id, back, expected_version=expected_version, by=by, now=now)


def _place(underlay: PlanUnderlay) -> list[float]:
    laid = underlay.laid
    return [laid.metres_per_pixel, laid.rotation, *laid.at, float(underlay.is_scaled)]


def remove_underlay(
    session: Session, draft_id: int, *, expected_version: int, by: User, now: datetime
) -> None:
    """Take the picture away; for a day it can come back. Raises `Refused` as `scale_underlay` does."""

    def remove(underlay: PlanUnderlay) -> None:
        underlay.removed_at = now

    _change_underlay(session, draft_id, remove, expected_version=expected_version, by=by, now=now)


def restore_underlay(session: Session, draft_id: int, *, by: User, now: datetime) -> None:
    """Lay the picture again that was taken away last, as it lay; one that lies there is taken away for it.

    Raises `Refused` with `underlay_gone` or `draft_is_closed`, `LookupError`.
    """
    actor_id = by.id
    begin_write(session)
    _open_draft(session, draft_id)
    underlay = removed_underlay(session, draft_id, now=now)
    if underlay is None:
        raise Refused(Refusal("underlay_gone"))
    _take_away(session, draft_id, actor_id=actor_id, now=now)
    underlay.removed_at = None
    _note(underlay, actor_id=actor_id, now=now)
    session.flush()


def bring_drawing(
    session: Session,
    draft_id: int,
    sheet: Sheet,
    *,
    file_name: str,
    is_on_paper: bool,
    by: User,
    now: datetime,
) -> ForeignDrawing:
    """Keep a drawing to look at; nothing of it is in the draft yet. Raises `Refused("draft_is_closed")`."""
    actor_id = by.id
    begin_write(session)
    _open_draft(session, draft_id)
    waiting = session.scalars(
        select(ForeignDrawing.id)
        .where(ForeignDrawing.draft_id == draft_id, ForeignDrawing.accepted_at.is_(None))
        .order_by(ForeignDrawing.id.desc())
        .offset(MOST_WAITING - 1)
    ).all()
    session.execute(delete(ForeignDrawing).where(ForeignDrawing.id.in_(waiting)))
    drawing = ForeignDrawing(
        draft_id=draft_id,
        file_name=file_name,
        is_on_paper=is_on_paper,
        body=packed(sheet),
        created_by_id=actor_id,
        created_at=now,
    )
    session.add(drawing)
    session.flush()
    return drawing


def take_over(
    session: Session,
    draft_id: int,
    drawing_id: int,
    choice: Choice,
    *,
    expected_version: int,
    by: User,
    now: datetime,
) -> Traced:
    """Add the chosen layers of a drawing to the draft, as one step that can be taken back.

    Raises `DraftChanged` when somebody saved the draft since, `Refused` with `drawing_gone`, with whatever
    `traced` and `with_traced` refuse, or `draft_is_closed`; then nothing has changed.
    """
    actor_id = by.id
    begin_write(session)
    draft = _open_draft(session, draft_id)
    if draft.version != expected_version:
        raise DraftChanged(draft)
    drawing = find_drawing(session, draft_id, drawing_id)
    if drawing is None or drawing.body is None:
        raise Refused(Refusal("drawing_gone"))
    found = traced(unpacked(drawing.body), choice)
    document = document_with(session, draft, found)
    version = save_draft(session, draft_id, document, expected_version=expected_version, by=by, now=now)
    drawing.accepted_by_id, drawing.accepted_at, drawing.accepted_version = actor_id, now, version
    drawing.body = None
    session.flush()
    return found


def document_with(session: Session, draft: PlanDraft, found: Traced) -> dict[str, Any]:
    """The draft's document with the traced elements; changes nothing. Raises `Refused("traced_too_many")`."""
    if found.is_empty:
        raise Refused(Refusal("nothing_usable"))
    slug = session.scalars(select(Location.slug).where(Location.id == draft.location_id)).one()
    taken = session.scalars(
        select(Space.public_id).where(Space.public_id.startswith(f"{slug}-", autoescape=True))
    )
    return with_traced(draft.document, found, slug=slug, taken_ids=set(taken))


def discard_drawing(session: Session, draft_id: int, drawing_id: int) -> None:
    """Forget a drawing that waits; twice is as good as once."""
    begin_write(session)
    session.execute(
        delete(ForeignDrawing).where(
            ForeignDrawing.id == drawing_id,
            ForeignDrawing.draft_id == draft_id,
            ForeignDrawing.accepted_at.is_(None),
        )
    )
    session.flush()


def sweep(session: Session, *, now: datetime) -> int:
    """Delete pictures whose day to come back is over and drawings nobody took over; returns how many."""
    if not outdated_underlays(session, now=now) and not outdated_drawings(session, now=now):
        return 0
    begin_write(session)
    underlays, drawings = outdated_underlays(session, now=now), outdated_drawings(session, now=now)
    session.execute(delete(PlanUnderlay).where(PlanUnderlay.id.in_(underlays)))
    session.execute(delete(ForeignDrawing).where(ForeignDrawing.id.in_(drawings)))
    session.flush()
    return len(underlays) + len(drawings)


def packed(sheet: Sheet) -> bytes:
    """A sheet as it is stored."""
    return zlib.compress(json.dumps(sheet.as_json(), ensure_ascii=False, separators=(",", ":")).encode())


def unpacked(body: bytes) -> Sheet:
    """What `packed` made."""
    return sheet_from(json.loads(zlib.decompress(body)))


def _open_draft(session: Session, draft_id: int) -> PlanDraft:
    draft = lock_draft(session, draft_id)
    if not draft.is_open:
        raise Refused(Refusal("draft_is_closed"))
    return draft


def _take_away(session: Session, draft_id: int, *, actor_id: int, now: datetime) -> None:
    """The place is free before another picture takes it: only one may lie there."""
    underlay = underlay_of(session, draft_id)
    if underlay is not None:
        underlay.removed_at = now
        _note(underlay, actor_id=actor_id, now=now)
        session.flush()


def _change_underlay(
    session: Session,
    draft_id: int,
    change: Callable[[PlanUnderlay], None],
    *,
    expected_version: int,
    by: User,
    now: datetime,
) -> None:
    actor_id = by.id
    begin_write(session)
    _open_draft(session, draft_id)
    underlay = underlay_of(session, draft_id)
    if underlay is None:
        raise Refused(Refusal("underlay_gone"))
    if underlay.version != expected_version:
        raise Refused(Refusal("underlay_changed"))
    change(underlay)
    _note(underlay, actor_id=actor_id, now=now)
    session.flush()


def _note(underlay: PlanUnderlay, *, actor_id: int, now: datetime) -> None:
    underlay.version += 1
    underlay.updated_by_id, underlay.updated_at = actor_id, now
