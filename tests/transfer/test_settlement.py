"""Priced bookings of some days, for the books."""

from __future__ import annotations

import csv
import json

from sqlalchemy import select

from labspace.bookings.models import Booking
from labspace.transfer.settlement.cli import settlement


def test_priced_bookings_as_table_and_as_json(app, session, scene, cast):
    booking = session.scalars(select(Booking).where(Booking.price_cents == 500)).one()
    booking.booked_by.name = "=1+1"
    session.commit()
    day = booking.starts_at.astimezone(booking.location.zone).date().isoformat()
    options = [booking.location.slug, "--from", day, "--to", day]
    run = app.test_cli_runner()
    found = json.loads(run.invoke(settlement, [*options, "--format", "json"]).output)
    line = next(line for line in found if line["reference"] == booking.reference)
    assert (line["price_cents"], line["market_cents"], line["organisation"]) == (500, 2000, cast.acme.name)
    rows = list(csv.DictReader(run.invoke(settlement, options).output.splitlines()))
    assert [row["reference"] for row in rows] == [line["reference"] for line in found]
    assert next(row["booked_by"] for row in rows if row["reference"] == booking.reference) == "'=1+1"


def test_other_days_and_houses_are_not_in_it(app, session, scene, cast):
    run = app.test_cli_runner()
    days = ["--from", "2020-01-01", "--to", "2020-01-31", "--format", "json"]
    assert json.loads(run.invoke(settlement, [cast.house.slug, *days]).output) == []
    assert run.invoke(settlement, ["palace", *days]).exit_code == 1
