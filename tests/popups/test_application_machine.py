"""Random sequences of drafts, reviews, decisions and withdrawals against a plain model, on both engines.

The model is a dictionary: what each application was last told to be, who gave points, what was written.
It knows neither the table of steps nor SQL.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Table, delete, func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import StaffRole
from labspace.bookings.actions import (
    cancel_booking,
    confirm_booking,
)
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.db import Base
from labspace.errors import Refused
from labspace.notices.models import OutboxRow
from labspace.popups.actions import take_up
from labspace.popups.applications.drafts import (
    Plan,
    begin_application,
    save_hours,
    save_plan,
    save_wishes,
)
from labspace.popups.applications.handing_in import hand_in, withdraw
from labspace.popups.calls.actions import end_call, reopen_call, standing_call
from labspace.popups.models import PopupApplication, PopupEvent
from labspace.popups.review.actions import OUTCOMES, decide, declare_bias, give_review
from labspace.popups.review.models import PopupDecision, PopupReview
from labspace.popups.states import ApplicationState
from labspace.popups.wishing import WishedWeeks
from tests.factories import Cast, make_user

S = ApplicationState
MONDAY = date(2027, 1, 18)
ROOTS = {PopupApplication.__tablename__, Booking.__tablename__, OutboxRow.__tablename__}


def _of_an_example() -> list[Table]:
    """What an example may leave behind: the roots and all that hangs on them, whoever comes to hang there."""
    found = {Base.metadata.tables[name] for name in ROOTS}
    tables = Base.metadata.sorted_tables
    for table in tables:
        if any(key.column.table in found for key in table.foreign_keys):
            found.add(table)
    return [table for table in reversed(tables) if table in found]


MODEL = {
    "draft": {"submitted", "withdrawn"},
    "submitted": {"in_review", "offered", "reserve", "rejected", "accepted", "withdrawn"},
    "in_review": {"offered", "reserve", "rejected", "accepted", "withdrawn"},
    "reserve": {"offered", "rejected", "accepted", "withdrawn"},
    "offered": {"accepted", "withdrawn"},
    "accepted": {"withdrawn"},
    "rejected": set(),
    "withdrawn": set(),
}
"""Where the people of this story can take an application, written down a second time."""


class Founders(RuleBasedStateMachine):
    """Set by the test: the session, the cast, a second of the team, and the first moment."""

    session: Session
    cast: Cast
    olga_id: int
    first: datetime

    def __init__(self) -> None:
        super().__init__()
        self.session.rollback()
        for table in _of_an_example():
            self.session.execute(delete(table))
        self.session.commit()
        self.now = self.first
        self.call_id = standing_call(self.session, self.cast.house.id, now=self.now).id
        reopen_call(self.session, self.call_id, by=self.cast.nora, now=self.now)
        self.session.commit()
        self.is_open = True
        self.states: dict[int, str] = {}
        self.owners: dict[int, str] = {}
        self.wishes: dict[int, tuple[int, int] | None] = {}
        self.reviewers: dict[int, set[int]] = {}
        self.nora_is_out_of: set[int] = set()
        self.letters = 0
        self.taken: set[int] = set()

    @initialize()
    def hand_in_the_first(self) -> None:
        """Nearly every example gets as far as a decision, and many to what is let."""
        self.begin("alice")
        (one,) = self.states
        self._wish(one, 0, 2)
        self._submit(one)

    def _try(self, action: Callable[[], Any]) -> bool:
        self.now += timedelta(minutes=7)
        try:
            action()
        except Refused:
            self.session.rollback()
            return False
        self.session.commit()
        return True

    def _one(self, data: st.DataObject) -> int | None:
        return data.draw(st.sampled_from(sorted(self.states))) if self.states else None

    def _row(self, application_id: int) -> PopupApplication:
        return self.session.get_one(PopupApplication, application_id)

    def _weeks(self, wish: tuple[int, int] | None) -> set[int]:
        return set(range(wish[0], wish[0] + wish[1])) if wish else set()

    @rule(who=st.sampled_from(["alice", "bob", "charlie"]))
    def begin(self, who: str) -> None:
        if len(self.states) >= 5:
            return
        made: list[int] = []

        def action() -> None:
            call = standing_call(self.session, self.cast.house.id, now=self.now)
            draft = begin_application(self.session, call, applicant=getattr(self.cast, who), now=self.now)
            organisation = None if who == "charlie" else self.cast.acme.id
            save_plan(
                self.session, draft.id, Plan(title="Laden", concept="Hüte", organisation_id=organisation)
            )
            save_hours(self.session, draft.id, [[1, 660, 1080]], remark="")
            made.append(draft.id)

        assert self._try(action) is self.is_open
        if self.is_open:
            self.states[made[0]], self.owners[made[0]] = "draft", who
            self.wishes[made[0]], self.reviewers[made[0]] = None, set()

    @rule(data=st.data(), start=st.integers(0, 8), weeks=st.integers(2, 4))
    def wish(self, data: st.DataObject, start: int, weeks: int) -> None:
        if (one := self._one(data)) is not None:
            self._wish(one, start, weeks)

    def _wish(self, one: int, start: int, weeks: int) -> None:
        wish = WishedWeeks(space_id=self.cast.popup.id, first_on=MONDAY + timedelta(weeks=start), weeks=weeks)
        done = self._try(lambda: save_wishes(self.session, one, [wish], remark=""))
        assert done is (self.states[one] == "draft")
        if done:
            self.wishes[one] = (start, weeks)

    @rule(data=st.data())
    def submit(self, data: st.DataObject) -> None:
        if (one := self._one(data)) is not None:
            self._submit(one)

    def _submit(self, one: int) -> None:
        before = self.states[one]
        wish = self.wishes[one]
        may = self.is_open and wish is not None and not self._weeks(wish) & self.taken
        was_handed_in = self._row(one).submitted_at is not None
        by = getattr(self.cast, self.owners[one])
        done = self._try(lambda: hand_in(self.session, one, by=by, now=self.now))
        assert done is (was_handed_in or (before == "draft" and may))
        if done and before == "draft":
            self.states[one] = "submitted"

    @rule(data=st.data())
    def take_up(self, data: st.DataObject) -> None:
        if (one := self._one(data)) is None:
            return
        done = self._try(lambda: take_up(self.session, self._row(one), by=self.cast.nora, now=self.now))
        assert done is ("in_review" in MODEL[self.states[one]])
        if done:
            self.states[one] = "in_review"

    @rule(data=st.data(), second=st.booleans(), biased=st.booleans(), points=st.integers(0, 5))
    def review(self, data: st.DataObject, second: bool, biased: bool, points: int) -> None:
        if (one := self._one(data)) is None:
            return
        by = self._team(second=second)
        criteria = [criterion.id for criterion in self._row(one).call.criteria]

        def action() -> None:
            if biased:
                declare_bias(self.session, one, reason="Nachbarin", by=by, now=self.now)
            else:
                given = dict.fromkeys(criteria, points)
                give_review(self.session, one, given, comment="", by=by, now=self.now)

        may = self.states[one] in {"submitted", "in_review"} and by.id not in self.reviewers[one]
        assert self._try(action) is may
        if may:
            self.reviewers[one].add(by.id)
            if not biased:
                self.states[one] = "in_review"
            elif not second:
                self.nora_is_out_of.add(one)

    def _team(self, *, second: bool) -> Any:
        return self.session.get_one(type(self.cast.nora), self.olga_id) if second else self.cast.nora

    @rule(data=st.data(), outcome=st.sampled_from(OUTCOMES), early=st.booleans())
    def decide(self, data: st.DataObject, outcome: ApplicationState, early: bool) -> None:
        if (one := self._one(data)) is None:
            return
        given = self.session.scalar(
            select(func.count(PopupReview.id)).where(
                PopupReview.application_id == one, ~PopupReview.is_biased
            )
        )
        may = (
            self.states[one] in {"submitted", "in_review", "reserve"}
            and self.states[one] != outcome.value
            and one not in self.nora_is_out_of
            and (early or (given or 0) >= 2)
        )
        why = "Ferien" if early else ""
        done = self._try(
            lambda: decide(
                self.session, one, outcome, letter="Brief", why_early=why, by=self.cast.nora, now=self.now
            )
        )
        assert done is may
        if done:
            self.states[one] = outcome.value
            self.letters += 1

    @rule(data=st.data())
    def let(self, data: st.DataObject) -> None:
        """Staff let the wished weeks for good."""
        if (one := self._one(data)) is None or (booking_id := self._row(one).booking_id) is None:
            return
        weeks = self._weeks(self.wishes[one])
        is_free = not weeks & self.taken and one not in self.nora_is_out_of
        may = "accepted" in MODEL[self.states[one]] and is_free
        done = self._try(lambda: confirm_booking(self.session, booking_id, by=self.cast.nora, now=self.now))
        assert done is may
        if done:
            self.states[one] = "accepted"
            self.taken |= weeks

    @rule(data=st.data())
    def give_up(self, data: st.DataObject) -> None:
        if (one := self._one(data)) is None:
            return
        by = getattr(self.cast, self.owners[one])

        def action() -> None:
            application = self._row(one)
            if self.states[one] == "accepted" and application.booking_id is not None:
                cancel_booking(self.session, application.booking_id, by=by, now=self.now)
            else:
                withdraw(self.session, application, by=by, now=self.now)

        done = self._try(action)
        assert done is ("withdrawn" in MODEL[self.states[one]])
        if done:
            if self.states[one] == "accepted":
                self.taken -= self._weeks(self.wishes[one])
            self.states[one] = "withdrawn"

    @rule()
    def close_or_open(self) -> None:
        change = end_call if self.is_open else reopen_call
        assert self._try(lambda: change(self.session, self.call_id, by=self.cast.nora, now=self.now))
        self.is_open = not self.is_open

    @invariant()
    def rows_are_as_the_model_says(self) -> None:
        self.session.rollback()
        rows = self.session.scalars(select(PopupApplication)).all()
        assert {row.id: row.state.value for row in rows} == self.states
        for row in rows:
            wishes = [((wish.first_on - MONDAY).days // 7, wish.weeks) for wish in row.wishes]
            assert wishes == ([self.wishes[row.id]] if self.wishes[row.id] else [])
            assert (row.title, row.concept) == ("Laden", "Hüte"), "nothing written is lost"

    @invariant()
    def only_what_is_let_keeps_others_off(self) -> None:
        claims = self.session.scalars(select(Claim)).all()
        assert len(claims) == sum(state == "accepted" for state in self.states.values())
        states = dict(
            self.session.execute(
                select(PopupApplication.id, Booking.state).join(
                    Booking, Booking.id == PopupApplication.booking_id
                )
            ).all()
        )
        for one, state in states.items():
            assert (state is BookingState.CONFIRMED) is (self.states[one] == "accepted")
            assert (state is BookingState.REJECTED) is (self.states[one] == "rejected")

    @invariant()
    def every_decision_has_its_letter_and_its_line(self) -> None:
        assert self.session.scalar(select(func.count(PopupDecision.id))) == self.letters
        lines = select(func.count(PopupEvent.id)).where(PopupEvent.what == "decided")
        assert self.session.scalar(lines) == self.letters
        mails = select(func.count(OutboxRow.id)).where(OutboxRow.topic.like("popup_application:%"))
        assert self.session.scalar(mails) == self.letters


def test_applications_go_only_where_they_may_and_lose_nothing(
    app: Flask, session: Session, cast: Cast, now: datetime
) -> None:
    olga = make_user(session, "Olga", now=now)
    session.add(StaffRole(user_id=olga.id, location_id=cast.house.id))
    session.commit()
    machine = type(
        "Machine", (Founders,), {"session": session, "cast": cast, "olga_id": olga.id, "first": now}
    )
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
