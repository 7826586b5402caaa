"""Where administrators write the site's pages and teams their house rules."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import administrator, me, staff
from labspace.bookings.staff.blueprint import keep_house
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import is_german
from labspace.houses.founding.actions import USUAL_ZONE
from labspace.houses.queries import touched_bookings
from labspace.houses.record.sentences import sentence
from labspace.houses.texts.actions import add_rules, write_page
from labspace.houses.texts.forms import PageForm, RulesForm
from labspace.houses.texts.kinds import SitePage
from labspace.houses.texts.queries import latest_versions, page_in_force, versions_of
from labspace.houses.texts.shown import shown_rules, shown_versions
from labspace.locations.models import FOR_GOOD, Location
from labspace.locations.queries import house_rules_in_force, house_rules_versions, locations
from labspace.paragraphs import Block, blocks_of
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan, start_of_day, utc_now
from labspace.words import gettext as _

bp = Blueprint("texts_staff", __name__)


@bp.get("/verwaltung/texte")
@administrator
def pages() -> ResponseReturnValue:
    """The site's own pages and how often they were written."""
    known = latest_versions(db.session())
    return render_template("houses/texts.html", pages=[(page, known.get(page, 0)) for page in SitePage])


@bp.get("/verwaltung/texte/<page_name>")
@administrator
def page(page_name: str) -> ResponseReturnValue:
    """One page with its versions; `?fassung=` puts an earlier one into the form."""
    wanted = _page_named(page_name)
    latest = page_in_force(db.session(), wanted)
    number = request.args.get("fassung", "")
    old = next((row for row in versions_of(db.session(), wanted) if str(row.version) == number), latest)
    form = PageForm(
        formdata=None,
        text=old.text if old else "",
        text_en=old.text_en if old else "",
        version=latest.version if latest else 0,
    )
    return _text_page(wanted, form)


@bp.post("/verwaltung/texte/<page_name>")
@administrator
def write(page_name: str) -> ResponseReturnValue:
    """Save it as a new version, or show how it would look."""
    wanted, session = _page_named(page_name), db.session()
    form = PageForm()
    if not form.validate():
        return _text_page(wanted, form), 422
    if request.form.get("vorschau"):
        text = form.text.data if is_german() or not form.text_en.data else form.text_en.data
        return _text_page(wanted, form, preview=blocks_of(text or ""))
    try:
        made = write_page(
            session,
            wanted,
            text=form.text.data or "",
            text_en=form.text_en.data or "",
            expected=form.expected(),
            by=me(),
            now=utc_now(),
        )
    except Refused as refused:
        session.rollback()
        for refusal in refused.refusals:
            form.refuse(sentence(refusal))
        latest = page_in_force(session, wanted)
        form.version.data = str(latest.version if latest else 0)
        form.version.raw_data = None
        return _text_page(wanted, form, theirs=blocks_of(latest.text) if latest else []), status_of(refused)
    session.commit()
    flash(_("Die neue Fassung gilt.") if made else _("Es war nichts zu ändern."), "success")
    return redirect(url_for("texts_staff.page", page_name=page_name), code=303)


@bp.get("/team/<slug>/hausordnung")
@staff
def rules(slug: str) -> ResponseReturnValue:
    """The versions of the house rules and the form for another, beginning with the one in force."""
    house, now = keep_house(slug), utc_now()
    today = now.astimezone(house.zone).date()
    present = house_rules_in_force(db.session(), on={house.id: today}).get(house.id)
    form = RulesForm(
        formdata=None,
        text=present.text if present else "",
        text_en=present.text_en if present else "",
    )
    return _rules_page(house, form, now=now)


@bp.post("/team/<slug>/hausordnung")
@staff
def add(slug: str) -> ResponseReturnValue:
    """Let another version hold from a day on."""
    house, now, session = keep_house(slug), utc_now(), db.session()
    form = RulesForm()
    form.at(now, zone=house.zone)
    if not form.validate():
        return _rules_page(house, form, now=now), 422
    new = form.new_rules()
    begins = max(start_of_day(new.valid_from, zone=house.zone), now)
    try:
        add_rules(session, house.id, new, touched=_events_ahead(house, begins, now=now), by=me(), now=now)
    except Refused as refused:
        session.rollback()
        for refusal in refused.refusals:
            form.refuse(sentence(refusal))
        return _rules_page(keep_house(slug), form, now=now), status_of(refused)
    session.commit()
    flash(
        _("Die Fassung ist eingetragen. Bis sie gilt, können Sie sie unter „Änderungen“ zurücknehmen."),
        "success",
    )
    return redirect(url_for("texts_staff.rules", slug=slug), code=303)


def _page_named(name: str) -> SitePage:
    return next((page for page in SitePage if page.value == name), None) or abort(404)


def _text_page(
    wanted: SitePage, form: PageForm, *, preview: list[Block] | None = None, theirs: list[Block] | None = None
) -> str:
    session = db.session()
    known = locations(session)
    zone = known[0].zone if known else ZoneInfo(USUAL_ZONE)
    return render_template(
        "houses/text.html",
        page=wanted,
        form=form,
        preview=preview,
        theirs=theirs,
        versions=shown_versions(versions_of(session, wanted), zone=zone),
    )


def _events_ahead(house: Location, since: datetime, *, now: datetime) -> int:
    """Events that take place when another version may hold; their organisers accepted an earlier one."""
    touched = touched_bookings(db.session(), [house.id], TimeSpan(since, FOR_GOOD), now=now)
    return sum(booking.kind is SpaceKind.EVENT_AREA for booking in touched)


def _rules_page(house: Location, form: RulesForm, *, now: datetime) -> str:
    versions = house_rules_versions(db.session(), house.id)
    return render_template(
        "houses/rules.html",
        house=house,
        form=form,
        events=_events_ahead(house, now, now=now),
        versions=shown_rules(versions, today=now.astimezone(house.zone).date()),
    )
