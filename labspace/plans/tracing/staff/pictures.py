"""The picture under a draft: brought, shown, taken away and laid again."""

from __future__ import annotations

from flask import Response, abort, flash, request
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.db import db
from labspace.errors import Refused
from labspace.pictures.contents import content_of
from labspace.pictures.encoding import EncodedFile, decoded, encoded_as
from labspace.pictures.kinds import MIMETYPE
from labspace.plans.staff.blueprint import run_draft
from labspace.plans.tracing.actions import lay_underlay, remove_underlay, restore_underlay
from labspace.plans.tracing.apart import read_pdf_page
from labspace.plans.tracing.forms import UnderlayForm
from labspace.plans.tracing.limits import MAX_REQUEST_BYTES, MAX_SIDE_PX
from labspace.plans.tracing.queries import underlay_bytes, underlay_of
from labspace.plans.tracing.sentences import tracing_sentence
from labspace.plans.tracing.staff.blueprint import UNDERLAY, bp, index_page, say_refused, status_of, to_index
from labspace.security import takes_files
from labspace.times import utc_now
from labspace.words import gettext as _

NOTHING_BUT_A_PICTURE = "default-src 'none'; sandbox"


@bp.get(UNDERLAY)
@staff
def index(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """What the draft is traced from."""
    return index_page(*run_draft(slug, plan_draft_id))


@bp.post(UNDERLAY)
@staff
@takes_files(MAX_REQUEST_BYTES)
def lay(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Lay a picture, or a page of a PDF, under the draft."""
    house, draft = run_draft(slug, plan_draft_id)
    form = UnderlayForm()
    if not form.validate():
        return index_page(house, draft, underlay_form=form), 422
    try:
        picture = picture_in(form.content(), page=form.page.data or 1)
        lay_underlay(db.session(), draft.id, picture, file_name=form.file_name(), by=me(), now=utc_now())
    except Refused as refused:
        db.session.rollback()
        form.file.errors = [tracing_sentence(one) for one in refused.refusals]
        return index_page(*run_draft(slug, plan_draft_id), underlay_form=form), status_of(refused)
    db.session.commit()
    flash(_("Das Bild liegt unter dem Entwurf. Als Nächstes bekommt es seinen Maßstab."), "success")
    return to_index(house, draft.id)


def picture_in(data: bytes, *, page: int) -> EncodedFile:
    """A picture or a page of a PDF, made anew from pixels. Raises `Refused`."""
    if b"%PDF-" in data[:1024] and content_of(data).value == "other":
        data = read_pdf_page(data, page)
    return encoded_as(decoded(data, longest_side=MAX_SIDE_PX), longest_side=MAX_SIDE_PX)


@bp.get(UNDERLAY + "/bild")
@staff
def picture(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """The bytes of the picture; to whoever is not of the house, there is none."""
    _house, draft = run_draft(slug, plan_draft_id)
    underlay = underlay_of(db.session(), draft.id)
    if underlay is None:
        abort(404)
    answer = Response(mimetype=MIMETYPE)
    if request.if_none_match.contains_weak(underlay.digest):
        answer.status_code = 304
    else:
        answer.data = underlay_bytes(db.session(), underlay.id) or b""
    answer.set_etag(underlay.digest)
    is_named = request.args.get("v") == underlay.digest
    # The address with this content's digest never shows another content.
    answer.headers["Cache-Control"] = f"private, {'max-age=86400' if is_named else 'no-cache'}"
    answer.headers["Content-Security-Policy"] = NOTHING_BUT_A_PICTURE
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


@bp.post(UNDERLAY + "/entfernung")
@staff
def remove(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Take the picture away."""
    house, draft = run_draft(slug, plan_draft_id)
    version = request.form.get("stand", default=0, type=int)
    try:
        remove_underlay(db.session(), draft.id, expected_version=version, by=me(), now=utc_now())
    except Refused as refused:
        say_refused(refused)
    else:
        db.session.commit()
        flash(
            _("Das Bild liegt nicht mehr unter dem Entwurf. Einen Tag lang kann es zurückkommen."), "success"
        )
    return to_index(house, plan_draft_id)


@bp.post(UNDERLAY + "/rueckkehr")
@staff
def restore(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Lay the picture again that was taken away last."""
    house, draft = run_draft(slug, plan_draft_id)
    try:
        restore_underlay(db.session(), draft.id, by=me(), now=utc_now())
    except Refused as refused:
        say_refused(refused)
    else:
        db.session.commit()
        flash(_("Das Bild liegt wieder unter dem Entwurf."), "success")
    return to_index(house, plan_draft_id)
