"""Feeds of spaces, houses, kinds and teams: who sees what, and that each follows every change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import Membership, Organisation
from labspace.bookings.actions import (
    block_space,
    cancel_booking,
    confirm_booking,
    lift_blocking,
    move_booking,
    place_booking,
)
from labspace.bookings.claim_models import BlockingReason
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details, Wish
from labspace.calendars.models import CalendarFeed
from labspace.calendars.scopes import FeedKind, Scope, personal, scope_from
from labspace.db import begin_write
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.models import Space
from tests.calendars.feeds import Subscriber, subscribe
from tests.factories import Cast, book, on_day
from tests.scene import let_slot
from tests.support.statements import counted

TOMORROW = date(2026, 11, 24)
SECRET = "Geheimes Treffen"


def space_scope(space: Space) -> Scope:
    return Scope(kind=FeedKind.SPACE, subject_id=space.id)


def house_scope(cast: Cast, kind: SpaceKind | None = None) -> Scope:
    feed = FeedKind.HOUSE_KIND if kind else FeedKind.HOUSE
    return Scope(kind=feed, subject_id=cast.house.id, space_kind=kind)


def staff_scope(cast: Cast) -> Scope:
    return Scope(kind=FeedKind.STAFF, subject_id=cast.house.id)


@pytest.fixture
def reads(app: Flask, session: Session, now: datetime) -> Callable[..., Subscriber]:
    """Somebody's calendar program: `reads(cast.bob, scope)`."""
    return lambda user, scope: subscribe(app, session, user, scope, now=now)


@pytest.fixture
def booking(session: Session, cast: Cast, now: datetime) -> Booking:
    """Alice's desk tomorrow from nine to eleven, with a title for her alone."""
    details = Details(title=SECRET, note="Schlüssel liegt bei Dora", people=1)
    return book(
        session, cast.desk, cast.alice, on_day(TOMORROW, 9, 11, house=cast.house), now=now, details=details
    )


@pytest.mark.parametrize("words", ["person 5", "space 12", "house 3", "kind 3 desk", "staff 3"])
def test_a_scope_is_read_as_it_was_written(words: str) -> None:
    assert scope_from(words).key == words


@pytest.mark.parametrize(
    "words",
    [
        "",
        "house",
        "house x",
        "kind 3",
        "house 3 desk",
        "kind 3 boat",
        "house ³",
        f"house {'9' * 30}",
        "a b c d",
    ],
)
def test_what_is_no_scope_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"scope|kind|Kind|unpack"):
        scope_from(words)


def test_others_see_that_a_space_is_taken_and_nothing_else(
    reads: Callable[..., Subscriber], cast: Cast, booking: Booking
) -> None:
    for scope in (space_scope(cast.desk), house_scope(cast), house_scope(cast, SpaceKind.DESK)):
        text = "\n".join(reads(cast.charlie, scope).lines())
        assert "Belegt" in text
        assert "TRANSP:TRANSPARENT" in text
        assert "DTSTART;TZID=Europe/Berlin:20261124T090000" in text
        for told in (
            SECRET,
            booking.uid,
            booking.reference,
            "Alice",
            "@example",
            "Dora",
            "ATTENDEE",
            "ORGANIZER",
        ):
            assert told not in text


def test_a_feed_of_another_space_or_kind_stays_empty(
    reads: Callable[..., Subscriber], cast: Cast, booking: Booking
) -> None:
    for scope in (space_scope(cast.room), house_scope(cast, SpaceKind.CAFE_TABLE)):
        assert reads(cast.charlie, scope).summaries() == []


def test_feeds_cannot_be_joined_by_their_uids(
    reads: Callable[..., Subscriber], cast: Cast, booking: Booking
) -> None:
    def uid(scope: Scope) -> str:
        return next(line for line in reads(cast.charlie, scope).lines() if line.startswith("UID:"))

    assert len({uid(space_scope(cast.desk)), uid(house_scope(cast)), f"UID:{booking.uid}"}) == 3
    assert uid(space_scope(cast.desk)) == uid(space_scope(cast.desk))


def test_readers_of_the_same_feed_get_the_same_bytes(
    reads: Callable[..., Subscriber], cast: Cast, booking: Booking, session: Session
) -> None:
    first, second = reads(cast.charlie, house_scope(cast)), reads(cast.bob, house_scope(cast))
    assert first.path != second.path
    assert first.fetch().data == second.fetch().data
    assert len(session.scalars(select(CalendarFeed)).all()) == 1


