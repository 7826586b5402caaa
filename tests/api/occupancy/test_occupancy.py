"""Occupancy over the API: the team sees everything, everybody what was published, and nothing finer (R12)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from sqlalchemy.orm import Session

from labspace.api.tokens.kinds import Scope
from labspace.occupancy.days import Days
from labspace.occupancy.figures.answers import figures_of
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.months import Month
from labspace.occupancy.released.actions import release_month
from labspace.occupancy.released.queries import find_released
from labspace.times import utc_now
from tests.api.conftest import Program
from tests.factories import Cast
from tests.occupancy.conftest import DECEMBER, MONDAY, Example, example, put

__all__ = ["example", "put"]

Programs = Callable[..., Program]
HOURS = ("bookable_hours", "booked_hours", "used_hours", "activated_hours", "evening_hours", "weekend_hours")
NOVEMBER = "from=2026-11-01&to=2026-11-30"


@pytest.fixture
def december(app: Any) -> Any:
    """After the month of the worked example."""
    with time_machine.travel(DECEMBER, tick=False):
        yield


@pytest.fixture
def team(program: Programs, session: Session, example: Example, december: Any) -> Program:
    """The team of the house of the worked example."""
    session.commit()
    return program(example.nora, Scope.STAFF)


def monday(program: Program, query: str = "") -> dict[str, Any]:
    content: dict[str, Any] = program.get(f"/occupancy?from={MONDAY}&to={MONDAY}{query}").get_json()
    return content


def test_the_worked_example(team: Program) -> None:
    total = monday(team)["total"]
    assert [total[name] for name in ("bookable_hours", "booked_hours", "used_hours")] == [27.0, 14.0, 8.0]
    assert total["booking_rate"] == pytest.approx(14 / 27)
    assert total["frequency_rate"] == pytest.approx(8 / 27)
    assert (total["activated_hours"], total["evening_hours"], total["setup_hours"]) == (8.0, 3.0, 2.0)
    assert total["activation_rate"] == pytest.approx(8 / 12)
    assert total["no_show_rate"] == pytest.approx(1 / 3)
    assert total["suppressed"] == []


def test_rows_carry_the_keys_of_their_group(team: Program) -> None:
    rows = monday(team, "&group_by=kind,weekday,month,week")["rows"]
    assert {row["kind"] for row in rows} == {"desk", "event_area"}
    assert {(row["weekday"], row["month"], row["week"]) for row in rows} == {(1, "2026-11", "2026-W48")}
    assert sum(row["used_hours"] for row in rows) == 8.0
    event = next(row for row in rows if row["kind"] == "event_area")
    assert (event["visits"], event["occupancy_rate"]) == (40, 0.5)
    parts = monday(team, "&group_by=daypart")["rows"]
    assert [row["daypart"] for row in parts] == ["06-10", "10-14", "14-18", "18-24"]
    themes = monday(team, "&group_by=theme")
    rates = ("booking_rate", "frequency_rate", "occupancy_rate", "activation_rate", "no_show_rate")
    assert all(row[name] is None for row in themes["rows"] for name in rates)
    assert themes["total"]["booking_rate"] == pytest.approx(14 / 27)


def test_the_indicators_are_those_of_the_pages(team: Program, session: Session, example: Example) -> None:
    told = team.get(f"/occupancy/indicators?from={MONDAY}&to={MONDAY}").get_json()
    assert {one["id"] for one in told["indicators"]} == {one.value for one in Indicator}
    choice = FigureChoice(houses=(example.house,), period=Days(MONDAY, MONDAY))
    figures = figures_of(session, choice, now=utc_now())
    ours = [(one["id"], one["part"], one["value"], one["coverage"]) for one in told["indicators"]]
    assert ours == [
        (
            indicator.value,
            part.value,
            None if value.value is None else float(value.value),
            None if value.coverage is None else float(value.coverage),
        )
        for indicator, part, _unit, value in figures.all()
    ]
    assert all(one["definition"] and one["formula"] and one["unit"] for one in told["indicators"])
    visits = next(one for one in told["indicators"] if (one["id"], one["part"]) == ("K14", "main"))
    assert visits["data_grade"] in {"A", "B", "C", "D"}


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-11-23&to=2026-11-23",
        "from=2026-11-01&to=2026-11-29",
        f"{NOVEMBER}&group_by=week",
        f"{NOVEMBER}&group_by=location,weekday",
        f"{NOVEMBER}&group_by=daypart",
        f"{NOVEMBER}&group_by=theme",
    ],
)
def test_anything_finer_is_not_public(
    program: Programs, session: Session, example: Example, december: Any, query: str
) -> None:
    session.commit()
    for one in (program(), program(example.nora), program(example.booker, Scope.STAFF)):
        assert one.get(f"/occupancy?{query}", expect=403).get_json()["code"] == "not_public"


def test_everybody_sees_what_was_published(
    program: Programs, session: Session, example: Example, december: Any
) -> None:
    session.commit()
    query = f"{NOVEMBER}&group_by=location,kind,month"
    told = program().get(f"/occupancy?{query}").get_json()
    assert told["rows"] == []
    assert told["unpublished"] == [{"location": example.house.slug, "month": "2026-11"}]
    release_month(session, example.house, Month(2026, 11), now=DECEMBER)
    session.commit()
    told = program().get(f"/occupancy?{query}").get_json()
    full = program(example.nora, Scope.STAFF).get(f"/occupancy?{query}").get_json()
    assert told["unpublished"] == []
    for ours, theirs in zip(told["rows"], full["rows"], strict=True):
        assert [ours[name] for name in HOURS] == [theirs[name] for name in HOURS]
        assert {ours[name] for name in ours["suppressed"]} == {None}
        assert "setup_hours" in ours["suppressed"]
    desks = next(row for row in told["rows"] if row["kind"] == "desk")
    assert "visits" in desks["suppressed"]
    assert [told["total"][name] for name in HOURS] == [full["total"][name] for name in HOURS]
    indicators = program().get(f"/occupancy/indicators?{NOVEMBER}").get_json()["indicators"]
    hidden = {one["id"] for one in indicators if one["suppressed"]}
    assert {"K08", "K16", "K23", "K25"} <= hidden
    assert not {"K01", "K02", "K03", "K04", "K05", "K10"} & hidden


def test_what_the_public_learns_is_in_what_was_published(
    program: Programs, session: Session, example: Example, december: Any
) -> None:
    release_month(session, example.house, Month(2026, 11), now=DECEMBER)
    session.commit()
    found = find_released(session, example.house.id, Month(2026, 11))
    assert found is not None
    hidden = {(row[1], row[2]) for row in found.lines if len(row) == 4}
    told = program().get(f"/occupancy?{NOVEMBER}&group_by=kind").get_json()
    for row in told["rows"]:
        if (row["kind"], "K14") in hidden:
            assert row["visits"] is None
        if (row["kind"], "K06") in hidden:
            assert row["occupancy_rate"] is None


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("from=2026-11-30&to=2026-11-01", 422),
        ("from=2026-11-01", 422),
        ("from=2026-11-01&to=morgen", 422),
        (f"{NOVEMBER}&group_by=sector", 422),
        (f"{NOVEMBER}&kind=roof", 422),
        (f"{NOVEMBER}&location=atlantis", 404),
        ("from=1980-01-01&to=2030-01-01", 422),
        ("from=2024-01-01&to=2026-01-01&group_by=theme", 422),
        (f"{NOVEMBER}&group_by=location,location", 200),
        (f"{NOVEMBER}&group_by=", 200),
    ],
)
def test_bad_questions_are_answered_with_what_is_wrong(
    program: Programs, session: Session, example: Example, december: Any, query: str, status: int
) -> None:
    session.commit()
    program().get(f"/occupancy?{query}", expect=status)
    program(example.nora, Scope.STAFF).get(f"/occupancy?{query}", expect=status)


def test_the_team_of_one_house_is_the_public_in_another(
    program: Programs, session: Session, cast: Cast, december: Any
) -> None:
    session.commit()
    nora = program(cast.nora, Scope.STAFF)
    nora.get("/occupancy?from=2026-11-02&to=2026-11-03&location=bochum")
    nora.get("/occupancy?from=2026-11-02&to=2026-11-03&location=witten", expect=403)
    nora.get("/occupancy?from=2026-11-02&to=2026-11-03&location=witten&location=bochum", expect=403)
    told = nora.get("/occupancy?from=2026-11-02&to=2026-11-03&group_by=location").get_json()
    assert {row["location"] for row in told["rows"]} == {"bochum"}
