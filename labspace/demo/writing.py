"""Invented bookings as the rows that the actions would have written, in bulk on both engines."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.engine import Connection
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from labspace.accounts.kinds import SECTOR_VERSION, PartnerType
from labspace.accounts.models import Membership, Organisation, StaffRole, User
from labspace.bookings.actions.rows import REFERENCE_LETTERS
from labspace.bookings.claim_models import Claim
from labspace.bookings.models import BookedUnit, Booking, BookingEvent, BookingSpace
from labspace.bookings.reasons import told_reason
from labspace.bookings.release_models import ReleaseCause, ReleasedTime
from labspace.bookings.states import BookingState
from labspace.db import Base
from labspace.demo.asked import application_row, equipment_rows, event_row, wish_row
from labspace.demo.crowd import People
from labspace.demo.places import House
from labspace.demo.visits import MINUTE, Step, Visit, moment
from labspace.events.equipment.models import BookedEquipment
from labspace.events.models import EventRequest
from labspace.popups.models import PopupApplication, PopupWish
from labspace.spaces.kinds import SpaceKind

Row = dict[str, Any]
TABLES: tuple[type[Base], ...] = (
    Booking,
    BookingSpace,
    BookedUnit,
    Claim,
    BookingEvent,
    ReleasedTime,
    EventRequest,
    BookedEquipment,
    PopupApplication,
    PopupWish,
)
"""In the order in which they are written."""
REFERENCES = 31**7
_STRIDE = 9_876_543_211
"""Has no factor in common with 31: stepping by it meets each reference once before any repeats."""


class RowMaker:
    """Turns visits into rows; references and UIDs come from the seed, so that runs are alike."""

    def __init__(
        self,
        rng: Random,
        *,
        first_id: int,
        known_references: set[str],
        first_application: int,
        calls: Mapping[int, int],
        now: int,
        awaited: Collection[int] = (),
    ) -> None:
        self._rng = Random(rng.getrandbits(64))
        self._next_id = first_id
        self._next_application = first_application
        self._calls = calls
        """The all-year call of each house."""
        self._reference = self._rng.randrange(REFERENCES)
        self._known = known_references
        self._now = now
        self._awaited = awaited
        """Ids of those who can sign in and check in; nobody waits for the others, who never come."""

    def rows(self, visits: Iterable[Visit], houses: dict[int, House]) -> dict[type[Base], list[Row]]:
        """All rows of these bookings by table; ids rise with the order of `visits`."""
        made: dict[type[Base], list[Row]] = {table: [] for table in TABLES}
        for visit in visits:
            booking_id, self._next_id = self._next_id, self._next_id + 1
            made[Booking].append(
                self._booking(booking_id, visit, self._new_reference(houses[visit.location_id].slug))
            )
            made[BookingSpace].append({"booking_id": booking_id, "space_id": visit.place.space_id})
            made[BookedUnit] += _units(booking_id, visit)
            made[Claim] += _claims(booking_id, visit)
            made[BookingEvent] += _history(booking_id, visit)
            made[ReleasedTime] += _released(booking_id, visit)
            if visit.place.kind is SpaceKind.EVENT_AREA:
                made[EventRequest].append(event_row(self._rng, booking_id, visit))
                made[BookedEquipment] += equipment_rows(self._rng, booking_id, visit)
            elif visit.place.kind is SpaceKind.POPUP_SLOT:
                zone = houses[visit.location_id].zone
                application = application_row(
                    self._rng,
                    booking_id,
                    visit,
                    row_id=self._next_application,
                    call_id=self._calls[visit.location_id],
                    zone=zone,
                    now=self._now,
                )
                self._next_application += 1
                made[PopupApplication].append(application)
                made[PopupWish].append(wish_row(application))
        return made

    def _new_reference(self, slug: str) -> str:
        while True:
            self._reference = (self._reference + _STRIDE) % REFERENCES
            number, letters = self._reference, ""
            for _ in range(7):
                number, digit = divmod(number, 31)
                letters += REFERENCE_LETTERS[digit]
            reference = f"{slug[:2].upper()}-{letters}"
            if reference not in self._known:
                return reference

    def _booking(self, booking_id: int, visit: Visit, reference: str) -> Row:
        life, by = visit.life, visit.by
        state, steps = life.last_state, life.steps
        changed = steps[-1].at if steps else life.created
        return {
            "id": booking_id,
            "reference": reference,
            "uid": f"{uuid.UUID(int=self._rng.getrandbits(128), version=4)}@labspace",
            "location_id": visit.location_id,
            "kind": visit.place.kind,
            "booked_by_id": by.user_id,
            "organisation_id": by.organisation_id,
            "title": visit.title,
            "people": visit.people,
            "layout": visit.layout,
            "is_public": visit.is_public,
            "note": visit.note,
            "theme": visit.theme,
            "partner_type": by.partner_type,
            "sector": by.sector,
            "sector_version": SECTOR_VERSION,
            "is_internal": by.partner_type is PartnerType.INTERNAL,
            "starts_at": moment(visit.starts),
            "ends_at": moment(visit.ends),
            "setup_minutes": visit.setup,
            "teardown_minutes": visit.teardown,
            "state": state,
            "state_since": moment(
                next((s.at for s in reversed(steps) if s.what != "promoted"), life.created)
            ),
            "option_rank": life.last_rank if state is BookingState.OPTION else None,
            "option_until": moment(life.until) if state is BookingState.OPTION and life.until else None,
            "check_in_until": self._check_in_until(visit),
            "checked_in_at": moment(changed) if steps and steps[-1].what == "checked_in" else None,
            "used_from": None,
            "used_until": None,
            "entered_later": life.entered_later,
            "entered_by_id": life.entered_by,
            "override_reason": life.override_reason,
            **_why_ended(steps),
            "created_at": moment(life.created),
            "changed_at": moment(changed),
            "version": 1 + len(steps),
            "sequence": sum(step.reschedules for step in steps),
        }

    def _check_in_until(self, visit: Visit) -> datetime | None:
        rules, life = visit.place.rules, visit.life
        stays_away = life.last_state is BookingState.CONFIRMED and visit.by.user_id not in self._awaited
        if not rules.check_in or life.entered_later or stays_away:
            return None
        return moment(max(visit.starts, life.created) + rules.grace_minutes * MINUTE)


def _why_ended(steps: Sequence[Step]) -> Row:
    last = next((step for step in reversed(steps) if step.note), None)
    if last is None or last.what != "cancelled":
        return {"cancel_code": None, "cancel_reason": last.note if last else ""}
    code, words = told_reason(last.note)
    return {"cancel_code": code, "cancel_reason": words}


def _released(booking_id: int, visit: Visit) -> Iterator[Row]:
    step = visit.life.steps[-1] if visit.life.steps else None
    if step and step.state is BookingState.NO_SHOW and visit.starts <= step.at < visit.ends:
        yield {
            "booking_id": booking_id,
            "cause": ReleaseCause.NO_SHOW,
            "starts_at": moment(step.at),
            "ends_at": moment(visit.ends),
            "taken_back_at": None,
        }


def _units(booking_id: int, visit: Visit) -> Iterator[Row]:
    starts_at, ends_at = moment(visit.starts), moment(visit.ends)
    for unit_id in visit.place.unit_ids:
        yield {"booking_id": booking_id, "space_id": unit_id, "starts_at": starts_at, "ends_at": ends_at}


def _claims(booking_id: int, visit: Visit) -> Iterator[Row]:
    if not visit.keeps_off:
        return
    first, last = visit.core
    before, after = visit.place.buffers
    for unit_id in visit.place.unit_ids:
        yield _claim(booking_id, unit_id, first, last, is_core=True)
        if before:
            yield _claim(booking_id, unit_id, first - before, first, is_core=False)
        if after:
            yield _claim(booking_id, unit_id, last, last + after, is_core=False)


def _claim(booking_id: int, unit_id: int, first: int, last: int, *, is_core: bool) -> Row:
    return {
        "space_id": unit_id,
        "starts_at": moment(first),
        "ends_at": moment(last),
        "is_core": is_core,
        "booking_id": booking_id,
        "blocking_id": None,
    }


def _history(booking_id: int, visit: Visit) -> Iterator[Row]:
    life = visit.life
    before = _snapshot(visit, life.state, life.rank)
    placed_by = life.entered_by or visit.by.user_id
    yield _event(booking_id, "placed", life.created, placed_by, None, before, life.override_reason)
    for step in life.steps:
        after = _snapshot(visit, step.state, step.rank)
        yield _event(booking_id, step.what, step.at, step.by, before, after, step.note)
        before = after


def _event(
    booking_id: int, what: str, at: int, actor_id: int | None, before: Row | None, after: Row, note: str
) -> Row:
    return {
        "booking_id": booking_id,
        "at": moment(at),
        "actor_id": actor_id,
        "what": what,
        "before": before,
        "after": after,
        "note": note,
    }


def _snapshot(visit: Visit, state: BookingState, rank: int | None) -> Row:
    # As bookings.actions.history.snapshot has it; a test holds the two together.
    return {
        "state": state.value,
        "starts_at": moment(visit.starts).isoformat(),
        "ends_at": moment(visit.ends).isoformat(),
        "spaces": [visit.place.public_id],
        "title": visit.title,
        "people": visit.people,
        "layout": visit.layout.value if visit.layout else None,
        "setup_minutes": visit.setup,
        "teardown_minutes": visit.teardown,
        "price_cents": None,
        "option_rank": rank,
    }


def write_people(connection: Connection, people: People) -> None:
    """Insert everybody who books or runs a house in a load."""
    for table, rows in (
        (User, people.users),
        (Organisation, people.organisations),
        (Membership, people.memberships),
        (StaffRole, people.staff_roles),
    ):
        write(connection, table, rows)
        catch_up_ids(connection, table)


def write(connection: Connection, model: type[Base], rows: Sequence[Row]) -> None:
    """Insert rows that all have the same columns; columns left out get the model's plain default.

    By COPY on PostgreSQL, else many at a time; both past the ORM, whose care for single rows
    would take most of the time.
    """
    if not rows:
        return
    table = table_of(model)
    usual = {
        column.name: column.default.arg
        for column in table.columns
        if column.name not in rows[0] and isinstance(column.default, ScalarElementColumnDefault)
    }
    names = [*rows[0], *usual]
    processors = [_processor(table, name, connection) for name in names]
    stored = (
        tuple(
            process(value) if process else value
            for process, value in zip(processors, (*row.values(), *usual.values()), strict=True)
        )
        for row in rows
    )
    columns = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name != "postgresql":
        marks = ", ".join("?" * len(names))
        connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})', list(stored))
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
        for values in stored:
            copy.write_row(values)


def _processor(table: Table, name: str, connection: Connection) -> Any:
    return table.c[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)


def catch_up_ids(connection: Connection, model: type[Base]) -> None:
    """Let the next id follow the largest one written; PostgreSQL counts by itself and did not look."""
    if connection.dialect.name == "postgresql":
        name = f'"{model.__tablename__}"'
        connection.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))")
        )


def table_of(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table
