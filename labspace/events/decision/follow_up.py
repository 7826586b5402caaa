"""What the team does for events that are decided: checklist, share, set-up sheet, handover."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.models import Booking
from labspace.bookings.sentences import sentence, sentences
from labspace.bookings.shown import shown
from labspace.bookings.views.blueprint import status_of
from labspace.day_words import day_from
from labspace.db import db
from labspace.errors import Refusal, Refused
from labspace.events.decision.actions.checklist import add_check, reopen_check, settle_check
from labspace.events.decision.actions.handover import Protocol, hand_over
from labspace.events.decision.actions.share import change_share
from labspace.events.decision.doors import house_event, run_house
from labspace.events.decision.follow_up_forms import CheckForm, HandoverForm, NewCheckForm, ShareForm
from labspace.events.decision.models import Direction
from labspace.events.decision.page import Forms, decision_page
from labspace.events.decision.protocols import protocol_sides
from labspace.events.decision.queries import handovers_of
from labspace.events.decision.setup_sheet import events_of_day, sheets
from labspace.events.decision.staff import back_to, bp
from labspace.formats import clock_text, day_text, long_day_text, moment_text
from labspace.spaces.event_terms import ChecklistWho
from labspace.times import utc_now
from labspace.words import gettext as _


@bp.post("/team/<slug>/anfragen/<reference>/checkliste")
@staff
def add_item(slug: str, reference: str) -> ResponseReturnValue:
    """Add something to the checklist of this event."""
    booking, form, now = house_event(run_house(slug), reference), NewCheckForm(request.form), utc_now()
    due = form.due_on(today=now.astimezone(booking.location.zone).date())
    if not form.validate():
        return _refused_form(booking, form.errors.values(), Forms(new_check=form))
    if due is None:
        errors = [[sentence(Refusal("check_due_outside"))]]
        return _refused_form(booking, errors, Forms(new_check=form))
    return _do(
        booking,
        lambda: add_check(
            db.session(),
            booking.id,
            title=form.title.data or "",
            who=ChecklistWho(form.who.data),
            due=due,
            by=me(),
            now=now,
            once=form.once.data or "",
        ),
        _("Die Checkliste ist ergänzt."),
        forms=Forms(new_check=form),
    )


@bp.post("/team/<slug>/anfragen/<reference>/checkliste/<int:item_id>")
@staff
def settle_item(slug: str, reference: str, item_id: int) -> ResponseReturnValue:
    """Tick something off, or do without it for a reason."""
    booking, form = house_event(run_house(slug), reference), CheckForm(request.form)
    if not form.validate():
        return _refused_form(booking, form.errors.values())
    return _do(
        booking,
        lambda: settle_check(
            db.session(),
            booking.id,
            item_id,
            by=me(),
            now=utc_now(),
            is_team=True,
            document=form.document.data or "",
            waived_reason=form.waived.data or "",
        ),
        _("Erledigt."),
    )


@bp.post("/team/<slug>/anfragen/<reference>/checkliste/<int:item_id>/ruecknahme")
@staff
def reopen_item(slug: str, reference: str, item_id: int) -> ResponseReturnValue:
    """Take back that something is settled."""
    booking = house_event(run_house(slug), reference)
    return _do(
        booking,
        lambda: reopen_check(db.session(), booking.id, item_id, by=me(), now=utc_now()),
        _("Der Punkt ist wieder offen."),
    )


@bp.post("/team/<slug>/anfragen/<reference>/stornoanteil")
@staff
def set_share(slug: str, reference: str) -> ResponseReturnValue:
    """Ask for another share of the price of a cancelled event than proposed."""
    booking, form = house_event(run_house(slug), reference), ShareForm(request.form)
    if not form.validate():
        return _refused_form(booking, form.errors.values())
    return _do(
        booking,
        lambda: change_share(
            db.session(),
            booking.id,
            percent=form.percent.data or 0,
            reason=form.reason.data or "",
            by=me(),
            now=utc_now(),
        ),
        _("Der Anteil ist geändert."),
    )


@bp.get("/team/<slug>/anfragen/<reference>/aufbau")
@staff
def setup_sheet(slug: str, reference: str) -> ResponseReturnValue:
    """The set-up sheet of one event."""
    house = run_house(slug)
    booking = house_event(house, reference)
    day = booking.starts_at.astimezone(house.zone).date()
    return render_template(
        "events/decision/setup_sheet.html",
        house=house,
        heading=_("Aufbau: %(title)s", title=shown(booking).title),
        lead=shown(booking).when,
        sheets=sheets(db.session(), house, [booking], on=day),
        back=(_("Zur Anfrage"), url_for("events_staff.show", slug=slug, reference=reference)),
    )


@bp.get("/team/<slug>/aufbau")
@staff
def setup_day(slug: str) -> ResponseReturnValue:
    """The set-up sheets of all events of a day."""
    house = run_house(slug)
    day = _asked_day(house.zone)
    return render_template(
        "events/decision/setup_sheet.html",
        house=house,
        heading=_("Aufbau am %(day)s", day=day_text(day)),
        lead=f"{house.name} · {long_day_text(day)}",
        sheets=sheets(db.session(), house, events_of_day(db.session(), house, day), on=day),
        back=(_("Zum Tag"), f"/team/{house.slug}?tag={day.isoformat()}"),
    )


def _asked_day(zone: object) -> date:
    today = utc_now().astimezone(zone).date()  # type: ignore[arg-type]
    wanted = request.args.get("tag", "")
    return (day_from(wanted, today=today) if wanted else None) or today


@bp.get("/team/<slug>/anfragen/<reference>/uebergabe")
@staff
def handover(slug: str, reference: str) -> ResponseReturnValue:
    """Both protocols of an event, to fill in here or on paper."""
    booking = house_event(run_house(slug), reference)
    return _handover_page(booking, HandoverForm(formdata=None, **_now_values(booking)))


@bp.post("/team/<slug>/anfragen/<reference>/uebergabe")
@staff
def note_handover(slug: str, reference: str) -> ResponseReturnValue:
    """Write the protocol of one direction."""
    booking, form, now = house_event(run_house(slug), reference), HandoverForm(request.form), utc_now()
    zone = booking.location.zone
    valid = form.validate()
    at = form.handed_at(today=now.astimezone(zone).date(), zone=zone)
    if valid and at is None:
        form.clock.errors = [_("Diesen Tag oder diese Uhrzeit gibt es nicht. Bitte beides prüfen.")]
    if not valid or at is None:
        return _handover_page(booking, form), 422
    protocol = Protocol(
        handed_at=at,
        signed_name=form.signed_name.data or "",
        keys=form.keys.data or "",
        condition=form.condition.data or "",
        meter=form.meter.data or "",
        defects=form.defects.data or "",
    )
    try:
        hand_over(
            db.session(),
            booking.id,
            Direction(form.direction.data),
            protocol,
            edition=form.seen_edition() + 1,
            by=me(),
            now=now,
        )
    except Refused as refused:
        db.session.rollback()
        page = _handover_page(booking, form, problems=sentences(refused.refusals))
        return page, status_of(refused)
    db.session.commit()
    flash(_("Das Protokoll ist gespeichert."), "success")
    return redirect(
        url_for("decisions_staff.handover", slug=booking.location.slug, reference=booking.reference), code=303
    )


def _now_values(booking: Booking) -> dict[str, str]:
    now, zone = utc_now(), booking.location.zone
    has_begun = now >= booking.ends_at
    return {
        "direction": "out" if has_begun else "in",
        "day": day_text(now.astimezone(zone).date()),
        "clock": clock_text(now, zone=zone),
    }


def _handover_page(booking: Booking, form: HandoverForm, *, problems: list[str] | None = None) -> str:
    zone = booking.location.zone
    sides = protocol_sides(handovers_of(db.session(), booking.id), zone=zone)
    form.edition_in.data, form.edition_out.data = (str(side.edition) for side in sides)
    return render_template(
        "events/decision/handover.html",
        house=booking.location,
        item=shown(booking),
        sides=sides,
        form=form,
        problems=problems or [],
        printed=moment_text(utc_now(), zone=zone),
    )


def _refused_form(booking: Booking, errors: object, forms: Forms | None = None) -> ResponseReturnValue:
    problems = [str(text) for texts in errors for text in texts]  # type: ignore[attr-defined]
    page = decision_page(db.session(), booking, reader=me(), now=utc_now(), forms=forms, problems=problems)
    return page, 422


def _do(
    booking: Booking, deed: Callable[[], object], done: str, *, forms: Forms | None = None
) -> ResponseReturnValue:
    now: datetime = utc_now()
    try:
        deed()
    except LookupError:
        abort(404)
    except Refused as refused:
        db.session.rollback()
        if forms and forms.new_check and "form_already_sent" in refused.codes:
            forms.new_check.name_anew()
        problems = sentences(refused.refusals)
        page = decision_page(db.session(), booking, reader=me(), now=now, forms=forms, problems=problems)
        return page, status_of(refused)
    db.session.commit()
    flash(done, "success")
    return back_to(booking)
