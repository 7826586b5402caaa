"""Spaces and floor plans as programs read them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy.orm import Session

from labspace.spaces.models import FloorPlan, Placement
from tests.api.conftest import Program
from tests.factories import Cast, make_space
from tests.support.statements import counted


def ids(content: dict[str, list[dict[str, str]]]) -> list[str]:
    return [item["id"] for item in content["items"]]


def test_a_divisible_area_tells_parts_seatings_and_rules(program: Callable[..., Program], cast: Cast) -> None:
    content = program().get("/spaces?location=bochum&kind=event_area").get_json()
    whole = content["items"][0]
    assert whole == {
        "id": cast.area.public_id,
        "location": "bochum",
        "kind": "event_area",
        "name": cast.area.name,
        "capacity": 99,
        "layouts": [{"name": "rows", "capacity": 99}],
        "area_m2": None,
        "raster_minutes": 15,
        "min_minutes": 30,
        "max_minutes": 20160,
        "features": [],
        "parts": [cast.half_a.public_id, cast.half_b.public_id],
        "valid_from": "2020-01-01",
        "valid_until": None,
    }
    assert all(item["parts"] == [] for item in content["items"][1:])


def test_whole_days_have_a_raster_of_1440(program: Callable[..., Program], cast: Cast) -> None:
    (slot,) = program().get("/spaces?kind=popup_slot").get_json()["items"]
    assert (slot["raster_minutes"], slot["area_m2"]) == (1440, 45.0)


def test_what_is_asked_narrows_the_list(
    program: Callable[..., Program], session: Session, cast: Cast
) -> None:
    cast.room.features = ["projector"]
    cast.second_desk.valid_until = date(2026, 12, 31)
    reader = program()
    assert ids(reader.get("/spaces?location=witten").get_json()) == ["witten-desk-01"]
    assert ids(reader.get("/spaces?feature=projector").get_json()) == [cast.room.public_id]
    assert ids(reader.get("/spaces?min_capacity=60&kind=event_area").get_json()) == [cast.area.public_id]
    assert cast.second_desk.public_id in ids(reader.get("/spaces?on=2026-12-31").get_json())
    assert cast.second_desk.public_id not in ids(reader.get("/spaces?on=2027-01-01").get_json())
    for wrong in ("kind=sofa", "min_capacity=0", "feature=pool", "on=2026-02-30", "on=soon", "location="):
        reader.get(f"/spaces?{wrong}", expect=422)
    reader.get("/spaces?location=paris", expect=404)


def test_pages_join_to_the_whole(program: Callable[..., Program], session: Session, cast: Cast) -> None:
    url, seen = "/spaces?limit=3", []
    while url:
        content = program().get(url).get_json()
        seen += ids(content)
        url = content["next"]
    assert seen == ids(program().get("/spaces").get_json()) == sorted(seen)


def test_statements_do_not_grow_with_the_spaces(
    program: Callable[..., Program], session: Session, cast: Cast
) -> None:
    program().get("/spaces")
    with counted(session) as few:
        program().get("/spaces")
    for number in range(10, 60):
        make_space(session, cast.house, number=number)
    program().get("/spaces")
    with counted(session) as many:
        program().get("/spaces")
    assert len(many) == len(few) == 1


def test_the_plan_in_force_tells_shapes_in_metres(
    program: Callable[..., Program], session: Session, cast: Cast
) -> None:
    for begins, ends, width in ((date(2024, 1, 1), date(2026, 12, 31), 20.0), (date(2027, 1, 1), None, 25.0)):
        plan = FloorPlan(
            location_id=cast.house.id,
            width_m=width,
            height_m=10.0,
            drawing={},
            valid_from=begins,
            valid_until=ends,
        )
        square = [[0.0, 0.0], [1.5, 0.0], [1.5, 1.5], [0.0, 1.5]]
        plan.placements.append(Placement(space_id=cast.desk.id, shape=square))
        session.add(plan)
    (plan_now,) = program().get("/locations/bochum/floor-plans").get_json()["items"]
    assert plan_now == {
        "level": 0,
        "name": "",
        "width_m": 20.0,
        "height_m": 10.0,
        "valid_from": "2024-01-01",
        "valid_until": "2026-12-31",
        "spaces": [{"id": cast.desk.public_id, "shape": square}],
    }
    (later,) = program().get("/locations/bochum/floor-plans?on=2027-06-01").get_json()["items"]
    assert later["width_m"] == 25.0
    assert program().get("/locations/bochum/floor-plans?on=2023-06-01").get_json()["items"] == []
    program().get("/locations/paris/floor-plans", expect=404)
