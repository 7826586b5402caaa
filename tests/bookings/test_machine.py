"""Random sequences of all that can happen to bookings, against a deliberately simple model.

The model (`simple_model`) keeps lists of quarter-hours per undivided unit and knows nothing of spans or
SQL. After each step claims, states and dates in the database equal the model's, nothing overlaps, and a
refused step changed nothing. `LABSPACE_TEST_EXAMPLES` says how many sequences are tried.
"""

from __future__ import annotations

import os
from datetime import datetime

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from tests.bookings.machine_bookings import Bookings
from tests.bookings.machine_house import ON_A_DAY, PLACES, WHICH, When, furnish, indices
from tests.bookings.machine_presence import Presence
from tests.bookings.machine_series import SeriesOfBookings
from tests.bookings.simple_model import Place, Use, Uses
from tests.factories import Cast

EXAMPLES = int(os.environ.get("LABSPACE_TEST_EXAMPLES", "100"))


class Machine(Bookings, Presence, SeriesOfBookings):
    """All steps together."""

    @rule(which=WHICH, later=st.integers(1, 4), when=ON_A_DAY, with_exceptions=st.booleans())
    def one_date_goes_its_own_way_and_then_all_change(
        self, which: int, later: int, when: When, with_exceptions: bool
    ) -> None:
        ahead = [one for series in self.series for one in series.dates if self.is_ahead(one)]
        if (chosen := indices(ahead, which)) is None:
            return
        use = self.model.known[chosen.booking]
        self._move(chosen.booking, use.place, use.first + later, use.end + later)
        dated = [one for series in self.series for one in series.dates if one.booking]
        nth = next(number for number, one in enumerate(reversed(dated)) if one is chosen)
        self.change_series(which=nth, everything=True, other=None, when=when, with_exceptions=with_exceptions)


def test_claims_always_equal_a_simple_model(app: Flask, session: Session, cast: Cast, now: datetime) -> None:
    ids = furnish(session, cast)
    machine = type("Machine", (Machine,), {"session": session, "ids": ids})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize(
    ("wish", "fits"),
    [
        pytest.param(("desk", 3, 5), False, id="overlapping"),
        pytest.param(("desk", 4, 6), True, id="touching"),
        pytest.param(("suite", 3, 5), True, id="elsewhere"),
    ],
)
def test_the_model_itself_knows_half_open_spans(wish: tuple[str, int, int], fits: bool) -> None:
    model = Uses({"desk": Place("desk", ("desk",)), "suite": PLACES["suite"]}, clock=0)
    model.known["booking 1"] = Use("desk", 0, 4)
    assert model.fits(*wish) is fits
