"""The public's pages: tell an idea without an account, read what came of the others."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from labspace.access import public
from labspace.accounts.actions.attempts import TooManyAttempts, note_attempt
from labspace.accounts.kinds import Theme
from labspace.accounts.sentences import sentence as account_sentence
from labspace.accounts.sessions import client
from labspace.accounts.throttle import Counted, attempt_key
from labspace.db import db
from labspace.ideas.actions import Told, tell_idea
from labspace.ideas.forms import IdeaForm
from labspace.ideas.queries import entries_of, find_idea, public_ideas, trials_of
from labspace.ideas.robots import looks_like_a_robot, opened_form
from labspace.ideas.shown import public_idea, way
from labspace.ideas.states import Visibility
from labspace.locations.models import Location
from labspace.locations.queries import locations
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("ideas", __name__)

ON_ONE_PAGE = 24


@bp.get("/ideen")
@public
def index() -> ResponseReturnValue:
    """Released ideas and what came of them."""
    houses = locations(db.session())
    slug, number = request.args.get("standort", ""), _page_number()
    house = next((house for house in houses if house.slug == slug), None)
    theme = next((theme for theme in Theme if theme.value == request.args.get("thema")), None)
    found = public_ideas(
        db.session(),
        location_id=house.id if house else None,
        theme=theme,
        limit=ON_ONE_PAGE + 1,
        offset=(number - 1) * ON_ONE_PAGE,
    )

    def page_url(other: int) -> str:
        return url_for(
            "ideas.index",
            standort=house.slug if house else None,
            thema=theme.value if theme else None,
            seite=other if other > 1 else None,
        )

    return render_template(
        "ideas/index.html",
        ideas=[public_idea(idea) for idea in found[:ON_ONE_PAGE]],
        houses=houses,
        house=house,
        themes=list(Theme),
        theme=theme,
        newer=page_url(number - 1) if number > 1 else "",
        older=page_url(number + 1) if len(found) > ON_ONE_PAGE else "",
    )


def _page_number() -> int:
    text = request.args.get("seite", "")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


@bp.get("/ideen/neu")
@public
def new() -> ResponseReturnValue:
    """The form; `standort` names the house somebody came from."""
    houses = locations(db.session())
    form = IdeaForm(formdata=None)
    form.offer(houses)
    form.house.data = next((h.slug for h in houses if h.slug == request.args.get("standort")), None)
    _open(form, now=utc_now())
    return _form_page(form, houses)


@bp.post("/ideen/neu")
@public
def create() -> ResponseReturnValue:
    """Keep an idea for the house to read."""
    now, houses = utc_now(), locations(db.session())
    form = IdeaForm()
    form.offer(houses)
    if not form.validate():
        return _form_page(form, houses), 422
    house = next(house for house in houses if house.slug == form.house.data)
    secret = current_app.config["SECRET_KEY"]
    told = Told(
        location_id=house.id,
        title=form.title.data or "",
        text=form.text.data or "",
        place=form.place.data or "",
        theme=form.theme.data,
        contact=form.contact.data or "",
        is_suspected=looks_like_a_robot(
            form.text.data or "",
            trap=form.website.data or "",
            opened=form.opened.data or "",
            secret=secret,
            now=now,
        ),
    )
    try:
        key = attempt_key(Counted.LETTER_CLIENT, client().address, secret=secret)
        note_attempt(db.session(), [key], now=now)
    except TooManyAttempts as refused:
        form.refuse(account_sentence(refused.refusals[0]))
        page = _form_page(form, locations(db.session()))
        return make_response(page, 429, {"Retry-After": str(refused.seconds)})
    tell_idea(db.session(), told, now=now, once=form.once.data or "")
    db.session.commit()
    flash(_("Danke. Ihre Idee ist eingegangen; das Haus liest sie, bevor sie hier erscheint."), "success")
    return redirect(url_for("ideas.index"), code=303)


@bp.get("/ideen/<idea_reference>")
@public
def show(idea_reference: str) -> ResponseReturnValue:
    """A released idea and how far it has come."""
    idea = (
        find_idea(db.session(), idea_reference)
        if idea_reference.isascii() and idea_reference.isprintable()
        else None
    )
    if idea is None or idea.visibility is not Visibility.RELEASED:
        abort(404)
    return render_template(
        "ideas/show.html",
        idea=public_idea(idea),
        steps=way(idea, entries_of(db.session(), idea.id)),
        was_tried_publicly=any(trial.booking.is_public for trial in trials_of(db.session(), idea.id)),
    )


def _open(form: IdeaForm, *, now: datetime) -> None:
    form.opened.data = opened_form(secret=current_app.config["SECRET_KEY"], now=now)
    form.once.data = secrets.token_urlsafe(16)


def _form_page(form: IdeaForm, houses: Sequence[Location]) -> str:
    return render_template("ideas/new.html", form=form, has_houses=bool(houses))
