"""The page where people give their programs access, and take it away."""

from __future__ import annotations

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, signed_in
from labspace.api.tokens.actions import create_token, revoke_token
from labspace.api.tokens.forms import TokenForm
from labspace.api.tokens.kinds import Scope
from labspace.api.tokens.queries import tokens_of
from labspace.api.tokens.sentences import sentence
from labspace.api.tokens.shown import NewToken, programs
from labspace.db import db
from labspace.errors import Refused
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("api_tokens", __name__)


@bp.get("/profil/api-token")
@signed_in
def show() -> ResponseReturnValue:
    """One's tokens, and a form for a new one."""
    return _page(_form(is_new=True))


@bp.post("/profil/api-token")
@signed_in
def create() -> ResponseReturnValue:
    """A new token, shown this once: so the answer is the page itself, and nobody keeps it."""
    form = _form(is_new=False)
    if not form.validate():
        return _page(form), 422
    name = form.name.data or ""
    try:
        secret = create_token(
            db.session(),
            me().id,
            name=name,
            scope=Scope(form.scope.data),
            days=int(form.days.data),
            now=utc_now(),
        )
    except Refused as refused:
        db.session.rollback()
        form.name.errors = [sentence(refusal) for refusal in refused.refusals]
        return _page(form), 422
    db.session.commit()
    page = _page(_form(is_new=True), new=NewToken(name=name, secret=secret))
    return make_response(page, 200, {"Cache-Control": "no-store"})


@bp.post("/profil/api-token/<int:token_id>/widerruf")
@signed_in
def revoke(token_id: int) -> ResponseReturnValue:
    """The program may do nothing any more from now on."""
    name = revoke_token(db.session(), me().id, token_id, now=utc_now())
    if name is None:
        abort(404)
    db.session.commit()
    flash(_("Das Token „%(name)s“ gilt nicht mehr.", name=name), "success")
    return redirect(url_for("api_tokens.show"), code=303)


def _form(*, is_new: bool) -> TokenForm:
    form = TokenForm(formdata=None) if is_new else TokenForm()
    form.offer(is_staff=me().runs_any)
    return form


def _page(form: TokenForm, *, new: NewToken | None = None) -> str:
    return render_template(
        "api/tokens.html",
        form=form,
        new=new,
        programs=programs(tokens_of(db.session(), me().id), now=utc_now()),
    )
