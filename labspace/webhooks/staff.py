"""The team's pages of webhooks: who is called, what became of each call, and setting it up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

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

from labspace.access import me, staff
from labspace.bookings.staff.blueprint import run_house
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.models import Location
from labspace.times import utc_now
from labspace.webhooks import actions
from labspace.webhooks.forms import EndpointForm, NewEndpointForm
from labspace.webhooks.kinds import CHOOSABLE
from labspace.webhooks.models import WebhookEndpoint
from labspace.webhooks.queries import calls_to, counts_of, endpoints_of, find_endpoint
from labspace.webhooks.shown import shown_call, shown_endpoint
from labspace.webhooks.signing import secret_of
from labspace.webhooks.words import sentences
from labspace.words import gettext as _

bp = Blueprint("webhooks", __name__)

PAGE = 50


@bp.get("/team/<slug>/webhooks")
@staff
def index(slug: str) -> ResponseReturnValue:
    """Every endpoint that hears of the house."""
    house, session = run_house(slug), db.session()
    endpoints = endpoints_of(session, house.id)
    counts = counts_of(session, endpoints)
    shown = [
        shown_endpoint(one, counts[one.id], house=house, may_change=_may_change(one)) for one in endpoints
    ]
    return render_template("webhooks/index.html", house=house, endpoints=shown)


@bp.get("/team/<slug>/webhooks/neu")
@staff
def new(slug: str) -> ResponseReturnValue:
    """The form for another endpoint."""
    house = run_house(slug)
    form = NewEndpointForm(formdata=None, events=[event.value for event in CHOOSABLE])
    return _form_page(house, form)


@bp.post("/team/<slug>/webhooks/neu")
@staff
def create(slug: str) -> ResponseReturnValue:
    """Set it up; the answer shows the secret, this once, so it is the page itself."""
    house, form = run_house(slug), NewEndpointForm()
    if not form.validate():
        return _form_page(house, form), 422
    everywhere = bool(form.all_houses.data) and me().is_administrator
    try:
        endpoint = actions.add_endpoint(
            db.session(),
            location_id=None if everywhere else house.id,
            name=form.name.data or "",
            address=form.address.data or "",
            events=form.chosen,
            by=me(),
            now=utc_now(),
        )
    except Refused as refused:
        db.session.rollback()
        for sentence in sentences(refused.refusals):
            form.refuse(sentence)
        return _form_page(house, form), 422
    db.session.commit()
    return _with_secret(slug, endpoint.id)


@bp.get("/team/<slug>/webhooks/<int:endpoint_id>")
@staff
def show(slug: str, endpoint_id: int) -> ResponseReturnValue:
    """One endpoint with its calls, latest first."""
    house = run_house(slug)
    return _page(house, _endpoint(house, endpoint_id))


@bp.get("/team/<slug>/webhooks/<int:endpoint_id>/aenderung")
@staff
def edit(slug: str, endpoint_id: int) -> ResponseReturnValue:
    """Name, address and events."""
    house = run_house(slug)
    endpoint = _endpoint(house, endpoint_id)
    form = EndpointForm(
        formdata=None, name=endpoint.name, address=endpoint.address, events=list(endpoint.events)
    )
    return _form_page(house, form, endpoint)


@bp.post("/team/<slug>/webhooks/<int:endpoint_id>/aenderung")
@staff
def change(slug: str, endpoint_id: int) -> ResponseReturnValue:
    """Take the changes over."""
    house, form = run_house(slug), EndpointForm()
    endpoint = _endpoint(house, endpoint_id)
    if not form.validate():
        return _form_page(house, form, endpoint), 422
    actions.change_endpoint(
        db.session(),
        endpoint_id,
        name=form.name.data or "",
        address=form.address.data or "",
        events=form.chosen,
        now=utc_now(),
    )
    db.session.commit()
    flash(_("Gespeichert."), "success")
    return _to_endpoint(slug, endpoint_id)


@bp.post("/team/<slug>/webhooks/<int:endpoint_id>/geheimnis")
@staff
def renew_secret(slug: str, endpoint_id: int) -> ResponseReturnValue:
    """A new secret, shown this once."""
    _endpoint(run_house(slug), endpoint_id)
    actions.renew_secret(db.session(), endpoint_id, now=utc_now())
    db.session.commit()
    return _with_secret(slug, endpoint_id)


@bp.post("/team/<slug>/webhooks/<int:endpoint_id>/test")
@staff
def test(slug: str, endpoint_id: int) -> ResponseReturnValue:
    """Send a call that is only a test."""
    house = run_house(slug)
    endpoint = _endpoint(house, endpoint_id)
    data = {"location": house.slug, "demo": house.is_demo, "endpoint": endpoint.name}
    return _done(
        slug,
        endpoint_id,
        partial(actions.send_test, data=data, now=utc_now()),
        _("Der Test ist unterwegs. Laden Sie die Seite gleich noch einmal, um zu sehen, was daraus wurde."),
    )


@bp.post("/team/<slug>/webhooks/<int:endpoint_id>/pause")
@staff
def pause(slug: str, endpoint_id: int) -> ResponseReturnValue:
    """Send nothing for now."""
    _endpoint(run_house(slug), endpoint_id)
    text = _("Angehalten. Was ab jetzt geschieht, wird nicht nachgereicht.")
    return _done(slug, endpoint_id, actions.pause_endpoint, text)


@bp.post("/team/<slug>/webhooks/<int:endpoint_id>/fortsetzung")
@staff
def resume(slug: str, endpoint_id: int) -> ResponseReturnValue:
    """Send again."""
    _endpoint(run_house(slug), endpoint_id)
    text = _("Wieder in Betrieb. Was gewartet hat, geht jetzt hinaus.")
    return _done(slug, endpoint_id, partial(actions.resume_endpoint, now=utc_now()), text)


@bp.post("/team/<slug>/webhooks/<int:endpoint_id>/entfernung")
@staff
def remove(slug: str, endpoint_id: int) -> ResponseReturnValue:
    """End it for good."""
    _endpoint(run_house(slug), endpoint_id)
    actions.remove_endpoint(db.session(), endpoint_id, now=utc_now())
    db.session.commit()
    flash(_("Der Webhook ist entfernt."), "success")
    return redirect(url_for("webhooks.index", slug=slug), code=303)


@bp.post("/team/<slug>/webhooks/<int:endpoint_id>/aufrufe/<int:row_id>/wiederholung")
@staff
def send_again(slug: str, endpoint_id: int, row_id: int) -> ResponseReturnValue:
    """Let one call leave again."""
    _endpoint(run_house(slug), endpoint_id)
    if actions.send_again(db.session(), endpoint_id, row_id, now=utc_now()):
        db.session.commit()
        flash(_("Der Aufruf geht noch einmal hinaus, unter derselben Kennung."), "success")
    else:
        db.session.rollback()
        flash(_("Dieser Aufruf ist gerade unterwegs oder gehört nicht hierher."), "warning")
    return _to_endpoint(slug, endpoint_id)


def _endpoint(house: Location, endpoint_id: int) -> WebhookEndpoint:
    """An endpoint of this house, or for those who administer all houses one of all; others are not found here."""
    endpoint = find_endpoint(db.session(), endpoint_id)
    if endpoint is None or endpoint.location_id not in {None, house.id} or not _may_change(endpoint):
        abort(404)
    return endpoint


def _may_change(endpoint: WebhookEndpoint) -> bool:
    return endpoint.location_id is not None or me().is_administrator


def _done(slug: str, endpoint_id: int, act: Callable[..., None], text: str) -> ResponseReturnValue:
    act(db.session(), endpoint_id)
    db.session.commit()
    flash(text, "success")
    return _to_endpoint(slug, endpoint_id)


def _to_endpoint(slug: str, endpoint_id: int) -> ResponseReturnValue:
    return redirect(url_for("webhooks.show", slug=slug, endpoint_id=endpoint_id), code=303)


def _with_secret(slug: str, endpoint_id: int) -> ResponseReturnValue:
    house = run_house(slug)
    endpoint = _endpoint(house, endpoint_id)
    secret = secret_of(current_app.config["SECRET_KEY"], endpoint.id, endpoint.generation)
    page = _page(house, endpoint, secret=secret)
    return make_response(page, 200, {"Cache-Control": "no-store"})


def _form_page(house: Location, form: EndpointForm, endpoint: WebhookEndpoint | None = None) -> str:
    back = url_for("webhooks.show", slug=house.slug, endpoint_id=endpoint.id) if endpoint else ""
    return render_template(
        "webhooks/form.html", house=house, form=form, back=back, is_administrator=me().is_administrator
    )


def _page(house: Location, endpoint: WebhookEndpoint, *, secret: str = "") -> str:
    session = db.session()
    before, failed_only = _before(), request.args.get("nur") == "fehler"
    rows = calls_to(session, endpoint, before=before, limit=PAGE + 1, failed_only=failed_only)
    older = ""
    if len(rows) > PAGE:
        older = url_for(
            "webhooks.show",
            slug=house.slug,
            endpoint_id=endpoint.id,
            vor=rows[PAGE - 1].id,
            nur="fehler" if failed_only else None,
        )
    counts = counts_of(session, [endpoint])[endpoint.id]
    return render_template(
        "webhooks/show.html",
        house=house,
        endpoint=shown_endpoint(endpoint, counts, house=house, may_change=True),
        calls=[shown_call(row, endpoint, zone=house.zone) for row in rows[:PAGE]],
        older=older,
        failed_only=failed_only,
        secret=secret,
    )


def _before() -> int | None:
    text = request.args.get("vor", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None
