"""Placing a series: every date through the same rules, in one transaction, with the locks taken once."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.announcements import announce
from labspace.bookings.actions.bookers import lock_bookers
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.actions.claims import lock_spaces
from labspace.bookings.actions.no_shows import settle_in_the_way
from labspace.bookings.actions.rows import new_reference
from labspace.bookings.changes import BookingPlaced
from labspace.bookings.rulebook.queries import rules_of
from labspace.bookings.series.actions.form_answers import note_series_form
from labspace.bookings.series.actions.rows import person_refusals, put_bookings
from labspace.bookings.series.asker import Asker
from labspace.bookings.series.board import Board, Parts, load_board, load_parts, window_of
from labspace.bookings.series.changes import SeriesPlaced
from labspace.bookings.series.models import DateState, Series, SeriesDate
from labspace.bookings.series.plan import PlannedDate, SeriesRefused, plan_dates
from labspace.bookings.series.reasons import stored
from labspace.bookings.series.recurrence import Occurrence, bounded_days, occurrences
from labspace.bookings.series.wishes import SeriesWish
from labspace.db import begin_write
from labspace.errors import Refusal, Refused, refuse_any
from labspace.locations.models import Location
from labspace.spaces.models import Space
from labspace.spaces.queries import spaces_of
from labspace.times import TimeSpan


@dataclass(frozen=True)
class SeriesPlan:
    """What a wish comes to: the house, its spaces, and each date."""

    house: Location
    board: Board
    asked: tuple[Space, ...]
    dates: list[PlannedDate]


def place_series(
    session: Session,
    wish: SeriesWish,
    *,
    booked_by: User,
    now: datetime,
    skip: bool,
    door: StaffDoor | None = None,
    once: str = "",
) -> Series:
    """Book every date of the wish, or with `skip` those that are free; the others are kept with their reasons.

    Without `skip` one refused date refuses all (`SeriesRefused`); so does a series of which no date
    is free. With `door` staff enter it for whoever books, and their reason lets house rules pass date by
    date. `once` names the filled-in form: sent twice, it gives the series of the first time.
    """
    booker_id, actor_id = booked_by.id, door.entered_by.id if door else booked_by.id
    begin_write(session)
    form, before = note_series_form(session, wish, booker_id=booker_id, once=once, now=now)
    if before is not None:
        return before
    plan = plan_series(session, wish, booked_by=booked_by, now=now, lock=True, door=door)
    refuse_any(person_refusals(session, booked_by, organisation_id=wish.details.organisation_id, door=door))
    free = [one for one in plan.dates if one.is_free]
    if not free or (len(free) < len(plan.dates) and not skip):
        raise SeriesRefused(plan.dates)
    series = _new_series(session, plan, wish, booked_by=booked_by, now=now)
    bookings = put_bookings(session, series, free, board=plan.board, booked_by=booked_by, now=now, door=door)
    ids = {day: one.id for day, one in bookings.items()}
    session.execute(insert(SeriesDate), date_rows(series, plan.dates, booking_ids=ids, now=now))
    dates = session.scalars(
        select(SeriesDate).where(SeriesDate.series_id == series.id).order_by(SeriesDate.day)
    ).all()
    if form is not None:
        form.booking_id = bookings[free[0].day].id
    placed = tuple(bookings.values())
    for booking in placed:
        announce(session, BookingPlaced(booking, actor_id, now, in_series=True))
    announce(session, SeriesPlaced(series, tuple(dates), placed, actor_id, now))
    return series


def plan_series(
    session: Session,
    wish: SeriesWish,
    *,
    booked_by: User,
    now: datetime,
    lock: bool = False,
    door: StaffDoor | None = None,
) -> SeriesPlan:
    """What would become of each date; the statements do not grow with the dates.

    Without `lock` it is a preview that may be out of date the next moment, and the board also knows the
    other spaces of the kind. Raises `Refused` for a rule without dates or with too many.
    """
    house = house_of(session, wish)
    days, broken = bounded_days(wish.rule, first=wish.first_on)
    refuse_any(broken)
    at = occurrences(days, wish.starts_minute, wish.ends_minute, zone=house.zone)
    asked_ids = wish.space_ids or pool_ids(session, wish, on=days[0])
    ids = dict.fromkeys([*asked_ids, *(other.space_id for other in wish.instead)])
    organisation_id = wish.details.organisation_id
    if lock:
        spaces = _locked(session, house, ids)
        # Alone, because what one has booked may be counted: of two series at once the second waits.
        lock_bookers(session, booked_by.id, organisation_id=organisation_id, alone=True)
    else:
        spaces = _all_of_kind(session, house, ids, on=days[0])
    asked = tuple(spaces[space_id] for space_id in asked_ids if space_id in spaces)
    if not asked or (wish.space_ids and len(asked) < len(set(wish.space_ids))):
        raise Refused(Refusal("space_unknown" if wish.space_ids else "none_free"))
    check_kind(asked, house)
    board = board_of(session, house, list(spaces.values()), at, now=now, locked=lock, holder_id=booked_by.id)
    if wish.space_ids:
        check_apart(asked, board.parts, on=days[0])
    first = min(one.span.starts_at for one in at if one.span is not None)
    board.asker, board.door = Asker(session, booked_by, organisation_id, first), door
    return SeriesPlan(house, board, asked, plan_dates(board, at, wish, asked))


def board_of(
    session: Session,
    house: Location,
    spaces: Collection[Space],
    at: Sequence[Occurrence],
    *,
    now: datetime,
    parts: Parts | None = None,
    without: Collection[int] = (),
    locked: bool = False,
    holder_id: int | None = None,
) -> Board:
    """The board of these spaces for all of these dates; `holder_id` is who asks."""
    spans = [one.span for one in at if one.span is not None]
    if not spans:
        raise SeriesRefused([PlannedDate(one.day, (), None, (one.missing,)) for one in at if one.missing])
    known = parts if parts is not None else load_parts(session, house.id)
    if locked:
        settle_present(session, spaces, known, spans[0], now=now)
    window = window_of(spans)
    return load_board(
        session,
        spaces,
        window,
        parts=known,
        now=now,
        without=without,
        locked=locked,
        holder_id=holder_id,
    )


def settle_present(
    session: Session, spaces: Collection[Space], parts: Parts, first: TimeSpan, *, now: datetime
) -> None:
    """Settle the no-shows on these locked spaces that may keep the first date off."""
    day = first.starts_at.date()
    rules = rules_of(session, spaces, on=day).values()
    unit_ids = frozenset().union(*(parts.units(space.id, on=day) for space in spaces))
    settle_in_the_way(session, unit_ids, rules, span=first, now=now)


def house_of(session: Session, wish: SeriesWish) -> Location:
    """The house the wish is about; raises `Refused` if there is no such space or house."""
    location_id = wish.pool_location_id
    if wish.space_ids:
        location_id = session.scalar(select(Space.location_id).where(Space.id == wish.space_ids[0]))
    house = session.get(Location, location_id) if location_id is not None else None
    if house is None:
        raise Refused(Refusal("space_unknown"))
    return house


def check_kind(spaces: Sequence[Space], house: Location) -> None:
    """Raise `Refused` for spaces of several houses or kinds, and for kinds one has to ask for."""
    kinds = {space.kind for space in spaces}
    if len(kinds) > 1 or any(space.location_id != house.id for space in spaces):
        raise Refused(Refusal("not_allowed"))
    if not spaces[0].kind.is_booked_at_once:
        raise Refused(Refusal("series_not_for_kind"))


def check_apart(spaces: Sequence[Space], parts: Parts, *, on: date) -> None:
    """Raise `Refused` for a whole named together with its part: it would hold the part's people twice."""
    units = [unit_id for space in spaces for unit_id in parts.units(space.id, on=on)]
    if len(units) > len(set(units)):
        raise Refused(Refusal("not_allowed"))


