"""Who fails often waits longer and longer, and is free again after an hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from labspace.accounts.throttle import Counted, attempt_key, blocked_until

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def ago(**time: float) -> datetime:
    return NOW - timedelta(**time)


@pytest.mark.parametrize(
    ("count", "seconds"),
    [
        pytest.param(4, 0, id="some are free"),
        pytest.param(5, 15, id="then one waits"),
        pytest.param(6, 30, id="then twice as long"),
        pytest.param(8, 120, id="and twice again"),
        pytest.param(60, 900, id="but never longer than a quarter of an hour"),
    ],
)
def test_the_wait_grows_with_the_failures(count: int, seconds: int) -> None:
    until = blocked_until([NOW] * count, free=5, now=NOW)
    assert (until - NOW if until else timedelta()) == timedelta(seconds=seconds)


def test_the_wait_counts_from_the_latest_failure() -> None:
    assert blocked_until([ago(minutes=1)] * 5, free=5, now=NOW) is None
    assert blocked_until([*[ago(minutes=1)] * 5, ago(seconds=5)], free=5, now=NOW) == NOW + timedelta(
        seconds=25
    )


def test_failures_are_forgotten_after_an_hour() -> None:
    assert blocked_until([ago(minutes=60)] * 50, free=5, now=NOW) is None


def test_a_key_tells_nothing_and_differs_by_what_is_counted() -> None:
    keys = {attempt_key(by, "alice@example.org", secret="s").digest for by in Counted}
    assert len(keys) == len(Counted)
    assert not any("alice" in key for key in keys)
    assert attempt_key(Counted.SIGN_IN_MAIL, "alice@example.org", secret="other").digest not in keys
