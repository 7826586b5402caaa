"""A demonstration of many years has houses that were open all the time, and files that can still be read."""

from __future__ import annotations

from datetime import date

import pytest

from labspace.demo.copies import open_since
from labspace.demo.loading import FILES, house_file
from labspace.spaces.house_file import parse_houses


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("first", [date(2016, 1, 1), date(2024, 10, 1), date(2026, 9, 1)], ids=str)
def test_a_house_opened_earlier_can_be_read(name: str, first: date) -> None:
    file = parse_houses(open_since(house_file(name), first))
    assert file.houses
