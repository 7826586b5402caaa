"""A houses file is taken whole or refused with every finding in it."""

import json
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labspace.accounts.tariff_groups import TariffGroup
from labspace.locations.findings import MOST_FINDINGS, FileRefused
from labspace.locations.reading import MOST_BYTES
from labspace.spaces.drawing import drawing_of
from labspace.spaces.features import Feature
from labspace.spaces.house_file import FORMAT, parse_houses
from labspace.spaces.house_rules import HorizonCount, LeadCount
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.plan_file import as_json

HOUSE: dict[str, Any] = {
    "slug": "musterstadt",
    "name": "Haus Musterstadt",
    "city": "Musterstadt",
    "timezone": "Europe/Berlin",
    "demo": True,
    "holiday_region": "DE-NW",
    "text": {"de": "Ein Haus.", "en": "A house."},
    "hours": [
        {"days": ["mo", "tu"], "opens": "08:00", "closes": "18:00", "valid_from": "2024-01-01"},
        {"days": ["sa"], "opens": "10:00", "closes": "24:00", "valid_from": "2024-01-01"},
    ],
    "special_openings": [{"from": "2026-12-01T18:00", "until": "2026-12-01T22:00", "reason": "Lesung"}],
    "closures": [{"from": "2026-12-24T00:00", "until": "2026-12-25T00:00"}],
    "holiday_rules": [
        {
            "closing": "some",
            "names": ["Neujahr", "Karfreitag"],
            "own": [{"when": "easter-48", "name": {"de": "Rosenmontag", "en": "Shrove Monday"}}],
            "valid_from": "2024-01-01",
            "valid_until": "2026-12-31",
        },
        {"closing": "none", "valid_from": "2027-01-01"},
    ],
    "quiet_days": [
        {
            "valid_from": "2024-01-01",
            "days": [
                {
                    "when": "12-24",
                    "name": {"de": "Heiligabend", "en": "Christmas Eve"},
                    "note": "Bitte klären.",
                },
                {"when": "sunday", "name": "Sonntag", "note": "Nur an freigegebenen.", "only_sales": True},
            ],
        }
    ],
    "house_rules": [
        {
            "version": "1",
            "valid_from": "2024-01-01",
            "sections": [{"title": {"de": "Ruhe", "en": "Quiet"}, "text": "Leise."}, {"text": "Hell."}],
        },
        {"version": "2", "valid_from": "2027-01-01", "sections": [{"text": "Leiser."}]},
    ],
    "spaces": [
        {
            "id": "musterstadt-desk-01",
            "kind": "desk",
            "name": {"de": "Arbeitsplatz 1", "en": "Desk 1"},
            "capacity": 1,
            "features": ["power", "monitor"],
            "valid_from": "2024-01-01",
        },
        {
            "id": "musterstadt-event",
            "kind": "event_area",
            "name": "Saal",
            "capacity": 40,
            "layouts": [{"name": "rows", "capacity": 30}, {"name": "standing", "capacity": 40}],
            "area_m2": 24,
            "parts": ["musterstadt-event-a", "musterstadt-event-b"],
            "valid_from": "2024-01-01",
        },
        {
            "id": "musterstadt-event-a",
            "kind": "event_area",
            "name": "Saal A",
            "capacity": 20,
            "valid_from": "2024-01-01",
        },
        {
            "id": "musterstadt-event-b",
            "kind": "event_area",
            "name": "Saal B",
            "capacity": 20,
            "valid_from": "2024-01-01",
        },
    ],
    "floor_plans": [
        {
            "level": 0,
            "name": {"de": "Erdgeschoss", "en": "Ground floor"},
            "valid_from": "2024-01-01",
            "width_m": 12,
            "height_m": 8,
            "north_degrees": 15,
            "drawing": {
                "outline": [[0, 0], [12, 0], [12, 8], [0, 8]],
                "outer_walls": [[[0.15, 0.15], [11.85, 0.15], [11.85, 7.85], [0.15, 7.85], [0.15, 0.15]]],
                "inner_walls": [[[4, 0.15], [4, 7.85]]],
                "doors": [{"hinge": [4, 1], "latch": [4, 2], "swing": "right"}],
                "windows": [{"from": [6, 0.15], "to": [8, 0.15], "shop_front": True}],
                "furniture": [
                    {"item": "sofa", "at": [2, 7]},
                    {"item": "shelf", "at": [1, 1], "size": [1, 0.3]},
                ],
                "areas": [{"name": "Saal", "tint": "event", "shape": [[4, 0], [12, 0], [12, 8], [4, 8]]}],
                "entrances": [{"at": [4, 8], "rotation": 0}],
                "step_free_ways": [[[4, 8], [4, 2]]],
            },
            "placements": [
                {"space": "musterstadt-desk-01", "shape": [[1, 1], [3, 1], [3, 3], [1, 3]], "rotation": 90},
                {"space": "musterstadt-event", "shape": [[5, 1], [11, 1], [11, 5], [5, 5]]},
                {"space": "musterstadt-event-a", "shape": [[5, 1], [8, 1], [8, 5], [5, 5]]},
                {
                    "space": "musterstadt-event-b",
                    "shape": [[8, 1], [11, 1], [11, 5], [8, 5]],
                    "label": [9, 2],
                },
            ],
        }
    ],
    "rules": [{"kind": "desk", "valid_from": "2024-01-01", "raster_minutes": 15, "check_in": True}],
    "tariffs": [
        {
            "kind": "desk",
            "group": "startup",
            "valid_from": "2024-01-01",
            "hour_cents": 250,
            "tax_code": "standard",
            "tax_percent": 19,
        },
        {"valid_from": "2024-01-01", "day_cents": 0, "tax_code": "exempt", "tax_percent": 0},
    ],
}


