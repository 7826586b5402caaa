"""The checklist of an event as its pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from labspace.events.decision.checklist_words import hint_of, title_of
from labspace.events.decision.checks import WHO
from labspace.events.decision.models import EventCheck
from labspace.formats import day_text, moment_text
from labspace.spaces.event_terms import ChecklistWho
from labspace.words import gettext as _


@dataclass(frozen=True, kw_only=True)
class CheckRow:
    """One thing to see to."""

    id: int
    title: str
    hint: str
    who: str
    is_theirs: bool
    """Whether the organiser sees to it."""
    due: str
    badge: tuple[str, str]
    """State and text of components/badge.html."""
    is_done: bool
    done: str
    """When and by whom, with where the proof is kept, or why the team does without."""


def check_rows(items: Iterable[EventCheck], *, today: date, zone: ZoneInfo) -> list[CheckRow]:
    """In the order in which they are due."""
    return [_row(item, today=today, zone=zone) for item in items]


def _row(item: EventCheck, *, today: date, zone: ZoneInfo) -> CheckRow:
    return CheckRow(
        id=item.id,
        title=title_of(item),
        hint=hint_of(item),
        who=str(WHO[item.who]),
        is_theirs=item.who is ChecklistWho.ORGANISER,
        due=_("fällig %(day)s", day=day_text(item.due_on)),
        badge=_badge(item, today=today),
        is_done=item.done_at is not None,
        done=_done(item, zone=zone),
    )


def _badge(item: EventCheck, *, today: date) -> tuple[str, str]:
    if item.waived_reason:
        return "success", _("erlassen")
    if item.done_at is not None:
        return "success", _("erledigt")
    return ("danger", _("überfällig")) if item.due_on < today else ("warning", _("offen"))


def _done(item: EventCheck, *, zone: ZoneInfo) -> str:
    if item.done_at is None:
        return ""
    at = moment_text(item.done_at, zone=zone)
    if item.waived_reason:
        return _("%(at)s: %(reason)s", at=at, reason=item.waived_reason)
    return _("%(at)s, Nachweis: %(document)s", at=at, document=item.document) if item.document else at
