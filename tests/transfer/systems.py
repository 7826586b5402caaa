"""Systems to be exported: the demonstration, and random ones full of values that are easily spoilt."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import JSON, delete, insert, null, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from labspace.accounts.kinds import PartnerType
from labspace.accounts.models import Organisation
from labspace.bookings.models import Booking, BookingEvent
from labspace.db import begin_write, table_of
from labspace.demo.cli import demo
from labspace.events.catering import BookedCatering
from labspace.notices.models import Channel, DeliveryState, OutboxRow
from labspace.pictures.kinds import PictureSize
from labspace.pictures.models import Picture, PictureFile
from labspace.reports.models import Report, ReportText, ReportVersion
from labspace.reports.states import VersionState
from labspace.spaces.models import FloorPlan
from tests.scene import Scene

LETTERS = 'aAzZäß_-0 9"\\\n\t,]}é𝄞\u2028\x7f\u0301'


def load_demo(app: Flask, session: Session) -> None:
    """The demonstration with a few hundred bookings."""
    result = app.test_cli_runner().invoke(demo, ["--bookings", "300", "--years", "0.1"])
    assert result.exit_code == 0, result.output
    session.rollback()


def fill_at_random(session: Session, scene: Scene, *, seed: int) -> None:
    """Rows whose values differ in sort order, precision, nullness and bytes, with gaps between the ids."""
    luck = random.Random(seed)
    booking = session.scalars(select(Booking).where(Booking.reference == scene.event_reference)).one()
    booking_id, house_id = booking.id, booking.location_id
    begin_write(session)
    connection = session.connection()
    for number in luck.sample(range(100, 10_000), 40):
        connection.execute(insert(table_of(BookingEvent)), {
            "id": number, "booking_id": booking_id, "at": _moment(luck), "what": _text(luck, 20),
            "before": luck.choice([null(), JSON.NULL, _json(luck)]), "after": _json(luck), "note": _text(luck, 80),
        })  # fmt: skip
        connection.execute(insert(table_of(OutboxRow)), {
            "id": number, "channel": Channel.MAIL, "topic": f"booking:{number}", "message_id": str(number),
            "recipient": _text(luck, 40), "plain": _text(luck, 3000), "state": luck.choice([*DeliveryState]),
            "invitation": luck.choice([null(), _json(luck)]), "created_at": _moment(luck), "run_at": _moment(luck),
        })  # fmt: skip
    for code in {_text(luck, 6) for _ in range(30)}:
        connection.execute(insert(table_of(BookedCatering)), {
            "booking_id": booking_id, "code": code, "name": _text(luck, 9), "name_en": "", "people": 1,
            "served_at": _moment(luck), "per_person_cents": luck.randrange(10_000),
        })  # fmt: skip
    organisation, first = table_of(Organisation), luck.randrange(1000, 2000)
    for number in (first, first + 5, first + 9):
        connection.execute(insert(organisation), {
            "id": number, "name": _text(luck, 30), "partner_type": PartnerType.STARTUP, "sector": "K",
            "created_at": _moment(luck),
        })  # fmt: skip
    for number, into in ((first, first + 5), (first + 9, first)):  # one into a later one
        connection.execute(
            organisation.update().where(organisation.c.id == number).values(merged_into_id=into)
        )
    for number in (7, 3000):
        connection.execute(insert(table_of(Picture)), {
            "id": number, "purpose": "tenancy", "alternative": "Bild", "created_at": _moment(luck),
        })  # fmt: skip
        for size in PictureSize:
            connection.execute(insert(table_of(PictureFile)), {
                "picture_id": number, "size": size, "width": 1, "height": 1, "digest": "x",
                "data": luck.randbytes(luck.randrange(3000)),
            })  # fmt: skip
    _freeze_report(connection, luck, by_id=booking.booked_by_id)
    for level in range(5):
        connection.execute(insert(table_of(FloorPlan)), {
            "location_id": house_id, "level": 10 + level, "name": "", "width_m": luck.random() * 10**level,
            "height_m": 0.1 + 0.2, "north_degrees": luck.uniform(0, 359), "drawing": _json(luck),
            "valid_from": date(2020, 1, 1) + timedelta(days=luck.randrange(9000)),
        })  # fmt: skip
    # The last row is gone again: where the database counts ids, it goes on after the highest that is left.
    connection.execute(delete(table_of(BookingEvent)).where(table_of(BookingEvent).c.id > 9000))
    session.commit()


def _freeze_report(connection: Connection, luck: random.Random, *, by_id: int) -> None:
    version, at = table_of(ReportVersion), _moment(luck)
    connection.execute(insert(table_of(Report)), {
        "id": 5, "programme": "x", "grant_reference": "", "first_on": date(2026, 1, 1),
        "last_on": date(2026, 3, 31), "language": "de", "created_by_id": by_id, "created_at": at,
    })  # fmt: skip
    draft = {"id": 8, "report_id": 5, "number": 1, "state": VersionState.DRAFT, "created_by_id": by_id}
    connection.execute(insert(version), {**draft, "created_at": at})
    connection.execute(insert(table_of(ReportText)), {
        "version_id": 8, "field": "summary", "text": _text(luck, 99), "revision": 3,
        "changed_by_id": by_id, "changed_at": at,
    })  # fmt: skip
    frozen = {"state": VersionState.FINAL, "content": "{}", "digest": "x", "final_at": at}
    connection.execute(version.update().where(version.c.id == 8).values(frozen))


def _text(luck: random.Random, longest: int) -> str:
    return "".join(luck.choices(LETTERS, k=luck.randrange(1, longest)))


def _moment(luck: random.Random) -> datetime:
    return datetime(1900, 1, 1, tzinfo=UTC) + timedelta(seconds=luck.randrange(10**10))


def _json(luck: random.Random, depth: int = 0) -> Any:
    kinds = [
        None,
        True,
        luck.randrange(-(10**18), 10**18),
        luck.uniform(-1e300, 1e300),
        1e-7,
        0.1,
        "\ud83c",
        "",
    ]
    if depth == 3 or luck.random() < 0.3:
        return {"at": luck.choice([*kinds, _text(luck, 9)])}
    return {
        _text(luck, 5): luck.choice([_json(luck, depth + 1), [_json(luck, depth + 1)], *kinds])
        for _ in range(4)
    }