def pool_ids(session: Session, wish: SeriesWish, *, on: date) -> tuple[int, ...]:
    """The spaces of a pool in order of choice."""
    assert wish.pool_location_id is not None
    found = spaces_of(session, [wish.pool_location_id], on=on, kind=wish.pool_kind)
    fitting = [
        space
        for space in found
        if space.is_unit
        and space.capacity >= wish.details.people
        and (not wish.pool_feature or wish.pool_feature in space.features)
    ]
    ordered = sorted(fitting, key=lambda space: (space.capacity, space.position, space.id))
    return tuple(space.id for space in ordered)


def _locked(session: Session, house: Location, ids: Collection[int]) -> dict[int, Space]:
    parts = load_parts(session, house.id)
    locked = {space.id: space for space in lock_spaces(session, parts.ever(ids))}
    return {space_id: locked[space_id] for space_id in ids if space_id in locked}


def _all_of_kind(session: Session, house: Location, ids: Collection[int], *, on: date) -> dict[int, Space]:
    named = session.scalars(select(Space).where(Space.id.in_(ids))).all()
    kind = named[0].kind if named else None
    others = spaces_of(session, [house.id], on=on, kind=kind) if kind is not None else ()
    return {space.id: space for space in [*named, *others]}


def _new_series(
    session: Session, plan: SeriesPlan, wish: SeriesWish, *, booked_by: User, now: datetime
) -> Series:
    details = wish.details
    series = Series(
        reference=free_series_reference(session, plan.house.slug),
        uid=f"series-{uuid.uuid4().hex}",
        location_id=plan.house.id,
        kind=plan.asked[0].kind,
        booked_by_id=booked_by.id,
        organisation_id=details.organisation_id,
        rule=wish.rule.text,
        first_on=wish.first_on,
        starts_minute=wish.starts_minute,
        ends_minute=wish.ends_minute,
        is_pool=not wish.space_ids,
        pool_feature=wish.pool_feature,
        title=details.title,
        people=details.people,
        theme=details.theme,
        note=details.note,
        created_at=now,
        changed_at=now,
        spaces=list(plan.asked) if wish.space_ids else [],
    )
    session.add(series)
    session.flush()
    return series


def free_series_reference(session: Session, slug: str) -> str:
    """A reference such as `BOS-7K2M9QX` that no series has."""
    while session.scalar(select(Series.id).where(Series.reference == (reference := _reference(slug)))):
        pass
    return reference


def _reference(slug: str) -> str:
    house, _dash, letters = new_reference(slug).partition("-")
    return f"{house}S-{letters}"


def date_rows(
    series: Series, planned: Sequence[PlannedDate], *, booking_ids: dict[date, int], now: datetime
) -> list[dict[str, Any]]:
    """The values of each date's row: booked, or skipped with what stood against it."""
    return [
        {
            "series_id": series.id,
            "day": one.day,
            "starts_at": one.span.starts_at if one.span else None,
            "ends_at": one.span.ends_at if one.span else None,
            "state": DateState.BOOKED if one.day in booking_ids else DateState.SKIPPED,
            "booking_id": booking_ids.get(one.day),
            "is_exception": one.is_exception,
            "reasons": stored(one.refusals),
            "skipped_at": None if one.day in booking_ids else now,
        }
        for one in planned
    ]
