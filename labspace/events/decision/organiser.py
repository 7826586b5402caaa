"""The organiser's page of an event: what the team asks, what is to be accepted and seen to, what cancelling costs."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, signed_in
from labspace.bookings.forms import version_of
from labspace.bookings.models import Booking
from labspace.bookings.sentences import sentences
from labspace.bookings.shown import shown
from labspace.bookings.states import OPEN, UNDECIDED
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.events.decision.actions.agree import accept_house_rules, tell_traits
from labspace.events.decision.actions.ask import answer_question
from labspace.events.decision.actions.checklist import settle_check
from labspace.events.decision.actions.conditions import accept_conditions
from labspace.events.decision.cancel_terms import share_texts, tier_rows, tiers_of
from labspace.events.decision.checklist_rows import check_rows
from labspace.events.decision.doors import own_event, visible_event
from labspace.events.decision.follow_up_forms import AnswerForm, CheckForm, TraitsForm
from labspace.events.decision.house_rules import rules_shown
from labspace.events.decision.queries import (
    checklist_of,
    conditions_of,
    find_review,
    find_share,
    find_traits,
    messages_of,
)
from labspace.events.decision.todo import is_asked, todo_of
from labspace.events.queries import find_request
from labspace.formats import moment_text
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("decisions", __name__)


@bp.get("/veranstaltungen/<reference>")
@signed_in
def show(reference: str) -> ResponseReturnValue:
    """What is open, for the organiser and all who may see the event."""
    return _page(visible_event(reference))


@bp.post("/veranstaltungen/<reference>/antwort")
@signed_in
def answer(reference: str) -> ResponseReturnValue:
    """Answer what the team asked."""
    booking, form = own_event(reference), AnswerForm(request.form)
    if not form.validate():
        return _page(booking, answer_form=form), 422
    return _do(
        booking,
        lambda: answer_question(
            db.session(), booking.id, by=me(), text=form.answer.data or "", now=utc_now()
        ),
        _("Danke. Ihre Antwort ist beim Team."),
        answer_form=form,
    )


@bp.post("/veranstaltungen/<reference>/bedingungen")
@signed_in
def accept(reference: str) -> ResponseReturnValue:
    """Accept the conditions as they were read."""
    booking, version = own_event(reference), version_of(request.form.get("fassung"))
    return _do(
        booking,
        lambda: accept_conditions(db.session(), booking.id, version=version, by=me(), now=utc_now()),
        _("Danke. Die Bedingungen sind angenommen."),
    )


@bp.post("/veranstaltungen/<reference>/hausordnung")
@signed_in
def accept_rules(reference: str) -> ResponseReturnValue:
    """Accept the house rules in force."""
    booking, version = own_event(reference), request.form.get("fassung", "")
    return _do(
        booking,
        lambda: accept_house_rules(db.session(), booking.id, version=version, by=me(), now=utc_now()),
        _("Danke. Die neue Hausordnung ist angenommen."),
    )


@bp.post("/veranstaltungen/<reference>/angaben")
@signed_in
def tell(reference: str) -> ResponseReturnValue:
    """Say what the event brings with it."""
    booking, form = own_event(reference), TraitsForm(request.form)
    form.validate()
    return _do(
        booking,
        lambda: tell_traits(
            db.session(),
            booking.id,
            music=bool(form.music.data),
            alcohol=bool(form.alcohol.data),
            sells=bool(form.sells.data),
            by=me(),
            now=utc_now(),
        ),
        _("Danke. Die Checkliste richtet sich danach."),
    )


@bp.post("/veranstaltungen/<reference>/checkliste/<int:item_id>")
@signed_in
def settle(reference: str, item_id: int) -> ResponseReturnValue:
    """Tick something off, with where its proof is kept."""
    booking, form = own_event(reference), CheckForm(request.form)
    if not form.validate():
        return _page(booking, problems=[str(text) for texts in form.errors.values() for text in texts]), 422
    return _do(
        booking,
        lambda: settle_check(
            db.session(),
            booking.id,
            item_id,
            by=me(),
            now=utc_now(),
            is_team=False,
            document=form.document.data or "",
        ),
        _("Erledigt."),
    )


def _do(
    booking: Booking, deed: Callable[[], object], done: str, *, answer_form: AnswerForm | None = None
) -> ResponseReturnValue:
    try:
        deed()
    except LookupError:
        abort(404)
    except Refused as refused:
        db.session.rollback()
        page = _page(booking, answer_form=answer_form, problems=sentences(refused.refusals))
        return page, status_of(refused)
    db.session.commit()
    flash(done, "success")
    return redirect(url_for("decisions.show", reference=booking.reference), code=303)


def _page(
    booking: Booking, *, answer_form: AnswerForm | None = None, problems: list[str] | None = None
) -> str:
    session, now, zone = db.session(), utc_now(), booking.location.zone
    told, review, traits = (
        find_request(session, booking.id),
        find_review(session, booking.id),
        find_traits(session, booking.id),
    )
    decided = booking.state not in UNDECIDED
    share = find_share(session, booking.id)
    tiers = tiers_of(session, booking, now=now) if booking.state in OPEN else []
    return render_template(
        "events/decision/organiser.html",
        item=shown(booking),
        mine=booking.booked_by_id == me().id,
        is_open=booking.state in OPEN,
        todo=todo_of(session, booking, told, now=now) if told else None,
        messages=messages_of(session, booking.id),
        is_asked=is_asked(review),
        answer_form=answer_form or AnswerForm(formdata=None),
        conditions=conditions_of(session, booking.id) if decided else [],
        review=review,
        rules=rules_shown(session, booking, told, now=now) if told else None,
        traits_form=TraitsForm(formdata=None, obj=traits),
        traits_told=traits is not None,
        checks=check_rows(
            checklist_of(session, booking.id) if decided else [], today=now.astimezone(zone).date(), zone=zone
        ),
        tiers=tier_rows(tiers, booking),
        share=share_texts(share) if share else [],
        problems=problems or [],
        moment=lambda at: moment_text(at, zone=zone),
    )