def file_of(*houses):
    return json.dumps({"format": FORMAT, "houses": houses}).encode()


def changed(path, value):
    """A file whose one house differs at `path`: keys and indexes parted by slashes; `…` takes it away."""
    house = deepcopy(HOUSE)
    *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    inner: Any = house
    for step in way:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return file_of(house)


def findings(text):
    with pytest.raises(FileRefused) as refused:
        parse_houses(text)
    return [(finding.path, finding.code) for finding in refused.value.findings]


def test_a_good_file_becomes_plain_values():
    (house,) = parse_houses(file_of(HOUSE)).houses
    assert house.house.slug == "musterstadt"
    assert [(h.weekday, h.opens_minute, h.closes_minute) for h in house.house.hours] == [
        (0, 480, 1080),
        (1, 480, 1080),
        (5, 600, 1440),
    ]
    assert house.house.special_openings[0].starts_at == datetime(2026, 12, 1, 17, 0, tzinfo=UTC)
    assert house.house.special_openings[0].reason.en == "Lesung"
    first, second = house.house.house_rules
    assert (first.version, first.valid_from) == ("1", date(2024, 1, 1))
    assert (first.text.de, first.text.en) == ("# Ruhe\n\nLeise.\n\nHell.", "# Quiet\n\nLeise.\n\nHell.")
    assert second.text.de == "Leiser."
    desk, event, *_ = house.spaces
    assert (desk.kind, desk.features) == (SpaceKind.DESK, (Feature.POWER, Feature.MONITOR))
    assert [(row.layout, row.capacity) for row in event.layouts] == [(Layout.ROWS, 30), (Layout.STANDING, 40)]
    assert event.parts == ("musterstadt-event-a", "musterstadt-event-b")
    (plan,) = house.floor_plans
    assert plan.drawing.furniture[0].size == (2.0, 0.85)
    assert plan.placements[3].label == (9.0, 2.0)
    assert house.rules[0].raster_minutes == 15
    assert house.rules[0].valid_from == date(2024, 1, 1)
    startup, everybody = house.tariffs
    assert (startup.group, startup.hour_cents, startup.includes_tax) == (TariffGroup.STARTUP, 250, True)
    assert (startup.tax_permille, everybody.place) == (190, (None, None, None))


def test_a_stored_drawing_is_the_same_drawing_again():
    drawing = parse_houses(file_of(HOUSE)).houses[0].floor_plans[0].drawing
    assert drawing_of(json.loads(json.dumps(as_json(drawing)))) == drawing


DRAWING = "floor_plans/0/drawing"


