"""The codes that stand on desks, rooms and tables, to print."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from labspace.access import staff
from labspace.bookings.qr import check_in_address, qr_svg
from labspace.bookings.staff.blueprint import bp, run_house
from labspace.db import db
from labspace.spaces.names import space_name
from labspace.spaces.queries import spaces_of
from labspace.times import utc_now
from labspace.words import gettext as _


@dataclass(frozen=True)
class Code:
    """One card."""

    name: str
    address: str
    svg: Markup


@bp.get("/team/<slug>/qr-codes")
@staff
def qr_codes(slug: str) -> ResponseReturnValue:
    """A sheet with the code of every space that people book at once and come to."""
    house = run_house(slug)
    base_url = current_app.extensions["labspace.settings"].base_url
    today = utc_now().astimezone(house.zone).date()
    codes = []
    for space in spaces_of(db.session(), [house.id], on=today):
        if space.kind.is_booked_at_once:
            name, address = space_name(space), check_in_address(space, base_url=base_url)
            codes.append(Code(name, address, qr_svg(address, label=_("QR-Code für %(space)s", space=name))))
    return render_template("bookings/staff/qr_codes.html", house=house, codes=codes)
