"""What tests of bookings stand on besides: the rivals of all races."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from multiprocessing.connection import Connection

import pytest
from sqlalchemy.orm import Session

from tests.bookings.rivals import RIVALS, Race, started_rivals
from tests.factories import Cast, make_user


@pytest.fixture(scope="session")
def _rivals() -> Iterator[list[Connection]]:
    """The rivals of this worker, started by its first race."""
    with started_rivals() as pipes:
        yield pipes


@pytest.fixture
def race(_rivals: list[Connection], database_url: str) -> Race:
    """A race in the database of the test."""
    return Race(_rivals, database_url)


@pytest.fixture
def people(session: Session, cast: Cast, now: datetime) -> list[int]:
    """As many people as there are rivals."""
    found = [make_user(session, f"Rival{number}", now=now).id for number in range(RIVALS)]
    session.commit()
    return found
