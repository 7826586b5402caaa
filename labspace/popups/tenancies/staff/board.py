"""The board of a house's slots by weeks, with a list of the same under it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import staff
from labspace.day_words import day_from
from labspace.db import db
from labspace.formats import date_text, day_text, days_text, is_german, moment_text, week_text
from labspace.locations.models import Location
from labspace.popups.spans import monday_of, weeks_span
from labspace.popups.tenancies.board import Cell, CellState, Taken, board_row, weeks_let
from labspace.popups.tenancies.board_queries import taken_on
from labspace.popups.tenancies.views.blueprint import run_house, staff_bp
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from labspace.spaces.names import space_name
from labspace.spaces.queries import spaces_of
from labspace.times import first_and_last_day, utc_now
from labspace.words import gettext as _
from labspace.words import ngettext

WEEKS = 13
"""A quarter of a year."""


@staff_bp.get("/team/<slug>/pop-up")
@staff
def board(slug: str) -> ResponseReturnValue:
    """Thirteen weeks from the asked one on."""
    house, now = run_house(slug), utc_now()
    today = now.astimezone(house.zone).date()
    text = request.args.get("ab", "")
    first = monday_of((day_from(text, today=today) if text else None) or today)
    mondays = [first + timedelta(weeks=number) for number in range(WEEKS)]
    slots = spaces_of(db.session(), [house.id], on=max(first, today), kind=SpaceKind.POPUP_SLOT)
    window = weeks_span(first, WEEKS, zone=house.zone)
    slot_ids = [slot.id for slot in slots]
    taken = taken_on(db.session(), slot_ids, window, zone=house.zone, now=now) if slots else []
    by_slot: defaultdict[int, list[Taken]] = defaultdict(list)
    for one in taken:
        by_slot[one.slot_id].append(one)
    rows = [board_row(by_slot[slot.id], mondays, zone=house.zone, today=today) for slot in slots]
    let, offered = weeks_let(rows)
    return render_template(
        "popups/tenancies/staff/board.html",
        house=house,
        weeks=[
            (_number(monday), _short(monday), monday <= today < monday + timedelta(weeks=1))
            for monday in mondays
        ],
        rows=[
            (space_name(slot), [_shown(cell) for cell in row]) for slot, row in zip(slots, rows, strict=True)
        ],
        listed=_listed(house, slots, by_slot),
        plan_url=url_for("slot_calendar.team", slug=house.slug, woche=first.isoformat()),
        let=_("%(let)d von %(all)d Wochen vergeben.", let=let, all=offered) if offered else "",
        here=_("%(first)s bis %(last)s", first=week_text(mondays[0]), last=week_text(mondays[-1])),
        back=(_("Frühere Wochen"), _at(house, first - timedelta(weeks=WEEKS))),
        forth=(_("Spätere Wochen"), _at(house, first + timedelta(weeks=WEEKS))),
        to_today=(_("Heute"), _at(house, today)) if not first <= today < mondays[-1] else None,
    )


def _at(house: Location, day: date) -> str:
    return url_for("tenancies_staff.board", slug=house.slug, ab=monday_of(day).isoformat())


def _number(monday: date) -> str:
    return _("KW %(week)d", week=monday.isocalendar().week)


def _short(monday: date) -> str:
    return date_text(monday, "dd.MM." if is_german() else "d MMM")


def _shown(cell: Cell) -> dict[str, object]:
    """A cell as the table draws it: state by text, pattern and colour."""
    beside = {CellState.WISHED} if cell.state is CellState.CLOSED else {CellState.WISHED, CellState.CLOSED}
    told = [entry for entry in cell.entries if entry.state not in beside]
    wishes = ngettext("%(num)d Wunsch", "%(num)d Wünsche", cell.wishes) if cell.wishes else ""
    return {
        "state": cell.state.value,
        "text": state_text(cell.state) if cell.state is not CellState.WISHED else wishes,
        "title": told[0].title if told else "",
        "url": told[0].url if told else "",
        "wishes": wishes if told else "",
        "is_past": cell.is_past,
    }


def spanned_days(one: Taken, *, zone: ZoneInfo) -> str:
    """From when to when it goes; a single day once."""
    first, last = first_and_last_day(one.span, zone=zone)
    return day_text(first) if first == last else days_text(first, last)


def until_text(one: Taken, *, zone: ZoneInfo) -> str:
    """When the answer to an offer is due; empty for all else."""
    return _("Antwort bis %(moment)s", moment=moment_text(one.until, zone=zone)) if one.until else ""


def state_text(state: CellState) -> str:
    """The word for what a week is."""
    return {
        CellState.FREE: _("frei"),
        CellState.WISHED: _("gewünscht"),
        CellState.PARTLY: _("zum Teil vergeben"),
        CellState.CLOSED: _("geschlossen"),
        CellState.BLOCKED: _("gesperrt"),
        CellState.OFFERED: _("angeboten"),
        CellState.LET: _("vergeben"),
    }[state]


def _listed(
    house: Location, slots: Sequence[Space], by_slot: defaultdict[int, list[Taken]]
) -> list[tuple[str, list[dict[str, str]]]]:
    """The same as a list, slot by slot in order of time."""
    return [
        (
            space_name(slot),
            [
                {
                    "title": one.title,
                    "url": one.url,
                    "days": spanned_days(one, zone=house.zone),
                    "badge": _BADGES[one.state],
                    "state": state_text(one.state),
                    "until": until_text(one, zone=house.zone),
                }
                for one in sorted(by_slot[slot.id], key=lambda one: (one.span.starts_at, one.title))
            ],
        )
        for slot in slots
    ]


_BADGES = {
    CellState.WISHED: "requested",
    CellState.CLOSED: "closed",
    CellState.BLOCKED: "closed",
    CellState.OFFERED: "option",
    CellState.LET: "confirmed",
}
