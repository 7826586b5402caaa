"""The team's pages on which a draft is compared, previewed, published and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from labspace.access import me, staff
from labspace.bookings.shown import shown
from labspace.bookings.staff.blueprint import keep_house
from labspace.day_words import day_from
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import day_text, is_german, long_day_text
from labspace.locations.models import Location
from labspace.plans.checks import Severity
from labspace.plans.found import findings_in
from labspace.plans.models import PlanDraft
from labspace.plans.publishing.actions import (
    Decision,
    check_day,
    publish_draft,
)
from labspace.plans.publishing.forms import DayForm, decisions_of
from labspace.plans.publishing.pictures import difference_picture, preview
from labspace.plans.publishing.queries import find_publication, plan_in_force, publications_of
from labspace.plans.publishing.review import review_draft
from labspace.plans.publishing.sentences import sentences
from labspace.plans.publishing.shown import shown_publication, shown_touched
from labspace.plans.publishing.taking_back import BookedSince, take_back
from labspace.plans.publishing.words import sections
from labspace.plans.shown import draft_name, shown_findings
from labspace.plans.staff.blueprint import ONE, run_draft
from labspace.times import utc_now
from labspace.words import gettext as _

bp = Blueprint("plans_publishing", __name__)

OTHERWISE = {"touched_otherwise", "draft_changed", "draft_is_closed", "booking_stays", "booked_since"}
HERE = ONE + "/veroeffentlichung"


@bp.get(HERE)
@staff
def ask(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """What differs, which bookings it touches, and how a real day looks on it."""
    house, draft = run_draft(slug, plan_draft_id)
    now = utc_now()
    filled = MultiDict({"ab": _usual_day(house, draft, now=now), **request.args})
    form = _form(filled, house, now=now)
    if not form.validate():
        return _page(house, draft, form, now=now), 422
    return _page(house, draft, form, now=now, day=form.day())


@bp.post(HERE)
@staff
def publish(slug: str, plan_draft_id: int) -> ResponseReturnValue:
    """Publish; whatever changed since it was looked at is shown again, and nothing is published."""
    house, draft = run_draft(slug, plan_draft_id)
    now = utc_now()
    form = _form(request.form, house, now=now)
    if not form.validate():
        return _page(house, draft, form, now=now), 422
    decisions, day = decisions_of(request.form), form.day()
    try:
        publish_draft(
            db.session(),
            draft.id,
            starts_on=day,
            expected_version=form.expected_version(),
            seen=form.seen.data or "",
            decisions=decisions,
            by=me(),
            now=now,
        )
    except Refused as refused:
        db.session.rollback()
        house, draft = run_draft(slug, plan_draft_id)
        form.form_errors.extend(sentences(refused.refusals))
        return _page(house, draft, form, now=now, day=day, decisions=decisions), _status(refused)
    db.session.commit()
    flash(_("Veröffentlicht: Der neue Plan gilt ab %(day)s.", day=long_day_text(day)), "success")
    return redirect(url_for("plans_publishing.record", slug=house.slug), code=303)


@bp.get("/team/<slug>/plaene/veroeffentlichungen")
@staff
def record(slug: str) -> ResponseReturnValue:
    """What was published and taken back, by whom and when."""
    return _record(keep_house(slug))


@bp.post("/team/<slug>/plaene/veroeffentlichungen/<int:publication_id>/ruecknahme")
@staff
def back(slug: str, publication_id: int) -> ResponseReturnValue:
    """Take a publication back that is not in force yet."""
    house, session = keep_house(slug), db.session()
    publication = find_publication(session, publication_id)
    if publication is None or publication.location_id != house.id:
        abort(404)
    try:
        take_back(session, publication_id, by=me(), now=utc_now())
    except Refused as refused:
        booked = [shown(one) for one in refused.bookings] if isinstance(refused, BookedSince) else []
        said = sentences(refused.refusals)
        session.rollback()
        return _record(keep_house(slug), refused=said, booked=booked), _status(refused)
    session.commit()
    flash(_("Zurückgenommen. Alles bleibt, wie es war; der Entwurf kann weitergezeichnet werden."), "success")
    return redirect(url_for("plans_publishing.record", slug=house.slug), code=303)


def _status(refused: Refused) -> int:
    """409 where something is otherwise than it was seen, 422 where the wish itself is at fault."""
    return 409 if refused.codes & OTHERWISE else 422


def _usual_day(house: Location, draft: PlanDraft, *, now: datetime) -> str:
    """Today for a floor without a plan, else tomorrow; as people type it."""
    today = now.astimezone(house.zone).date()
    is_first = plan_in_force(db.session(), house.id, draft.level, on=today) is None
    day = today if is_first else today + timedelta(days=1)
    return day_text(day) if is_german() else day.isoformat()


def _form(values: MultiDict[str, str], house: Location, *, now: datetime) -> DayForm:
    form = DayForm(formdata=values)
    form.today = now.astimezone(house.zone).date()
    return form


def _page(
    house: Location,
    draft: PlanDraft,
    form: DayForm,
    *,
    now: datetime,
    day: date | None = None,
    decisions: Mapping[int, Decision] | None = None,
) -> str:
    session = db.session()
    found = findings_in(session, draft.document, location_id=house.id)
    errors = [one for one in found if one.severity is Severity.ERROR]
    stands = _standing(house, draft, day, now=now) if day is not None else [""]
    for said in stands:
        if said and said not in form.form_errors:
            form.form_errors.append(said)
    more = {}
    if day is not None and not errors and not stands and draft.is_open:
        review = review_draft(session, draft, starts_on=day, now=now)
        on = day_from(request.args.get("tag", ""), today=form.today) or day
        shown_day = max(on, day)
        seen = preview(session, review, day=shown_day)
        more = {
            "review": review,
            "day": day,
            "day_name": day_text(day),
            "begins_today": day == form.today,
            "sections": sections(review),
            "compared": difference_picture(review),
            "touched": shown_touched(review, decisions or {}),
            "preview": seen,
            "preview_bookings": [shown(one) for one in seen.bookings],
            "without_place": [shown(one) for one in seen.without_place],
            "preview_day": long_day_text(shown_day),
            "days": (shown_day - timedelta(days=1), shown_day + timedelta(days=1)),
        }
    return render_template(
        "plans/publishing/page.html",
        house=house,
        draft=draft,
        name=draft_name(draft),
        form=form,
        errors=shown_findings(errors, draft.document),
        language="de" if is_german() else "en",
        **more,
    )


def _standing(house: Location, draft: PlanDraft, day: date, *, now: datetime) -> list[str]:
    """What stands against this day."""
    try:
        check_day(db.session(), draft, house, starts_on=day, now=now)
    except Refused as refused:
        return sentences(refused.refusals)
    return []


def _record(house: Location, *, refused: Iterable[str] = (), booked: Iterable[object] = ()) -> str:
    today = utc_now().astimezone(house.zone).date()
    return render_template(
        "plans/publishing/record.html",
        house=house,
        publications=[
            shown_publication(one, house, today=today) for one in publications_of(db.session(), house.id)
        ],
        refused=list(refused),
        booked=list(booked),
    )
