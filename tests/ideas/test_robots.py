"""Who filled in the form of an idea: a person or a machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from labspace.ideas.robots import looks_like_a_robot, opened_form

OPENED = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def looks(
    text: str = "Bänke am Markt", *, trap: str = "", opened: str | None = None, after: float = 20
) -> bool:
    opened = opened_form(secret="key", now=OPENED) if opened is None else opened
    now = OPENED + timedelta(seconds=after)
    return looks_like_a_robot(text, trap=trap, opened=opened, secret="key", now=now)


def test_who_reads_and_types_is_a_person() -> None:
    assert not looks()
    assert not looks(after=2 * 24 * 3600)
    assert not looks("Wie hier: https://a.example und https://b.example")


@pytest.mark.parametrize(
    "found",
    [
        looks(trap="https://spam.example"),
        looks(after=1),
        looks(opened=""),
        looks(opened="made up"),
        looks(opened=opened_form(secret="other", now=OPENED)),
        looks(" ".join(["https://spam.example"] * 4)),
    ],
    ids=["hidden field", "too fast", "no form", "made up", "signed by others", "links"],
)
def test_who_does_what_people_do_not_is_kept_aside(found: bool) -> None:
    assert found
