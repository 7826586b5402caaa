"""What the public sees of an event, and which web addresses a programme links to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labspace.bookings.states import CANCELLED, BookingState
from labspace.events.programme.rules import (
    Publicity,
    is_web_address,
    month_from,
    months_from,
    publicity,
)
from labspace.events.programme.states import STEPS, TextState

EVENING = datetime(2026, 12, 1, 20, 0, tzinfo=UTC)
DAY = timedelta(days=1)
S, P = BookingState, Publicity


def seen(state: BookingState, *, now: datetime = EVENING - 9 * DAY, **other: bool) -> Publicity:
    values = {"is_public": True, "is_released": True, "was_shown": True, **other}
    return publicity(state=state, state_since=EVENING - 10 * DAY, ends_at=EVENING, now=now, **values)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(seen(S.CONFIRMED), P.SHOWN, id="confirmed and released"),
        pytest.param(seen(S.CONFIRMED, is_released=False), P.HIDDEN, id="not released"),
        pytest.param(seen(S.CONFIRMED, is_public=False), P.HIDDEN, id="a closed event"),
        pytest.param(seen(S.OPTION), P.HIDDEN, id="only an option"),
        pytest.param(seen(S.REQUESTED), P.HIDDEN, id="only asked for"),
        pytest.param(seen(S.CANCELLED_LATE), P.CALLED_OFF, id="called off after it was shown"),
        pytest.param(seen(S.CANCELLED_EARLY, was_shown=False), P.HIDDEN, id="cancelled before anybody saw it"),
        pytest.param(seen(S.EXPIRED), P.HIDDEN, id="an option that lapsed"),
        pytest.param(seen(S.CANCELLED_HOUSE, now=EVENING), P.HIDDEN, id="called off, and it would be over"),
        pytest.param(seen(S.USED, now=EVENING + 90 * DAY), P.SHOWN, id="its own page stays when it is over"),
    ],
)  # fmt: skip
def test_only_what_is_released_and_confirmed_is_public(found: Publicity, expected: Publicity) -> None:
    assert found is expected


@given(
    st.sampled_from(BookingState),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.integers(-60, 60).map(lambda days: EVENING + days * DAY),
)
def test_nothing_appears_unless_released(
    state: BookingState, is_public: bool, is_released: bool, was_shown: bool, now: datetime
) -> None:
    found = seen(state, is_public=is_public, is_released=is_released, was_shown=was_shown, now=now)
    if not is_released or not is_public:
        assert found is P.HIDDEN
    if found is P.CALLED_OFF:
        assert state in CANCELLED
        assert was_shown


def test_a_called_off_event_is_shown_for_thirty_days_at_most() -> None:
    far = {"state_since": EVENING - 100 * DAY, "ends_at": EVENING}
    for days, expected in ((29, P.CALLED_OFF), (30, P.HIDDEN)):
        found = publicity(
            state=S.CANCELLED_HOUSE,
            **far,
            is_public=True,
            is_released=True,
            was_shown=True,
            now=EVENING + (days - 100) * DAY,
        )
        assert found is expected


@pytest.mark.parametrize(
    ("address", "is_good"),
    [
        ("https://example.org/anmeldung?x=1", True),
        ("https://bücher.example/", True),
        ("http://example.org", False),
        ("javascript:alert(1)", False),
        ("https://user:secret@example.org", False),
        ("https://localhost/", False),
        ("https://127.0.0.1/", False),
        ("https://example.org:99999/", False),
        ("https://exa mple.org", False),
        ("https://example.org\n/x", False),
        ("//example.org", False),
        ("https://", False),
        ("https://[::1", False),
    ],
)
def test_only_https_addresses_of_named_hosts_are_linked(address: str, is_good: bool) -> None:
    assert is_web_address(address) is is_good


def test_the_programme_reaches_a_year() -> None:
    months = months_from(date(2026, 11, 23))
    assert (months[0], months[2], len(months)) == (date(2026, 11, 1), date(2027, 1, 1), 12)
    assert month_from("2027-01", date(2026, 11, 23)) == date(2027, 1, 1)
    for text in ("2026-10", "2027-11", "", "Mai", "2026-13", "2026-1"):
        assert month_from(text, date(2026, 11, 23)) is None


def test_no_text_is_released_without_being_proposed() -> None:
    before = {state for state, following in STEPS.items() if TextState.RELEASED in following}
    assert before == {TextState.PROPOSED}
    assert STEPS[TextState.REPLACED] == frozenset()
