"""Staff keep the list of organisations free of duplicates."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString

from labspace.access import me, staff
from labspace.accounts.actions.merge import merge_organisations
from labspace.accounts.duplicates import name_key
from labspace.accounts.holdings import holdings_of
from labspace.accounts.models import Membership, Organisation
from labspace.accounts.organisation_forms import SearchForm
from labspace.accounts.paging import page_asked, pages_of
from labspace.accounts.queries import duplicate_groups, duplicates_of, members_of, organisations_page
from labspace.accounts.sentences import sentence
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import number_text
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("accounts_staff", __name__)

PAGE = 50


@dataclass(frozen=True)
class Holder:
    """An organisation with all it has, for comparing."""

    organisation: Organisation
    members: list[Membership]
    holdings: list[tuple[LazyString, str]]


@bp.get("/team/organisationen")
@staff
def organisations() -> ResponseReturnValue:
    form, page = _search(), page_asked(request.args)
    rows, count = organisations_page(db.session(), form.q.data or "", page=page, size=PAGE)
    return render_template(
        "accounts/staff/organisations.html",
        form=form,
        rows=rows,
        pages=pages_of(request.args, page=page, size=PAGE, count=count),
        groups=duplicate_groups(db.session()) if page == 1 and not form.q.data else (),
    )


@bp.get("/team/organisationen/<int:source_id>/zusammenfuehrung")
@staff
def choose(source_id: int) -> ResponseReturnValue:
    source, form = _organisation(source_id), _search()
    if form.q.data:
        rows, _count = organisations_page(db.session(), form.q.data, page=1, size=PAGE)
        others = [organisation for organisation, _members in rows]
    else:
        others = list(duplicates_of(db.session(), source))
    return render_template(
        "accounts/staff/choose.html",
        source=source,
        form=form,
        others=[other for other in others if other.id != source_id],
        key=name_key(source.name),
        name_key=name_key,
    )


@bp.route("/team/organisationen/<int:source_id>/zusammenfuehrung/<int:target_id>", methods=["GET", "POST"])
@staff
def merge(source_id: int, target_id: int) -> ResponseReturnValue:
    source, target = _organisation(source_id), _organisation(target_id)
    if source_id == target_id:
        abort(404)
    if request.method == "GET":
        return render_template("accounts/staff/merge.html", source=_holder(source), target=_holder(target))
    try:
        merge_organisations(
            db.session(), source_id=source_id, target_id=target_id, by_id=me().id, now=utc_now()
        )
    except Refused as refused:
        db.session.rollback()
        flash(sentence(refused.refusals[0]), "warning")
        return redirect(url_for("accounts_staff.organisations"), code=303)
    db.session.commit()
    flash(_("Die Organisationen sind zusammengeführt."))
    return redirect(url_for("accounts.organisation", organisation_id=target_id), code=303)


def _search() -> SearchForm:
    form = SearchForm(request.args)
    form.validate()
    return form


def _organisation(organisation_id: int) -> Organisation:
    found = db.session.get(Organisation, organisation_id)
    if found is None or found.merged_into_id is not None:
        abort(404)
    return found


def _holder(organisation: Organisation) -> Holder:
    session = db.session()
    holdings = [(label, number_text(count)) for label, count in holdings_of(session, organisation.id)]
    return Holder(organisation, list(members_of(session, organisation.id)), holdings)
