"""Times kept for partners: set aside ahead, booked, returned, released by themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions import lift_blocking
from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.claim_models import Claim
from labspace.bookings.rulebook.models import RuleOverride
from labspace.bookings.states import BookingState
from labspace.bookings.wishes import Details
from labspace.errors import Refused
from labspace.partners.actions import (
    NewAgreement,
    add_allotment,
    end_agreement,
    end_allotment,
    give_back,
    keep_allotments,
    make_agreement,
    use_date,
)
from labspace.partners.models import Allotment, AllotmentDate, PartnerAgreement
from labspace.partners.states import DateState
from labspace.spaces.kinds import Layout
from tests.factories import Cast, book, on_day
from tests.partners.conftest import THURSDAY, thursdays

LECTURE = Details(title="Ringvorlesung", people=20, layout=Layout.ROWS)


def dates(session: Session) -> dict[date, DateState]:
    session.expire_all()
    return {row.day: row.state for row in session.scalars(select(AllotmentDate).order_by(AllotmentDate.day))}


def the_date(session: Session, day: date = THURSDAY) -> AllotmentDate:
    return session.scalars(select(AllotmentDate).where(AllotmentDate.day == day)).one()


def use(session: Session, cast: Cast, now: datetime, day: date = THURSDAY) -> AllotmentDate:
    held = the_date(session, day)
    used = use_date(session, held.id, LECTURE, by=cast.alice, agreed="Vereinbarung mit Acme", now=now)
    session.commit()
    return used


def test_twelve_weeks_are_set_aside_at_once_and_others_are_kept_off(
    session: Session, cast: Cast, allotment: Allotment, now: datetime
) -> None:
    kept = dates(session)
    assert min(kept) == THURSDAY
    assert max(kept) == date(2027, 2, 11)
    assert set(kept.values()) == {DateState.HELD}
    with pytest.raises(SpaceTaken):
        book(session, cast.area, cast.charlie, on_day(THURSDAY, 15, 17, house=cast.house), now=now)


def test_each_week_another_date_is_set_aside_also_after_a_week_without_a_worker(
    session: Session, cast: Cast, allotment: Allotment, now: datetime
) -> None:
    before = len(dates(session))
    keep_allotments(session, now=now + timedelta(days=21))
    session.commit()
    kept = dates(session)
    assert len(kept) == before + 3
    assert max(kept) == date(2027, 3, 4)
    assert [day for day, state in kept.items() if state is DateState.RELEASED] == [
        date(2026, 12, 3),
        date(2026, 12, 10),
        date(2026, 12, 17),
    ]
    keep_allotments(session, now=now + timedelta(days=21))
    session.commit()
    assert dates(session) == kept


def test_an_unused_date_is_released_seven_days_before_and_free_for_all(
    session: Session, cast: Cast, allotment: Allotment, now: datetime
) -> None:
    keep_allotments(session, now=now + timedelta(days=2))
    session.commit()
    assert dates(session)[THURSDAY] is DateState.HELD
    later = now + timedelta(days=3)
    keep_allotments(session, now=later)
    session.commit()
    assert dates(session)[THURSDAY] is DateState.RELEASED
    booking = book(session, cast.area, cast.charlie, on_day(THURSDAY, 14, 16, house=cast.house), now=later)
    assert booking.state is BookingState.CONFIRMED


def test_the_partner_books_their_date_and_it_is_confirmed_at_once(
    session: Session, cast: Cast, allotment: Allotment, now: datetime
) -> None:
    used = use(session, cast, now)
    assert used.state is DateState.USED
    assert used.booking is not None
    assert used.booking.state is BookingState.CONFIRMED
    assert used.booking.organisation_id == cast.acme.id
    assert used.booking.span == on_day(THURSDAY, 14, 16, house=cast.house)
    claims = session.scalars(select(Claim).where(Claim.booking_id == used.booking_id)).all()
    assert {claim.space_id for claim in claims if claim.is_core} == {cast.half_a.id, cast.half_b.id}
    for again in (use, lambda *given: give_back(session, used.id, by=cast.alice, now=now)):
        with pytest.raises(Refused) as refused:
            again(session, cast, now)
        session.rollback()
        assert refused.value.codes == {"allotment_date_settled"}


def test_what_the_house_agreed_lets_rules_pass_and_says_so(
    session: Session, cast: Cast, agreement: PartnerAgreement, now: datetime
) -> None:
    evening = thursdays(cast, starts_minute=19 * 60, ends_minute=21 * 60)
    add_allotment(session, agreement.id, evening, by=cast.nora, now=now)
    session.commit()
    used = use(session, cast, now)
    override = session.scalars(select(RuleOverride).where(RuleOverride.booking_id == used.booking_id)).one()
    assert override.reason == "Vereinbarung mit Acme"


def test_too_many_people_are_refused_and_the_date_stays_kept(
    session: Session, cast: Cast, allotment: Allotment, now: datetime
) -> None:
    crowd = Details(title="Konzert", people=5000, layout=Layout.ROWS)
    with pytest.raises(Refused):
        use_date(session, the_date(session).id, crowd, by=cast.alice, agreed="Vereinbarung", now=now)
    session.rollback()
    assert dates(session)[THURSDAY] is DateState.HELD
    assert session.scalars(select(Claim).where(Claim.booking_id.is_not(None))).all() == []


def test_a_returned_date_is_free_for_all(
    session: Session, cast: Cast, allotment: Allotment, now: datetime
) -> None:
    give_back(session, the_date(session).id, by=cast.alice, now=now)
    session.commit()
    assert dates(session)[THURSDAY] is DateState.RETURNED
    book(session, cast.area, cast.charlie, on_day(THURSDAY, 14, 16, house=cast.house), now=now)


def test_a_time_that_is_taken_already_is_kept_as_taken(
    session: Session, cast: Cast, agreement: PartnerAgreement, now: datetime
) -> None:
    booking = book(session, cast.area, cast.charlie, on_day(THURSDAY, 15, 17, house=cast.house), now=now)
    session.commit()
    add_allotment(session, agreement.id, thursdays(cast), by=cast.nora, now=now)
    session.commit()
    assert dates(session)[THURSDAY] is DateState.TAKEN
    assert dates(session)[THURSDAY + timedelta(weeks=1)] is DateState.HELD
    session.refresh(booking)
    assert booking.state is BookingState.CONFIRMED


def test_a_date_whose_blocking_staff_lifted_is_no_longer_the_partners(
    session: Session, cast: Cast, allotment: Allotment, now: datetime
) -> None:
    blocking_id = the_date(session).blocking_id
    assert blocking_id is not None
    lift_blocking(session, blocking_id, by=cast.nora, now=now)
    session.commit()
    with pytest.raises(Refused) as refused:
        use(session, cast, now)
    session.rollback()
    assert refused.value.codes == {"allotment_date_settled"}
    keep_allotments(session, now=now + timedelta(days=3))
    session.commit()
    assert dates(session)[THURSDAY] is DateState.RELEASED


@pytest.mark.parametrize("whole", [True, False], ids=["agreement", "allotment"])
def test_ending_it_releases_what_comes_later_and_leaves_bookings(
    session: Session, cast: Cast, allotment: Allotment, now: datetime, whole: bool
) -> None:
    later = THURSDAY + timedelta(weeks=3)
    use(session, cast, now, later)
    last = THURSDAY + timedelta(weeks=1)
    if whole:
        end_agreement(session, allotment.agreement_id, last=last, by=cast.nora, now=now)
    else:
        end_allotment(session, allotment.id, last=last, by=cast.nora, now=now)
    session.commit()
    kept = dates(session)
    assert [day for day, state in kept.items() if state is DateState.HELD] == [THURSDAY, last]
    assert kept[later] is DateState.USED
    keep_allotments(session, now=now + timedelta(days=1))
    session.commit()
    assert dates(session) == kept


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"starts_minute": 960, "ends_minute": 900}, "ends_before_it_begins"),
        ({"valid_from": date(2028, 1, 1)}, "outside_agreement"),
        ({"space_id": 99999}, "space_unknown"),
    ],
)
def test_an_allotment_that_cannot_be_is_refused(
    session: Session,
    cast: Cast,
    agreement: PartnerAgreement,
    now: datetime,
    more: dict[str, object],
    code: str,
) -> None:
    with pytest.raises(Refused) as refused:
        add_allotment(session, agreement.id, thursdays(cast, **more), by=cast.nora, now=now)
    assert refused.value.codes == {code}


def test_an_agreement_names_an_organisation_and_ends_after_it_begins(
    session: Session, cast: Cast, now: datetime
) -> None:
    new = NewAgreement(
        location_id=cast.house.id,
        organisation_name="Gibt es nicht",
        valid_from=date(2026, 12, 1),
        valid_until=date(2026, 11, 1),
    )
    with pytest.raises(Refused) as refused:
        make_agreement(session, new, by=cast.nora, now=now)
    assert refused.value.codes == {"organisation_unknown", "ends_before_it_begins"}
