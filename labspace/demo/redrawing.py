"""A floor that is being drawn anew in Bochum: a sofa in the place of one desk, not published. All invented."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.demo.people import TEAM
from labspace.locations.models import Location
from labspace.plans.actions import save_draft, start_draft
from labspace.plans.models import PlanDraft
from labspace.plans.queries import plans_on

HOUSE, GONE = "bochum", "bochum-desk-16"


def load_redrawing(session: Session, *, now: datetime) -> PlanDraft:
    """Begin a draft from the plan in force and take one step in it, as the team of the house would."""
    house = session.scalars(select(Location).where(Location.slug == HOUSE)).one()
    by = session.scalars(select(User).where(User.email == TEAM.email)).one()
    plan = plans_on(session, house.id, now.astimezone(house.zone).date())[0]
    draft = start_draft(session, plan.id, by=by, now=now)
    version, document = draft.version, with_a_sofa(draft.document)
    save_draft(session, draft.id, document, expected_version=version, by=by, now=now)
    return draft


def with_a_sofa(document: dict[str, Any]) -> dict[str, Any]:
    """The same floor with a sofa where the desk stood."""
    (desk,) = (one for one in document["placements"] if one["space"] == GONE)
    xs, ys = zip(*desk["shape"], strict=True)
    middle = [round((min(xs) + max(xs)) / 2, 2), round((min(ys) + max(ys)) / 2, 2)]
    sofa = {"item": "sofa", "at": middle, "rotation": desk.get("rotation", 0), "size": [1.5, 0.8]}
    return {
        **document,
        "spaces": [one for one in document["spaces"] if one["id"] != GONE],
        "placements": [one for one in document["placements"] if one is not desk],
        "drawing": {**document["drawing"], "furniture": [*document["drawing"]["furniture"], sofa]},
    }
