"""The team reviews and decides: the ranking of a call, one application, the decision and its letter."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, must_run, staff
from labspace.bookings.views.blueprint import status_of
from labspace.db import db
from labspace.errors import Refused
from labspace.locations.models import Location
from labspace.locations.queries import find_location
from labspace.pictures.shown import shown_pictures
from labspace.popups.calls.queries import find_call
from labspace.popups.models import PopupApplication
from labspace.popups.queries import find_application, handed_in
from labspace.popups.review.actions import OUTCOMES, decide, declare_bias, give_review, review_count
from labspace.popups.review.forms import (
    OUTCOME_LABELS,
    BiasForm,
    DecisionForm,
    ReviewForm,
    outcome_from,
    review_form_for,
)
from labspace.popups.review.letters import letter_draft
from labspace.popups.review.queries import decisions_of
from labspace.popups.review.shown import log_lines, ranked_rows, table_for
from labspace.popups.sentences import sentence, sentences
from labspace.popups.shown import call_title
from labspace.popups.states import DECIDABLE, UNDECIDED, ApplicationState
from labspace.popups.summary import application_facts
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("popup_review", __name__)

ONE = "/team/<slug>/pop-up/bewerbungen/<int:application_id>"


@bp.get("/team/<slug>/pop-up/ausschreibungen/<int:call_id>/rangfolge")
@staff
def applications(slug: str, call_id: int) -> ResponseReturnValue:
    """The applications of a call, ranked as far as the person may see."""
    house, session = _house(slug), db.session()
    call = find_call(session, call_id)
    if call is None or call.location_id != house.id:
        abort(404)
    rows = ranked_rows(session, call, handed_in(session, [call.id]), me())
    return render_template(
        "popups/review/ranking.html", house=house, call=call, title=call_title(call), rows=rows
    )


@bp.get(ONE)
@staff
def show(slug: str, application_id: int) -> ResponseReturnValue:
    """All about one application, the person's own points, and afterwards those of the others."""
    house = _house(slug)
    application = _application(house, application_id)
    return _page(house, application)


@bp.post(ONE + "/bewertung")
@staff
def review(slug: str, application_id: int) -> ResponseReturnValue:
    """Give points, once."""
    house = _house(slug)
    application = _application(house, application_id)
    form = review_form_for(application.call.criteria)()
    if not form.validate():
        return _page(house, application, review_form=form), 422
    try:
        comment = form.comment.data or ""
        give_review(db.session(), application_id, form.points(), comment=comment, by=me(), now=utc_now())
    except Refused as refused:
        return _refused(house, application_id, refused)
    db.session.commit()
    flash(_("Ihre Bewertung ist gespeichert. Jetzt sehen Sie auch die der anderen."), "success")
    return redirect(url_for("popup_review.show", slug=slug, application_id=application_id), code=303)


@bp.post(ONE + "/befangenheit")
@staff
def bias(slug: str, application_id: int) -> ResponseReturnValue:
    """Stay out of it."""
    house, form = _house(slug), BiasForm()
    application = _application(house, application_id)
    if not form.validate():
        return _page(house, application, bias_form=form), 422
    try:
        declare_bias(db.session(), application_id, reason=form.reason.data or "", by=me(), now=utc_now())
    except Refused as refused:
        return _refused(house, application_id, refused)
    db.session.commit()
    flash(_("Sie sind als befangen vermerkt."), "success")
    return redirect(url_for("popup_review.show", slug=slug, application_id=application_id), code=303)


@bp.get(ONE + "/entscheidung")
@staff
def decision(slug: str, application_id: int) -> ResponseReturnValue:
    """The letter of the chosen outcome, to edit before it leaves; without one, the choice."""
    house = _house(slug)
    application = _application(house, application_id)
    outcome = outcome_from(request.args.get("ergebnis"))
    form = DecisionForm(formdata=None)
    if outcome is not None:
        form.outcome.data, form.letter.data = outcome.value, letter_draft(application, outcome)
    return _decision_page(house, application, form, outcome)


@bp.post(ONE + "/entscheidung")
@staff
def send_decision(slug: str, application_id: int) -> ResponseReturnValue:
    """Decide; the letter leaves with it."""
    house, form = _house(slug), DecisionForm()
    application = _application(house, application_id)
    outcome = form.decided()
    if outcome is None or not form.validate():
        return _decision_page(house, application, form, outcome), 422
    try:
        decide(
            db.session(),
            application_id,
            outcome,
            letter=form.letter.data or "",
            why_early=form.why_early.data or "",
            by=me(),
            now=utc_now(),
        )
    except Refused as refused:
        db.session.rollback()
        application = _application(house, application_id)
        for refusal in refused.refusals:
            if refusal.code == "reviews_missing":
                form.why_early.errors = [sentence(refusal)]
            else:
                form.refuse(sentence(refusal))
        return _decision_page(house, application, form, outcome), status_of(refused)
    db.session.commit()
    flash(_("Entschieden. Der Brief ist unterwegs."), "success")
    return redirect(url_for("popup_review.show", slug=slug, application_id=application_id), code=303)


def _house(slug: str) -> Location:
    house = (find_location(db.session(), slug) if slug.isprintable() else None) or abort(404)
    must_run(house.id)
    return house


def _application(house: Location, application_id: int) -> PopupApplication:
    application = find_application(db.session(), application_id)
    if application is None or application.submitted_at is None or application.call.location_id != house.id:
        abort(404)
    return application


def _refused(house: Location, application_id: int, refused: Refused) -> ResponseReturnValue:
    db.session.rollback()
    application = _application(house, application_id)
    return _page(house, application, problems=sentences(refused.refusals)), status_of(refused)


def _page(
    house: Location,
    application: PopupApplication,
    *,
    review_form: ReviewForm | None = None,
    bias_form: BiasForm | None = None,
    problems: list[str] | None = None,
) -> str:
    session = db.session()
    table = table_for(session, application, me(), may_review=application.state in UNDECIDED)
    takes_part = not table.barred
    return render_template(
        "popups/review/application.html",
        house=house,
        application=application,
        call=application.call,
        table=table,
        pairs=application_facts(application),
        pictures=shown_pictures(application.pictures),
        review_form=review_form or review_form_for(application.call.criteria)(formdata=None),
        bias_form=bias_form or BiasForm(formdata=None),
        decisions=decisions_of(session, application.id) if takes_part else [],
        log=log_lines(session, application) if takes_part else [],
        may_decide=takes_part and application.state in DECIDABLE,
        may_offer=takes_part and application.state is ApplicationState.OFFERED,
        problems=problems or [],
    )


def _decision_page(
    house: Location, application: PopupApplication, form: DecisionForm, outcome: ApplicationState | None
) -> str:
    table = table_for(db.session(), application, me(), may_review=False)
    given, needed = review_count(db.session(), application.id), application.call.reviews_needed
    return render_template(
        "popups/review/decision.html",
        house=house,
        application=application,
        form=form,
        table=table,
        outcome=outcome,
        outcome_label=OUTCOME_LABELS[outcome] if outcome else "",
        outcomes=[(OUTCOME_LABELS[one], one.value) for one in OUTCOMES if one is not application.state],
        is_early=given < needed,
        may_decide=not table.barred and application.state in DECIDABLE,
    )
