"""The addresses of CalDAV. To the site's own sign-in all are public; they ask for an app password instead."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, abort, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from labspace.access import public
from labspace.caldav import addresses, answers
from labspace.caldav.asked import read_propfind
from labspace.caldav.doorkeeper import admit, person
from labspace.caldav.parsing import BadXml, parse
from labspace.caldav.places import Place, Places
from labspace.caldav.properties import shown
from labspace.caldav.words import dav
from labspace.db import db
from labspace.security import csrf
from labspace.words import gettext as _

log = logging.getLogger(__name__)

bp = Blueprint("caldav", __name__)
# No cookie opens anything here, so no other site can act through somebody's browser; and nothing is ever changed.
csrf.exempt(bp)
bp.before_request(admit)

METHODS = [*answers.READING, *answers.WRITING]


@bp.route("/.well-known/caldav", methods=METHODS, strict_slashes=False)
@public
def well_known() -> ResponseReturnValue:
    """Where the calendars are (RFC 6764). 301, which keeps the method in all programs known to follow."""
    return redirect(addresses.root(), code=301)


@bp.route("/caldav/", methods=METHODS, strict_slashes=False)
@public
def root() -> ResponseReturnValue:
    """The address people type into their program."""
    return _serve(_places().root())


@bp.route("/caldav/personen/<int:person_id>/", methods=METHODS, strict_slashes=False)
@public
def principal(person_id: int) -> ResponseReturnValue:
    """A person; each sees only themselves."""
    return _serve(_places(person_id).principal())


@bp.route("/caldav/personen/<int:person_id>/kalender/", methods=METHODS, strict_slashes=False)
@public
def home(person_id: int) -> ResponseReturnValue:
    """Their calendars."""
    return _serve(_places(person_id).home())


@bp.route("/caldav/personen/<int:person_id>/kalender/<slug>/", methods=METHODS, strict_slashes=False)
@public
def calendar(person_id: int, slug: str) -> ResponseReturnValue:
    """One of them."""
    return _serve(_places(person_id).calendar(slug))


@bp.route("/caldav/personen/<int:person_id>/kalender/<slug>/<uid>.ics", methods=METHODS)
@public
def item(person_id: int, slug: str, uid: str) -> ResponseReturnValue:
    """An event."""
    return _serve(_places(person_id).item(slug, uid))


@bp.route("/caldav/<path:rest>", methods=METHODS)
@public
def nothing(rest: str) -> ResponseReturnValue:
    """Nothing is there; but who writes there hears that, too, in the right words."""
    abort(404, rest)


def _places(person_id: int | None = None) -> Places:
    user = person()
    if person_id is not None and person_id != user.id:
        abort(404)
    return Places(db.session(), user)


def _serve(place: Place) -> Response:
    match request.method:
        case "PROPFIND":
            return _propfind(place)
        case "REPORT":
            root = parse(request.get_data())
            return place.report(root) if root is not None else abort(400)
        case "OPTIONS":
            return answers.abilities()
        case _:
            return place.content()


def _propfind(place: Place) -> Response:
    asked, depth = read_propfind(request.get_data()), request.headers.get("Depth", "infinity")
    if depth not in {"0", "1"} and place.is_collection:
        return answers.refused(dav("propfind-finite-depth"))
    found = [shown(place.address, place.values, asked)]
    return answers.many(found + place.members(asked) if depth == "1" else found)


@bp.errorhandler(BadXml)
def _bad_xml(_problem: Exception) -> Response:
    return answers.plain(400, _("Die Anfrage ist kein lesbares XML."))


@bp.errorhandler(HTTPException)
def _http(problem: HTTPException) -> Response:
    db.session.rollback()
    match problem.code:
        case 404:
            return answers.plain(404, _("Das gibt es hier nicht."))
        case 413:
            return answers.plain(413, _("Die Anfrage ist zu groß."))
        case code:
            return answers.plain(code or 500, problem.name)


@bp.errorhandler(OperationalError)
def _overloaded(problem: Exception) -> Response:
    db.session.rollback()
    log.error("database unavailable: %s", type(getattr(problem, "orig", problem)).__name__)
    return answers.plain(503, _("Das dauert gerade zu lange. Bitte gleich noch einmal."), Retry_After="60")
