"""From an idea that is told to what became of it, with its log and its money."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.errors import Refused
from labspace.ideas.actions import (
    NewAmount,
    Told,
    clear_of_suspicion,
    enter_money,
    forget_old,
    link_trial,
    release,
    take_step,
    tell_idea,
    withdraw_money,
    withhold,
)
from labspace.ideas.kinds import IdeaDeed, MoneySource, MoneyStep
from labspace.ideas.models import Idea, IdeaMoney
from labspace.ideas.queries import amounts_of_house, entries_of, money_of, public_ideas, trials_of
from labspace.ideas.states import STEPS, IdeaState, Visibility
from tests.factories import Cast, book, on_day
from tests.ideas.conftest import CONTACT

TODAY = date(2026, 11, 23)
SEED = NewAmount(source=MoneySource.OWN, step=MoneyStep.GRANTED, cents=250_000, on=TODAY, document="AZ 7/26")


def step(session: Session, idea: Idea, state: IdeaState, cast: Cast, now: datetime, **more: object) -> None:
    values = {"on": TODAY, "note": "Gut besprochen.", "is_public": False, **more}
    take_step(session, idea.id, state, by=cast.nora, now=now, **values)  # type: ignore[arg-type]
    session.commit()


def test_the_same_form_sent_twice_is_one_idea(session: Session, cast: Cast, now: datetime) -> None:
    told = Told(location_id=cast.house.id, title="Bänke", text="Mehr Bänke.")
    first = tell_idea(session, told, now=now, once="form-1")
    session.commit()
    assert tell_idea(session, told, now=now, once="form-1").id == first.id
    assert session.scalar(select(func.count()).select_from(Idea)) == 1


def test_nothing_is_public_before_it_is_released(
    session: Session, cast: Cast, idea: Idea, now: datetime
) -> None:
    assert public_ideas(session, limit=9) == []
    release(session, idea.id, title="Reparaturcafé", text="Gemeinsam reparieren.", by=cast.nora, now=now)
    session.commit()
    assert [shown.public_title for shown in public_ideas(session, limit=9)] == ["Reparaturcafé"]
    withhold(session, idea.id, reason="Doppelt", by=cast.nora, now=now)
    session.commit()
    assert public_ideas(session, limit=9) == []
    assert [entry.deed for entry in entries_of(session, idea.id)] == [IdeaDeed.RELEASED, IdeaDeed.WITHHELD]


def test_an_idea_goes_its_way_with_a_note_for_each_step(
    session: Session, cast: Cast, idea: Idea, now: datetime
) -> None:
    step(session, idea, IdeaState.DISCUSSED, cast, now, on=TODAY - timedelta(days=3))
    enter_money(session, idea.id, SEED, by=cast.nora, now=now)
    session.commit()
    step(session, idea, IdeaState.TRIED, cast, now)
    step(session, idea, IdeaState.BECAME, cast, now, note="Jetzt ein Verein.", is_public=True)
    step(session, idea, IdeaState.CLOSED, cast, now)
    told = [(entry.state, entry.on, entry.by_id) for entry in entries_of(session, idea.id)]
    assert told == [
        (IdeaState.DISCUSSED, TODAY - timedelta(days=3), cast.nora.id),
        (IdeaState.TRIED, TODAY, cast.nora.id),
        (IdeaState.BECAME, TODAY, cast.nora.id),
        (IdeaState.CLOSED, TODAY, cast.nora.id),
    ]


@pytest.mark.parametrize(
    ("state", "more", "code"),
    [
        (IdeaState.BECAME, {}, "idea_step_not_possible"),
        (IdeaState.DISCUSSED, {"note": " "}, "note_missing"),
        (IdeaState.DISCUSSED, {"on": TODAY + timedelta(days=1)}, "on_in_the_future"),
        (IdeaState.TRIED, {}, "trial_missing"),
    ],
)
def test_a_step_that_may_not_be_leaves_the_idea_as_it_was(
    session: Session,
    cast: Cast,
    idea: Idea,
    now: datetime,
    state: IdeaState,
    more: dict[str, object],
    code: str,
) -> None:
    with pytest.raises(Refused) as refused:
        step(session, idea, state, cast, now, **more)
    session.rollback()
    assert refused.value.codes == {code}
    assert session.get_one(Idea, idea.id).state is IdeaState.NEW
    assert entries_of(session, idea.id) == []


@given(wanted=st.lists(st.sampled_from(IdeaState), max_size=12))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_steps_leaves_the_table(
    session: Session, cast: Cast, now: datetime, wanted: list[IdeaState]
) -> None:
    idea = tell_idea(session, Told(location_id=cast.house.id, title="Idee", text="…"), now=now)
    enter_money(session, idea.id, SEED, by=cast.nora, now=now)
    session.commit()
    model = IdeaState.NEW
    for state in wanted:
        if state in STEPS[model]:
            step(session, idea, state, cast, now)
            model = state
        else:
            with pytest.raises(Refused):
                step(session, idea, state, cast, now)
            session.rollback()
        assert session.get_one(Idea, idea.id).state is model


def test_a_trial_is_an_event_or_pop_up_of_the_same_house(
    session: Session, cast: Cast, idea: Idea, now: datetime
) -> None:
    event = book(session, cast.area, cast.alice, on_day(TODAY, 12, 14, house=cast.house), now=now)
    desk = book(session, cast.desk, cast.alice, on_day(TODAY, 12, 14, house=cast.house), now=now)
    session.commit()
    for _twice in range(2):
        link_trial(session, idea.id, f" {event.reference.lower()} ", by=cast.nora, now=now)
        session.commit()
    assert [trial.booking_id for trial in trials_of(session, idea.id)] == [event.id]
    for reference in (desk.reference, "BO-GIBTSNI"):
        with pytest.raises(Refused) as refused:
            link_trial(session, idea.id, reference, by=cast.nora, now=now)
        session.rollback()
        assert refused.value.codes == {"trial_unknown"}
    step(session, idea, IdeaState.TRIED, cast, now)


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ({"cents": 0}, "amount_wrong"),
        ({"cents": 10**13}, "amount_wrong"),
        ({"document": " "}, "document_missing"),
        ({"on": TODAY + timedelta(days=1)}, "on_in_the_future"),
    ],
)
def test_money_without_amount_document_or_day_is_refused(
    session: Session, cast: Cast, idea: Idea, now: datetime, new: dict[str, object], code: str
) -> None:
    values = {**{name: getattr(SEED, name) for name in SEED.__dataclass_fields__}, **new}
    with pytest.raises(Refused) as refused:
        enter_money(session, idea.id, NewAmount(**values), by=cast.nora, now=now)
    assert refused.value.codes == {code}


def test_withdrawn_money_counts_no_more_but_stays(
    session: Session, cast: Cast, idea: Idea, now: datetime
) -> None:
    row = enter_money(session, idea.id, SEED, by=cast.nora, now=now)
    session.commit()
    assert [amount.cents for amount in amounts_of_house(session, cast.house.id)] == [250_000]
    withdraw_money(session, idea.id, row.id, by=cast.nora, now=now)
    session.commit()
    assert money_of(session, idea.id) == []
    assert amounts_of_house(session, cast.house.id) == []
    assert session.scalar(select(func.count()).select_from(IdeaMoney)) == 1


def test_contacts_are_forgotten_a_year_after_the_end(
    session: Session, cast: Cast, idea: Idea, now: datetime
) -> None:
    step(session, idea, IdeaState.CLOSED, cast, now)
    forget_old(session, now=now + timedelta(days=364))
    session.commit()
    assert session.get_one(Idea, idea.id).contact == CONTACT
    forget_old(session, now=now + timedelta(days=366))
    session.commit()
    assert session.get_one(Idea, idea.id).contact == ""


def test_what_robots_sent_goes_after_a_month_unless_a_person_cleared_it(
    session: Session, cast: Cast, idea: Idea, now: datetime
) -> None:
    told = Told(location_id=cast.house.id, title="Kaufen", text="Kaufen!", is_suspected=True)
    spam, mistaken = tell_idea(session, told, now=now), tell_idea(session, told, now=now)
    spam_id, mistaken_id = spam.id, mistaken.id
    clear_of_suspicion(session, mistaken_id)
    forget_old(session, now=now + timedelta(days=31))
    session.commit()
    assert session.get(Idea, spam_id) is None
    kept = session.get_one(Idea, mistaken_id)
    assert (kept.visibility, kept.is_suspected) == (Visibility.WAITING, False)
