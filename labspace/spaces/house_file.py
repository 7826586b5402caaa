"""Pure: a houses file (docs/locations-format.md) as plain values, or every finding in it.

The parts of the file are read by `locations.house_file` (house, hours), `plan_file` (drawings),
`space_file` (spaces), `rule_file` (rules) and so on; here is checked what they say about each other.
"""

from __future__ import annotations

from collections.abc import Iterable

from labspace.locations.days_file import read_holiday_rules, read_quiet_days
from labspace.locations.findings import Report
from labspace.locations.house_file import HOUSE_MAY, HOUSE_NEEDS, HouseSpec, read_house
from labspace.locations.reading import ABSENT, Fields, Node, read_json
from labspace.spaces.placing import refuse_bad_placements
from labspace.spaces.plan_file import read_floor_plan, refuse_colliding
from labspace.spaces.plans import House, HouseFile
from labspace.spaces.rule_file import read_rule
from labspace.spaces.space_file import read_space, refuse_bad_parts, refuse_doubles
from labspace.spaces.stay_file import read_visit_stays
from labspace.spaces.stock_file import read_catering, read_equipment
from labspace.spaces.target_file import read_targets
from labspace.spaces.tariff_file import read_tariffs
from labspace.spaces.terms_file import read_event_terms

FORMAT = "labspace-locations/1"
MOST_HOUSES = 1000
MOST_SPACES = 2000
PARTS_MAY = (
    "floor_plans",
    "rules",
    "tariffs",
    "event_terms",
    "equipment",
    "catering",
    "targets",
    "visit_stays",
)


def parse_houses(text: bytes) -> HouseFile:
    """The houses in a file. Raises `FileRefused` with all findings, and nothing else, for anything wrong."""
    report = Report()
    root = Node(read_json(text), "$", report)
    fields = root.fields(need=("format", "houses"))
    if fields["format"].value not in (FORMAT, ABSENT):
        fields["format"].refuse("wrong_format", known=FORMAT)
        report.refuse_any()
    rows = fields["houses"].items(at_least=1, at_most=MOST_HOUSES)
    houses = tuple(_house(row) for row in rows)
    refuse_doubles(rows, [house.house.slug for house in houses], "slug")
    _refuse_shared_spaces(rows, houses)
    report.refuse_any()
    return HouseFile(houses)


def _house(row: Node) -> House:
    fields = row.fields(need=(*HOUSE_NEEDS, "spaces"), may=(*HOUSE_MAY, *PARTS_MAY))
    house = read_house(fields)
    space_rows = fields["spaces"].items(at_most=MOST_SPACES)
    spaces = tuple(read_space(space, house.timezone) for space in space_rows)
    refuse_doubles(space_rows, [space.public_id for space in spaces], "id")
    by_id = {space.public_id: space for space in spaces if space.public_id}
    refuse_bad_parts(space_rows, spaces, by_id)
    plan_rows = list(fields.each("floor_plans", at_most=200))
    plans = [read_floor_plan(plan) for plan in plan_rows]
    refuse_colliding(plan_rows, plans)
    for plan_row, plan in zip(plan_rows, plans, strict=True):
        refuse_bad_placements(plan_row, plan.drawing.outline, plan.placements, by_id)
    _refuse_two_versions(fields, house)
    rules = tuple(read_rule(rule, known_spaces=by_id) for rule in fields.each("rules", at_most=MOST_SPACES))
    return House(
        house=house,
        holiday_rules=read_holiday_rules(fields, region=house.holiday_region),
        quiet_days=read_quiet_days(fields),
        spaces=spaces,
        floor_plans=tuple(plans),
        rules=rules,
        tariffs=read_tariffs(fields, by_id),
        event_terms=read_event_terms(fields),
        equipment=read_equipment(fields),
        catering=read_catering(fields),
        targets=read_targets(fields),
        visit_stays=read_visit_stays(fields),
    )


def _refuse_two_versions(fields: Fields, house: HouseSpec) -> None:
    """With the house rules in the file, their dates say which version holds, and nothing else does."""
    for row in fields.each("event_terms", at_most=MOST_SPACES) if house.house_rules else ():
        if isinstance(row.value, dict) and "house_rules_version" in row.value:
            row.report.add(f"{row.path}.house_rules_version", "version_said_twice")


def _refuse_shared_spaces(rows: Iterable[Node], houses: Iterable[House]) -> None:
    owners: dict[str, str] = {}
    for row, house in zip(rows, houses, strict=True):
        for i, space in enumerate(house.spaces):
            owner = owners.setdefault(space.public_id, row.path)
            if space.public_id and owner != row.path:
                row.report.add(f"{row.path}.spaces[{i}].id", "doubled_id", given=space.public_id)
