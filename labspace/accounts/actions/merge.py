"""Staff make one organisation of two."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from labspace.accounts.actions.events import note_event
from labspace.accounts.changes import OrganisationMerged
from labspace.accounts.models import Invitation, Membership, Organisation, OrganisationRole
from labspace.announcements import announce
from labspace.db import begin_write
from labspace.errors import Refusal, Refused


def merge_organisations(
    session: Session, *, source_id: int, target_id: int, by_id: int, now: datetime
) -> None:
    """Move everything of the source to the target; the source stays as a sign that leads there.

    Members of both keep the higher role. Higher packages move what is theirs in the same transaction.
    Raises `Refused` with `same_organisation`, or `changed_meanwhile` if one of them was merged before.
    """
    if source_id == target_id:
        raise Refused(Refusal("same_organisation"))
    begin_write(session)
    _lock(session, source_id, target_id)
    _move_members(session, source_id, target_id)
    for rows, column in (
        (Invitation, Invitation.organisation_id),
        (Organisation, Organisation.merged_into_id),
    ):
        session.execute(update(rows).where(column == source_id).values({column.key: target_id}))
    session.execute(update(Organisation).where(Organisation.id == source_id).values(merged_into_id=target_id))
    for organisation_id, detail in (
        (source_id, f"into {target_id}"),
        (target_id, f"from {source_id}"),
    ):
        note_event(
            session,
            "organisation_merged",
            by_id=by_id,
            organisation_id=organisation_id,
            detail=detail,
            now=now,
        )
    announce(session, OrganisationMerged(source_id, target_id, by_id, now))
    session.expire_all()


def _lock(session: Session, *ids: int) -> None:
    merged = session.scalars(
        select(Organisation.merged_into_id)
        .where(Organisation.id.in_(ids))
        .order_by(Organisation.id)
        .with_for_update(key_share=True)
    ).all()
    if len(merged) != len(ids) or any(merged):
        raise Refused(Refusal("changed_meanwhile"))


def _move_members(session: Session, source_id: int, target_id: int) -> None:
    def members(organisation_id: int) -> dict[int, Membership]:
        rows = session.scalars(select(Membership).where(Membership.organisation_id == organisation_id))
        return {row.user_id: row for row in rows}

    there = members(target_id)
    for user_id, membership in members(source_id).items():
        if user_id not in there:
            membership.organisation_id = target_id
            continue
        if membership.role is OrganisationRole.ADMIN:
            there[user_id].role = OrganisationRole.ADMIN
        session.delete(membership)
    session.flush()
