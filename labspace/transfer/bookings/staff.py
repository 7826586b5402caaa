"""The team's page for bookings from elsewhere: first what would become of a file, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from labspace.access import me, staff
from labspace.bookings.staff.blueprint import run_house
from labspace.busy.kinds import Unreadable
from labspace.busy.words import problem_text
from labspace.db import db
from labspace.locations.models import Location
from labspace.security import takes_files
from labspace.spaces.models import Space
from labspace.times import utc_now
from labspace.transfer.bookings.asked import Asked, Finding, NotRead
from labspace.transfer.bookings.calendar_file import read_ics, window_at
from labspace.transfer.bookings.forms import MOST_FORM, ImportForm
from labspace.transfer.bookings.placing import place_all
from labspace.transfer.bookings.table import headings_of, read_table
from labspace.transfer.bookings.words import not_read_text
from labspace.words import ngettext

bp = Blueprint("bookings_import", __name__)

MOST_LINES = 200
"""So many are judged in one answer; while they are, nobody else books."""
MOST_SHOWN = 100


@bp.get("/team/<slug>/uebernahme")
@staff
def show(slug: str) -> ResponseReturnValue:
    """The form, and how a table is to look."""
    house = run_house(slug)
    return _page(house, _form(house, _spaces(house)))


@bp.post("/team/<slug>/uebernahme")
@staff
@takes_files(MOST_FORM)
def take_over(slug: str) -> ResponseReturnValue:
    """Judge every line by the rules of the house; book only when asked to, and only if all of them fit."""
    house, session = run_house(slug), db.session()
    spaces = _spaces(house)
    form = _form(house, spaces)
    if not form.validate():
        return _page(house, form, chosen=bool(form.content) and not form.file.errors), 422
    try:
        asked, findings = _read(form, house)
    except (NotRead, Unreadable) as problem:
        form.file.errors = [
            not_read_text(problem) if isinstance(problem, NotRead) else problem_text(problem.code)
        ]
        return _page(house, form, chosen=True), 422
    placed, more = place_all(session, asked, by=me(), spaces=_by_name(spaces), now=utc_now())
    found = sorted([*findings, *more])
    wants_all = request.form.get("schritt") == "buchen"
    if wants_all and placed and not found:
        session.commit()
        flash(
            ngettext("%(num)d Buchung ist übernommen.", "%(num)d Buchungen sind übernommen.", placed),
            "success",
        )
        return redirect(url_for("bookings_import.show", slug=slug), code=303)
    session.rollback()
    page = _page(run_house(slug), form, chosen=True, placed=placed, findings=found)
    return page, 422 if wants_all else 200


def _read(form: ImportForm, house: Location) -> tuple[list[Asked], list[Finding]]:
    """Raises `NotRead` or `Unreadable` where the whole file means nothing."""
    if form.is_calendar:
        asked, findings = read_ics(
            form.content,
            space=form.space.data,
            email=form.email.data or "",
            zone=house.zone,
            window=window_at(utc_now()),
        )
    else:
        form.offer_columns(headings_of(form.content))
        asked, findings = read_table(form.content, columns=form.chosen_columns(), defaults=form.defaults())
    if len(asked) + len(findings) > MOST_LINES:
        raise NotRead("too_many_lines", most=str(MOST_LINES))
    return asked, findings


def _form(house: Location, spaces: Sequence[Space]) -> ImportForm:
    form = ImportForm()
    form.offer(spaces)
    form.offer_columns([])
    return form


def _spaces(house: Location) -> Sequence[Space]:
    found = select(Space).where(Space.location_id == house.id).order_by(Space.position, Space.id)
    return db.session().scalars(found).all()


def _by_name(spaces: Sequence[Space]) -> Mapping[str, Space]:
    """Spaces by their id, and by how they are called where only one is called so."""
    names = [name for space in spaces for name in {space.name, space.name_en} if name]
    called = {
        name: space for space in spaces for name in (space.name, space.name_en) if names.count(name) == 1
    }
    return {**called, **{space.public_id: space for space in spaces}}


def _page(
    house: Location,
    form: ImportForm,
    *,
    chosen: bool = False,
    placed: int = 0,
    findings: Sequence[Finding] = (),
) -> str:
    """The page; `chosen`: there is a file whose text is carried along."""
    if chosen:
        form.carry()
    return render_template(
        "transfer/bookings.html",
        house=house,
        form=form,
        chosen=chosen,
        is_table=chosen and not form.is_calendar,
        placed=placed,
        findings=findings[:MOST_SHOWN],
        finding_count=len(findings),
    )
