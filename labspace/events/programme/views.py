"""The public programme: of all houses, of one, and each event by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from flask import Blueprint, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import public
from labspace.accounts.kinds import Theme
from labspace.db import db
from labspace.events.programme.items import Asked, ProgrammeItem, programme
from labspace.events.programme.queries import find_public_event
from labspace.events.programme.rules import AHEAD_MONTHS, month_from, months_from
from labspace.events.programme.shown import by_month, event_data, shown_item
from labspace.formats import month_text
from labspace.pictures.shown import shown_picture
from labspace.spaces.house import House
from labspace.spaces.houses import find_house, houses
from labspace.times import TimeSpan, start_of_day, utc_now

bp = Blueprint("programme", __name__)

MOST_SHOWN = 200


@dataclass(frozen=True)
class Choice:
    """What is asked for by the address; what it does not know is left out."""

    month: date | None
    theme: Theme | None
    house: House | None

    @property
    def is_narrow(self) -> bool:
        return self.month is not None or self.theme is not None


@bp.get("/programm")
@public
def show() -> ResponseReturnValue:
    """What is on in all houses."""
    known = houses(db.session())
    wanted = request.args.get("haus", "")
    return _page(known, next((house for house in known if house.slug == wanted), None))


@bp.get("/standorte/<slug>/programm")
@public
def show_house(slug: str) -> ResponseReturnValue:
    """What is on in one house."""
    house = find_house(db.session(), slug) or abort(404)
    return _page([house], house, is_own=True)


@bp.get("/programm/<programme_id>")
@public
def show_event(programme_id: str) -> ResponseReturnValue:
    """One event: when, where, what it costs, how one gets in."""
    now = utc_now()
    item = find_public_event(db.session(), programme_id, now=now) if programme_id.isalnum() else None
    if item is None:
        abort(404)
    base_url = _base_url()
    picture = shown_picture(item.picture).large_url if item.picture else ""
    return render_template(
        "events/programme/event.html",
        item=shown_item(item, root=request.script_root, is_over=item.span.ends_at <= now),
        file=request.script_root + item.path + ".ics",
        data=event_data(item, url=base_url + item.path, picture_url=base_url + picture if picture else ""),
    )


def _page(known: Sequence[House], house: House | None, *, is_own: bool = False) -> str:
    now = utc_now()
    today = now.astimezone(known[0].zone).date() if known else now.date()
    choice = Choice(_month(today), _theme(), house)
    items = _items(known, choice, today=today, now=now)
    feed = _base_url() + (f"/standorte/{house.slug}/programm.ics" if house else "/programm.ics")
    open_now = [item for item in items if item.is_open_daily]
    dated = [item for item in items if not item.is_open_daily]
    return render_template(
        "events/programme/list.html",
        house=house,
        is_own=is_own,
        months=by_month(dated[:MOST_SHOWN], root=request.script_root, today=today),
        shops=[shown_item(item, root=request.script_root) for item in open_now],
        more=max(0, len(dated) - MOST_SHOWN),
        choice=choice,
        chosen_month=f"{choice.month:%Y-%m}" if choice.month else "",
        month_choices=[(f"{first:%Y-%m}", month_text(first)) for first in months_from(today)],
        theme_choices=[(theme.value, theme.label) for theme in Theme],
        house_choices=[] if is_own else [(one.slug, one.name) for one in known],
        feed=feed,
        webcal=urlsplit(feed)._replace(scheme="webcal").geturl(),
        address=url_for("programme.show_house", slug=house.slug) if is_own and house else url_for("programme.show"),
    )  # fmt: skip


def _base_url() -> str:
    return str(current_app.extensions["labspace.settings"].base_url).rstrip("/")


def _items(known: Sequence[House], choice: Choice, *, today: date, now: datetime) -> list[ProgrammeItem]:
    if not known:
        return []
    zone = known[0].zone
    window = TimeSpan(now, start_of_day(today + timedelta(days=31 * AHEAD_MONTHS), zone=zone))
    if choice.month is not None:
        following = (choice.month + timedelta(days=32)).replace(day=1)
        begins = max(start_of_day(choice.month, zone=zone), now)
        window = TimeSpan(begins, start_of_day(following, zone=zone))
    wanted = [choice.house] if choice.house else known
    asked = Asked(window=window, house_ids=[house.id for house in wanted], theme=choice.theme)
    return programme(db.session(), asked, now=now)


def _month(today: date) -> date | None:
    return month_from(request.args.get("monat", ""), today)


def _theme() -> Theme | None:
    wanted = request.args.get("thema", "")
    return next((theme for theme in Theme if theme.value == wanted), None)