@pytest.mark.parametrize(
    ("path", "value", "where", "code"),
    [
        pytest.param("slug", "Muster Stadt", "slug", "not_a_slug", id="slug with a space"),
        pytest.param("slug", ..., "slug", "missing", id="no slug"),
        pytest.param("colour", "red", "colour", "unknown_field", id="unknown field"),
        pytest.param("name", "", "name", "wrong_length", id="empty name"),
        pytest.param("name", "A\u0000B", "name", "control_character", id="control character"),
        pytest.param("name", "A\u202eB\nC", "name", "control_character", id="line break in a name"),
        pytest.param("name", "\ud800", "name", "control_character", id="half a character"),
        pytest.param("name", 7, "name", "not_text", id="number for a name"),
        pytest.param("timezone", "Europe/Bochum", "timezone", "unknown_timezone", id="unknown time zone"),
        pytest.param(
            "holiday_region", "DE-XX", "holiday_region", "unknown_holiday_region", id="unknown Land"
        ),
        pytest.param("demo", "yes", "demo", "not_true_or_false", id="yes for true"),
        pytest.param("text", {"de": "Nur deutsch"}, "text.en", "missing", id="no English text"),
        pytest.param(
            "house_rules/1/version", "1", "house_rules[1].version", "doubled_id", id="two rules of one name"
        ),
        pytest.param(
            "house_rules/1/valid_from",
            "2024-01-01",
            "house_rules[1].valid_from",
            "doubled_id",
            id="two rules from one day",
        ),
        pytest.param(
            "house_rules/0/sections",
            [],
            "house_rules[0].sections",
            "wrong_count",
            id="rules that say nothing",
        ),
        pytest.param(
            "house_rules/1/sections/0/text",
            "",
            "house_rules[1].sections[0].text",
            "wrong_length",
            id="section without words",
        ),
        pytest.param(
            "event_terms",
            [{"valid_from": "2024-01-01", "house_rules_version": "2"}],
            "event_terms[0].house_rules_version",
            "version_said_twice",
            id="version said twice",
        ),
        pytest.param("hours", {}, "hours", "not_a_list", id="hours not a list"),
        pytest.param(
            "hours/0/closes", "07:00", "hours[0].closes", "ends_before_it_begins", id="hours end first"
        ),
        pytest.param("hours/0/opens", "8 Uhr", "hours[0].opens", "not_a_time", id="no clock time"),
        pytest.param("hours/0/closes", "24:01", "hours[0].closes", "not_a_time", id="after midnight"),
        pytest.param("hours/0/days", ["mo", "mo"], "hours[0]", "hours_overlap", id="hours overlap"),
        pytest.param("hours/0/days/0", "monday", "hours[0].days[0]", "unknown_word", id="unknown weekday"),
        pytest.param(
            "hours/0/valid_from", "2024-02-30", "hours[0].valid_from", "not_a_date", id="30 February"
        ),
        pytest.param(
            "hours/0/valid_until",
            "2023-01-01",
            "hours[0].valid_until",
            "ends_before_it_begins",
            id="validity",
        ),
        pytest.param(
            "closures/0/until", "2026-12-23T00:00", "closures[0].until", "ends_before_it_begins", id="closure"
        ),
        pytest.param(
            "closures/0/from",
            "2027-03-28T02:30",
            "closures[0].from",
            "local_time_does_not_exist",
            id="skipped hour",
        ),
        pytest.param(
            "closures/0/from", "2026-12-24", "closures[0].from", "not_a_day_and_time", id="day alone"
        ),
        pytest.param("spaces/0/kind", "room", "spaces[0].kind", "unknown_word", id="unknown kind"),
        pytest.param(
            "spaces/0/features/0", "wifi", "spaces[0].features[0]", "unknown_word", id="unknown feature"
        ),
        pytest.param("spaces/0/capacity", 0, "spaces[0].capacity", "out_of_range", id="holds nobody"),
        pytest.param(
            "spaces/0/capacity", 1.5, "spaces[0].capacity", "not_a_whole_number", id="half a person"
        ),
        pytest.param("spaces/0/id", "musterstadt-event", "spaces[1].id", "doubled_id", id="doubled id"),
        pytest.param(
            "spaces/1/layouts/0/capacity",
            41,
            "spaces[1].layouts[0].capacity",
            "more_than_the_space_holds",
            id="layout above capacity",
        ),
        pytest.param(
            "spaces/1/layouts/0/wheelchair_places",
            41,
            "spaces[1].layouts[0].wheelchair_places",
            "more_than_the_space_holds",
            id="more wheelchairs than people",
        ),
        pytest.param(
            "spaces/0/wheelchair_places",
            -1,
            "spaces[0].wheelchair_places",
            "out_of_range",
            id="fewer than no wheelchairs",
        ),
        pytest.param("spaces/1/parts/0", "nowhere", "spaces[1].parts[0]", "unknown_space", id="unknown part"),
        pytest.param(
            "spaces/2/parts", ["musterstadt-event"], "spaces[1].parts[0]", "part_of_itself", id="part cycle"
        ),
        pytest.param(
            "spaces/1/parts/0",
            "musterstadt-desk-01",
            "spaces[1].parts[0]",
            "part_of_another_kind",
            id="desk as part",
        ),
        pytest.param(
            "spaces/2/capacity", 41, "spaces[1].parts[0]", "part_larger_than_whole", id="large part"
        ),
        pytest.param("floor_plans/0/width_m", 1e9, "floor_plans[0].width_m", "out_of_range", id="huge plan"),
        pytest.param(
            "floor_plans/0/level", True, "floor_plans[0].level", "not_a_whole_number", id="true as level"
        ),
        pytest.param(
            "floor_plans/0/placements/0/shape",
            [[1, 1], [3, 1], [3, 3], [1, 9]],
            "floor_plans[0].placements[0].shape",
            "outside_the_building",
            id="outside the building",
        ),
        pytest.param(
            "floor_plans/0/placements/0/shape",
            [[1, 1], [6, 1], [6, 3], [1, 3]],
            "floor_plans[0].placements[1].shape",
            "spaces_overlap",
            id="spaces overlap",
        ),
        pytest.param(
            "floor_plans/0/placements/0/shape",
            [[1, 1], [3, 3], [3, 1], [1, 3]],
            "floor_plans[0].placements[0].shape",
            "no_area",
            id="bow tie",
        ),
        pytest.param(
            "floor_plans/0/placements/1/shape",
            [[5, 1], [11, 1], [11, 7], [5, 7]],
            "floor_plans[0].placements[1].shape",
            "area_differs",
            id="area differs from the shape",
        ),
        pytest.param(
            "floor_plans/0/placements/0/space",
            "nowhere",
            "floor_plans[0].placements[0].space",
            "unknown_space",
            id="shape without a space",
        ),
        pytest.param(
            f"{DRAWING}/doors/0/hinge",
            [5, 1],
            "floor_plans[0].drawing.doors[0]",
            "opening_not_in_a_wall",
            id="door beside the wall",
        ),
        pytest.param(
            f"{DRAWING}/furniture/0/item",
            "throne",
            "floor_plans[0].drawing.furniture[0].item",
            "unknown_word",
            id="unknown furniture",
        ),
        pytest.param(
            f"{DRAWING}/outline/0",
            [0, 0, 0],
            "floor_plans[0].drawing.outline[0]",
            "wrong_count",
            id="3-d point",
        ),
        pytest.param(
            f"{DRAWING}/outline/0",
            [0, 10**400],
            "floor_plans[0].drawing.outline[0][1]",
            "out_of_range",
            id="endless",
        ),
        pytest.param(
            "rules/0/raster_minutes", 7, "rules[0].raster_minutes", "raster_does_not_fill_the_day", id="7 min"
        ),
        pytest.param(
            "rules/0/quotas",
            [{"for": "person", "per": "week"}],
            "rules[0].quotas[0]",
            "quota_without_limit",
            id="endless quota",
        ),
        pytest.param(
            "rules/0/quotas",
            [{"for": "cat", "per": "week", "bookings": 1}],
            "rules[0].quotas[0].for",
            "unknown_word",
            id="quota for cats",
        ),
        pytest.param(
            "rules/0/quotas",
            [{"for": "person", "per": "day", "hours": 0}],
            "rules[0].quotas[0].hours",
            "out_of_range",
            id="no hours",
        ),
        pytest.param(
            "rules/0/products",
            [{"id": "a", "name": "A", "from": "13:00", "until": "08:00"}],
            "rules[0].products[0].until",
            "ends_before_it_begins",
            id="backwards",
        ),
        pytest.param(
            "rules/0/products",
            [{"id": "A b", "name": "A", "from": "08:00", "until": "13:00"}],
            "rules[0].products[0].id",
            "not_a_slug",
            id="product id",
        ),
        pytest.param(
            "rules/0",
            {"valid_from": "2026-01-01", "free_hours": False, "products": []},
            "rules[0].free_hours",
            "nothing_to_book",
            id="nothing",
        ),
        pytest.param(
            "rules/0",
            {
                "valid_from": "2026-01-01",
                "raster_minutes": 1440,
                "products": [{"id": "a", "name": "A", "from": "08:00", "until": "13:00"}],
            },
            "rules[0].products",
            "products_need_hours",
            id="days and hours",
        ),
        pytest.param(
            "rules/0/partner_types", ["friend"], "rules[0].partner_types[0]", "unknown_word", id="friends"
        ),
        pytest.param(
            "rules/0/lead_counts", "moon", "rules[0].lead_counts", "unknown_word", id="lead by the moon"
        ),
        pytest.param("rules/0/horizon_counts", 3, "rules[0].horizon_counts", "unknown_word", id="horizon"),
        pytest.param(
            "rules/0/needs_approval", "yes", "rules[0].needs_approval", "not_true_or_false", id="approval"
        ),
        pytest.param(
            "rules/0",
            {"valid_from": "2026-01-01", "lead_counts": "staffed", "lead_minutes": 50000},
            "rules[0].lead_minutes",
            "out_of_range",
            id="staffed for ever",
        ),
        pytest.param("rules/0/space", "nowhere", "rules[0].space", "unknown_space", id="rule for nothing"),
        pytest.param(
            "tariffs/0/hour_cents", 2.5, "tariffs[0].hour_cents", "not_a_whole_number", id="half cents"
        ),
        pytest.param("tariffs/0/hour_cents", -1, "tariffs[0].hour_cents", "out_of_range", id="paid to come"),
        pytest.param("tariffs/0/hour_cents", ..., "tariffs[0]", "no_price", id="tariff without a price"),
        pytest.param(
            "tariffs/0/space", "nowhere", "tariffs[0].space", "unknown_space", id="price of nothing"
        ),
        pytest.param("tariffs/0/group", "friends", "tariffs[0].group", "unknown_word", id="unknown group"),
        pytest.param("tariffs/0/tax_percent", ..., "tariffs[0].tax_percent", "missing", id="no tax"),
        pytest.param(
            "holiday_rules/0/closing", "often", "holiday_rules[0].closing", "unknown_word", id="closing"
        ),
        pytest.param(
            "holiday_rules/0/names/0",
            "Rosenmontag",
            "holiday_rules[0].names[0]",
            "unknown_word",
            id="no holiday",
        ),
        pytest.param(
            "holiday_rules/0/names", ..., "holiday_rules[0].names", "missing", id="some without names"
        ),
        pytest.param(
            "holiday_rules/1/names",
            ["Neujahr"],
            "holiday_rules[1].names",
            "unknown_field",
            id="names of none",
        ),
        pytest.param(
            "holiday_region", ..., "holiday_rules[0].names[0]", "unknown_word", id="names of no region"
        ),
        pytest.param(
            "holiday_rules/0/own/0/when",
            "sunday",
            "holiday_rules[0].own[0].when",
            "not_a_yearly_day",
            id="weekly",
        ),
        pytest.param(
            "holiday_rules/0/own/0/name/de",
            "",
            "holiday_rules[0].own[0].name",
            "missing",
            id="a nameless day",
        ),
        pytest.param(
            "holiday_rules/1/valid_from",
            "2026-12-31",
            "holiday_rules[1]",
            "days_overlap",
            id="two rules of a day",
        ),
        pytest.param(
            "quiet_days/0/days/0/when",
            "02-30",
            "quiet_days[0].days[0].when",
            "not_a_yearly_day",
            id="no such day",
        ),
        pytest.param(
            "quiet_days/0/days/0/when",
            "easter-201",
            "quiet_days[0].days[0].when",
            "not_a_yearly_day",
            id="far",
        ),
        pytest.param(
            "quiet_days/0/days/1/note", "", "quiet_days[0].days[1].note", "missing", id="nothing to think of"
        ),
        pytest.param(
            "quiet_days/0/days",
            [HOUSE["quiet_days"][0]["days"][0]] * 15,
            "quiet_days[0].days",
            "wrong_count",
            id="15 days",
        ),
        pytest.param("tariffs/0/tax_percent", 7.25, "tariffs[0].tax_percent", "too_fine", id="fine tax"),
    ],
)
def test_refuses(path, value, where, code):
    assert (f"$.houses[0].{where}", code) in findings(changed(path, value))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(b"", "not_json", id="empty"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "not_utf8", id="a picture"),
        pytest.param(b"[" * 100_000, "too_deep", id="endless brackets"),
        pytest.param(b"[" * 30 + b"]" * 30, "too_deep", id="thirty levels"),
        pytest.param(b'{"a": NaN}', "not_a_number", id="NaN"),
        pytest.param(b'{"a": -Infinity}', "not_a_number", id="infinity"),
        pytest.param(b'{"a": ' + b"9" * 5000 + b"}", "not_a_number", id="endless number"),
        pytest.param(b'{"a": 1, "a": 2}', "doubled_key", id="doubled key"),
        pytest.param(b" " * (MOST_BYTES + 1), "too_big", id="too big"),
        pytest.param(b"[]", "not_an_object", id="a list"),
    ],
)
def test_refuses_at_once(text, code):
    assert findings(text) == [("$", code)]


