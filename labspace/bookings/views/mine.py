"""All bookings of the person who is signed in."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from labspace.access import me, signed_in
from labspace.bookings.options.queries import shared_bookings_of
from labspace.bookings.prompts import asks_now
from labspace.bookings.queries import asked_bookings_of, coming_bookings_of, done_bookings_of
from labspace.bookings.series.queries import count_skipped, running_series_of
from labspace.bookings.series.shown import shown_series
from labspace.bookings.shown import by_day, shown
from labspace.bookings.side_links import side_links_of
from labspace.bookings.unfinished import unfinished_of
from labspace.bookings.views.blueprint import bp
from labspace.db import db
from labspace.spaces.houses import houses
from labspace.times import utc_now

PAGE_LENGTH = 25
MOST_PAGES = 1000


@bp.get("/buchungen")
@signed_in
def mine() -> ResponseReturnValue:
    """What is to be pressed now, what is coming, what the house has yet to decide, and page by page what is over."""
    session, now, user_id = db.session(), utc_now(), me().id
    page = min(max(request.args.get("seite", 1, type=int), 1), MOST_PAGES)
    done = done_bookings_of(session, user_id, now=now, limit=PAGE_LENGTH + 1, offset=(page - 1) * PAGE_LENGTH)
    coming = coming_bookings_of(session, user_id, now=now)
    everywhere = houses(session)
    today = now.astimezone(everywhere[0].zone).date() if everywhere else now.date()
    return render_template(
        "bookings/mine.html",
        prompts=[prompt for booking in coming if (prompt := asks_now(booking, now=now))],
        coming=by_day(map(shown, coming), today=today),
        asked=[shown(booking) for booking in asked_bookings_of(session, user_id, now=now)],
        shared=[shown(booking) for booking in shared_bookings_of(session, user_id, now=now)],
        series=[shown_series(count) for count in running_series_of(session, user_id, now=now)],
        beside=side_links_of(session, user_id),
        begun=unfinished_of(session, user_id),
        skipped=count_skipped(session, user_id, now=now),
        done=[shown(booking) for booking in done[:PAGE_LENGTH]],
        page=page,
        has_more=len(done) > PAGE_LENGTH,
    )
