"""The floor plan coloured by use: its numbers are those of a plain count, and colour is never alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from xml.etree.ElementTree import Element

import pytest
from sqlalchemy.orm import Session

from labspace.accounts.models import StaffRole
from labspace.bookings.states import BookingState
from labspace.formats import decimal_of
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import SpaceClosure
from labspace.times import TimeSpan
from tests.dashboards.test_pages import NOVEMBER, rows_of
from tests.factories import Cast, make_space, on_day
from tests.occupancy.conftest import DECEMBER, Put
from tests.occupancy.model.opening import UnitMinutes, town
from tests.occupancy.model.rows import Asked, read
from tests.plans.floors import add_plan
from tests.support.visit import Page

SVG = "{http://www.w3.org/2000/svg}"
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
FIGURES = {
    "K05": "Nutzungsquote",
    "K04": "Buchungsauslastung",
    "K03": "Genutzte Stunden",
    "K02": "Gebuchte Stunden",
}
STATES = [BookingState.USED] * 4 + [BookingState.NO_SHOW, BookingState.CANCELLED_EARLY]
PATH = f"/auslastung/plan?{NOVEMBER}&haus=bochum"


@dataclass(frozen=True)
class Drawn:
    """A space as it is drawn on the plan: what appears at the pointer, its tint and its pattern."""

    text: str
    tint: str
    pattern: str


@pytest.fixture
def lived_in(session: Session, cast: Cast, put: Put, december) -> Cast:
    """A November on one floor with two desks; the rest of the house is on no plan."""
    dice = Random(5)
    add_plan(session, cast)
    for space, share in ((cast.desk, 1.0), (cast.second_desk, 0.2), (cast.room, 0.6), (cast.table, 0.1)):
        for number in range(30):
            begin = dice.randrange(8, 13)
            if dice.random() < share:
                span = on_day(
                    FIRST + timedelta(days=number),
                    begin,
                    begin + (6 if space is cast.desk else dice.randrange(1, 6)),
                    house=cast.house,
                )
                put(space, span, dice.choice(STATES), cast.alice)
    month = TimeSpan.of_days(FIRST, LAST, zone=cast.house.zone)
    session.add_all(SpaceClosure(space_id=half.id, span=month) for half in (cast.half_a, cast.half_b))
    session.commit()
    return cast


def counted(session: Session, cast: Cast) -> dict[str, UnitMinutes]:
    """Each space of the house minute by minute, by its name."""
    asked = Asked(
        house_ids=frozenset({cast.house.id}), kinds=frozenset(SpaceKind), first=FIRST, last=LAST, now=DECEMBER
    )
    (house,) = town(read(session), asked)
    return {unit.space.name: unit for unit in house.units}


def value(unit: UnitMinutes, figure: str) -> Fraction | None:
    """Hours, or percent of what could be had; None where nothing could."""
    minutes = len(unit.used if figure in {"K03", "K05"} else unit.booked)
    if figure in {"K02", "K03"}:
        return Fraction(minutes, 60)
    return Fraction(100 * minutes, len(unit.bookable)) if unit.bookable else None


def in_words(amount: Fraction | None, figure: str, *, digits: int = 1) -> str:
    if amount is None:
        return "k. A."
    sign = "h" if figure in {"K02", "K03"} else "%"
    number = str(decimal_of(amount, digits=digits)).replace(".", ",")
    return f"{number} {sign}" if digits else number


def plan_of(page: Page) -> Element:
    (drawing,) = [one for one in page.document.iter(f"{SVG}svg") if "plan-heat" in one.get("class", "")]
    return drawing


def drawn_on(plan: Element) -> list[Drawn]:
    found = []
    for group in plan.iter(f"{SVG}g"):
        shapes = [one for one in group if "plan-heat__shape" in one.get("class", "")]
        if shapes:
            hatch = [one.get("fill", "") for one in group if one.get("class") == "chart__hatch"]
            said = group.find(f"{SVG}title")
            found.append(
                Drawn(
                    text=" ".join("".join(said.itertext()).split()) if said is not None else "",
                    tint=shapes[0]
                    .get("class", "")
                    .removeprefix("plan-heat__shape")
                    .strip()
                    .rpartition("--")[2],
                    pattern="".join(hatch),
                )
            )
    return found


def numbers_on(plan: Element) -> list[str]:
    """What stands on the plan as text beside the names of the spaces."""
    return [
        "".join(one.itertext()).strip()
        for one in plan.iter(f"{SVG}text")
        if "plan-heat__text" in one.get("class", "") and "plan-heat__text--name" not in one.get("class", "")
    ]


@pytest.mark.parametrize("figure", FIGURES)
def test_numbers_on_the_plan_and_in_its_table_are_the_count(
    visit, session: Session, lived_in: Cast, figure: str
) -> None:
    page = visit(lived_in.nora).get(f"{PATH}&zahl={figure}")
    units = counted(session, lived_in)
    wanted = {name: in_words(value(unit, figure), figure) for name, unit in units.items()}
    assert len({wanted["Desk 1"], wanted["Desk 2"], wanted["Meeting_Room 1"]}) == 3
    rows = rows_of(page, f"{FIGURES[figure]} je Fläche, Stadtlabor Bochum, November 2026")
    assert rows.pop("Fläche") == [FIGURES[figure]]
    assert {name: cells[0] for name, cells in rows.items()} == wanted
    plan = plan_of(page)
    desks = ("Desk 1", "Desk 2")
    assert [one.text for one in drawn_on(plan)] == [f"{name}: {wanted[name]}" for name in desks]
    assert numbers_on(plan) == [in_words(value(units[name], figure), figure, digits=0) for name in desks]


def test_a_tint_is_told_by_a_pattern_too_and_by_the_legend(visit, lived_in: Cast) -> None:
    page = visit(lived_in.nora).get(f"{PATH}&zahl=K05")
    plan = plan_of(page)
    patterns = {one.get("id") for one in plan.iter(f"{SVG}pattern")}
    spots = drawn_on(plan)
    assert len({one.tint for one in spots}) == 2
    for spot in spots:
        assert spot.pattern.removeprefix("url(#").removesuffix(")") in patterns
        assert spot.pattern.endswith(f"{spot.tint})")
    (legend,) = [one for one in page.all("ul") if one.get("class") == "chart__legend"]
    keys = [" ".join("".join(one.itertext()).split()) for one in legend]
    # Five steps and nothing, and why a space has no number.
    assert keys == [
        "0 %", "bis 20 %", "über 20 % bis 40 %", "über 40 % bis 60 %", "über 60 % bis 80 %", "über 80 % bis 100 %",
        "k. A.: Dafür liegt keine Zahl vor.",
    ]  # fmt: skip
    shown = {part.get("class", "") for part in legend.iter(f"{SVG}path")}
    assert {f"chart__{spot.tint}" for spot in spots} <= shown


def test_what_has_no_shape_is_in_the_table_alone(visit, session: Session, lived_in: Cast) -> None:
    page = visit(lived_in.nora).get(f"{PATH}&zahl=K05&art=meeting_room")
    rows = rows_of(page, "Nutzungsquote je Fläche, Stadtlabor Bochum, November 2026")
    assert list(rows) == ["Fläche", "Meeting_Room 1"]
    # The desks stay where they are, without tint and number.
    assert drawn_on(plan_of(page)) == [Drawn(text="", tint="", pattern="")] * 2
    assert numbers_on(plan_of(page)) == []


def test_a_closed_space_has_no_rate_and_an_unused_one_has_nothing(
    visit, session: Session, lived_in: Cast
) -> None:
    rates = rows_of(
        visit(lived_in.nora).get(f"{PATH}&zahl=K05"),
        "Nutzungsquote je Fläche, Stadtlabor Bochum, November 2026",
    )
    assert rates[lived_in.half_a.name] == ["k. A."]
    assert rates[lived_in.popup.name] == ["0,0 %"]
    assert lived_in.area.name not in rates, "a divisible area is counted by its parts (R2)"
    hours = rows_of(
        visit(lived_in.nora).get(f"{PATH}&zahl=K03"),
        "Genutzte Stunden je Fläche, Stadtlabor Bochum, November 2026",
    )
    assert hours[lived_in.popup.name] == hours[lived_in.half_a.name] == ["0,0 h"]


def test_a_house_nobody_used_is_drawn_with_nothing_in_it(
    visit, session: Session, cast: Cast, december
) -> None:
    add_plan(session, cast)
    page = visit(cast.nora).get(f"{PATH}&zahl=K05")
    assert [(one.text, one.tint, one.pattern) for one in drawn_on(plan_of(page))] == [
        ("Desk 1: 0,0 %", "heat-0", ""),
        ("Desk 2: 0,0 %", "heat-0", ""),
    ]
    assert numbers_on(plan_of(page)) == ["0", "0"]


def test_a_house_without_a_plan_says_so(visit, session: Session, cast: Cast, december) -> None:
    session.add(StaffRole(user_id=cast.nora.id, location_id=cast.other_house.id))
    add_plan(session, cast)
    make_space(session, cast.other_house, number=2)
    session.commit()
    words = visit(cast.nora).get(f"/auslastung/plan?{NOVEMBER}&haus=witten").words()
    assert "Kein Grundriss Für dieses Haus ist zu dieser Zeit kein Grundriss hinterlegt." in words
    assert "Kein Grundriss" not in visit(cast.nora).get(PATH).words()
