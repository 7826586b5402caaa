"""One foreign calendar: its preview, how it stands, and everything that can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from labspace.access import staff
from labspace.bookings.shown import shown as shown_booking
from labspace.bookings.staff.blueprint import run_house
from labspace.busy.actions import (
    pause_calendar,
    remove_calendar,
    replace_content,
    resume_calendar,
    start_calendar,
    take_due,
)
from labspace.busy.forms import FileForm, content_of
from labspace.busy.jobs import limits_in_force, look
from labspace.busy.kinds import Unreadable
from labspace.busy.models import BusyCalendar
from labspace.busy.pace import SPREAD
from labspace.busy.preview import preview
from labspace.busy.queries import coming_events
from labspace.busy.shown import ShownTime, shown_calendar
from labspace.busy.staff.blueprint import (
    MOST_FORM,
    PATIENCE,
    bp,
    house_calendar,
    say_refused,
    to_calendar,
    to_list,
)
from labspace.busy.words import problem_text
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import span_text
from labspace.locations.models import Location
from labspace.security import takes_files
from labspace.times import utc_now
from labspace.words import gettext as _

MOST_LISTED = 20


@bp.get("/team/<slug>/kalender-abos/<int:calendar_id>")
@staff
def show(slug: str, calendar_id: int) -> ResponseReturnValue:
    """A draft with what would come in, or a calendar in force with its next events."""
    house = run_house(slug)
    return _page(house, house_calendar(house, calendar_id), FileForm(formdata=None))


@bp.post("/team/<slug>/kalender-abos/<int:calendar_id>/uebernahme")
@staff
def start(slug: str, calendar_id: int) -> ResponseReturnValue:
    """Take the draft over."""
    house_calendar(run_house(slug), calendar_id)
    if _carried_out(partial(start_calendar, db.session(), calendar_id, chance=calendar_id % 7 / 7)):
        flash(_("Der Kalender ist übernommen. Seine Termine belegen jetzt die Fläche."), "success")
    return to_calendar(slug, calendar_id)


@bp.post("/team/<slug>/kalender-abos/<int:calendar_id>/abgleich")
@staff
def refresh(slug: str, calendar_id: int) -> ResponseReturnValue:
    """Look at it now."""
    calendar, session = house_calendar(run_house(slug), calendar_id), db.session()
    lease = take_due(session, now=utc_now(), calendar_id=calendar.id)
    session.commit()
    if lease is None:
        flash(_("Der Kalender wird gerade abgeglichen oder ist angehalten."), "warning")
        return to_calendar(slug, calendar_id)
    look(session, lease, limits=limits_in_force(seconds=PATIENCE))
    if problem := house_calendar(run_house(slug), calendar_id).problem:
        flash(problem_text(problem), "warning")
    else:
        flash(_("Abgeglichen."), "success")
    return to_calendar(slug, calendar_id)


@bp.post("/team/<slug>/kalender-abos/<int:calendar_id>/datei")
@staff
@takes_files(MOST_FORM)
def replace(slug: str, calendar_id: int) -> ResponseReturnValue:
    """A newer file in the place of the old one."""
    house = run_house(slug)
    calendar, form = house_calendar(house, calendar_id), FileForm()
    if not form.validate():
        return _page(house, calendar, form), 422
    content = content_of(form.file) or b""
    try:
        if _carried_out(partial(replace_content, db.session(), calendar_id, data=content)):
            flash(_("Die neue Datei gilt."), "success")
    except Unreadable as unreadable:
        db.session.rollback()
        form.file.errors = [problem_text(unreadable.code)]
        return _page(house, house_calendar(house, calendar_id), form), 422
    return to_calendar(slug, calendar_id)


@bp.post("/team/<slug>/kalender-abos/<int:calendar_id>/pause")
@staff
def pause(slug: str, calendar_id: int) -> ResponseReturnValue:
    """Look at it no more for now."""
    house_calendar(run_house(slug), calendar_id)
    if _carried_out(partial(pause_calendar, db.session(), calendar_id)):
        flash(_("Angehalten. Was übernommen ist, bleibt belegt."), "success")
    return to_calendar(slug, calendar_id)


@bp.post("/team/<slug>/kalender-abos/<int:calendar_id>/fortsetzung")
@staff
def resume(slug: str, calendar_id: int) -> ResponseReturnValue:
    """Look at it again."""
    house_calendar(run_house(slug), calendar_id)
    if _carried_out(partial(resume_calendar, db.session(), calendar_id)):
        flash(_("Der Kalender wird wieder abgeglichen."), "success")
    return to_calendar(slug, calendar_id)


@bp.get("/team/<slug>/kalender-abos/<int:calendar_id>/entfernung")
@staff
def ask_remove(slug: str, calendar_id: int) -> ResponseReturnValue:
    """Ask once, and say what becomes free."""
    house = run_house(slug)
    calendar = house_calendar(house, calendar_id)
    return render_template("busy/staff/remove.html", house=house, calendar=shown_calendar(calendar))


@bp.post("/team/<slug>/kalender-abos/<int:calendar_id>/entfernung")
@staff
def remove(slug: str, calendar_id: int) -> ResponseReturnValue:
    """End it."""
    house_calendar(run_house(slug), calendar_id)
    if not _carried_out(partial(remove_calendar, db.session(), calendar_id)):
        return to_calendar(slug, calendar_id)
    flash(_("Der Kalender ist entfernt, seine Zeiten sind wieder frei."), "success")
    return to_list(slug)


def _carried_out(change: Callable[..., object]) -> bool:
    """Whether the change was made and committed; else why not is told on the next page."""
    try:
        change(now=utc_now())
    except Refused as refused:
        say_refused(refused)
        return False
    db.session.commit()
    return True


def _page(house: Location, calendar: BusyCalendar, form: FileForm) -> str:
    session, now, zone = db.session(), utc_now(), house.zone
    about = shown_calendar(calendar)
    if about.is_draft:
        what = preview(session, calendar, now=now, limit=MOST_LISTED)
        times = [
            ShownTime(
                when=span_text(time.span, zone=zone),
                title=time.title or _("Ohne Titel"),
                remark=_("liegt über einer Buchung") if what.meets(time) else "",
            )
            for time in what.times
        ]
        bookings = [shown_booking(booking) for booking in what.bookings[:MOST_LISTED]]
        return render_template(
            "busy/staff/draft.html",
            house=house,
            calendar=about,
            times=times,
            count=what.count,
            bookings=bookings,
        )
    times = [
        ShownTime(
            when=span_text(event.span, zone=zone),
            title=event.title or _("Ohne Titel"),
            remark=_("nicht übernommen")
            if event.is_dismissed
            else ""
            if event.is_whole
            else _("nur zum Teil"),
        )
        for event in coming_events(session, calendar.id, now=now, limit=MOST_LISTED)
    ]
    minutes = SPREAD.seconds // 60
    return render_template(
        "busy/staff/show.html", house=house, calendar=about, times=times, form=form, spread=minutes
    )