def test_another_version_of_the_format_is_not_read_on():
    assert findings(b'{"format": "labspace-locations/2", "houses": "?"}') == [("$.format", "wrong_format")]


def test_two_tariffs_of_a_place_and_group_are_not_in_force_together():
    again = {**HOUSE["tariffs"][0], "valid_from": "2026-01-01"}
    tariffs = [{**HOUSE["tariffs"][0], "valid_until": "2026-01-01"}, again]
    assert findings(changed("tariffs", tariffs)) == [("$.houses[0].tariffs[1]", "tariffs_overlap")]
    tariffs[0]["valid_until"] = "2025-12-31"
    assert len(parse_houses(changed("tariffs", tariffs)).houses[0].tariffs) == 2


def test_all_findings_come_at_once_in_the_order_of_the_file():
    house = deepcopy(HOUSE) | {"timezone": "Mars", "city": ""}
    house["spaces"][0]["kind"] = "throne"
    assert [code for _, code in findings(file_of(house))] == [
        "unknown_timezone",
        "wrong_length",
        "unknown_word",
    ]


def test_a_file_full_of_nonsense_gives_a_readable_number_of_findings():
    assert len(findings(file_of(*[{} for _ in range(900)]))) == MOST_FINDINGS


def test_two_houses_share_neither_slug_nor_spaces():
    codes = findings(file_of(HOUSE, HOUSE))
    assert ("$.houses[1].slug", "doubled_id") in codes
    assert ("$.houses[1].spaces[0].id", "doubled_id") in codes


