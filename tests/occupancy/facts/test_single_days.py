"""A day by itself comes to the same by the short way as by the one that knows changes of the clock."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.occupancy.days import Days
from labspace.occupancy.facts.time.clock import merged
from labspace.occupancy.facts.time.kind_sets import subsets
from labspace.occupancy.facts.time.measured import MEASURES, HouseDay, KindDay
from labspace.occupancy.facts.time.single_days import day_total, is_plain
from labspace.occupancy.facts.time.totals import totals
from labspace.occupancy.peaks import Seconds
from labspace.spaces.kinds import SpaceKind

BERLIN = ZoneInfo("Europe/Berlin")
SETS = list(subsets(list(SpaceKind)))
DAYS = [
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 12, 25),
    date(2026, 12, 26),
    date(2026, 11, 23),
    date(2026, 11, 28),
]
"""Of 23 and 25 hours, a holiday on a Friday and one on a Saturday, a Monday, a Saturday."""
SHORTEST = 23 * 3600

moments = st.integers(0, SHORTEST // 60).map(lambda minute: minute * 60)
spans = st.tuples(moments, moments).filter(lambda span: span[0] < span[1])
piles = st.lists(spans, max_size=4).map(merged)


@st.composite
def kind_days(draw: st.DrawFn, kind: SpaceKind, day: date) -> KindDay:
    used: list[Seconds] = draw(piles)
    internal = [span for span in used if draw(st.booleans())]
    seconds = {measure: draw(st.integers(0, 10**6)) for measure in MEASURES}
    return KindDay(day=day, kind=kind, seconds=seconds, used=used, internal=internal)


@given(data=st.data(), day=st.sampled_from(DAYS), region=st.sampled_from(["", "DE-NW"]))
def test_a_day_by_itself_is_what_the_long_way_says(data: st.DataObject, day: date, region: str) -> None:
    kinds = [data.draw(kind_days(kind, day)) for kind in SpaceKind if data.draw(st.booleans())]
    houses = [HouseDay(day=day, opened=data.draw(piles))]
    short = day_total(kinds, houses, day, sets=SETS, zone=BERLIN, region=region)
    assert short == totals(
        kinds, houses, Days(day, day), sets=SETS, zone=BERLIN, region_on=lambda _day: region
    )


@given(data=st.data())
def test_a_holiday_counts_as_in_the_land_of_its_day(data: st.DataObject) -> None:
    eve, christmas = date(2026, 12, 24), date(2026, 12, 25)
    kinds = {day: [data.draw(kind_days(SpaceKind.DESK, day))] for day in (eve, christmas)}
    before, since = (data.draw(st.sampled_from(["", "DE-NW"])) for _day in range(2))
    apart = [
        day_total(kinds[day], [], day, sets=SETS, zone=BERLIN, region=region)
        for day, region in ((eve, before), (christmas, since))
    ]
    both = [*kinds[eve], *kinds[christmas]]
    found = totals(
        both,
        [],
        Days(eve, christmas),
        sets=SETS,
        zone=BERLIN,
        region_on=lambda day: before if day == eve else since,
    )
    some = frozenset({SpaceKind.DESK})
    assert found.union(some).holidays == sum(one.union(some).holidays for one in apart)


@pytest.mark.parametrize(
    ("zone", "day", "plain"),
    [
        pytest.param("Europe/Berlin", date(2026, 3, 29), False, id="an hour is skipped"),
        pytest.param("Europe/Berlin", date(2026, 10, 25), False, id="an hour comes twice"),
        pytest.param("America/Havana", date(2026, 3, 8), False, id="midnight is skipped"),
        pytest.param("Europe/Berlin", date(2026, 11, 23), True, id="any other day"),
    ],
)
def test_days_on_which_the_clock_is_changed_are_not_plain(zone: str, day: date, plain: bool) -> None:
    assert is_plain(day, ZoneInfo(zone)) is plain
