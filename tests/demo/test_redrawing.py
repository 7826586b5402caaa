"""The demonstration has a floor that is being drawn anew: without an error, and nothing of it holds yet."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.demo.loading import load_houses
from labspace.demo.people import load_people
from labspace.demo.redrawing import GONE, HOUSE, load_redrawing
from labspace.plans.checks import checks, may_be_published
from labspace.plans.queries import drafts_of, last_step
from labspace.spaces.houses import find_house


def test_a_draft_can_be_published_and_is_not(session: Session, now: datetime) -> None:
    load_people(session, load_houses(session), now=now)
    made = load_redrawing(session, now=now)
    session.commit()
    house = find_house(session, HOUSE)
    assert house is not None
    assert [draft.id for draft in drafts_of(session, house.id)] == [made.id]
    assert GONE in house.by_public_id
    assert GONE not in {space["id"] for space in made.document["spaces"]}
    assert may_be_published(checks(made.document))
    assert last_step(session, made.id) is not None
