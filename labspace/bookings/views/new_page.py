"""The page of a new booking: the form with its price, its terms and what is free instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from urllib.parse import quote, urlencode

from flask import current_app, render_template, request, url_for
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from labspace.access import me
from labspace.bookings.alternatives import Alternative
from labspace.bookings.missed_queries import standing_of
from labspace.bookings.missed_words import objection_text, standing_text
from labspace.bookings.offers import Offer, clock_values, offers
from labspace.bookings.prices.words import no_invoice, price_within
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.rulebook.product_choices import ProductChoice, product_choices
from labspace.bookings.rulebook.queries import rules_within
from labspace.bookings.rulebook.terms import terms_of
from labspace.bookings.series.repeat_forms import RepeatForm
from labspace.bookings.wanted import Wanted
from labspace.db import db
from labspace.spaces.names import space_names
from labspace.times import TimeSpan, utc_now
from labspace.words import language_now


def booking_page(
    wanted: Wanted, form: RepeatForm, instead: Sequence[Alternative] = (), *, waits: bool = False
) -> str:
    """The page; with `waits` it leads to the waiting list as well."""
    day, span = form.chosen_day() or form.today, form.find_span()
    spaces, link = wanted.asked(day), _linking(wanted, form)
    rules = rules_within(db.session(), wanted.house, spaces, on=day)[spaces[0].id] if spaces else None
    organisation = form.chosen_organisation()
    return render_template(
        "bookings/new.html",
        wanted=wanted,
        form=form,
        names=space_names(wanted.spaces),
        instead=_offers(instead, span, link),
        price=price_within(db.session(), wanted.house, spaces, span, organisation=organisation),
        no_invoice=no_invoice(),
        known_for=_known_for(wanted, rules),
        terms=terms_of(rules, span, zone=wanted.house.zone) if rules else [],
        plan_url=_plan_url(wanted, span),
        asks_people=not wanted.spaces or wanted.most_people > 1,
        last_day=form.today + timedelta(days=rules.horizon_days) if rules else None,
        waiting_url=_waiting_url(wanted, form, span) if waits else "",
        products=_products(wanted, rules, day, span, link),
        asks_approval=rules is not None and rules.needs_approval,
        series_section="" if form.tells_of_series else _series_section(language_now()),
    )


Link = Callable[[Sequence[str], TimeSpan], str]


def _linking(wanted: Wanted, form: RepeatForm) -> Link:
    """Writes the address of the form with other spaces (by public id; none: as it is) and another time."""
    where = {} if wanted.spaces else _pool(wanted)
    kept = {"personen": form.people.data, "fuer": form.organisation.data, "titel": form.title.data or None}
    own = urlencode({name: value for name, value in {**where, **kept}.items() if value is not None})
    base, zone = url_for("bookings.new"), wanted.house.zone

    def link(names: Sequence[str], span: TimeSpan) -> str:
        parts = [f"flaeche={quote(name)}" for name in names]
        parts += [f"{name}={value}" for name, value in clock_values(span, zone=zone).items()]
        return f"{base}?{'&'.join([*parts, own])}"

    return link


def _pool(wanted: Wanted) -> dict[str, str | None]:
    return {
        "standort": wanted.house.slug,
        "art": str(wanted.kind.value),
        "merkmal": wanted.feature or None,
    }


def _offers(instead: Sequence[Alternative], wished: TimeSpan | None, link: Link) -> list[Offer]:
    if not instead or wished is None:
        return []
    return offers(
        instead,
        wished=wished,
        link=lambda other: link([space.public_id for space in other.spaces], other.span),
    )


def _known_for(wanted: Wanted, rules: Rules | None) -> list[str]:
    """What follows from the person's no-shows, and how to put it right; told before anything is sent."""
    in_force = [rules] if rules else []
    found = standing_of(db.session(), me().id, wanted.house.id, in_force, now=utc_now())
    text = standing_text(found, zone=wanted.house.zone)
    return [text, objection_text()] if text else []


def _products(
    wanted: Wanted, rules: Rules | None, day: date, chosen: TimeSpan | None, link: Link
) -> list[ProductChoice]:
    """The named parts of the day, each with the form filled in with it."""
    if rules is None:
        return []
    names = [space.public_id for space in wanted.spaces]
    space = wanted.asked(day)[0]
    return product_choices(
        wanted.house, space, rules, day, chosen=chosen, now=utc_now(), link=lambda span: link(names, span)
    )


def _waiting_url(wanted: Wanted, form: RepeatForm, span: TimeSpan | None) -> str:
    """The waiting list's form for what was wanted here."""
    where = {"flaeche": [space.public_id for space in wanted.spaces]} if wanted.spaces else _pool(wanted)
    times = clock_values(span, zone=wanted.house.zone) if span else {}
    more = {"personen": form.people.data, "fuer": form.organisation.data}
    known = {name: value for name, value in {**where, **times, **more}.items() if value is not None}
    return f"{url_for('bookings.new_wish')}?{urlencode(known, doseq=True, safe=':')}"


def _plan_url(wanted: Wanted, span: TimeSpan | None) -> str:
    """The house's plan at the typed time."""
    times = clock_values(span, zone=wanted.house.zone) if span else {}
    return f"{request.script_root}/standorte/{wanted.house.slug}?{urlencode(times)}".rstrip("?")


def _series_section(language: str) -> Markup:
    """The part of the form about a series as long as nothing is typed there: always the same.

    A third of the page's fields are in it, so it is written once for each language.
    """
    kept: dict[str, Markup] = current_app.extensions.setdefault("labspace.series_section", {})
    if language not in kept:
        blank = RepeatForm(formdata=MultiDict())
        kept[language] = Markup(render_template("bookings/_repeat.html", form=blank))
    return kept[language]
