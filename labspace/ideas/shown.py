"""Ideas as pages show them: plain values, without whoever had them where the public reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from labspace.formats import day_text, euro_text
from labspace.ideas.kinds import IdeaDeed
from labspace.ideas.models import Idea, IdeaEntry, IdeaMoney
from labspace.ideas.states import IdeaState
from labspace.words import gettext as _

ORDER = (IdeaState.NEW, IdeaState.DISCUSSED, IdeaState.TRIED, IdeaState.BECAME)
"""The way of an idea to the end, as it is drawn."""
TONES = {
    IdeaState.NEW: "info",
    IdeaState.DISCUSSED: "info",
    IdeaState.TRIED: "warning",
    IdeaState.BECAME: "success",
    IdeaState.CLOSED: "expired",
}


@dataclass(frozen=True, kw_only=True)
class ShownIdea:
    """An idea in a list."""

    title: str
    text: str
    city: str
    place: str
    theme: str
    state: str
    tone: str
    since: str
    url: str


@dataclass(frozen=True, kw_only=True)
class ShownEntry:
    """One line of the log."""

    what: str
    on: str
    note: str
    who: str
    is_public: bool


def public_idea(idea: Idea) -> ShownIdea:
    """A released idea, in the wording of the house."""
    return _shown(
        idea, idea.public_title, idea.public_text, url_for("ideas.show", idea_reference=idea.reference)
    )


def board_idea(idea: Idea) -> ShownIdea:
    """An idea for the team, in the words it came in."""
    url = url_for("ideas_staff.show", slug=idea.location.slug, idea_reference=idea.reference)
    return _shown(idea, idea.title, idea.text, url)


def _shown(idea: Idea, title: str, text: str, url: str) -> ShownIdea:
    return ShownIdea(
        title=title,
        text=text,
        city=idea.location.city,
        place=idea.place,
        theme=str(idea.theme.label) if idea.theme else "",
        state=str(idea.state.label),
        tone=TONES[idea.state],
        since=day_text(idea.state_since.astimezone(idea.location.zone).date()),
        url=url,
    )


def way(idea: Idea, entries: Sequence[IdeaEntry]) -> list[tuple[str, str, str]]:
    """How far an idea has come, as `components/steps.html` takes it; notes only where they are public."""
    told = {entry.state: entry for entry in entries if entry.deed is IdeaDeed.STEP}
    steps = [(_("eingegangen"), day_text(idea.created_at.astimezone(idea.location.zone).date()), "done")]
    is_over = idea.state is IdeaState.CLOSED
    reached = ORDER.index(idea.state) if not is_over else -1
    for place, state in enumerate(ORDER[1:], start=1):
        entry = told.get(state)
        if entry is not None:
            mark = "current" if place == reached and state is not IdeaState.BECAME else "done"
            steps.append((str(state.label), _line(entry), mark))
        elif not is_over and place > reached:
            steps.append((str(state.label), "", "next"))
    if is_over:
        closed = told.get(IdeaState.CLOSED)
        steps.append((str(IdeaState.CLOSED.label), _line(closed) if closed else "", "stopped"))
    return steps


def _line(entry: IdeaEntry) -> str:
    day = day_text(entry.on)
    if entry.note and entry.is_public:
        return _("%(day)s: %(note)s", day=day, note=entry.note)
    return day


def log_lines(entries: Sequence[IdeaEntry]) -> list[ShownEntry]:
    """The whole log for the team, newest first."""
    return [
        ShownEntry(
            what=str(entry.state.label) if entry.state else str(entry.deed.label),
            on=day_text(entry.on),
            note=entry.note,
            who=entry.by.name,
            is_public=entry.is_public,
        )
        for entry in reversed(entries)
    ]


def money_rows(rows: Sequence[IdeaMoney]) -> list[tuple[IdeaMoney, list[str]]]:
    """Amounts as cells of a table, each with its row."""
    return [
        (
            row,
            [
                day_text(row.on),
                str(row.source.label),
                str(row.step.label),
                euro_text(row.cents),
                row.document,
                row.note,
            ],
        )
        for row in rows
    ]
