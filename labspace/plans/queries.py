"""Questions about drafts and the versions of floor plans, and a stored plan as a document."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import false, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.locations.house_file import Texts
from labspace.plans.document import PlanDocument, written
from labspace.plans.models import PlanDraft, PlanDraftStep, StepState
from labspace.spaces.drawing import drawing_of
from labspace.spaces.features import Feature
from labspace.spaces.models import FloorPlan, Placement, Space, SpacePart
from labspace.spaces.plans import LayoutSpec, PlacementSpec, SpaceSpec

_PEOPLE = (joinedload(PlanDraft.created_by), joinedload(PlanDraft.updated_by))


def find_draft(session: Session, draft_id: int) -> PlanDraft | None:
    """The draft with this number, with who began it and who changed it last."""
    return session.scalars(select(PlanDraft).options(*_PEOPLE).where(PlanDraft.id == draft_id)).one_or_none()


def drafts_of(session: Session, location_id: int) -> Sequence[PlanDraft]:
    """The drafts of a house that did not become plans, put away or not, the one changed last first."""
    return session.scalars(
        select(PlanDraft)
        .options(*_PEOPLE)
        .where(PlanDraft.location_id == location_id, PlanDraft.published_plan_id.is_(None))
        .order_by(PlanDraft.updated_at.desc(), PlanDraft.id.desc())
    ).all()


def plans_of(session: Session, location_id: int) -> Sequence[FloorPlan]:
    """Every version of every level of a house, from below, the oldest first."""
    return session.scalars(
        select(FloorPlan)
        .where(FloorPlan.location_id == location_id)
        .order_by(FloorPlan.level, FloorPlan.valid_from)
    ).all()


def plans_on(session: Session, location_id: int, day: date) -> Sequence[FloorPlan]:
    """The plan of each level in force on a local day, from below."""
    return [
        plan
        for plan in plans_of(session, location_id)
        if plan.valid_from <= day and (plan.valid_until is None or day <= plan.valid_until)
    ]


def find_plan(session: Session, plan_id: int) -> FloorPlan | None:
    """The plan with this number."""
    return session.get(FloorPlan, plan_id)


def last_step(session: Session, draft_id: int) -> PlanDraftStep | None:
    """The step that "back" takes back."""
    return session.scalars(
        select(PlanDraftStep)
        .where(PlanDraftStep.draft_id == draft_id, PlanDraftStep.state == StepState.DONE)
        .order_by(PlanDraftStep.version.desc())
        .limit(1)
    ).first()


def next_step(session: Session, draft_id: int) -> PlanDraftStep | None:
    """The step that "again" does again."""
    return session.scalars(
        select(PlanDraftStep)
        .where(PlanDraftStep.draft_id == draft_id, PlanDraftStep.state == StepState.UNDONE)
        .order_by(PlanDraftStep.version)
        .limit(1)
    ).first()


def foreign_space_ids(session: Session, public_ids: Collection[str], *, location_id: int) -> set[str]:
    """Those of the ids that spaces of other houses have: they stand in addresses and are given only once."""
    return set(
        session.scalars(
            select(Space.public_id).where(Space.public_id.in_(public_ids), Space.location_id != location_id)
        )
    )


def document_of_plan(session: Session, plan: FloorPlan, *, on: date) -> dict[str, Any]:
    """A stored plan as a document, with the spaces it shows on a local day.

    A space belongs to the plan it lies on, a whole without a shape to that of its parts; spaces that lie on
    no plan belong to the lowest one. A handful of statements.
    """
    spaces = _spaces_on(session, plan.location_id, on)
    parts = _parts_on(session, spaces, on)
    plans = plans_on(session, plan.location_id, on)
    placements = _placements(session, {plan.id, *(other.id for other in plans)})
    own = {row.space_id: row for row in placements if row.plan_id == plan.id and row.space_id in spaces}
    shown = _shown(
        spaces,
        parts,
        own=set(own),
        elsewhere={row.space_id for row in placements if row.plan_id != plan.id} - set(own),
        takes_the_rest=not plans or min(other.level for other in plans) >= plan.level,
    )
    names = {space_id: space.public_id for space_id, space in spaces.items()}
    return written(
        PlanDocument(
            level=plan.level,
            name=Texts(plan.name, plan.name_en or plan.name),
            width_m=plan.width_m,
            height_m=plan.height_m,
            north_degrees=plan.north_degrees,
            drawing=drawing_of(plan.drawing),
            spaces=tuple(
                _space(spaces[space_id], [names[part] for part in parts.get(space_id, ()) if part in shown])
                for space_id in spaces
                if space_id in shown
            ),
            placements=tuple(_placement(row, names[row.space_id]) for row in own.values()),
        )
    )


def _shown(
    spaces: dict[int, Space],
    parts: dict[int, list[int]],
    *,
    own: set[int],
    elsewhere: set[int],
    takes_the_rest: bool,
) -> set[int]:
    wholes = {whole for whole, its in parts.items() if whole not in elsewhere and own & set(its)}
    related = {part for whole in own | wholes for part in parts.get(whole, ())} - elsewhere
    shown = own | wholes | related
    if takes_the_rest:
        of_others = {whole for whole, its in parts.items() if elsewhere & set(its)}
        shown |= set(spaces) - elsewhere - of_others
    return shown


def _spaces_on(session: Session, location_id: int, day: date) -> dict[int, Space]:
    rows = session.scalars(
        select(Space)
        .options(selectinload(Space.layouts))
        .where(
            Space.location_id == location_id,
            Space.valid_from <= day,
            or_(Space.valid_until.is_(None), Space.valid_until >= day),
        )
        .order_by(Space.position, Space.id)
    )
    return {space.id: space for space in rows}


def _parts_on(session: Session, spaces: Collection[int], day: date) -> dict[int, list[int]]:
    rows = session.scalars(
        select(SpacePart)
        .where(
            SpacePart.whole_id.in_(spaces),
            SpacePart.valid_from <= day,
            or_(SpacePart.valid_until.is_(None), SpacePart.valid_until >= day),
        )
        .order_by(SpacePart.id)
    )
    parts: dict[int, list[int]] = {}
    for row in rows:
        if row.part_id in spaces:
            parts.setdefault(row.whole_id, []).append(row.part_id)
    return parts


def _placements(session: Session, plan_ids: Collection[int]) -> Sequence[Placement]:
    return session.scalars(
        select(Placement).where(Placement.plan_id.in_(plan_ids)).order_by(Placement.id)
    ).all()


def _space(space: Space, parts: Sequence[str]) -> SpaceSpec:
    return SpaceSpec(
        public_id=space.public_id,
        kind=space.kind,
        name=Texts(space.name, space.name_en or space.name),
        label=space.label,
        description=Texts(space.description, space.description_en),
        capacity=space.capacity,
        layouts=tuple(LayoutSpec(row.layout, row.capacity, row.wheelchair_places) for row in space.layouts),
        area_m2=space.area_m2,
        features=tuple(Feature(code) for code in space.features),
        parts=tuple(parts),
        hours=(),
        closures=(),
        valid_from=date.min,
        valid_until=None,
        wheelchair_places=space.wheelchair_places,
    )


def _placement(row: Placement, space: str) -> PlacementSpec:
    label = row.detail.get("label")
    return PlacementSpec(
        space=space,
        shape=tuple((x, y) for x, y in row.shape),
        rotation=row.detail.get("rotation") or 0.0,
        seats=row.detail.get("seats"),
        label=(label[0], label[1]) if label else None,
    )


def ids_ever(session: Session, location_id: int, *, stem: str = "") -> set[str]:
    """Ids no new space of this house may have: its own of all times, and those of others that look alike.

    `stem` is what new ids begin with.
    """
    alike = Space.public_id.startswith(stem, autoescape=True) if stem else false()
    return set(session.scalars(select(Space.public_id).where(or_(Space.location_id == location_id, alike))))
