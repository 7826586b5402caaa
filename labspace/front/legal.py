"""Imprint, privacy, accessibility with its feedback form, and house rules.

What administrators write in the browser is shown. Where they wrote nothing, `pages/<page>.<language>.txt`
in the data folder takes the place of the text that comes with labspace.
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import public
from labspace.accounts.actions.attempts import TooManyAttempts, note_attempt
from labspace.accounts.sentences import sentence
from labspace.accounts.sessions import client
from labspace.accounts.throttle import Counted, attempt_key
from labspace.db import begin_write, db
from labspace.front.feedback import FeedbackForm, mail_text
from labspace.front.house_rules import rules_page
from labspace.houses.texts.kinds import SitePage
from labspace.houses.texts.queries import page_in_force
from labspace.languages import language
from labspace.notices.outbox import enqueue_mail
from labspace.paragraphs import Block, blocks_of
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("legal", __name__)

WRITTEN = frozenset(page.value for page in SitePage)


@bp.get("/impressum")
@public
def imprint() -> ResponseReturnValue:
    """Who runs the site."""
    return _page("impressum")


@bp.get("/datenschutz")
@public
def privacy() -> ResponseReturnValue:
    """What is stored about people, and for how long."""
    return _page("datenschutz")


@bp.get("/hausordnung")
@public
def house_rules() -> ResponseReturnValue:
    """What holds in the houses: of each the version in force."""
    slug, version = request.args.get("standort", ""), request.args.get("fassung", "")
    rules = rules_page(db.session(), slug=slug, version=version, now=utc_now())
    return _page("hausordnung", rules=rules)


@bp.get("/barrierefreiheit")
@public
def accessibility() -> ResponseReturnValue:
    """How far everybody can use the site, and where to say that one cannot."""
    return _page("barrierefreiheit", form=FeedbackForm(formdata=None))


@bp.post("/barrierefreiheit")
@public
def tell() -> ResponseReturnValue:
    """Take a message about a barrier and pass it on by mail; nobody needs to sign in for that."""
    form = FeedbackForm()
    if not form.validate():
        return _page("barrierefreiheit", form=form), 422
    if not form.is_from_a_machine:
        try:
            _pass_on(form)
        except TooManyAttempts as refused:
            form.refuse(sentence(refused.refusals[0]))
            page = _page("barrierefreiheit", form=form)
            return make_response(page, 429, {"Retry-After": str(refused.seconds)})
    flash(_("Danke. Ihre Meldung ist bei uns angekommen."))
    return redirect(url_for("legal.accessibility"), code=303)


def _pass_on(form: FeedbackForm) -> None:
    session, now = db.session(), utc_now()
    key = attempt_key(Counted.LETTER_CLIENT, client().address, secret=current_app.config["SECRET_KEY"])
    note_attempt(session, [key], now=now)
    begin_write(session)
    enqueue_mail(
        session,
        topic="feedback",
        recipient=current_app.extensions["labspace.settings"].mail_from,
        subject=_("Meldung zur Barrierefreiheit"),
        plain=mail_text(form),
        now=now,
    )
    session.commit()


def _page(name: str, **values: object) -> str:
    return render_template(f"front/legal/{name}.html", own=own_text(name), **values)


def own_text(name: str) -> list[Block]:
    """The operator's own text for a page in the reader's language; empty where there is none."""
    written = page_in_force(db.session(), SitePage(name)) if name in WRITTEN else None
    if written is not None and (written.text or written.text_en):
        is_english = language() == "en" and written.text_en
        return blocks_of(written.text_en if is_english or not written.text else written.text)
    folder: Path = current_app.extensions["labspace.settings"].data_dir / "pages"
    try:
        text = (folder / f"{name}.{language()}.txt").read_text(encoding="utf-8")
    except OSError:
        return []
    return blocks_of(text)
