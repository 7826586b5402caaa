"""The worker was off for a week: nothing is lost, nobody loses a chance they never heard of."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.actions import settle_all_options
from labspace.bookings.models import Booking
from labspace.bookings.options.actions import challenge_first, commit_option, remind_of_options
from labspace.bookings.options.models import OptionChallenge
from labspace.bookings.options.states import Outcome
from labspace.bookings.states import BookingState
from labspace.notices.jobs import run_jobs
from labspace.notices.models import OutboxRow
from tests.bookings.options.conftest import Ask
from tests.factories import Cast

D, H = timedelta(days=1), timedelta(hours=1)


def subjects(session: Session, user: User) -> list[str]:
    question = select(OutboxRow.subject).where(OutboxRow.recipient == user.email).order_by(OutboxRow.id)
    return [subject.partition(":")[0] for subject in session.scalars(question)]


def stood(session: Session, *options: Booking) -> list[tuple[str, int | None, datetime | None]]:
    session.expire_all()
    return [(one.state.value, one.option_rank, one.option_until) for one in options]


def test_the_minute_jobs_settle_all_that_fell_due_and_whoever_moves_up_has_time_from_now_on(
    app: Flask, session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    """Alice is asked on day 1 and never answers; the worker stops then and is back on day 9."""
    alice, bob, charlie = ask(cast.alice), ask(cast.bob), ask(cast.charlie)
    challenge_first(session, bob.id, by=cast.bob, now=now + D)
    session.commit()
    back = now + 9 * D
    run_jobs(app, clock=lambda: back)
    assert stood(session, alice, bob, charlie) == [
        ("expired", None, None),
        ("option", 1, back + 14 * D),
        ("option", 2, charlie.starts_at),
    ]
    assert session.scalars(select(OptionChallenge.outcome)).all() == [Outcome.LAPSED]
    assert subjects(session, cast.alice) == ["Anfrage eingegangen", "Bitte antworten", "Option abgelaufen"]
    assert subjects(session, cast.bob) == ["Anfrage eingegangen", "Um Entscheidung gebeten", "Aufgerückt"]
    assert subjects(session, cast.charlie)[-1] == "Aufgerückt"
    written = session.scalar(select(OutboxRow.id).order_by(OutboxRow.id.desc()))
    run_jobs(app, clock=lambda: back + timedelta(minutes=1))
    assert session.scalar(select(OutboxRow.id).order_by(OutboxRow.id.desc())) == written, "and nothing twice"


def test_a_commitment_waits_for_the_house_however_long_the_worker_is_off(
    app: Flask, session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    alice, bob = ask(cast.alice), ask(cast.bob)
    commit_option(session, alice.id, by=cast.alice, now=now + H)
    session.commit()
    run_jobs(app, clock=lambda: now + 30 * D)
    assert stood(session, alice, bob) == [
        ("option", 1, alice.starts_at),
        ("option", 2, bob.starts_at),
    ]


def test_an_event_that_began_meanwhile_is_over_for_all_and_nobody_is_told_to_move_up(
    app: Flask, session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    alice, bob = ask(cast.alice), ask(cast.bob)
    begun = alice.starts_at + H
    session.commit()
    run_jobs(app, clock=lambda: begun)
    session.expire_all()
    assert [one.state for one in (alice, bob)] == [BookingState.EXPIRED] * 2
    assert "Aufgerückt" not in subjects(session, cast.bob)


@pytest.mark.parametrize("off", [timedelta(minutes=1), 7 * D])
def test_settling_once_after_a_week_gives_the_ranks_that_settling_each_hour_gives(
    session: Session, cast: Cast, ask: Ask, now: datetime, off: timedelta
) -> None:
    """Two halves whose first options lapse on different days, and one who waits for the whole."""
    half_a = ask(cast.alice, cast.half_a)
    half_b = ask(cast.bob, cast.half_b, at=now + 2 * D)
    whole, late = ask(cast.charlie, at=now + 3 * D), ask(cast.alice, cast.half_b, at=now + 3 * D)
    end = now + 20 * D
    moment = now + 4 * D
    while moment < end:
        moment = min(moment + max(off, H), end)
        settle_all_options(session, now=moment)
        session.commit()
    assert [(one.state.value, one.option_rank) for one in (half_a, half_b, whole, late)] == [
        ("expired", None),
        ("expired", None),
        ("option", 1),
        ("option", 2),
    ]


def test_of_reminders_missed_in_a_week_only_the_last_is_sent(
    session: Session, cast: Cast, ask: Ask, now: datetime
) -> None:
    ask(cast.alice)
    assert remind_of_options(session, now=now + 13 * D + 12 * H) == 1
    session.commit()
    assert remind_of_options(session, now=now + 13 * D + 13 * H) == 0
    assert subjects(session, cast.alice) == ["Anfrage eingegangen", "Ihre Option endet bald"]
