"""The frame around every page: menus, languages, the demonstration's banner."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask, g, request, session
from sqlalchemy import Row, select
from sqlalchemy.exc import SQLAlchemyError

from labspace.access import visitor
from labspace.accounts.sessions import login_manager
from labspace.db import db
from labspace.front.frame import FrameUser, SiteFrame, build_frame
from labspace.languages import language
from labspace.locations.models import Location
from labspace.spaces.house import House
from labspace.spaces.houses import houses_seen


def frame_pages(app: Flask) -> None:
    """Give every template its `site`."""

    @app.context_processor
    def frame() -> dict[str, SiteFrame]:
        return {"site": _frame()}


def _houses() -> Sequence[House | Row[int, str, str, bool]]:
    if (seen := houses_seen()) is not None:
        return seen
    return db.session.execute(
        select(Location.id, Location.slug, Location.name, Location.is_demo).order_by(Location.position)
    ).all()


def _frame() -> SiteFrame:
    houses: Sequence[House | Row[int, str, str, bool]] = []
    user = None
    try:
        houses, user = _houses(), visitor()
    except SQLAlchemyError:
        # The page that says so must be shown even when the database cannot be read; nobody asks again.
        g._login_user = login_manager.anonymous_user()
    return build_frame(
        path=request.path,
        query=[(name, value) for name in request.args for value in request.args.getlist(name)],
        root=request.script_root,
        language=language(),
        theme=session.get("theme", "auto"),
        user=FrameUser(
            name=user.name,
            houses=[(house.slug, house.name) for house in houses if user.runs(house.id)],
            is_administrator=user.is_administrator,
        )
        if user
        else None,
        demo=any(house.is_demo for house in houses),
    )
