"""Applying in one go, taking an application up, and withdrawing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from labspace.accounts.kinds import Theme
from labspace.accounts.models import User
from labspace.errors import Refusal, Refused
from labspace.popups.applications.drafts import (
    Plan,
    begin_application,
    locked,
    save_hours,
    save_more,
    save_plan,
    save_wishes,
)
from labspace.popups.applications.handing_in import hand_in, withdraw
from labspace.popups.calls.actions import standing_call
from labspace.popups.log import log
from labspace.popups.models import PopupApplication
from labspace.popups.states import ApplicationState
from labspace.popups.wishing import WishedWeeks
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space

__all__ = ["Concept", "apply_for_slot", "take_up", "withdraw"]


@dataclass(frozen=True, kw_only=True)
class Concept:
    """A whole application with one wish."""

    title: str
    concept: str
    sector: str = "-"
    theme: Theme | None = None
    first_on: date
    """A Monday."""
    weeks: int
    alternatives: str = ""
    opening_hours: str = "nach Absprache"
    team: str = ""
    seed_money_cents: int = 0
    organisation_id: int | None = None


def apply_for_slot(
    session: Session, space: Space, concept: Concept, *, applicant: User, now: datetime, once: str = ""
) -> PopupApplication:
    """Write an application for a house's all-year call and hand it in, all steps at once.

    `once` names the filled-in form: sent twice, it gives the application of the first time.
    """
    if space.kind is not SpaceKind.POPUP_SLOT:
        raise Refused(Refusal("space_unknown"))
    space_id, location_id = space.id, space.location_id
    call = standing_call(session, location_id, now=now)
    draft = begin_application(session, call, applicant=applicant, now=now, once=once)
    if draft.state is not ApplicationState.DRAFT:
        return draft
    plan = Plan(
        title=concept.title,
        concept=concept.concept,
        sector=concept.sector,
        theme=concept.theme,
        organisation_id=concept.organisation_id,
        team=concept.team,
    )
    save_plan(session, draft.id, plan)
    wish = WishedWeeks(space_id=space_id, first_on=concept.first_on, weeks=concept.weeks)
    save_wishes(session, draft.id, [wish], remark=concept.alternatives)
    save_hours(session, draft.id, [], remark=concept.opening_hours)
    save_more(session, draft.id, seed_money_cents=concept.seed_money_cents, answers={})
    return hand_in(session, draft.id, by=applicant, now=now)


def take_up(session: Session, application: PopupApplication, *, by: User, now: datetime) -> None:
    """Staff have begun to look at an application; its applicant sees that."""
    application_id, by_id = application.id, by.id
    # A decision that is being taken at this moment comes first: it would be overwritten otherwise.
    locked(session, application_id).become(ApplicationState.IN_REVIEW, now=now)
    log(session, "taken_up", application_id=application_id, actor_id=by_id, at=now)
    session.flush()
