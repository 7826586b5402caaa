"""Writing a houses file into the database: all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.bookings.options.term_models import EventTermsRow
from labspace.bookings.prices.models import TariffRow
from labspace.bookings.prices.tariffs import Tariff
from labspace.bookings.rulebook.models import BookingRule
from labspace.context.models import IndicatorTarget
from labspace.db import begin_write
from labspace.events.catering import CateringChoice
from labspace.events.equipment.models import EquipmentStock
from labspace.locations.findings import FileRefused, Report
from labspace.locations.house_file import DatedSpan
from labspace.locations.models import Closure, HouseRulesText, Location, OpeningHours, SpecialOpening
from labspace.spaces.event_terms import TERMS
from labspace.spaces.house_file import parse_houses
from labspace.spaces.house_rules import ANSWERS
from labspace.spaces.models import (
    FloorPlan,
    Space,
    SpaceClosure,
    SpaceHours,
    SpaceLayout,
    SpacePart,
)
from labspace.spaces.plan_rows import placements_of
from labspace.spaces.plans import House, SpaceSpec
from labspace.times import TimeSpan
from labspace.visits.models import VisitStay

TARIFF_ANSWERS = tuple(field.name for field in fields(Tariff) if field.name != "space_id")


def import_houses(session: Session, text: bytes) -> list[Location]:
    """Add the houses of a file (docs/locations-format.md).

    Raises `FileRefused` with every finding, and then nothing has changed; a house or space that
    is there already is a finding, not an update.
    """
    file = parse_houses(text)
    raw = json.loads(text)["houses"]
    begin_write(session)
    _refuse_known(session, file.houses)
    position = session.scalar(select(func.coalesce(func.max(Location.position), 0))) or 0
    added = [
        _add_house(session, house, written, position=position + number)
        for number, (house, written) in enumerate(zip(file.houses, raw, strict=True), start=1)
    ]
    session.flush()
    return added


def _refuse_known(session: Session, houses: tuple[House, ...]) -> None:
    report = Report()
    slugs = set(session.scalars(select(Location.slug)))
    ids = set(session.scalars(select(Space.public_id)))
    for i, house in enumerate(houses):
        if house.house.slug in slugs:
            report.add(f"$.houses[{i}].slug", "house_exists", given=house.house.slug)
        for j, space in enumerate(house.spaces):
            if space.public_id in ids:
                report.add(f"$.houses[{i}].spaces[{j}].id", "space_exists", given=space.public_id)
    report.refuse_any()


def _add_house(session: Session, house: House, written: Mapping[str, Any], *, position: int) -> Location:
    spec = house.house
    location = Location(
        slug=spec.slug,
        name=spec.name,
        city=spec.city,
        timezone=spec.timezone,
        address=spec.address,
        coordinates=spec.coordinates,
        text_de=spec.text.de,
        text_en=spec.text.en,
        holiday_region=spec.holiday_region,
        closed_on_holidays=spec.closed_on_holidays,
        holiday_rules=list(house.holiday_rules),
        quiet_days=list(house.quiet_days),
        reminder_hours=spec.reminder_hours,
        is_demo=spec.is_demo,
        position=position,
    )
    session.add(location)
    session.flush()
    for window in spec.hours:
        session.add(
            OpeningHours(
                location_id=location.id,
                weekday=window.weekday,
                opens_minute=window.opens_minute,
                closes_minute=window.closes_minute,
                valid_from=window.valid_from,
                valid_until=window.valid_until,
            )
        )
    session.add_all(SpecialOpening(location_id=location.id, **_dated(row)) for row in spec.special_openings)
    session.add_all(Closure(location_id=location.id, **_dated(row)) for row in spec.closures)
    spaces = _add_spaces(session, house, location)
    _add_rules(session, house, location, spaces)
    _add_tariffs(session, house, location, spaces)
    _add_event_terms(session, house, location)
    _add_targets(session, house, location)
    _add_visit_stays(session, house, location)
    _add_house_rules(session, house, location)
    _add_equipment(session, house, location)
    _add_plans(session, house, written, location, spaces)
    return location


def _dated(row: DatedSpan) -> dict[str, Any]:
    return {
        "span": TimeSpan(row.starts_at, row.ends_at),
        "reason": row.reason.de,
        "reason_en": row.reason.en,
    }


def _add_spaces(session: Session, house: House, location: Location) -> dict[str, Space]:
    spaces = {
        spec.public_id: _space(spec, location, position=position)
        for position, spec in enumerate(house.spaces, start=1)
    }
    session.add_all(spaces.values())
    session.flush()
    for spec in house.spaces:
        space = spaces[spec.public_id]
        for position, row in enumerate(spec.layouts):
            session.add(
                SpaceLayout(
                    space_id=space.id,
                    layout=row.layout,
                    capacity=row.capacity,
                    wheelchair_places=row.wheelchair_places,
                    position=position,
                )
            )
        for part in spec.parts:
            session.add(
                SpacePart(
                    whole_id=space.id,
                    part_id=spaces[part].id,
                    valid_from=spec.valid_from,
                    valid_until=spec.valid_until,
                )
            )
        for window in spec.hours:
            session.add(
                SpaceHours(
                    space_id=space.id,
                    weekday=window.weekday,
                    opens_minute=window.opens_minute,
                    closes_minute=window.closes_minute,
                    valid_from=window.valid_from,
                    valid_until=window.valid_until,
                )
            )
        session.add_all(SpaceClosure(space_id=space.id, **_dated(row)) for row in spec.closures)
    return spaces


def _space(spec: SpaceSpec, location: Location, *, position: int) -> Space:
    return Space(
        public_id=spec.public_id,
        location_id=location.id,
        kind=spec.kind,
        name=spec.name.de,
        name_en=spec.name.en,
        label=spec.label,
        description=spec.description.de,
        description_en=spec.description.en,
        capacity=spec.capacity,
        wheelchair_places=spec.wheelchair_places,
        area_m2=spec.area_m2,
        features=[feature.value for feature in spec.features],
        is_unit=not spec.parts,
        position=position,
        valid_from=spec.valid_from,
        valid_until=spec.valid_until,
    )


def _add_rules(session: Session, house: House, location: Location, spaces: Mapping[str, Space]) -> None:
    for rule in house.rules:
        answers = {name: getattr(rule, name) for name in ANSWERS}
        session.add(
            BookingRule(
                location_id=location.id,
                kind=rule.kind,
                space_id=spaces[rule.space].id if rule.space else None,
                valid_from=max(rule.valid_from, date.min + timedelta(days=1)),
                valid_until=rule.valid_until,
                **answers,
            )
        )


def _add_tariffs(session: Session, house: House, location: Location, spaces: Mapping[str, Space]) -> None:
    for tariff in house.tariffs:
        answers = {name: getattr(tariff, name) for name in TARIFF_ANSWERS}
        space_id = spaces[tariff.space].id if tariff.space else None
        session.add(TariffRow(location_id=location.id, space_id=space_id, **answers))
    location.tariff_revision = 1 if house.tariffs else 0


def _add_event_terms(session: Session, house: House, location: Location) -> None:
    session.add_all(
        EventTermsRow(
            location_id=location.id,
            valid_from=dated.valid_from,
            valid_until=dated.valid_until,
            **{name: getattr(dated.terms, name) for name in TERMS},
        )
        for dated in house.event_terms
    )


def _add_targets(session: Session, house: House, location: Location) -> None:
    session.add_all(
        IndicatorTarget(
            location_id=location.id,
            indicator=one.indicator,
            hundredths=one.hundredths,
            per=one.per,
            reason=one.reason.de,
            reason_en=one.reason.en,
            valid_from=one.valid_from,
            valid_until=one.valid_until,
        )
        for one in house.targets
    )


def _add_visit_stays(session: Session, house: House, location: Location) -> None:
    session.add_all(
        VisitStay(
            location_id=location.id,
            kind=one.kind,
            minutes=one.minutes,
            valid_from=one.valid_from,
            valid_until=one.valid_until,
        )
        for one in house.visit_stays
    )


def _add_house_rules(session: Session, house: House, location: Location) -> None:
    session.add_all(
        HouseRulesText(
            location_id=location.id,
            version=one.version,
            valid_from=one.valid_from,
            text=one.text.de,
            text_en=one.text.en,
        )
        for one in house.house.house_rules
    )


def _add_equipment(session: Session, house: House, location: Location) -> None:
    for position, thing in enumerate(house.equipment, start=1):
        session.add(
            EquipmentStock(
                location_id=location.id,
                code=thing.id,
                name=thing.name.de,
                name_en=thing.name.en,
                number=thing.number,
                position=position,
                valid_from=thing.valid_from,
                valid_until=thing.valid_until,
            )
        )
    for position, choice in enumerate(house.catering, start=1):
        session.add(
            CateringChoice(
                location_id=location.id,
                code=choice.id,
                name=choice.name.de,
                name_en=choice.name.en,
                per_person_cents=choice.per_person_cents,
                position=position,
                valid_from=choice.valid_from,
                valid_until=choice.valid_until,
            )
        )


def _add_plans(
    session: Session,
    house: House,
    written: Mapping[str, Any],
    location: Location,
    spaces: Mapping[str, Space],
) -> None:
    for spec, plan in zip(house.floor_plans, written.get("floor_plans", []), strict=True):
        session.add(
            FloorPlan(
                location_id=location.id,
                level=spec.level,
                name=spec.name.de,
                name_en=spec.name.en,
                width_m=spec.width_m,
                height_m=spec.height_m,
                north_degrees=spec.north_degrees,
                drawing=plan["drawing"],
                valid_from=spec.valid_from,
                valid_until=spec.valid_until,
                placements=placements_of(spec.placements, spaces),
            )
        )


__all__ = ["FileRefused", "import_houses"]
