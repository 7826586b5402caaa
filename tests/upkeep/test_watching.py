"""What other programs read of a server: is it alive, is it ready, and its numbers, which are not for everybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from config import Settings
from labspace.bookings.actions import cancel_booking
from labspace.bookings.states import BookingState
from labspace.calendars.linking import open_link
from labspace.calendars.links import token_of
from labspace.calendars.scopes import FeedKind
from labspace.calendars.scopes import Scope as FeedScope
from labspace.db import db
from labspace.notices.models import Channel, DeliveryState, OutboxRow
from tests.factories import Cast, book, on_day
from tests.scene import Scene
from tests.support.serve import Serve, ask

TOKEN = "only-for-this-test"


def numbers(body: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Each value by its name and labels."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(body)
        for sample in family.samples
    }


@pytest.fixture
def watched(scene: Scene, settings: Settings, site: Callable[[Settings], Flask]) -> Flask:
    """The scene's site, whose numbers are read with a token."""
    return site(replace(settings, metrics=TOKEN))


def read(watched: Flask) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    answer = watched.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return numbers(answer.text)


def test_alive_asks_nothing_of_the_database(app: Flask) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    try:
        assert app.test_client().get("/healthz").text == "ok\n"
        answer = app.test_client().get("/readyz")
        assert (answer.status_code, "labspace db upgrade" in answer.text) == (503, True)
    finally:
        with db.engine.begin() as connection:
            connection.execute(text("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)"))
            connection.execute(text(f"INSERT INTO alembic_version VALUES ('{newest()}')"))
    assert app.test_client().get("/readyz").text == "ok\n"


def newest() -> str:
    from labspace.schema import newest_revision

    found = newest_revision()
    assert found
    return found


def test_a_site_whose_guards_are_gone_is_not_ready(app: Flask, engine_name: str) -> None:
    from labspace.bookings.guards import ensure_guards

    with db.engine.begin() as connection:
        if engine_name == "sqlite":
            name = connection.scalar(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'claim%'")
            )
            connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("DROP TRIGGER claim_on_unit ON claim"))
            connection.execute(text("DROP FUNCTION claim_on_unit"))
    assert app.test_client().get("/readyz").status_code == 503
    with db.engine.begin() as connection:
        ensure_guards(connection)
    assert app.test_client().get("/readyz").status_code == 200


def test_there_are_no_numbers_where_none_are_asked_for(app: Flask) -> None:
    assert app.test_client().get("/metrics").status_code == 404