def test_what_is_cancelled_is_gone_from_space_and_house_at_once(
    reads: Callable[..., Subscriber], cast: Cast, booking: Booking, session: Session, now: datetime
) -> None:
    readers = [reads(cast.charlie, scope) for scope in (space_scope(cast.desk), house_scope(cast))]
    before = [reader.fetch() for reader in readers]
    cancel_booking(session, booking.id, by=cast.alice, now=now)
    session.commit()
    for reader, old in zip(readers, before, strict=True):
        after = reader.fetch(If_None_Match=old.headers["ETag"])
        assert after.status_code == 200
        assert b"VEVENT" not in after.data
        assert reader.fetch(If_Modified_Since=old.headers["Last-Modified"]).status_code == 200


def test_a_move_leaves_the_old_space_and_comes_to_the_new_one(
    reads: Callable[..., Subscriber], cast: Cast, booking: Booking, session: Session, now: datetime
) -> None:
    old, new = reads(cast.charlie, space_scope(cast.desk)), reads(cast.charlie, space_scope(cast.second_desk))
    assert (old.summaries(), new.summaries()) == (["Belegt"], [])
    wish = Wish(span=on_day(TOMORROW, 13, 15, house=cast.house), space_ids=(cast.second_desk.id,))
    move_booking(session, booking.id, wish, by=cast.alice, now=now)
    session.commit()
    assert (old.summaries(), new.summaries()) == ([], ["Belegt"])


def test_a_move_back_is_told_with_later_stamps(
    reads: Callable[..., Subscriber], cast: Cast, booking: Booking, session: Session, now: datetime
) -> None:
    reader = reads(cast.charlie, space_scope(cast.desk))
    first = reader.lines()
    for number, space in enumerate((cast.second_desk, cast.desk), start=1):
        wish = Wish(span=booking.span, space_ids=(space.id,))
        move_booking(session, booking.id, wish, by=cast.alice, now=now + timedelta(minutes=number))
        session.commit()
    again = reader.lines()
    for name in ("LAST-MODIFIED:", "SEQUENCE:"):
        old, new = (next(line for line in text if line.startswith(name)) for text in (first, again))
        assert new > old


def test_a_blocked_space_is_taken_until_the_blocking_is_lifted(
    reads: Callable[..., Subscriber], cast: Cast, session: Session, now: datetime
) -> None:
    reader = reads(cast.charlie, space_scope(cast.room))
    assert reader.summaries() == []
    span = on_day(TOMORROW, 9, 12, house=cast.house)
    blocking = block_space(
        session,
        cast.room.id,
        span=span,
        reason=BlockingReason.OTHER,
        note_text="Wasserschaden",
        by=cast.nora,
        now=now,
    )
    session.commit()
    assert reader.summaries() == ["Belegt"]
    assert "Wasserschaden" not in reader.fetch().get_data(as_text=True)
    lift_blocking(session, blocking.id, by=cast.nora, now=now)
    session.commit()
    assert reader.summaries() == []


def test_colleagues_see_what_was_booked_for_their_organisation_as_none_of_their_own_time(
    reads: Callable[..., Subscriber], cast: Cast, session: Session, now: datetime
) -> None:
    reader = reads(cast.bob, personal(cast.bob.id))
    assert reader.summaries() == []
    span = on_day(TOMORROW, 9, 11, house=cast.house)
    details = Details(title="Prototyp", organisation_id=cast.acme.id)
    made = book(session, cast.desk, cast.alice, span, now=now, details=details)
    text = reader.lines()
    assert "SUMMARY:Prototyp (Desk 1)" in text
    assert "TRANSP:TRANSPARENT" in text
    assert f"UID:{made.uid}" in text
    assert not any("Alice" in line or "stornieren" in line for line in text)
    stranger = reads(cast.charlie, personal(cast.charlie.id))
    assert stranger.summaries() == []


def test_who_leaves_the_organisation_loses_its_bookings(
    reads: Callable[..., Subscriber], cast: Cast, session: Session, now: datetime
) -> None:
    span = on_day(TOMORROW, 9, 11, house=cast.house)
    book(session, cast.desk, cast.alice, span, now=now, details=Details(organisation_id=cast.acme.id))
    reader = reads(cast.bob, personal(cast.bob.id))
    before = reader.fetch()
    assert before.data.count(b"BEGIN:VEVENT") == 1
    begin_write(session)
    for membership in session.scalars(select(Membership).where(Membership.user_id == cast.bob.id)):
        session.delete(membership)
    session.commit()
    after = reader.fetch(If_None_Match=before.headers["ETag"])
    assert (after.status_code, after.data.count(b"BEGIN:VEVENT")) == (200, 0)


