"""What a way costs is counted as the keystroke-level model has it."""

from __future__ import annotations

import pytest

from tests.support.effort import Effort


@pytest.mark.parametrize(
    ("done", "actions", "seconds"),
    [
        ("n", 0, 1.0),
        ("np", 1, 1.0 + 1.35 + 1.3),
        ("npkkk", 2, 1.0 + 2 * 1.35 + 1.3 + 0.4 + 3 * 0.28),
        ("ntttkke", 3, 1.0 + 3 * 1.35 + 6 * 0.28),
        ("npsp", 2, 1.0 + 2 * 1.35 + 3 * 1.3),
        ("npkpn", 3, 2.0 + 3 * 1.35 + 2 * 1.3 + 0.28 + 2 * 0.4),
    ],
    ids=["a page", "a press", "a field", "with keys", "scrolled to", "there and back"],
)
def test_a_way_costs(done: str, actions: int, seconds: float) -> None:
    assert Effort(done).actions == actions
    assert Effort(done).seconds == pytest.approx(seconds)


def test_two_people_cost_what_both_cost() -> None:
    both = Effort("np") + Effort("nke")
    assert both.actions == 3
    assert both.seconds == pytest.approx(2.0 + 3 * 1.35 + 1.3 + 0.4 + 2 * 0.28)
