"""Calls as everybody sees them."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from labspace.access import public
from labspace.db import db
from labspace.popups.calls.queries import find_call, open_calls
from labspace.popups.calls.states import CallStatus
from labspace.popups.shown import call_facts, call_title
from labspace.spaces.house import House
from labspace.spaces.houses import houses
from labspace.spaces.kinds import SpaceKind
from labspace.times import utc_now

bp = Blueprint("popup_calls", __name__)


@bp.get("/pop-up")
@public
def index() -> ResponseReturnValue:
    """What may be applied for now, and what is announced."""
    now = utc_now()
    calls = [(call, call.status(now), call_facts(call)) for call in open_calls(db.session(), now=now)]
    having = [house for house in houses(db.session()) if _has_slots(house, now=now)]
    return render_template("popups/calls/index.html", calls=calls, houses=having)


def _has_slots(house: House, *, now: datetime) -> bool:
    today = now.astimezone(house.zone).date()
    return any(space.kind is SpaceKind.POPUP_SLOT for space in house.spaces_on(today))


@bp.get("/pop-up/ausschreibungen/<int:call_id>")
@public
def show(call_id: int) -> ResponseReturnValue:
    """One call with its questions and criteria; not before it is published."""
    now, call = utc_now(), find_call(db.session(), call_id)
    if call is None or call.status(now) is CallStatus.DRAFT:
        abort(404)
    return render_template(
        "popups/calls/show.html",
        call=call,
        title=call_title(call),
        status=call.status(now),
        is_open=call.status(now) is CallStatus.OPEN,
        pairs=call_facts(call),
    )