def test_a_renamed_organisation_is_told(
    reads: Callable[..., Subscriber], cast: Cast, session: Session, now: datetime
) -> None:
    span = on_day(TOMORROW, 9, 11, house=cast.house)
    book(session, cast.desk, cast.alice, span, now=now, details=Details(organisation_id=cast.acme.id))
    reader = reads(cast.bob, personal(cast.bob.id))
    before = reader.fetch()
    begin_write(session)
    session.get_one(Organisation, cast.acme.id).name = "Umbenannt e. V."
    session.commit()
    assert reader.fetch(If_None_Match=before.headers["ETag"]).status_code == 200
    assert any("Umbenannt e. V." in line for line in reader.lines())


def test_the_teams_feed_names_what_to_decide_and_no_person(
    reads: Callable[..., Subscriber], cast: Cast, session: Session, now: datetime
) -> None:
    reader = reads(cast.nora, staff_scope(cast))
    details = Details(title="Lesung", people=20, note="Dora ruft an")
    wish = Wish(
        span=on_day(TOMORROW, 14, 16, house=cast.house),
        space_ids=(cast.area.id,),
        setup_minutes=60,
        details=details,
    )
    event = place_booking(session, wish, booked_by=cast.alice, now=now, state=BookingState.REQUESTED)
    session.commit()
    assert reader.summaries() == [f"Zu entscheiden: Lesung ({cast.area.name})"]
    confirm_booking(session, event.id, by=cast.nora, now=now)
    session.commit()
    assert reader.summaries() == [f"Herrichten: Lesung ({cast.area.name})", f"Lesung ({cast.area.name})"]
    text = "\n".join(reader.lines())
    assert not any(word in text for word in ("Alice", "@example", "Dora"))


def test_the_teams_feed_names_when_a_shop_is_handed_over_and_back(
    reads: Callable[..., Subscriber], cast: Cast, session: Session, now: datetime
) -> None:
    reader = reads(cast.nora, staff_scope(cast))
    _offer, tenancy = let_slot(session, cast, now)
    session.commit()
    lines = reader.lines()
    name = f"{tenancy.title} ({cast.popup.name})"
    decided = f"Zu entscheiden: Angebot ({cast.popup.name})"
    assert reader.summaries() == [decided, f"Übergabe: {name}", f"Rücknahme: {name}"]
    first, last = tenancy.first_and_last
    assert [line for line in lines if line.startswith("DTSTART;VALUE=DATE")][1:] == [
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}" for day in (first, last)
    ]


def test_a_plain_desk_is_no_task_of_the_team(
    reads: Callable[..., Subscriber], cast: Cast, booking: Booking
) -> None:
    assert reads(cast.nora, staff_scope(cast)).summaries() == []


def test_a_team_member_who_leaves_loses_the_feed(
    reads: Callable[..., Subscriber], cast: Cast, session: Session
) -> None:
    reader = reads(cast.nora, staff_scope(cast))
    assert reader.fetch().status_code == 200
    begin_write(session)
    for role in list(cast.nora.staff_roles):
        session.delete(role)
    session.commit()
    assert reader.fetch().status_code == 410


def test_a_booking_costs_one_statement_where_nobody_keeps_a_feed(
    session: Session, cast: Cast, now: datetime
) -> None:
    book(session, cast.desk, cast.alice, on_day(TOMORROW, 9, 10, house=cast.house), now=now)
    with counted(session) as seen:
        book(session, cast.desk, cast.alice, on_day(TOMORROW, 11, 12, house=cast.house), now=now)
    told = [text for text in seen if "calendar_feed" in text or "pg_advisory" in text]
    assert len(told) == (1 if session.get_bind().dialect.name == "sqlite" else 2)


def test_what_is_rolled_back_is_told_nobody(
    reads: Callable[..., Subscriber], cast: Cast, session: Session, now: datetime
) -> None:
    reader = reads(cast.charlie, space_scope(cast.desk))
    etag = reader.fetch().headers["ETag"]
    wish = Wish(span=on_day(TOMORROW, 9, 11, house=cast.house), space_ids=(cast.desk.id,))
    place_booking(session, wish, booked_by=cast.alice, now=now)
    session.rollback()
    session.commit()
    assert reader.fetch(If_None_Match=etag).status_code == 304