@pytest.mark.parametrize("header", ["", "Bearer wrong", "Bearer ", TOKEN, f"Basic {TOKEN}"])
def test_numbers_are_for_whoever_has_the_token(watched: Flask, header: str) -> None:
    answer = watched.test_client().get("/metrics", headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert "labspace_" not in answer.text


def test_requests_statements_and_bookings_are_counted(watched: Flask, cast: Cast) -> None:
    client = watched.test_client()
    for _again in range(3):
        client.get("/standorte/bochum")
    client.get("/gibt-es-nicht")
    found = read(watched)
    house = (("endpoint", "house.show"), ("method", "GET"), ("status", "200"))
    nothing = (("endpoint", "none"), ("method", "GET"), ("status", "404"))
    assert found["labspace_requests_total", house] == 3
    assert found["labspace_requests_total", nothing] == 1
    assert found["labspace_request_seconds_count", ()] == 4
    assert found["labspace_statements_total", ()] > 3
    assert found["labspace_bookings", (("state", "confirmed"),)] > 0
    assert found["labspace_outbox_waiting", (("channel", "mail"),)] >= 0


def test_the_share_of_unchanged_feeds_is_counted(watched: Flask) -> None:
    client = watched.test_client()
    first = client.get("/programm.ics")
    client.get("/programm.ics", headers={"If-None-Match": first.headers["ETag"]})
    found = read(watched)
    assert found["labspace_feed_answers_total", (("status", "200"),)] == 1
    assert found["labspace_feed_answers_total", (("status", "304"),)] == 1


def test_the_queue_is_as_old_as_its_oldest_row_that_has_not_left(
    watched: Flask, session: Session, now: datetime
) -> None:
    session.execute(delete(OutboxRow))
    ages = {
        Channel.MAIL: [(DeliveryState.TAKEN, 3), (DeliveryState.NEW, 1), (DeliveryState.DONE, 9)],
        Channel.WEBHOOK: [(DeliveryState.FAILED, 5), (DeliveryState.DONE, 2)],
    }
    session.add_all(
        OutboxRow(
            channel=channel, topic=f"{channel.value}-{days}", message_id=f"{channel.value}-{days}",
            recipient="a@b.invalid", created_at=now - timedelta(days=days), run_at=now, state=state,
        )
        for channel, rows in ages.items()
        for state, days in rows
    )  # fmt: skip
    session.commit()
    found = read(watched)
    mail, call = (("channel", "mail"),), (("channel", "webhook"),)
    assert found["labspace_outbox_oldest_seconds", mail] == 3 * 86_400
    assert found["labspace_outbox_oldest_seconds", call] == 0
    assert (found["labspace_outbox_waiting", mail], found["labspace_outbox_waiting", call]) == (2, 0)
    assert (found["labspace_outbox_failed", mail], found["labspace_outbox_failed", call]) == (0, 1)


def test_bookings_of_this_fortnight_are_counted_by_state(
    watched: Flask, session: Session, cast: Cast, now: datetime
) -> None:
    before = {state: read(watched)["labspace_bookings", (("state", state.value),)] for state in BookingState}
    # One of them is too far ahead to be counted.
    for days in (2, 3, 30):
        day = (now + timedelta(days=days)).date()
        made = book(session, cast.second_desk, cast.bob, on_day(day, 9, 10, house=cast.house), now=now)
        if days == 3:
            cancel_booking(session, made.id, by=cast.bob, now=now)
    session.commit()
    after = {state: read(watched)["labspace_bookings", (("state", state.value),)] for state in BookingState}
    more = {
        state.value: after[state] - before[state] for state in BookingState if after[state] != before[state]
    }
    assert more == {"confirmed": 1, "cancelled_early": 1}


def test_the_share_of_unchanged_answers_counts_every_calendar_link(
    watched: Flask, session: Session, cast: Cast, now: datetime
) -> None:
    link = open_link(session, cast.alice, FeedScope(kind=FeedKind.SPACE, subject_id=cast.desk.id), now=now)
    session.commit()
    path = f"/kalender/{link.id}-{token_of(str(watched.secret_key), link.id, link.generation)}.ics"
    client = watched.test_client()
    etag = client.get(path).headers["ETag"]
    for _again in range(3):
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    client.get(path, headers={"If-None-Match": '"other"'})
    found = read(watched)
    assert found["labspace_feed_answers_total", (("status", "304"),)] == 3
    assert found["labspace_feed_answers_total", (("status", "200"),)] == 2


def test_numbers_name_nobody(watched: Flask, cast: Cast) -> None:
    client = watched.test_client()
    client.get(f"/gibt-es-nicht/{cast.alice.email}?token=geheimnis")
    client.open("/", method="ERFUNDEN")
    body = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).text
    for secret in (cast.alice.email, cast.alice.name, "geheimnis", "ERFUNDEN"):
        assert secret not in body


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_all_processes_of_a_server_are_counted_together(
    settings: Settings, database_url: str, tmp_path: Path
) -> None:
    more = {"LABSPACE_METRICS": TOKEN, "LABSPACE_WORKERS": "2", "LABSPACE_LOG": "json"}
    server = Serve(settings, tmp_path / "server.log", more)
    try:
        server.start()
        for _again in range(20):
            assert ask(server.port, "/healthz")[0] == 200
        counted = []
        for _again in range(6):
            status, body = ask(server.port, "/metrics", Authorization=f"Bearer {TOKEN}")
            assert status == 200
            counted.append(
                numbers(body)[
                    "labspace_requests_total",
                    (("endpoint", "upkeep.alive"), ("method", "GET"), ("status", "200")),
                ]
            )
    finally:
        server.kill()
    # Whichever process answers, it tells of all.
    assert counted == [20] * 6
