"""A pop-up that is open now, for everybody."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from labspace.access import public
from labspace.db import db
from labspace.formats import days_text
from labspace.popups.tenancies.open_shops import find_open_shop, shop_item
from labspace.popups.tenancies.views.blueprint import bp
from labspace.times import utc_now


@bp.get("/pop-up/laeden/<int:tenancy_id>")
@public
def shop(tenancy_id: int) -> ResponseReturnValue:
    """Where it is and when it is open; not before its time, and no longer."""
    tenancy = find_open_shop(db.session(), tenancy_id, now=utc_now())
    if tenancy is None:
        abort(404)
    return render_template(
        "popups/tenancies/shop.html", item=shop_item(tenancy), days=days_text(*tenancy.first_and_last)
    )
