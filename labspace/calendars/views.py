"""The page that offers feeds, and giving, replacing and ending their links."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, public, signed_in, visitor
from labspace.calendars.fetches import write_fetches
from labspace.calendars.linking import links_of, open_link, personal_link, renew_link, revoke_link
from labspace.calendars.models import FeedLink
from labspace.calendars.offers import house_offers
from labspace.calendars.reading import base_url
from labspace.calendars.scopes import Scope, personal, scope_from
from labspace.calendars.sentences import sentence
from labspace.calendars.shown import Subscription, files_around, subscription
from labspace.db import db
from labspace.errors import Refused
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("calendars", __name__)


@bp.get("/kalender")
@public
def show() -> ResponseReturnValue:
    """The personal feed and how to subscribe, and what else there is; to visitors, what they would get."""
    user, session = visitor(), db.session()
    if user is None:
        return render_template("calendars/visitor.html", programme=f"{base_url()}/programm.ics")
    write_fetches(session)
    own = personal_link(session, user, now=utc_now())
    session.commit()
    others = [link for link in links_of(session, user.id) if link.id != own.id]
    return render_template(
        "calendars/show.html",
        own=subscription(session, own),
        others=_known(others),
        houses=house_offers(session, user),
        programme=f"{base_url()}/programm.ics",
        base=base_url(),
        files=files_around(utc_now()),
    )


@bp.post("/kalender/abos")
@signed_in
def subscribe() -> ResponseReturnValue:
    """A link to another feed; asked for twice, the one there is."""
    try:
        scope = scope_from(request.form.get("kalender", ""))
    except ValueError:
        abort(404)
    try:
        link = open_link(db.session(), me(), scope, now=utc_now())
    except Refused as refused:
        db.session.rollback()
        if refused.refusals[0].code == "feed_unknown":
            abort(404)
        flash(sentence(refused.refusals[0]), "error")
        return redirect(url_for("calendars.show"), code=303)
    db.session.commit()
    return redirect(_page_of(link, scope), code=303)


@bp.get("/kalender/abos/<int:link_id>")
@signed_in
def link(link_id: int) -> ResponseReturnValue:
    """One of the person's links with its steps."""
    write_fetches(db.session())
    return render_template("calendars/link.html", page=_shown(_own(link_id)))


@bp.get("/kalender/abos/<int:link_id>/neuer-link")
@signed_in
def ask_renewal(link_id: int) -> ResponseReturnValue:
    """What a new link would put an end to."""
    return render_template("calendars/renew.html", page=_shown(_own(link_id)))


@bp.post("/kalender/abos/<int:link_id>/neuer-link")
@signed_in
def renew(link_id: int) -> ResponseReturnValue:
    """A new link; the old one answers 410 from now on."""
    found = renew_link(db.session(), _own(link_id).id, now=utc_now())
    db.session.commit()
    flash(_("Sie haben einen neuen Link. Der alte gilt nicht mehr."), "success")
    return redirect(_page_of(found, scope_from(found.scope)), code=303)


@bp.post("/kalender/abos/<int:link_id>/ende")
@signed_in
def end(link_id: int) -> ResponseReturnValue:
    """The link answers 410 from now on, and no other takes its place."""
    revoke_link(db.session(), _own(link_id).id, now=utc_now())
    db.session.commit()
    flash(_("Das Abo ist beendet. Der Link gilt nicht mehr."), "success")
    return redirect(url_for("calendars.show"), code=303)


def _own(link_id: int) -> FeedLink:
    """The link, if it is the person's own; else there is none."""
    found = db.session.get(FeedLink, link_id) if link_id < 2**62 else None
    if found is None or found.user_id != me().id:
        abort(404)
    return found


def _page_of(link: FeedLink, scope: Scope) -> str:
    if scope == personal(link.user_id):
        return url_for("calendars.show")
    return url_for("calendars.link", link_id=link.id)


def _shown(link: FeedLink) -> Subscription:
    try:
        return subscription(db.session(), link)
    except LookupError:
        abort(404)


def _known(links: list[FeedLink]) -> list[Subscription]:
    """Links whose subject is still there."""
    shown = []
    for one in links:
        try:
            shown.append(subscription(db.session(), one))
        except LookupError:
            continue
    return shown
