"""The measured houses are real house files: four houses of fifty spaces, all drawn."""

from __future__ import annotations

import pytest

from bench.houses import SPACES, large_house
from labspace.demo.loading import FILES
from labspace.spaces.house_file import parse_houses


@pytest.mark.parametrize("name", FILES)
def test_a_large_house_has_fifty_spaces_and_all_lie_on_a_plan(name):
    house = parse_houses(large_house(name)).houses[0]
    assert len(house.spaces) == SPACES
    placed = {placement.space for plan in house.floor_plans for placement in plan.placements}
    assert placed == {space.public_id for space in house.spaces}
