"""Public screens: one space, a whole house, and the free times of a house inside another site."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import public, staff
from labspace.bookings.qr import qr_svg
from labspace.bookings.staff.blueprint import run_house
from labspace.db import db
from labspace.displays.shown import shown_spaces
from labspace.formats import clock_text, long_day_text
from labspace.security import CONTENT_SECURITY_POLICY
from labspace.spaces.houses import find_house, find_house_space
from labspace.spaces.names import space_name
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("displays", __name__)

LOOKS = {"hell": "light", "dunkel": "dark", "eink": "ink"}
"""Words of `?farben=`; any other leaves it to the device."""


@bp.get("/anzeige/flaechen/<public_id>")
@public
def space(public_id: str) -> ResponseReturnValue:
    """The screen at the door of one space."""
    house, found = find_house_space(db.session(), public_id) or abort(404)
    now = utc_now()
    shown = shown_spaces(db.session(), house, now=now, only=found, with_names=True)
    if not shown:
        abort(404)
    address = current_app.extensions["labspace.settings"].base_url.rstrip("/") + url_for(
        "bookings.arrival", public_id=public_id
    )
    return render_template(
        "displays/space.html",
        house=house,
        space=shown[0],
        look=_look(),
        clock=clock_text(now, zone=house.zone),
        day=long_day_text(now.astimezone(house.zone).date()),
        now=int(now.timestamp()),
        code=qr_svg(address, label=_("QR-Code: %(space)s buchen oder einchecken", space=space_name(found))),
    )


@bp.get("/anzeige/<slug>")
@public
def house(slug: str) -> ResponseReturnValue:
    """The screen in the hall of a house: all its spaces."""
    return _house_page("displays/house.html", slug, with_names=True)


@bp.get("/einbettung/<slug>")
@public
def widget(slug: str) -> ResponseReturnValue:
    """The free times of a house, to stand in a frame of its own site; the sites are those of the settings."""
    response = make_response(_house_page("displays/widget.html", slug, with_names=False))
    allowed = current_app.extensions["labspace.settings"].embedding_sites()
    return _framed_by(response, allowed)


@bp.get("/team/<slug>/einbettung")
@staff
def embedding(slug: str) -> ResponseReturnValue:
    """The addresses of the screens and calendars, and the snippet for the house's own site."""
    house = run_house(slug)
    settings = current_app.extensions["labspace.settings"]
    base = settings.base_url.rstrip("/")
    title = _("Freie Flächen: %(house)s", house=house.name)
    source = base + url_for("displays.widget", slug=slug)
    snippet = f'<iframe src="{source}" title="{title}" width="100%" height="520" loading="lazy"></iframe>'
    found = find_house(db.session(), slug) or abort(404)
    today = utc_now().astimezone(house.zone).date()
    return render_template(
        "displays/staff.html",
        house=house,
        snippet=snippet,
        sites=settings.embedding_sites(),
        hall=base + url_for("displays.house", slug=slug),
        programme=base + url_for("programme_feeds.house", slug=slug),
        programme_of_all=base + url_for("programme_feeds.all_houses"),
        doors=[
            (space_name(space), url_for("displays.space", public_id=space.public_id))
            for space in found.spaces_on(today)
        ],
    )


def _house_page(template: str, slug: str, *, with_names: bool) -> str:
    house = (find_house(db.session(), slug) if slug.isprintable() else None) or abort(404)
    now = utc_now()
    return render_template(
        template,
        house=house,
        spaces=shown_spaces(db.session(), house, now=now, with_names=with_names),
        look=_look(),
        clock=clock_text(now, zone=house.zone),
        day=long_day_text(now.astimezone(house.zone).date()),
        now=int(now.timestamp()),
    )


def _look() -> str:
    return LOOKS.get(request.args.get("farben", ""), "auto")


def _framed_by(response: Response, sites: tuple[str, ...]) -> Response:
    ancestors = " ".join(sites) if sites else "'none'"
    policy = CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {ancestors}")
    response.headers["Content-Security-Policy"] = policy
    return response
