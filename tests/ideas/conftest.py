"""An idea in Bochum, as somebody told it."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from labspace.ideas.actions import Told, tell_idea
from labspace.ideas.models import Idea
from tests.factories import Cast

CONTACT = "Frau Beispiel, 0234 000000"


@pytest.fixture
def idea(session: Session, cast: Cast, now: datetime) -> Idea:
    told = Told(
        location_id=cast.house.id,
        title="Reparaturcafé",
        text="Jeden Samstag gemeinsam reparieren.",
        place="Dr.-Ruer-Platz",
        contact=CONTACT,
    )
    idea = tell_idea(session, told, now=now)
    session.commit()
    return idea
