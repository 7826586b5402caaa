"""The page of a tenancy: where it stands, what is next, what was agreed and kept."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from labspace.access import me, signed_in
from labspace.db import db
from labspace.errors import Refused
from labspace.popups.review.conflicts import concerns
from labspace.popups.tenancies.forms import NameForm, ShowingForm
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.page import tenancy_page
from labspace.popups.tenancies.sentences import sentences
from labspace.popups.tenancies.states import UNENDED
from labspace.popups.tenancies.views.blueprint import bp, visible_tenancy
from labspace.times import utc_now


@bp.get("/pop-up/nutzungen/<int:tenancy_id>")
@signed_in
def show(tenancy_id: int) -> ResponseReturnValue:
    """For whoever has the slot, and staff of the house."""
    return render_page(visible_tenancy(tenancy_id))


def render_page(tenancy: Tenancy, *, form: NameForm | None = None, refused: Refused | None = None) -> str:
    """The page, again with what was wrong with `form`."""
    page = tenancy_page(db.session(), tenancy, now=utc_now())
    form = form or NameForm(formdata=None)
    form.number.data = str(page.number)
    is_mine, runs = tenancy.tenant_id == me().id, me().runs(tenancy.location_id)
    if is_mine and not form.name.data and not form.errors:
        form.name.data = me().name
    return render_template(
        "popups/tenancies/show.html",
        tenancy=tenancy,
        house=tenancy.space.location,
        page=page,
        form=form,
        showing=ShowingForm(formdata=None, data={"shown": tenancy.booking.is_public}),
        is_mine=is_mine,
        runs=runs,
        may_change_end=runs
        and tenancy.state in UNENDED
        and not concerns(
            db.session(),
            me().id,
            user_id=tenancy.tenant_id,
            organisation_id=tenancy.booking.organisation_id,
        ),
        problems=sentences(refused.refusals) if refused else [],
    )
