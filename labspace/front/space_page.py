"""The page of one space: what it is, its day, and when it is next free."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from labspace.access import public, visitor
from labspace.bookings.availability import Standing
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.rulebook.words import lead_text, length_text, products_text, quota_text, who_text
from labspace.bookings.space_times import space_times
from labspace.db import db
from labspace.formats import is_german, span_text
from labspace.front.asked import quarter_before
from labspace.front.day_bars import day_cells
from labspace.front.house import load_day, problem_texts, time_texts, viewer_of
from labspace.front.house_day import HouseDay
from labspace.front.links import booking_url
from labspace.front.plan_view import Miniature, miniature
from labspace.front.rule_notes import bars_reader, note_of
from labspace.front.space_view import book_label, feature_labels, people_text
from labspace.pictures.shown import ShownPicture, picture_urls
from labspace.spaces.house import House, HouseSpace
from labspace.spaces.houses import find_house_space
from labspace.spaces.names import space_name
from labspace.times import TimeSpan, utc_now
from labspace.words import gettext as _

bp = Blueprint("space", __name__)

LOOK_FOR_FREE = timedelta(days=14)


@bp.get("/flaechen/<public_id>")
@public
def show(public_id: str) -> ResponseReturnValue:
    """One space, its day as a timeline, and the next time it is free."""
    house, space = find_house_space(db.session(), public_id) or abort(404)
    day, zone = load_day(house), house.zone
    if all(each.id != space.id for each in day.spaces):
        abort(404)
    rules, viewer = day.rules[space.id], viewer_of(day)
    view = viewer.view(space, day.times[space.id], rules)
    is_barred = bars_reader(rules, viewer.bookers) is not None
    free = None if is_barred else next_free(db.session(), house, space, rules)
    problems = problem_texts(day.asked)
    page = render_template(
        "front/space.html",
        house=house,
        space=space,
        name=space_name(space),
        description=space.description if is_german() or not space.description_en else space.description_en,
        view=view,
        why=view.hint if view.standing is Standing.BARRED else note_of(rules),
        is_barred=is_barred,
        facts=space_facts(space, rules),
        features=feature_labels(space),
        pictures=pictures_of(space),
        times=time_texts(day),
        problems=problems,
        hours=day.scale.hours(),
        cells=day_cells(
            day.times[space.id],
            day.scale,
            space=space,
            now=day.now,
            leads_on=not is_barred,
        ),
        is_hidden=day.is_past and not may_see_past(house.id),
        plan=place_of(db.session(), day, space),
        next_free=(span_text(free, zone=zone), booking_url(space, free, zone=zone)) if free else None,
        book_label=book_label(space.kind, rules),
        steps={
            step: url_for(
                "space.show", public_id=public_id, tag=(day.asked.day + timedelta(days=move)).isoformat()
            )
            for step, move in (("back", -1), ("forth", 1), ("today", (day.today - day.asked.day).days))
        },
    )
    return page, 422 if problems else 200


def pictures_of(space: HouseSpace) -> list[ShownPicture]:
    """Its pictures in the order its team gave them."""
    shown = []
    for one in space.pictures:
        small, large = picture_urls(one.picture_id, small=one.small, large=one.large)
        shown.append(
            ShownPicture(
                id=one.picture_id,
                alternative=one.alternative,
                url=small,
                large_url=large,
                width=one.width,
                height=one.height,
                is_removed=False,
            )
        )
    return shown


def may_see_past(location_id: int) -> bool:
    """Whether this reader is told who had a space on days that are over."""
    user = visitor()
    return user is not None and user.runs(location_id)


def place_of(session: Session, day: HouseDay, space: HouseSpace) -> Miniature | None:
    """The house in small with this space, or the parts it is made of, picked out."""
    units = day.house.units_on(day.asked.day)[space.id]
    return miniature(session, day.house, free=units, on=day.asked.day)


def next_free(session: Session, house: House, space: HouseSpace, rules: Rules) -> TimeSpan | None:
    """The first time within two weeks that is free for the shortest booking, in whole quarters."""
    now = utc_now()
    begins = quarter_before(now)
    window = TimeSpan(begins, begins + LOOK_FOR_FREE)
    day = begins.astimezone(house.zone).date()
    user = visitor()
    viewer_id = user.id if user else None
    times = space_times(session, [house], window, on=day, viewer_id=viewer_id, now=now)
    free = times[space.id].next_free(
        begins, minutes=min(rules.min_minutes, 24 * 60) if not rules.whole_days else 15
    )
    if free is None:
        return None
    return TimeSpan(free.starts_at, min(free.ends_at, free.starts_at + timedelta(hours=2)))


def wheelchair_places(space: HouseSpace) -> str:
    """How many are approved, by seating where that makes a difference; empty: nothing is said."""
    by_seating = {row.layout: space.wheelchair_places_in(row) for row in space.layouts}
    if len(set(by_seating.values())) < 2:
        most = space.most_wheelchair_places
        return "" if most is None else (str(most) if most else _("keine"))
    return ", ".join(
        f"{layout.label}: {places}" for layout, places in by_seating.items() if places is not None
    )


def space_facts(space: HouseSpace, rules: Rules) -> list[tuple[str, str]]:
    """Short facts: kind, people, size, seatings, how long it may be booked."""
    layouts = ", ".join(f"{row.layout.label}: {row.capacity}" for row in space.layouts)
    area = (
        _("%(area)s m²", area=f"{space.area_m2:g}".replace(".", "," if is_german() else "."))
        if space.area_m2
        else ""
    )
    length = length_text(rules) if space.kind.is_booked_at_once or rules.whole_days else ""
    return [
        (_("Art"), str(space.kind.label)),
        (_("Platz für"), people_text(space.most_people)),
        (_("Plätze für Rollstühle"), wheelchair_places(space)),
        (_("Größe"), area),
        (_("Bestuhlung"), layouts),
        (_("Buchbar für"), length),
        (_("Feste Zeiten"), products_text(rules)),
        (_("Wer buchen darf"), who_text(rules)),
        (_("Vorlauf"), lead_text(rules)),
        (_("Kontingent"), "; ".join(quota_text(quota) for quota in rules.quotas)),
        (_("Freigabe"), _("durch das Team") if rules.needs_approval else ""),
    ]
