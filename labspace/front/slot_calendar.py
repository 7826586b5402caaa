"""A house's pop-up slots in one week, on its plan and as a list: free or let for everybody, all for staff."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from labspace.access import must_run, public, staff
from labspace.db import db
from labspace.formats import days_text, week_text
from labspace.front.house import get_house
from labspace.front.plan_view import PlanSpaceView, PlanView, plans_marked
from labspace.popups.spans import weeks_span
from labspace.popups.tenancies.board import Cell, CellState, Taken, board_row, seen_by_all
from labspace.popups.tenancies.board_queries import taken_on
from labspace.popups.tenancies.staff.board import spanned_days, state_text, until_text
from labspace.popups.tenancies.week_form import WeekForm
from labspace.spaces.house import House, HouseSpace
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.names import space_name
from labspace.times import utc_now
from labspace.words import gettext as _
from labspace.words import ngettext

bp = Blueprint("slot_calendar", __name__)

ON_PLAN = {
    CellState.FREE: "free",
    CellState.WISHED: "wished",
    CellState.PARTLY: "partly",
    CellState.OFFERED: "held",
    CellState.LET: "taken",
    CellState.CLOSED: "closed",
    CellState.BLOCKED: "closed",
}
"""How the plan draws what a week is."""
A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What stands in the week on a slot; for staff only."""

    title: str
    url: str
    days: str
    state: str
    text: str
    until: str
    """When the answer to an offer is due; empty for all else."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One slot in the asked week."""

    html_id: str
    name: str
    state: str
    text: str
    wishes: str
    entries: Sequence[Entry]
    url: str
    """Where applying for it starts; empty where there is nothing to apply for."""


@bp.get("/standorte/<slug>/pop-up")
@public
def show(slug: str) -> ResponseReturnValue:
    """Which slots are free in a week and which are let; of nothing else a word."""
    return _page(get_house(slug), for_staff=False)


@bp.get("/team/<slug>/pop-up/plan")
@staff
def team(slug: str) -> ResponseReturnValue:
    """The same for the team: also what is offered, blocked and wished, by whom and for what."""
    house = get_house(slug)
    must_run(house.id)
    return _page(house, for_staff=True)


def _page(house: House, *, for_staff: bool) -> ResponseReturnValue:
    now = utc_now()
    today = now.astimezone(house.zone).date()
    form = WeekForm(formdata=MultiDict(request.args))
    form.today = today
    is_valid = form.validate()
    monday = form.monday()
    if is_valid:
        form.week.data = week_text(monday)
    # The slots of the week's first day that is not over.
    day = min(max(monday, today), monday + timedelta(days=6))
    slots = [space for space in house.spaces_on(day) if space.kind is SpaceKind.POPUP_SLOT]
    cells = _cells(house, slots, monday, now=now)
    lines = _lines(house, slots, cells, today=today, for_staff=for_staff)
    page = render_template(
        "front/slot_calendar.html",
        form=form,
        house=house,
        for_staff=for_staff,
        address=_address(house, for_staff=for_staff),
        week=week_text(monday),
        days=days_text(monday, monday + timedelta(days=6)),
        back=(_("Vorige Woche"), _address(house, monday - A_WEEK, for_staff=for_staff)),
        forth=(_("Nächste Woche"), _address(house, monday + A_WEEK, for_staff=for_staff)),
        to_today=(_("Diese Woche"), _address(house, for_staff=for_staff))
        if not monday <= today < monday + A_WEEK
        else None,
        lines=[lines[slot.id] for slot in slots],
        plans=_plans(house, slots, lines, on=day),
        legend=_legend(for_staff=for_staff),
        other=_address(house, monday, for_staff=not for_staff),
    )
    return page, 200 if is_valid else 422


def _cells(house: House, slots: Sequence[HouseSpace], monday: date, *, now: datetime) -> dict[int, Cell]:
    """What the week is on each slot, by slot id; five statements, however many slots there are."""
    window = weeks_span(monday, 1, zone=house.zone)
    slot_ids = [slot.id for slot in slots]
    by_slot: defaultdict[int, list[Taken]] = defaultdict(list)
    if slots:
        for one in taken_on(db.session(), slot_ids, window, zone=house.zone, now=now):
            by_slot[one.slot_id].append(one)
    today = now.astimezone(house.zone).date()
    return {one: board_row(by_slot[one], [monday], zone=house.zone, today=today)[0] for one in slot_ids}


def _lines(
    house: House, slots: Sequence[HouseSpace], cells: Mapping[int, Cell], *, today: date, for_staff: bool
) -> dict[int, Line]:
    known_today = {space.id for space in house.spaces_on(today)}
    found = {}
    for slot in slots:
        cell = cells[slot.id]
        state = cell.state if for_staff else seen_by_all(cell)
        may_apply = not for_staff and state is CellState.FREE and not cell.is_past and slot.id in known_today
        tag = cell.monday.isoformat()
        found[slot.id] = Line(
            html_id=f"flaeche-{slot.public_id}",
            name=space_name(slot),
            state=ON_PLAN[state],
            text=state_text(state),
            wishes=_wishes(cell) if for_staff else "",
            entries=[_entry(one, house) for one in cell.entries] if for_staff else [],
            url=url_for("popups.new", flaeche=slot.public_id, tag=tag) if may_apply else "",
        )
    return found


def _wishes(cell: Cell) -> str:
    return ngettext("%(num)d Wunsch", "%(num)d Wünsche", cell.wishes) if cell.wishes else ""


def _entry(one: Taken, house: House) -> Entry:
    return Entry(
        title=one.title,
        url=one.url,
        days=spanned_days(one, zone=house.zone),
        state=ON_PLAN[one.state],
        text=state_text(one.state),
        until=until_text(one, zone=house.zone),
    )


def _plans(
    house: House, slots: Sequence[HouseSpace], lines: Mapping[int, Line], *, on: date
) -> Sequence[PlanView]:
    """The levels that have a slot; each slot leads to its line in the list."""
    views = {slot.public_id: _view(lines[slot.id]) for slot in slots}
    plans = plans_marked(db.session(), house, on=on, views=views) if slots else []
    return [plan for plan in plans if any(space.public_id in views for space in plan.picture.spaces)]


def _view(line: Line) -> PlanSpaceView:
    # Pure values joined by signs, no sentence: needs no translation.
    told = ", ".join(part for part in (line.text, line.wishes) if part)
    return PlanSpaceView(
        label=f"{line.name}: {told}",
        state=line.state,
        href=f"#{line.html_id}",
        share_free=0.5,
        word=line.wishes if line.state == ON_PLAN[CellState.WISHED] else line.text,
    )


def _legend(*, for_staff: bool) -> list[tuple[str, str]]:
    """Each way of drawing once, with all that it may mean."""
    meanings: defaultdict[str, list[str]] = defaultdict(list)
    for state in _states(for_staff=for_staff):
        meanings[ON_PLAN[state]].append(state_text(state))
    # Pure values joined by signs, no sentence: needs no translation.
    return [(drawn, ", ".join(texts)) for drawn, texts in meanings.items()]


def _states(*, for_staff: bool) -> Sequence[CellState]:
    return tuple(ON_PLAN) if for_staff else (CellState.FREE, CellState.LET, CellState.CLOSED)


def _address(house: House, monday: date | None = None, *, for_staff: bool) -> str:
    endpoint = "slot_calendar.team" if for_staff else "slot_calendar.show"
    return url_for(endpoint, slug=house.slug, woche=monday.isoformat() if monday else None)
