"""Plans, drafts and findings as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from labspace.formats import day_text, days_text, is_german, moment_text
from labspace.locations.models import Location
from labspace.plans.checks import Finding, Severity
from labspace.plans.elements.rows import element_at
from labspace.plans.models import PlanDraft
from labspace.plans.sentences import place, sentence, text_of
from labspace.spaces.models import FloorPlan
from labspace.words import gettext as _


@dataclass(frozen=True)
class ShownPlan:
    """One version of a level."""

    id: int
    name: str
    when: str
    state: str
    is_current: bool


@dataclass(frozen=True)
class ShownDraft:
    """One draft in a list."""

    id: int
    name: str
    begun: str
    changed: str


@dataclass(frozen=True)
class ShownFinding:
    """One finding beside the drawing."""

    place: str
    text: str
    is_error: bool
    path: str
    element: tuple[str, int] | None
    """Code and position of what it is about, for a link to its form."""


def level_name(name: str, level: int) -> str:
    """What a floor is called; without a name its number."""
    return name or _("Ebene %(level)d", level=level)


def plan_name(plan: FloorPlan) -> str:
    """What the floor of a stored plan is called in the reader's language."""
    return level_name(plan.name if is_german() else plan.name_en or plan.name, plan.level)


def draft_name(draft: PlanDraft) -> str:
    """What the floor of a draft is called in the reader's language."""
    return level_name(text_of(draft.document["name"]), draft.level)


def shown_plan(plan: FloorPlan, *, today: date) -> ShownPlan:
    """With the time it holds, seen from today."""
    is_current = plan.valid_from <= today and (plan.valid_until is None or today <= plan.valid_until)
    state = (
        _("gilt jetzt") if is_current else _("gilt später") if plan.valid_from > today else _("galt früher")
    )
    return ShownPlan(plan.id, plan_name(plan), validity_text(plan), state, is_current)


def validity_text(plan: FloorPlan) -> str:
    """From when to when a plan holds."""
    if plan.valid_until is None:
        return _("ab %(day)s", day=day_text(plan.valid_from))
    return days_text(plan.valid_from, plan.valid_until)


def shown_draft(draft: PlanDraft, house: Location, *, bases: Mapping[int, FloorPlan]) -> ShownDraft:
    """With what it began from and who changed it last; `bases` by id."""
    base = bases.get(draft.base_plan_id) if draft.base_plan_id else None
    begun = _("aus dem Plan %(when)s", when=validity_text(base)) if base is not None else _("neu begonnen")
    return ShownDraft(draft.id, draft_name(draft), begun, changed_text(draft.updated_at, draft, house))


def changed_text(at: datetime, draft: PlanDraft, house: Location) -> str:
    """When and by whom a draft was changed last."""
    return _("zuletzt %(when)s, %(who)s", when=moment_text(at, zone=house.zone), who=draft.updated_by.name)


def shown_findings(found: Iterable[Finding], document: Mapping[str, Any]) -> list[ShownFinding]:
    """Findings in words."""
    return [
        ShownFinding(
            place(one.path, document),
            sentence(one, document),
            one.severity is Severity.ERROR,
            one.path,
            element_at(one.path, document),
        )
        for one in found
    ]
