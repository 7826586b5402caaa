"""The demonstration's call is alive for founders and for the team."""

from __future__ import annotations

from sqlalchemy import func, select

from labspace.demo.calls import load_calls
from labspace.demo.loading import load_houses
from labspace.demo.people import load_people
from labspace.popups.models import PopupApplication
from labspace.popups.review.models import PopupReview
from labspace.popups.states import ApplicationState


def test_a_call_has_applications_reviews_and_a_draft(session, now) -> None:
    load_people(session, load_houses(session), now=now)
    session.commit()
    call = load_calls(session, now=now)
    assert call is not None
    states = session.scalars(select(PopupApplication.state).order_by(PopupApplication.id)).all()
    assert states == [ApplicationState.IN_REVIEW, ApplicationState.IN_REVIEW, ApplicationState.DRAFT]
    assert session.scalar(select(func.count(PopupReview.id))) == 3


def test_without_people_there_is_no_call(session, now) -> None:
    load_houses(session)
    session.commit()
    assert load_calls(session, now=now) is None
