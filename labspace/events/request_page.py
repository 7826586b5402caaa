"""What the page of a request shows: the form, how each area suits its dates, and what would fit instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask import render_template
from sqlalchemy.orm import Session

from labspace.bookings.actions.claims import core_span
from labspace.bookings.prices.words import amount_of, no_invoice, price_of_wish
from labspace.errors import Refused
from labspace.events.areas import AreaChoice, candidate_name, fitness_text, judged_choices, plain_choices
from labspace.events.equipment.queries import shelf_of
from labspace.events.fit.candidates import Candidate, candidates_of
from labspace.events.fit.judging import Asked, Fit
from labspace.events.fit.offers import Offer, offers_for
from labspace.events.fit.queries import boards_for
from labspace.events.forms import EventForm
from labspace.events.terms import event_terms
from labspace.formats import euro_text, span_text
from labspace.locations.models import Location
from labspace.spaces.house import House
from labspace.spaces.houses import houses
from labspace.spaces.models import Space
from labspace.times import TimeSpan
from labspace.words import gettext as _

FURTHEST = timedelta(days=540)


@dataclass(frozen=True)
class Place:
    """The house asked, as a row and as it is kept, and its event areas today."""

    row: Location
    house: House
    areas: Sequence[Space]

    def candidate(self, value: str | None, span: TimeSpan) -> Candidate | None:
        """What `value` names on the day of `span`."""
        day = span.starts_at.astimezone(self.house.zone).date()
        return next((one for one in candidates_of(self.house, on=day) if one.value == value), None)


def asked_in(form: EventForm, span: TimeSpan) -> Asked | None:
    """What areas are judged by; None as long as people or seating are missing."""
    if not form.people.data or form.people.data < 1 or form.layout.data is None:
        return None
    return Asked(
        span=span,
        people=form.people.data,
        layout=form.layout.data,
        setup_minutes=form.setup.data or 0,
        teardown_minutes=form.teardown.data or 0,
        wheelchair_places=form.wished_wheelchair_places(),
    )


def fits_of(session: Session, place: Place, form: EventForm, *, now: datetime) -> dict[TimeSpan, list[Fit]]:
    """How every candidate suits each date that was typed; empty as long as something is missing."""
    found: dict[TimeSpan, list[Fit]] = {}
    spans = form.find_spans()
    if not spans or asked_in(form, spans[0]) is None:
        return found
    days = sorted({span.starts_at.astimezone(place.house.zone).date() for span in spans})
    window = TimeSpan(spans[0].starts_at, max(span.ends_at for span in spans))
    boards = boards_for(session, [place.house], window, now=now, days=days)
    for span in spans:
        if (asked := asked_in(form, span)) is not None:
            found[span] = boards.fits(place.house, asked)
    return found


def page_of(session: Session, place: Place, form: EventForm, *, now: datetime, checks: bool = False) -> str:
    """The page; `checks` says what is wrong with dates, people or seating, and nothing else yet."""
    if checks:
        _check(form)
    _say_prices(form)
    _say_free(session, place, form)
    fits = fits_of(session, place, form, now=now)
    today = now.astimezone(place.house.zone).date()
    if fits and form.layout.data is not None:
        choices = judged_choices(fits, layout=form.layout.data, zone=place.house.zone)
        choices = _priced(session, place, form, choices)
    else:
        choices = plain_choices(candidates_of(place.house, on=today))
    form.space.choices = [(choice.value, choice.text) for choice in choices]
    if not form.space.data:
        form.space.data = next((choice.value for choice in choices if choice.may_be_asked), None)
    offers = _offers(session, place, form, choices, now=now) if fits else []
    is_lost = bool(fits) and not any(choice.may_be_asked for choice in choices)
    return render_template(
        "events/request.html",
        house=place.row,
        form=form,
        choices=choices,
        offers=offers,
        is_hopeless=is_lost and not offers and bool(form.people.data) and _too_many(fits),
        dates=[span_text(span, zone=place.house.zone) for span in fits] if len(fits) > 1 else [],
        no_invoice=no_invoice() if any(choice.price for choice in choices) else "",
        is_checked=any(choice.is_checked for choice in choices),
        last_day=today + FURTHEST,
        option_days=event_terms(session, place.row.id, on=today).option_days,
    )


def _too_many(fits: Mapping[TimeSpan, Sequence[Fit]]) -> bool:
    """Whether people or seating stand against every area."""
    return not any(fit.suits_people for some in fits.values() for fit in some)


def _offers(
    session: Session, place: Place, form: EventForm, choices: Sequence[AreaChoice], *, now: datetime
) -> list[tuple[Offer, str]]:
    """What would fit instead where the chosen area does not, each with its line."""
    chosen = [choice for choice in choices if not form.space.data or choice.value == form.space.data]
    if any(choice.may_be_asked for choice in chosen):
        return []
    span = form.find_span()
    asked = asked_in(form, span) if span is not None else None
    if asked is None or asked.span.starts_at <= now:
        return []
    found = offers_for(session, houses(session), asked, own=place.house, now=now)
    return [(offer, offer_text(offer)) for offer in found]


def offer_text(offer: Offer) -> str:
    """Herne, Saal: bis 90 Personen, Stehplätze – frei."""
    return _(
        "%(house)s, %(area)s: bis %(people)d Personen, %(layout)s – %(state)s",
        house=offer.house.name,
        area=candidate_name(offer.candidate),
        people=offer.candidate.capacities[offer.layout],
        layout=offer.layout.label,
        state=fitness_text(offer.fit.fitness),
    )


def _priced(
    session: Session, place: Place, form: EventForm, choices: Sequence[AreaChoice]
) -> list[AreaChoice]:
    """The choices with what each would cost whoever asks; of several dates the first."""
    span, organisation = form.find_span(), form.chosen_organisation()
    rows: Mapping[str, Space] = {area.public_id: area for area in place.areas}
    several = len(form.find_spans()) > 1
    found = []
    for choice in choices:
        spaces = [rows[name] for name in choice.value.split("+") if name in rows]
        price = price_of_wish(session, spaces, span, organisation=organisation)
        text = amount_of(price) if price else ""
        if text and several:
            text = _("%(price)s für den ersten Termin", price=text)
        found.append(replace(choice, price=text))
    return found


def _say_prices(form: EventForm) -> None:
    for dish, people, _clock in form.catering_fields():
        if dish.per_person_cents is not None:
            people.description = _("%(price)s je Person", price=euro_text(dish.per_person_cents))


def _say_free(session: Session, place: Place, form: EventForm) -> None:
    """Say beside each thing how many the house has, or are free at all the times that were typed."""
    if not form.things:
        return
    spans = form.find_spans()
    if not spans:
        for thing, number in form.equipment_fields():
            number.description = _("%(number)d vorhanden", number=thing.number)
        return
    setup, teardown = form.setup.data or 0, form.teardown.data or 0
    cores = [core_span(span, setup_minutes=setup, teardown_minutes=teardown) for span in spans]
    window = TimeSpan(cores[0].starts_at, max(core.ends_at for core in cores))
    shelf = shelf_of(session, place.row, window)
    for thing, number in form.equipment_fields():
        free = min(shelf.free(thing.code, core) for core in cores)
        number.description = _("%(free)d von %(number)d frei", free=free, number=thing.number)


def _check(form: EventForm) -> None:
    if form.checks_wish():
        try:
            form.spans()
        except Refused as refused:
            form.show_refused(refused.refusals)