def test_two_plans_of_a_level_are_not_in_force_together():
    house = deepcopy(HOUSE)
    house["floor_plans"].append(deepcopy(house["floor_plans"][0]))
    assert ("$.houses[0].floor_plans[1]", "plans_overlap") in findings(file_of(house))
    house["floor_plans"][0]["valid_until"] = "2025-12-31"
    house["floor_plans"][1]["valid_from"] = "2026-01-01"
    assert len(parse_houses(file_of(house)).houses[0].floor_plans) == 2


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


def _places(value, path=()):
    yield path
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in members:
        yield from _places(inner, (*path, key))


PLACES = list(_places(HOUSE))


@given(st.sampled_from(PLACES[1:]), json_values)
@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
def test_any_value_anywhere_is_taken_or_found(place, value):
    house = deepcopy(HOUSE)
    inner: Any = house
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    _taken_or_found(json.dumps({"format": FORMAT, "houses": [house]}).encode())


@given(st.binary(max_size=200) | json_values.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_taken_or_found(text):
    _taken_or_found(text)


def _taken_or_found(text):
    with suppress(FileRefused):
        parse_houses(text)


def test_a_rule_says_all_it_may():
    (house,) = parse_houses(changed("rules/0", {
        "kind": "desk", "valid_from": "2026-01-01", "free_hours": False, "lead_minutes": 240, "lead_counts": "staffed",
        "products": [{"id": "morning", "name": {"de": "Vormittag", "en": "Morning"}, "from": "08:00", "until": "24:00"}],
        "quotas": [{"for": "organisation", "per": "ahead", "bookings": 3, "hours": 7.5}],
        "horizon_counts": "strict_hours", "members_only": True, "partner_types": ["startup", "private"],
        "needs_approval": False, "team_only": False,
    })).houses  # fmt: skip
    (rule,) = house.rules
    assert rule.products
    assert rule.quotas
    assert rule.partner_types
    assert (rule.products[0].name.en, rule.products[0].ends_minute) == ("Morning", 1440)
    assert (rule.quotas[0].most_bookings, rule.quotas[0].most_minutes) == (3, 450)
    assert [one.value for one in rule.partner_types] == ["startup", "private"]
    assert (rule.free_hours, rule.members_only, rule.needs_approval) == (False, True, False)
    assert (rule.lead_counts, rule.horizon_counts) == (LeadCount.STAFFED, HorizonCount.STRICT_HOURS)
