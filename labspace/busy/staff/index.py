"""All foreign calendars of a house with what is to decide, and subscribing to another."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.staff.blueprint import run_house
from labspace.busy.actions import Content, draft_calendar
from labspace.busy.fetching import NotFetched, fetch
from labspace.busy.forms import SubscribeForm, content_of
from labspace.busy.jobs import limits_in_force
from labspace.busy.kinds import Unreadable
from labspace.busy.queries import calendars_of, collisions_of
from labspace.busy.shown import shown_calendar, shown_collision
from labspace.busy.staff.blueprint import MOST_FORM, PATIENCE, bp
from labspace.busy.words import problem_text, sentences
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.models import Location
from labspace.outward.addresses import address_of
from labspace.security import takes_files
from labspace.spaces.models import Space
from labspace.spaces.queries import spaces_of
from labspace.times import utc_now


@bp.get("/team/<slug>/kalender-abos")
@staff
def index(slug: str) -> ResponseReturnValue:
    """What collides first, then every calendar with how it stands."""
    house, session, now = run_house(slug), db.session(), utc_now()
    return render_template(
        "busy/staff/index.html",
        house=house,
        calendars=[shown_calendar(row) for row in calendars_of(session, house.id)],
        collisions=[shown_collision(row) for row in collisions_of(session, house.id, now=now)],
        decided=[shown_collision(row) for row in collisions_of(session, house.id, now=now, decided=True)],
    )


@bp.get("/team/<slug>/kalender-abos/neu")
@staff
def new(slug: str) -> ResponseReturnValue:
    """The form for another calendar."""
    house = run_house(slug)
    return _page(house, _form(house, SubscribeForm(formdata=None)))


@bp.post("/team/<slug>/kalender-abos/neu")
@staff
@takes_files(MOST_FORM)
def subscribe(slug: str) -> ResponseReturnValue:
    """Fetch or read the calendar once, and show what would come in; nothing is taken yet."""
    house = run_house(slug)
    form = _form(house, SubscribeForm())
    if not form.validate():
        return _page(house, form), 422
    space_id = next(space.id for space in _spaces(house) if space.public_id == form.space.data)
    try:
        content = _content(form)
        calendar = draft_calendar(
            db.session(), space_id, name=form.name.data or "", content=content, by=me(), now=utc_now()
        )
    except (NotFetched, Unreadable) as problem:
        db.session.rollback()
        field = form.address if form.address.data else form.file
        field.errors = [*field.errors, problem_text(problem.code)]
        return _page(house, form), 422
    except Refused as refused:
        db.session.rollback()
        for sentence in sentences(refused.refusals):
            form.refuse(sentence)
        return _page(house, form), 422
    calendar_id = calendar.id
    db.session.commit()
    return redirect(url_for("busy_staff.show", slug=slug, calendar_id=calendar_id), code=303)


def _content(form: SubscribeForm) -> Content:
    uploaded = content_of(form.file)
    if uploaded is not None:
        return Content(uploaded)
    text = form.address.data or ""
    fetched = fetch(address_of(text), limits=limits_in_force(seconds=PATIENCE))
    assert fetched.content is not None
    return Content(fetched.content, text, fetched.etag, fetched.last_modified)


def _spaces(house: Location) -> Sequence[Space]:
    return spaces_of(db.session(), [house.id], on=utc_now().astimezone(house.zone).date())


def _form(house: Location, form: SubscribeForm) -> SubscribeForm:
    form.offer(_spaces(house))
    return form


def _page(house: Location, form: SubscribeForm) -> str:
    return render_template("busy/staff/new.html", house=house, form=form)
