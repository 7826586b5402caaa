"""Options that several organise together: who is told of them, and that they share one claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.bookings.options.actions import invite_partner, join_option, leave_option
from labspace.bookings.options.queries import organisers_of
from labspace.errors import Refused
from tests.factories import Cast

T = TypeVar("T")
WHICH = st.integers(0, 40)
PARTNERS = ("bob", "charlie")
AFTER_SHARING = st.sampled_from(["", "commit", "confirm", "leave"])


class JointOptions(RuleBasedStateMachine):
    """Knows who shares each option; which options stand, the machine around it knows."""

    session: Session
    cast: Cast
    now: datetime
    reached: Counter[str]
    """How often each kind of step succeeded, over all sequences."""
    state: dict[int, str]

    def __init__(self) -> None:
        super().__init__()
        self.partners: dict[int, dict[str, int]] = {}

    @precondition(lambda self: self.open() and not self.overdue())
    @rule(which=WHICH, who=st.sampled_from(PARTNERS), then=AFTER_SHARING)
    def share(self, which: int, who: str, then: str) -> None:
        self._share(pick(self.open(), which), who, then)

    def _share(self, option: int, who: str, then: str) -> None:
        """Invited and joined, nobody twice; then one of them commits or leaves, or the house confirms."""
        sharing = self.partners.setdefault(option, {})
        invited = self.tries(
            lambda: invite_partner(
                self.session, option, email=self.person(who).email, by=self.cast.alice, now=self.now
            )
        )
        assert (invited is None) == (who in sharing)
        if invited is None:
            return
        sharing[who] = invited.id
        joined = self.tries(
            lambda: join_option(self.session, sharing[who], by=self.person(who), now=self.now)
        )
        assert joined is not None
        self.reached["shared"] += 1
        if then == "commit":
            self._commit(option)
        elif then == "confirm":
            self._confirm(option)
        elif then == "leave":
            self._share_no_more(option, who, by=self.person(who))

    @precondition(lambda self: self.shared())
    @rule(which=WHICH, by_booker=st.booleans())
    def share_no_more(self, which: int, by_booker: bool) -> None:
        """They leave, or whoever booked takes them out."""
        option, who = pick(self.shared(), which)
        self._share_no_more(option, who, by=self.cast.alice if by_booker else self.person(who))

    def _share_no_more(self, option: int, who: str, *, by: User) -> None:
        partner_id = self.partners[option].pop(who)
        assert self.tries(lambda: leave_option(self.session, partner_id, by=by, now=self.now)) is not None
        self.reached["left"] += 1

    @invariant()
    def whoever_shares_an_option_is_told_of_it(self) -> None:
        for option in self.open():
            told = organisers_of(self.session, self.session.get_one(Booking, option))
            sharing = [self.person(who).id for who in self.partners.get(option, ())]
            assert told[0].id == self.cast.alice.id
            assert {one.id for one in told[1:]} == set(sharing)
            assert len(told) == 1 + len(sharing)

    # What the machine around it answers and does

    def _commit(self, option: int) -> None:
        raise NotImplementedError

    def _confirm(self, option: int) -> None:
        raise NotImplementedError

    def open(self) -> list[int]:
        """The options that stand, oldest first."""
        return [option for option, state in self.state.items() if state == "option"]

    def overdue(self) -> list[int]:
        """Those whose deadline has passed unnoticed."""
        raise NotImplementedError

    # How to ask

    def shared(self) -> list[tuple[int, str]]:
        return [(option, who) for option in self.open() for who in self.partners.get(option, ())]

    def person(self, who: str) -> User:
        found: User = getattr(self.cast, who)
        return found

    def tries(self, action: Callable[[], T]) -> T | None:
        """What the action gives; None if it is refused."""
        try:
            done = action()
        except Refused:
            self.session.rollback()
            return None
        self.session.commit()
        return done


def pick(rows: Sequence[T], which: int) -> T:
    """One of these, the last first; there is at least one."""
    return rows[-1 - which % len(rows)]
