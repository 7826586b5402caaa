"""How a house stands, for the page of its team; and its changes in the record's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.queries import team_of
from labspace.formats import day_text
from labspace.houses.founding.actions import describe_again, list_again
from labspace.houses.founding.closing import closure_for_good
from labspace.houses.founding.moving import move_text, stay
from labspace.houses.record.models import HouseRecord
from labspace.houses.record.subjects import Subject, changed_lines, register
from labspace.locations.models import Location, OpeningHours
from labspace.locations.moves import places_of
from labspace.spaces.models import FloorPlan, Space
from labspace.words import gettext as _
from labspace.words import ngettext


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a house needs before people find it; `leads_to` (words, address) where it is done."""

    title: str
    text: str
    is_done: bool
    leads_to: tuple[str, str] | None


def steps_of(session: Session, house: Location) -> list[Step]:
    """What a house needs before people find it, in the order of doing."""

    def count(table: type[OpeningHours | FloorPlan | Space]) -> int:
        return session.scalar(select(func.count(table.id)).where(table.location_id == house.id)) or 0

    def page(words: str, endpoint: str) -> tuple[str, str]:
        return words, url_for(endpoint, slug=house.slug)

    windows, plans, spaces, team = (
        count(OpeningHours),
        count(FloorPlan),
        count(Space),
        len(team_of(session, house.id)),
    )
    draws = page(_("Grundriss zeichnen"), "plans_staff.index")
    return [
        Step(
            _("Öffnungszeiten"),
            _("eingetragen") if windows else _("fehlen noch"),
            bool(windows),
            page(_("Öffnungszeiten eintragen"), "house_hours.weekly"),
        ),
        Step(
            _("Grundriss"),
            ngettext("%(num)d Grundriss", "%(num)d Grundrisse", plans) if plans else _("noch keiner"),
            bool(plans),
            draws,
        ),
        Step(
            _("Flächen"),
            ngettext("%(num)d Fläche", "%(num)d Flächen", spaces) if spaces else _("noch keine"),
            bool(spaces),
            draws,
        ),
        Step(
            _("Team"),
            ngettext("%(num)d Person", "%(num)d Personen", team) if team else _("noch niemand"),
            bool(team),
            page(_("Team eintragen"), "team_staff.show"),
        ),
        Step(
            _("In den Listen"),
            _("Das Haus steht auf der Startseite.")
            if house.is_listed
            else _("Nur wer die Adresse kennt, findet das Haus."),
            house.is_listed,
            None,
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class HouseLine:
    """One house in the list of all."""

    name: str
    city: str
    standing: str
    url: str


def house_lines(session: Session, houses: Sequence[Location], *, now: datetime) -> list[HouseLine]:
    """All houses with how they stand; one statement for each that is closed for good."""
    return [
        HouseLine(
            name=house.name,
            city=house.place_on(now.astimezone(house.zone).date()).city,
            standing=standing_text(session, house, now=now),
            url=url_for("founding_staff.house", slug=house.slug),
        )
        for house in houses
    ]


def standing_text(session: Session, house: Location, *, now: datetime) -> str:
    """Whether people find it, or since when they do not."""
    closure = closure_for_good(session, house.id)
    if closure is not None:
        day = day_text(closure.starts_at.astimezone(house.zone).date())
        return (
            _("dauerhaft geschlossen seit %(day)s", day=day)
            if closure.starts_at <= now
            else _("schließt dauerhaft am %(day)s", day=day)
        )
    return _("in den Listen") if house.is_listed else _("noch nicht in den Listen")


def places_shown(house: Location) -> list[tuple[str, str]]:
    """(day, address) of every place the house moved to or will, the latest last."""
    return [(day_text(place.since), place.address) for place in places_of(house.moves)]


def _facts_lines(record: HouseRecord) -> list[str]:
    return changed_lines(
        record,
        {
            "name": _("Name"),
            "address": _("Anschrift"),
            "city": _("Stadt"),
            "coordinates": _("Koordinaten"),
            "text_de": _("Über das Haus"),
            "text_en": _("Über das Haus auf Englisch"),
        },
    )


register(
    "house_founded",
    Subject(title=lambda _record: _("Haus angelegt"), way_back="founding_staff.ask_withdrawal"),
)
register(
    "house_described",
    Subject(
        title=lambda _record: _("Angaben zum Haus geändert"), lines=_facts_lines, take_back=describe_again
    ),
)
register("house_listed", Subject(title=lambda _record: _("In die Listen aufgenommen"), take_back=list_again))
register("house_unlisted", Subject(title=lambda _record: _("Aus den Listen genommen"), take_back=list_again))
register("house_moved", Subject(title=move_text, take_back=stay))
