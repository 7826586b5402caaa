"""The frame around every page: menus, languages, the demonstration's banner."""

from __future__ import annotations

from flask import Flask, request, session
from sqlalchemy import select

from labspace.access import visitor
from labspace.db import db
from labspace.front.frame import FrameUser, SiteFrame, build_frame
from labspace.languages import language
from labspace.locations.models import Location


def frame_pages(app: Flask) -> None:
    """Give every template its `site`."""

    @app.context_processor
    def frame() -> dict[str, SiteFrame]:
        return {"site": _frame()}


def _frame() -> SiteFrame:
    houses = db.session.execute(
        select(Location.id, Location.slug, Location.name, Location.is_demo).order_by(Location.position)
    ).all()
    user = visitor()
    return build_frame(
        path=request.path,
        query=[(name, value) for name in request.args for value in request.args.getlist(name)],
        root=request.script_root,
        language=language(),
        theme=session.get("theme", "auto"),
        user=FrameUser(
            name=user.name, houses=[(house.slug, house.name) for house in houses if user.runs(house.id)]
        )
        if user
        else None,
        demo=any(house.is_demo for house in houses),
    )
