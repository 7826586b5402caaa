"""The blueprint the team's pages of plans hang on, and what they share."""

from __future__ import annotations

from flask import Blueprint, abort

from labspace.bookings.staff.blueprint import keep_house
from labspace.db import db
from labspace.locations.models import Location
from labspace.plans.models import PlanDraft
from labspace.plans.queries import find_draft

bp = Blueprint("plans_staff", __name__)

ONE = "/team/<slug>/plaene/entwurf/<int:plan_draft_id>"


def run_draft(slug: str, plan_draft_id: int) -> tuple[Location, PlanDraft]:
    """The house and a draft of it, if the signed-in person keeps it; those of others are not found."""
    house = keep_house(slug)
    draft = find_draft(db.session(), plan_draft_id)
    if draft is None or draft.location_id != house.id:
        abort(404)
    return house, draft
