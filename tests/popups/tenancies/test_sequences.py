"""Random sequences of offers, answers and days without a worker agree with a plain model of weeks."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.actions.holds import settle_all_holds
from labspace.bookings.claim_models import Claim
from labspace.db import begin_write
from labspace.errors import Refused
from labspace.popups.tenancies.actions.offers import (
    Terms,
    accept_offer,
    decline_offer,
    make_offer,
    take_offer_back,
)
from labspace.popups.tenancies.models import PopupOffer
from labspace.popups.tenancies.states import OfferState
from tests.factories import Cast
from tests.popups.tenancies.conftest import FIRST_ON, HOURS

DAY = timedelta(days=1)
S = OfferState


@dataclass
class Promise:
    """An offer as somebody with a paper calendar would note it."""

    number: int
    weeks: frozenset[int]
    until: datetime
    state: OfferState = S.OPEN


@dataclass
class Paper:
    """The plain model: promises, one open one each, and the weeks that are let."""

    now: datetime
    promises: dict[int, Promise] = field(default_factory=dict)
    let: set[int] = field(default_factory=set)

    def standing(self) -> list[Promise]:
        return [one for one in self.promises.values() if one.state is S.OPEN and self.now < one.until]

    def may_offer(self, number: int, weeks: frozenset[int]) -> bool:
        own = any(one.number == number for one in self.standing())
        held = any(one.weeks & weeks for one in self.standing())
        return not own and not held and not self.let & weeks

    def lapse(self, promise: Promise) -> None:
        """Note that somebody has seen it is over, if it is."""
        if promise.state is S.OPEN and self.now >= promise.until:
            promise.state = S.LAPSED

    def may_answer(self, promise: Promise) -> bool:
        return promise.state is S.OPEN and self.now < promise.until


steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("offer"), st.integers(0, 2), st.integers(0, 3), st.integers(1, 2), st.integers(1, 9)
        ),
        st.tuples(st.sampled_from(["accept", "decline", "take back"]), st.integers(0, 8)),
        st.tuples(st.just("wait"), st.integers(1, 9), st.booleans()),
    ),
    max_size=14,
)


EXAMPLES = {"sqlite": 60, "postgresql": 15}
"""Fewer where each step takes longer: the engine matters to the claims, not to the paper."""


MONDAY = FIRST_ON + timedelta(weeks=8)
AFTER = {"accept": S.ACCEPTED, "decline": S.DECLINED, "take back": S.TAKEN_BACK}


@dataclass
class Play:
    """The same steps on labspace and on paper."""

    session: Session
    cast: Cast
    applications: list[int]
    paper: Paper

    def offer(self, number: int, first: int, weeks: int, days: int) -> None:
        paper, wanted = self.paper, frozenset(range(first, first + weeks))
        terms = Terms(
            space_id=self.cast.popup.id,
            first_on=MONDAY + timedelta(weeks=first),
            weeks=weeks,
            price_cents=0,
            market_cents=0,
            until=paper.now + days * DAY,
            hours=HOURS,
        )
        if not paper.may_offer(number, wanted):
            with pytest.raises(Refused), self.session.begin_nested():
                self._make(number, terms)
            return
        made = self._make(number, terms)
        for old in paper.promises.values():
            if old.number == number or old.weeks & wanted:
                paper.lapse(old)
        paper.promises[made.id] = Promise(number, wanted, terms.until)

    def _make(self, number: int, terms: Terms) -> PopupOffer:
        return make_offer(
            self.session, self.applications[number], terms, by=self.cast.nora, now=self.paper.now
        )

    def answer(self, way: str, index: int) -> None:
        if index >= len(self.paper.promises):
            return
        offer_id, promise = list(self.paper.promises.items())[index]
        if way == "accept" and promise.state is S.ACCEPTED:
            return
        if not self.paper.may_answer(promise):
            with pytest.raises(Refused), self.session.begin_nested():
                self._do(way, offer_id)
            return
        self._do(way, offer_id)
        promise.state = AFTER[way]
        if way == "accept":
            self.paper.let |= promise.weeks

    def _do(self, way: str, offer_id: int) -> None:
        at = self.paper.now
        if way == "accept":
            accept_offer(self.session, offer_id, by=self.cast.alice, now=at)
        elif way == "decline":
            decline_offer(self.session, offer_id, by=self.cast.alice, now=at)
        else:
            take_offer_back(self.session, offer_id, by=self.cast.nora, now=at, reason="anders")

    def wait(self, days: int, worker: bool) -> None:
        self.paper.now += days * DAY
        if worker:
            settle_all_holds(self.session, now=self.paper.now)
            for promise in self.paper.promises.values():
                self.paper.lapse(promise)

    def compare(self) -> None:
        self.session.expire_all()
        promises = self.paper.promises
        rows = {row.id: row.state for row in self.session.scalars(select(PopupOffer))}
        assert rows == {offer_id: promise.state for offer_id, promise in promises.items()}
        claimed = sum(
            round((claim.ends_at - claim.starts_at) / timedelta(weeks=1))
            for claim in self.session.scalars(select(Claim))
        )
        open_weeks = sum(len(one.weeks) for one in promises.values() if one.state is S.OPEN)
        assert claimed == len(self.paper.let) + open_weeks

    def step(self, kind: str, values: list[Any]) -> None:
        if kind == "offer":
            self.offer(*values)
        elif kind == "wait":
            self.wait(*values)
        else:
            self.answer(kind, *values)
        self.compare()


def test_offers_agree_with_a_paper_calendar(session, cast, now, apply, engine_name) -> None:
    applications = [apply(by=who, title=who.name).id for who in (cast.alice, cast.bob, cast.charlie)]

    @settings(
        max_examples=EXAMPLES[engine_name],
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(steps)
    def sequences(taken) -> None:
        begin_write(session)
        play = Play(session, cast, applications, Paper(now=now))
        try:
            for kind, *values in taken:
                play.step(kind, values)
        finally:
            session.rollback()

    sequences()
