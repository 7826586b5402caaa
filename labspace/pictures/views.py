"""Serving pictures to whoever may see them, and changing them in place."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from labspace.access import me, public, signed_in, visitor
from labspace.db import db
from labspace.pictures.actions import describe_picture, remove_picture, restore_picture
from labspace.pictures.forms import DescriptionForm
from labspace.pictures.kinds import MIMETYPE, PictureSize
from labspace.pictures.models import Picture
from labspace.pictures.queries import find_file, find_picture
from labspace.pictures.uses import changes, sees, use_of
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("pictures", __name__)

KEPT_FOR_EVER = "private, max-age=31536000, immutable"
ASKED_EACH_TIME = "private, no-cache"
NOTHING_BUT_A_PICTURE = "default-src 'none'; sandbox"


@bp.get("/bilder/<int:picture_id>/<size>")
@public
def show(picture_id: int, size: str) -> ResponseReturnValue:
    """The bytes of a picture; to whoever may not see it, there is none."""
    if size not in {known.value for known in PictureSize}:
        abort(404)
    picture = find_picture(db.session(), picture_id)
    if picture is None or not sees(db.session(), picture, visitor()):
        abort(404)
    digest = next(file.digest for file in picture.files if file.size.value == size)
    answer = Response(mimetype=MIMETYPE)
    if request.if_none_match.contains_weak(digest):
        answer.status_code = 304
    else:
        file = find_file(db.session(), picture_id, PictureSize(size))
        answer.data = file.data if file else abort(404)
    answer.set_etag(digest)
    # The address with this content's digest never shows another content.
    answer.headers["Cache-Control"] = KEPT_FOR_EVER if request.args.get("v") == digest else ASKED_EACH_TIME
    answer.headers["Content-Security-Policy"] = NOTHING_BUT_A_PICTURE
    answer.headers["Content-Disposition"] = "inline"
    # What a visitor without an account sees is public, and calendars on the web show it on their own pages.
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin" if visitor() else "cross-origin"
    return answer


@bp.post("/bilder/<int:picture_id>/beschreibung")
@signed_in
def describe(picture_id: int) -> ResponseReturnValue:
    """Say anew what is to be seen."""
    picture, form = _own(picture_id), DescriptionForm(request.form)
    page = _page(picture)
    if not form.validate():
        flash(str(form.alternative.errors[0]), "danger")
        return redirect(page, code=303)
    describe_picture(db.session(), picture_id, alternative=form.alternative.data or "")
    db.session.commit()
    flash(_("Die Bildbeschreibung ist geändert."), "success")
    return redirect(page, code=303)


@bp.post("/bilder/<int:picture_id>/entfernung")
@signed_in
def remove(picture_id: int) -> ResponseReturnValue:
    """Take the picture away; the page it was on offers to bring it back."""
    page = _page(_own(picture_id))
    remove_picture(db.session(), picture_id, now=utc_now())
    db.session.commit()
    flash(_("Das Bild ist entfernt. Einen Tag lang können Sie es zurückholen."), "success")
    return redirect(page, code=303)


@bp.post("/bilder/<int:picture_id>/wiederherstellung")
@signed_in
def restore(picture_id: int) -> ResponseReturnValue:
    """Bring back what was taken away."""
    page = _page(_own(picture_id))
    restore_picture(db.session(), picture_id)
    db.session.commit()
    flash(_("Das Bild ist wieder da."), "success")
    return redirect(page, code=303)


def _own(picture_id: int) -> Picture:
    picture = find_picture(db.session(), picture_id)
    if picture is None or not sees(db.session(), picture, me()):
        abort(404)
    if not changes(db.session(), picture, me()):
        abort(403)
    return picture


def _page(picture: Picture) -> str:
    use = use_of(picture)
    assert use is not None, "only registered pictures may be changed"
    return use.page(db.session(), picture)
