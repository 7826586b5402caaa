"""The public programme as programs read it: what is released, and no person."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from tests.api.conftest import Program
from tests.factories import Cast
from tests.scene import Scene


def confirm(session: Session, scene: Scene) -> None:
    event = session.query(Booking).filter_by(reference=scene.event_reference).one()
    event.state, event.option_until, event.option_rank = BookingState.CONFIRMED, None, None
    session.commit()


def test_a_released_event_is_told_without_persons(
    program: Callable[..., Program], session: Session, scene: Scene, cast: Cast
) -> None:
    assert program().get("/programme").get_json()["items"] == []
    confirm(session, scene)
    answer = program().get("/programme")
    (item,) = answer.get_json()["items"]
    assert (item["title"], item["organiser"], item["location"]) == ("Lesung", "Lesekreis", "bochum")
    assert (item["starts_at"], item["ends_at"]) == ("2026-11-24T14:00:00+01:00", "2026-11-24T16:00:00+01:00")
    assert (item["state"], item["open_daily"], item["demo"]) == ("on", False, False)
    for word in ("Alice", "alice", "BO-"):
        assert word not in answer.text


def test_house_theme_and_time_narrow_it(
    program: Callable[..., Program], session: Session, scene: Scene, cast: Cast
) -> None:
    confirm(session, scene)
    for query, number in (
        ("location=bochum", 1),
        ("location=witten", 0),
        ("theme=handel", 0),
        ("from=2026-11-24T15:00:00Z", 0),
        ("from=2026-11-24T00:00:00Z&to=2026-11-24T12:00:00Z", 0),
        ("from=2026-11-24T00:00:00Z&to=2026-11-24T14:00:00Z", 1),
    ):
        assert len(program().get(f"/programme?{query}").get_json()["items"]) == number, query
    program().get("/programme?location=paris", expect=404)
    program().get("/programme?theme=x", expect=422)
