"""Numbers however they are written: read back as they were, or refused where nobody can know."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.context.reading.numbers import count_in, decimal_in, groups_thousands, is_missing


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"), ("12,5", "12.5"), ("12.5", "12.5"), ("-0,5", "-0.5"), ("\u22121,5", "-1.5"), ("+3", "3"), ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"), ("1 234,5", "1234.5"), ("1\u202f234", "1234"), ("1'234.5", "1234.5"), ("1.234.567", "1234567"), ("1.234", "1.234"),
    ],
)  # fmt: skip
def test_a_number_is_read(text: str, value: str) -> None:
    assert decimal_in(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "x", "1e5", "NaN", "1,2,3", "1.234.5", "1,234,5", "12.34.56", "--1", "٣", "1 23", "0x1"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert decimal_in(text) is None


@pytest.mark.parametrize("text", ["", " ", "-", "–", "k. A.", "NaN", "NULL", "#N/A"])
def test_nothing_measured_is_no_zero(text: str) -> None:
    assert is_missing(text)
    assert not is_missing("0")


@pytest.mark.parametrize(
    ("cells", "grouped"),
    [
        (["1.234", "845"], True),
        (["1.234.567"], True),
        (["1'234"], True),
        (["1.234", "2.500"], None),
        (["1.234", "1234"], None),
        (["845.000", "0.500"], False),
        (["1.234", "12.5"], False),
        (["120", "1340"], False),
        ([], False),
    ],
)
def test_a_column_tells_thousands_from_decimals_or_does_not(cells: list[str], grouped: bool | None) -> None:
    assert groups_thousands(cells) is grouped


COUNTS = st.lists(st.integers(0, 199_999), min_size=1, max_size=30)


@given(COUNTS, st.sampled_from([".", ",", "'", " ", "\u202f", ""]))
def test_counts_are_read_back_however_they_are_grouped(counts: list[int], sign: str) -> None:
    cells = [f"{count:,}".replace(",", sign) for count in counts]
    grouped = groups_thousands(cells)
    if grouped is None:
        # Every number has its sign: each might as well be a decimal of three digits.
        assert all(count >= 1000 for count in counts)
        assert sign in {".", ","}
    else:
        assert [count_in(cell, thousands=grouped) for cell in cells] == counts
