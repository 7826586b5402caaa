"""The terms of a house as they are kept with it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.statements import statements
from labspace.bookings.options.term_models import EventTermsRow
from labspace.bookings.options.term_queries import event_terms
from labspace.demo.loading import load_houses
from labspace.locations.models import Location
from labspace.spaces.event_terms import TERMS, EventTerms
from tests.factories import Cast


def terms_row(house: Location, **more) -> EventTermsRow:
    usual = {name: getattr(EventTerms(), name) for name in TERMS}
    return EventTermsRow(location_id=house.id, valid_from=date(2020, 1, 1), **(usual | more))


def test_a_house_that_says_nothing_has_the_usual_terms(session: Session, cast: Cast, now: datetime) -> None:
    assert event_terms(session, cast.house.id, on=now.date()) == EventTerms()


def test_terms_come_back_as_they_were_written(session: Session, cast: Cast, now: datetime) -> None:
    session.add(
        terms_row(cast.house, option_days=5, option_reminder_days=(2,), checklist=EventTerms().checklist[:1])
    )
    session.commit()
    found = event_terms(session, cast.house.id, on=now.date())
    assert found == EventTerms(option_days=5, option_reminder_days=(2,), checklist=EventTerms().checklist[:1])
    assert found.option_period == timedelta(days=5)


def test_they_are_kept_with_the_house_and_follow_a_change(
    session: Session, cast: Cast, now: datetime
) -> None:
    event_terms(session, cast.house.id, on=now.date())
    with statements() as seen:
        event_terms(session, cast.house.id, on=now.date())
    assert len(seen) == 1
    session.add(terms_row(cast.house, challenge_hours=60))
    session.commit()
    assert event_terms(session, cast.house.id, on=now.date()).challenge_hours == 60


def test_the_demonstration_houses_say_their_own(session: Session) -> None:
    load_houses(session)
    slugs = {row.slug: row.id for row in session.execute(select(Location.slug, Location.id))}
    days = {slug: event_terms(session, house_id, on=date(2026, 12, 1)) for slug, house_id in slugs.items()}
    assert days["witten"].option_days == 10
    assert days["bochum"].challenge_hours == 72
    assert days["hattingen"] == EventTerms()
