"""From a proposed text to the programme: staff release it, the booking's changes reach it at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from labspace.bookings.actions import (
    cancel_booking,
    confirm_booking,
    move_booking,
)
from labspace.bookings.models import Booking
from labspace.bookings.wishes import Details, Wish
from labspace.errors import Refused
from labspace.events.programme.actions import (
    propose_text,
    release_text,
    return_text,
    withdraw_text,
)
from labspace.events.programme.items import Asked, ProgrammeItem, programme
from labspace.events.programme.kinds import Access
from labspace.events.programme.models import PublicEvent, PublicText
from labspace.events.programme.states import TextState
from labspace.notices.models import OutboxRow
from labspace.pictures.actions import add_picture, sweep_pictures
from labspace.pictures.encoding import encode
from labspace.pictures.models import Picture
from labspace.times import TimeSpan
from tests.events.programme.conftest import WORDS
from tests.factories import Cast, on_day
from tests.pictures.files import picture_bytes
from tests.support.statements import counted

DAY = timedelta(days=1)


def on(session: Session, cast: Cast, now: datetime) -> list[ProgrammeItem]:
    asked = Asked(window=TimeSpan(now, now + 60 * DAY), house_ids=[cast.house.id, cast.other_house.id])
    return programme(session, asked, now=now)


def propose(session: Session, cast: Cast, booking: Booking, now: datetime, **other: object) -> PublicText:
    text = propose_text(session, booking.id, replace(WORDS, **other), by=cast.alice, now=now)  # type: ignore[arg-type]
    session.commit()
    return text


def test_it_appears_when_it_is_both_released_and_confirmed(
    session: Session, cast: Cast, wanted: Booking, now: datetime
) -> None:
    text = propose(session, cast, wanted, now)
    assert on(session, cast, now) == []
    release_text(session, text.id, by=cast.nora, now=now)
    session.commit()
    assert on(session, cast, now) == []
    confirm_booking(session, wanted.id, by=cast.nora, now=now)
    session.commit()
    [item] = on(session, cast, now)
    assert (item.title, item.organiser, item.span) == (WORDS.title, "Gründungsnetz", wanted.span)
    assert item.access == (Access.STEP_FREE, Access.HEARING_LOOP)
    assert session.get_one(PublicEvent, wanted.id).published_at == now


def test_confirmed_first_it_appears_with_its_release(
    session: Session, cast: Cast, wanted: Booking, now: datetime
) -> None:
    confirm_booking(session, wanted.id, by=cast.nora, now=now)
    text = propose(session, cast, wanted, now)
    assert on(session, cast, now) == []
    release_text(session, text.id, by=cast.nora, now=now)
    session.commit()
    assert len(on(session, cast, now)) == 1


def test_a_new_time_shows_at_once(session: Session, cast: Cast, shown: Booking, now: datetime) -> None:
    details = Details(title=shown.title, people=shown.people, layout=shown.layout)
    later = on_day(date(2026, 12, 2), 14, 16, house=cast.house)
    wish = Wish(span=later, space_ids=(cast.area.id,), details=details)
    move_booking(session, shown.id, wish, by=cast.nora, now=now)
    session.commit()
    assert [item.span for item in on(session, cast, now)] == [later]


def test_called_off_it_says_so_until_it_would_be_over(
    session: Session, cast: Cast, shown: Booking, now: datetime
) -> None:
    cancel_booking(session, shown.id, by=cast.nora, now=now, reason="Heizung defekt")
    session.commit()
    [item] = on(session, cast, now)
    assert item.is_called_off
    assert on(session, cast, shown.ends_at) == []


def test_a_new_proposal_leaves_the_released_text_until_it_is_released_itself(
    session: Session, cast: Cast, shown: Booking, now: datetime
) -> None:
    new = propose(session, cast, shown, now, title="Großes Frühstück")
    assert [item.title for item in on(session, cast, now)] == [WORDS.title]
    newer = propose(session, cast, shown, now, title="Noch größeres Frühstück")
    release_text(session, newer.id, by=cast.nora, now=now)
    session.commit()
    assert [item.title for item in on(session, cast, now)] == ["Noch größeres Frühstück"]
    assert new.state is TextState.REPLACED
    assert len(session.scalars(select(PublicText)).all()) == 3


def test_the_same_proposal_twice_is_one(session: Session, cast: Cast, wanted: Booking, now: datetime) -> None:
    first, second = (propose(session, cast, wanted, now) for _twice in range(2))
    assert first.id == second.id


def test_returned_and_withdrawn_texts_are_not_seen_and_their_author_hears_why(
    session: Session, cast: Cast, shown: Booking, now: datetime
) -> None:
    new = propose(session, cast, shown, now, title="FRÜHSTÜCK!!!")
    return_text(session, new.id, note="Bitte ohne Ausrufezeichen.", by=cast.nora, now=now)
    session.commit()
    assert [item.title for item in on(session, cast, now)] == [WORDS.title]
    released = session.scalars(select(PublicText).where(PublicText.state == TextState.RELEASED)).one()
    withdraw_text(session, released.id, by=cast.nora, now=now)
    session.commit()
    assert on(session, cast, now) == []
    mails = session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc()).limit(2)).all()
    assert [mail.subject.split(":")[0] for mail in mails] == [
        "Nicht mehr im Programm", "Programmtext bitte überarbeiten",
    ]  # fmt: skip
    assert "Bitte ohne Ausrufezeichen." in mails[1].plain
    for action in (withdraw_text, release_text):
        with pytest.raises(Refused):
            action(session, new.id, by=cast.nora, now=now)
        session.rollback()


@pytest.mark.parametrize(
    ("other", "code"),
    [
        pytest.param({"registration_url": "javascript:alert(1)"}, "no_web_address", id="a script as address"),
        pytest.param({"language": "xx"}, "not_allowed", id="a language nobody knows"),
    ],
)
def test_what_cannot_be_public_is_refused(
    session: Session, cast: Cast, wanted: Booking, now: datetime, other: dict[str, str], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        propose(session, cast, wanted, now, **other)
    assert refused.value.codes == {code}


def test_a_closed_event_has_no_text(session: Session, cast: Cast, event: Booking, now: datetime) -> None:
    with pytest.raises(Refused):
        propose(session, cast, event, now)


def test_the_programme_asks_the_same_number_of_questions_for_one_event_and_three(
    session: Session, cast: Cast, shown: Booking, ask: Callable[..., Booking], now: datetime
) -> None:
    def questions() -> int:
        session.expire_all()
        with counted(session) as statements:
            on(session, cast, now)
        return len(statements)

    one = questions()
    for day in (3, 4):
        booking = ask(day=date(2026, 12, day))
        session.execute(update(Booking).where(Booking.id == booking.id).values(is_public=True))
        session.commit()
        confirm_booking(session, booking.id, by=cast.nora, now=now)
        text = propose_text(session, booking.id, WORDS, by=cast.alice, now=now)
        release_text(session, text.id, by=cast.nora, now=now)
        session.commit()
    assert len(on(session, cast, now)) == 3
    assert questions() == one


def test_a_picture_no_text_may_show_again_is_deleted_a_day_later(
    session: Session, cast: Cast, shown: Booking, now: datetime
) -> None:
    """It stays as long as the public sees it, or the newest text may come back with it."""
    encoded = encode(picture_bytes(size=(40, 30)))

    def pictured(words: str) -> int:
        added = add_picture(session, encoded, purpose="programme", alternative=words, by=cast.alice, now=now)
        return added.id

    def left(at: datetime) -> set[int]:
        sweep_pictures(session, now=at)
        session.commit()
        return set(session.scalars(select(Picture.id)))

    first, second, third = (pictured(words) for words in ("Tisch", "Stuhl", "Lampe"))
    public = propose(session, cast, shown, now, picture_id=first)
    release_text(session, public.id, by=cast.nora, now=now)
    propose(session, cast, shown, now, picture_id=second)
    assert left(now + 2 * DAY) == {first, second, third}
    newest = propose(session, cast, shown, now, picture_id=third)
    assert left(now + DAY) == {first, second, third}
    assert left(now + 2 * DAY) == {first, third}
    return_text(session, newest.id, note="Bitte kürzer", by=cast.nora, now=now)
    assert left(now + 9 * DAY) == {first, third}
    last = propose(session, cast, shown, now, picture_id=third, title="Kürzer")
    release_text(session, last.id, by=cast.nora, now=now)
    assert left(now + 2 * DAY) == {third}
    assert public.picture_id is None


def test_a_picture_another_event_shows_stays(
    session: Session, cast: Cast, shown: Booking, ask: Callable[..., Booking], now: datetime
) -> None:
    encoded = encode(picture_bytes(size=(40, 30)))
    both = add_picture(session, encoded, purpose="programme", alternative="Plakat", by=cast.alice, now=now)
    other = ask(day=date(2026, 12, 3))
    session.execute(update(Booking).where(Booking.id == other.id).values(is_public=True))
    session.commit()
    for booking in (shown, other):
        propose(session, cast, booking, now, picture_id=both.id)
    propose(session, cast, shown, now, title="Ohne Bild")
    sweep_pictures(session, now=now + 2 * DAY)
    session.commit()
    assert session.scalars(select(Picture.id)).all() == [both.id]
