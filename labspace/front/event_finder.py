"""On which days an event fits: a month of one house or of all, and a day with every area and its reasons."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from labspace.access import public
from labspace.bookings.sentences import sentences
from labspace.db import db
from labspace.events.areas import STATES, access_text, candidate_name, fitness_text
from labspace.events.fit.candidates import candidates_of
from labspace.events.fit.forms import DEFAULTS, FinderForm, month_from
from labspace.events.fit.judging import Asked, Fit, Fitness
from labspace.events.fit.month import DayFit, month_fits
from labspace.formats import long_day_text, month_text
from labspace.front.house import get_house
from labspace.front.plan_view import PlanSpaceView, PlanView, plans_marked
from labspace.spaces.house import House
from labspace.spaces.houses import houses
from labspace.times import utc_now
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l
from labspace.words import ngettext

bp = Blueprint("event_finder", __name__)


@dataclass(frozen=True)
class Cell:
    """A day of the month: where it leads, its state and the words for it."""

    day: int
    url: str
    state: str
    word: str
    label: str
    is_chosen: bool
    is_over: bool


@dataclass(frozen=True)
class Line:
    """One area, or several together, on the chosen day."""

    name: str
    state: str
    state_text: str
    people: str
    access: str
    reasons: Sequence[str]
    url: str
    """Where asking for it starts, filled in; empty where it cannot be had."""


@dataclass(frozen=True)
class HouseLines:
    """A house on the chosen day."""

    house: House
    lines: Sequence[Line]
    plans: Sequence[PlanView]


@bp.get("/eventflaechen")
@public
def everywhere() -> ResponseReturnValue:
    """The month of all houses that have event areas."""
    now = utc_now()
    having = [house for house in houses(db.session()) if _has_areas(house, now=now)]
    return _page(having, None, now=now)


@bp.get("/standorte/<slug>/eventflaechen")
@public
def in_house(slug: str) -> ResponseReturnValue:
    """The month of one house, with its plan on the chosen day."""
    house = get_house(slug)
    return _page([house], house, now=utc_now())


def _page(asked_houses: Sequence[House], only: House | None, *, now: datetime) -> ResponseReturnValue:
    values = MultiDict(request.args)
    for name, value in DEFAULTS.items():
        values.setdefault(name, value)
    form = FinderForm(formdata=values)
    zone = asked_houses[0].zone if asked_houses else None
    today = now.astimezone(zone).date()
    month = month_from(values.get("monat", ""), today=today)
    if not form.validate() or form.layout.data is None:
        return _rendered(form, only, month, today, weeks=[], chosen=None, found=[]), 422
    hours = form.hours()
    asked = _asked(form, asked_houses, month, now=now)
    days = month_fits(db.session(), asked_houses, month, hours, asked, now=now) if asked is not None else []
    chosen = next(
        (one for one in days if one.day.isoformat() == values.get("tag") and one.day >= today), None
    )
    weeks = _weeks(days, form, only, today=today, chosen=chosen)
    found = [_lines(house, chosen, form, draws=only is not None) for house in asked_houses] if chosen else []
    return _rendered(form, only, month, today, weeks=weeks, chosen=chosen, found=found)


def _rendered(
    form: FinderForm,
    only: House | None,
    month: date,
    today: date,
    *,
    weeks: Sequence[Sequence[Cell | None]],
    chosen: DayFit | None,
    found: Sequence[HouseLines],
) -> str:
    query = {} if form.errors else form.query()
    before, after = (month - timedelta(days=1)).replace(day=1), (month + timedelta(days=32)).replace(day=1)
    return render_template(
        "front/event_finder.html",
        form=form,
        house=only,
        action=_address(only),
        month=month,
        month_text=month_text(month),
        earlier=_address(only, **query, monat=f"{before:%Y-%m}") if month > today else "",
        later=_address(only, **query, monat=f"{after:%Y-%m}"),
        weekdays=[(str(short), str(long)) for short, long in _WEEKDAYS],
        weeks=weeks,
        chosen_text=long_day_text(chosen.day) if chosen else "",
        found=found,
        everywhere=_address(None, **query, monat=f"{month:%Y-%m}") if only else "",
    )


def _has_areas(house: House, *, now: datetime) -> bool:
    return bool(candidates_of(house, on=now.astimezone(house.zone).date()))


def _address(only: House | None, **query: Any) -> str:
    if only is None:
        return url_for("event_finder.everywhere", **query)
    return url_for("event_finder.in_house", slug=only.slug, **query)


def _asked(form: FinderForm, asked_houses: Collection[House], month: date, *, now: datetime) -> Asked | None:
    """The wish without its day; None where there is no house, or no day with these hours."""
    hours, layout = form.hours(), form.layout.data
    for house in asked_houses:
        # The 4th: no clock is changed in the first days of a month.
        if (span := hours.on(month.replace(day=4), zone=house.zone)) is not None and layout is not None:
            return Asked(
                span=span,
                people=form.people.data or 1,
                layout=layout,
                setup_minutes=form.setup.data or 0,
                teardown_minutes=form.teardown.data or 0,
            )
    return None


def _weeks(
    days: Sequence[DayFit], form: FinderForm, only: House | None, *, today: date, chosen: DayFit | None
) -> list[list[Cell | None]]:
    """The days in weeks from Monday, empty places as None."""
    if not days:
        return []
    cells: list[Cell | None] = [None] * days[0].day.weekday()
    query = form.query()
    for one in days:
        url = _address(only, **query, monat=f"{one.day:%Y-%m}", tag=one.day.isoformat()) + "#tag"
        over = one.day < today
        cells.append(
            Cell(
                day=one.day.day,
                url="" if over else url,
                state="over" if over else STATES[one.best],
                word="" if over else _word(one),
                label=long_day_text(one.day) if over else _label(one),
                is_chosen=chosen is not None and one.day == chosen.day,
                is_over=over,
            )
        )
    cells += [None] * (-len(cells) % 7)
    return [cells[index : index + 7] for index in range(0, len(cells), 7)]


def _is_closed(one: DayFit) -> bool:
    """Whether no house is open at these hours."""
    return all(
        any(refusal.code == "closed" for refusal in fit.refusals)
        for fits in one.fits.values()
        for fit in fits
    )


def _word(one: DayFit) -> str:
    return _("zu") if _is_closed(one) else str(_WORDS[one.best])


def _label(one: DayFit) -> str:
    day = long_day_text(one.day)
    if _is_closed(one):
        return _("%(day)s: geschlossen", day=day)
    if one.best is Fitness.FREE:
        return ngettext(
            "%(day)s: %(num)d Möglichkeit frei", "%(day)s: %(num)d Möglichkeiten frei", one.free, day=day
        )
    return _("%(day)s: %(state)s", day=day, state=fitness_text(one.best))


def _lines(house: House, chosen: DayFit, form: FinderForm, *, draws: bool) -> HouseLines:
    fits = chosen.fits.get(house.id, [])
    lines = [_line(house, fit, chosen.day, form) for fit in fits]
    plans: Sequence[PlanView] = ()
    if draws:
        views = {
            fit.candidate.value: PlanSpaceView(
                label=f"{line.name}: {line.state_text}",
                state=line.state,
                href=line.url or "#flaechen",
                share_free=1.0,
            )
            for fit, line in zip(fits, lines, strict=True)
            if len(fit.candidate.spaces) == 1
        }
        plans = plans_marked(db.session(), house, on=chosen.day, views=views)
    return HouseLines(house, lines, plans)


def _line(house: House, fit: Fit, day: date, form: FinderForm) -> Line:
    layout = form.layout.data
    capacity = fit.candidate.capacities.get(layout) if layout else None
    people = ""
    if capacity is not None and layout is not None:
        people = _("bis %(people)d Personen, %(layout)s", people=capacity, layout=layout.label)
    url = ""
    if fit.fitness.may_be_asked:
        query: dict[str, Any] = {**form.query(), "tag": day.isoformat(), "flaeche": fit.candidate.value}
        url = url_for("events.new", standort=house.slug, **query)
    return Line(
        candidate_name(fit.candidate),
        STATES[fit.fitness],
        fitness_text(fit.fitness),
        people,
        access_text(fit.candidate, layout=layout),
        sentences(fit.refusals),
        url,
    )


_WORDS = {
    Fitness.FREE: _l("frei"),
    Fitness.HELD: _l("Option"),
    Fitness.TAKEN: _l("belegt"),
    Fitness.UNFIT: _l("passt nicht"),
}
_WEEKDAYS = (
    (_l("Mo"), _l("Montag")),
    (_l("Di"), _l("Dienstag")),
    (_l("Mi"), _l("Mittwoch")),
    (_l("Do"), _l("Donnerstag")),
    (_l("Fr"), _l("Freitag")),
    (_l("Sa"), _l("Samstag")),
    (_l("So"), _l("Sonntag")),
)
