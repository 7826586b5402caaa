"""All series of a house, one of them, a new one, and its end."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

from flask import Response, abort, flash, render_template, request
from flask.typing import ResponseReturnValue

from labspace.access import me, staff
from labspace.bookings.staff.blueprint import run_house
from labspace.context.actions import open_series, remove_series
from labspace.context.forms import CityEventForm, DayForm, FileForm, SeriesForm, VacancyForm
from labspace.context.kinds import SeriesKind
from labspace.context.models import ContextSeries
from labspace.context.queries import (
    city_events_of,
    count_of_values,
    hours_between,
    imports_of,
    last_days,
    series_of,
    vacancies_of,
)
from labspace.context.rules import days_of
from labspace.context.sentences import sentences
from labspace.context.sheets import excel_sheet, machine_sheet
from labspace.context.shown import (
    beside_text,
    credits_of,
    day_row,
    shown_import,
    shown_series,
    value_columns,
    value_row,
)
from labspace.context.staff.blueprint import bp, house_series, say_refused, to_list, to_series
from labspace.context.values import all_values, known_values
from labspace.db import db
from labspace.errors import Refused
from labspace.formats import day_text, days_text, exact_text
from labspace.locations.models import Location
from labspace.times import utc_now
from labspace.words import gettext as _

DAYS_SHOWN = 14
MOST_LISTED = 100


@bp.get("/team/<slug>/umfeld")
@staff
def index(slug: str) -> ResponseReturnValue:
    """Every series with its source."""
    house, session = run_house(slug), db.session()
    rows = series_of(session, house.id)
    last = last_days(session, [row.id for row in rows])
    return render_template(
        "context/index.html",
        house=house,
        series=[shown_series(row, slug=slug, last=last.get(row.id)) for row in rows],
        beside=beside_text(),
    )


@bp.get("/team/<slug>/umfeld/neu")
@staff
def new(slug: str) -> ResponseReturnValue:
    """The form for another series."""
    return render_template("context/new.html", house=run_house(slug), form=SeriesForm(formdata=None))


@bp.post("/team/<slug>/umfeld/neu")
@staff
def create(slug: str) -> ResponseReturnValue:
    """Open it; its values come next."""
    house, form = run_house(slug), SeriesForm()
    if form.validate():
        try:
            series = open_series(db.session(), house.id, form.series(), by=me(), now=utc_now())
        except Refused as refused:
            db.session.rollback()
            for sentence in sentences(refused.refusals):
                form.refuse(sentence)
        else:
            series_id = series.id
            db.session.commit()
            return to_series(slug, series_id)
    return render_template("context/new.html", house=run_house(slug), form=form), 422


@bp.get("/team/<slug>/umfeld/<int:series_id>")
@staff
def show(slug: str, series_id: int) -> ResponseReturnValue:
    """Its last values, the files they came from, and how to bring more."""
    house = run_house(slug)
    return series_page(house, house_series(house, series_id))


@bp.get("/team/<slug>/umfeld/<int:series_id>.csv")
@staff
def sheet(slug: str, series_id: int) -> ResponseReturnValue:
    """All its values as a table file, `form=excel` or `form=maschine`."""
    house = run_house(slug)
    series = house_series(house, series_id)
    values = all_values(db.session(), series)
    form = request.args.get("form", "excel")
    if form == "excel":
        about = credits_of(shown_series(series, slug=slug)).items()
        text = excel_sheet(series.kind, values, about=about, zone=house.zone)
    elif form == "maschine":
        text = machine_sheet(series.kind, values)
    else:
        abort(404)
    response = Response(text, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="umfeld-{house.slug}-{series_id}.csv"'
    return response


@bp.get("/team/<slug>/umfeld/<int:series_id>/entfernung")
@staff
def ask_remove(slug: str, series_id: int) -> ResponseReturnValue:
    """Ask once, and say what is lost."""
    house = run_house(slug)
    series = house_series(house, series_id)
    return render_template(
        "context/remove.html",
        house=house,
        series=shown_series(series, slug=slug),
        count=count_of_values(db.session(), series),
    )


@bp.post("/team/<slug>/umfeld/<int:series_id>/entfernung")
@staff
def remove(slug: str, series_id: int) -> ResponseReturnValue:
    """End it."""
    series = house_series(run_house(slug), series_id)
    try:
        remove_series(db.session(), series.id, by=me(), now=utc_now())
    except Refused as refused:
        say_refused(refused)
    else:
        db.session.commit()
        flash(_("Die Reihe ist entfernt."), "success")
    return to_list(slug)


def series_page(house: Location, series: ContextSeries, **more: Any) -> str:
    """The page of a series; `more` replaces its forms, or says what is wrong with a file."""
    last = last_days(db.session(), [series.id]).get(series.id)
    return render_template(
        "context/show.html",
        **{
            "house": house,
            "series": shown_series(series, slug=house.slug, last=last),
            "beside": beside_text(),
            "imports": [shown_import(one, zone=house.zone) for one in imports_of(db.session(), series.id)],
            "file_form": FileForm(formdata=None, stamp="begin"),
            "entry_form": entry_form(house, series, is_sent=False),
            "findings": [],
            "finding_count": 0,
            **_values(house, series, last),
            **more,
        },
    )


def entry_form(house: Location, series: ContextSeries, *, is_sent: bool) -> DayForm | None:
    """The form for one more value; None where values come from files only."""
    if not series.kind.is_typed:
        return None
    kind = VacancyForm if series.kind is SeriesKind.VACANCY else CityEventForm
    form = kind() if is_sent else kind(formdata=None)
    form.at(utc_now().astimezone(house.zone).date())
    if isinstance(form, VacancyForm) and not is_sent:
        form.source.data = series.source
    return form


def _values(house: Location, series: ContextSeries, last: Any) -> dict[str, Any]:
    """The last values as rows of a table, with the ids of those that can be taken back."""
    session, zone, ids = db.session(), house.zone, list[int]()
    columns, rows = value_columns(series.kind), list[Any]()
    if series.kind is SeriesKind.VACANCY:
        for rate in vacancies_of(session, series.id):
            ids.append(rate.id)
            percent = _("%(number)s %%", number=exact_text(Fraction(rate.permille, 10)))
            rows.append([day_text(rate.day), percent, rate.definition, rate.source])
    elif series.kind is SeriesKind.CITY_EVENTS:
        for event in city_events_of(session, series.id, limit=MOST_LISTED):
            ids.append(event.id)
            rows.append([event.name, days_text(event.first_on, event.last_on), event.note])
    elif last is not None:
        first = last - timedelta(days=DAYS_SHOWN - 1)
        if series.kind is SeriesKind.PASSERS_BY:
            columns = [(_("Tag"), False), (_("Passanten"), True), (_("Gezählt"), False)]
            rows = [
                day_row(day)
                for day in days_of(hours_between(session, series, first, last), first, last, zone=zone)
            ]
        else:
            known = known_values(session, series, first, last)
            rows = [value_row(day, known[day], zone=zone) for day in sorted(known)]
    return {"columns": columns, "rows": rows, "ids": ids}
