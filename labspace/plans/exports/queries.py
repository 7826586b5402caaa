"""A stored plan as exports need it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from labspace.plans.document import PlanDocument, read_document
from labspace.plans.picture import picture_of_draft
from labspace.plans.queries import document_of_plan
from labspace.spaces.drawing import PlanPicture
from labspace.spaces.models import FloorPlan


def day_of(plan: FloorPlan, *, today: date) -> date:
    """The day whose spaces a plan shows: today, else the nearest day on which it holds."""
    return max(plan.valid_from, min(today, plan.valid_until or today))


def exported(session: Session, plan: FloorPlan, *, today: date) -> dict[str, Any]:
    """The plan as a document (`labspace-plan/1`)."""
    return document_of_plan(session, plan, on=day_of(plan, today=today))


def drawn(session: Session, plan: FloorPlan, *, today: date) -> tuple[PlanDocument, PlanPicture]:
    """The plan as values, and its picture."""
    document, _ = read_document(exported(session, plan, today=today))
    return document, picture_of_draft(document)
