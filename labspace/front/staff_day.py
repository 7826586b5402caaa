"""What the staff of a house need for one day, gathered in a handful of statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.claim_models import Blocking
from labspace.bookings.missed_queries import forgiven_among
from labspace.bookings.models import Booking
from labspace.bookings.presence import EARLY_ARRIVAL, LATE_DEPARTURE
from labspace.bookings.queries import blockings_of, house_bookings, undecided_bookings, unsettled_bookings
from labspace.bookings.reasons import blocking_text
from labspace.bookings.releases import WonBack, won_back
from labspace.bookings.rulebook.book import Rules
from labspace.bookings.rulebook.queries import rules_of
from labspace.bookings.shown import ShownBooking, shown
from labspace.bookings.states import BookingState
from labspace.busy.queries import open_collision_count
from labspace.defects.queries import open_defect_count
from labspace.events.attendance.queries import untold_count
from labspace.events.programme.queries import proposed_count
from labspace.events.set_up import SetUp, set_ups
from labspace.formats import clock_text, duration_text, hour_count_text, hours_text, span_text
from labspace.front.popup_dues import PopupDue, popup_dues
from labspace.locations.models import Location
from labspace.locations.queries import house_hours
from labspace.spaces.kinds import SpaceKind
from labspace.spaces.names import space_name, space_names
from labspace.times import TimeSpan

EXPECTED = (BookingState.CONFIRMED, BookingState.USED, BookingState.NO_SHOW)
LOOK_BACK = timedelta(days=60)
"""How far back somebody is still asked whether people came."""
MOST_LISTED = 8


@dataclass(frozen=True)
class Press:
    """A button that notes presence; `label` says it in full for those who only hear it."""

    text: str
    label: str
    url: str
    kind: str


@dataclass(frozen=True)
class Visit:
    """One booking of the day with what may be done about it."""

    booking: ShownBooking
    presses: Sequence[Press]
    is_late: bool
    """Begun longer ago than the grace time, and nobody noted presence."""


@dataclass(frozen=True)
class Preparation:
    """Something to set up or clear away."""

    when: str
    what: str
    booking: ShownBooking
    more: str = ""
    """What else has to be there, such as equipment."""


@dataclass(frozen=True)
class Blocked:
    """A space that is kept free."""

    space: str
    when: str
    why: str


@dataclass(frozen=True)
class StaffDay:
    """One day of a house."""

    opening: str
    visits: Sequence[Visit]
    preparations: Sequence[Preparation]
    undecided: Sequence[ShownBooking]
    undecided_count: int
    unsettled: Sequence[Visit]
    unsettled_count: int
    blocked: Sequence[Blocked]
    people: int
    won_back: str
    """Hours that no-shows and early check-outs of the day gave back; empty: none."""
    rebooked: str
    uncounted: int
    """Events of the last weeks nobody said how many came to."""
    to_release: int
    """Texts for the programme that wait for the team."""
    popups: Sequence[PopupDue]
    """Handovers that are due now, and offers that lapsed lately."""
    collisions: int
    """Events of foreign calendars that lie over a booking and wait for a decision."""
    defects: int
    """Reports of something broken that wait for somebody."""


def staff_day(session: Session, house: Location, day: date, *, now: datetime) -> StaffDay:
    """Who comes, what to prepare, what to decide; statements do not grow with the bookings."""
    zone, window = house.zone, TimeSpan.of_days(day, day, zone=house.zone)
    around = window.widened(before=timedelta(days=1), after=timedelta(days=1))
    near = house_bookings(session, house.id, around, states=EXPECTED)
    expected = [booking for booking in near if booking.span.overlaps(window)]
    rules = rules_of(session, list({space for booking in near for space in booking.spaces}), on=day)
    undecided = undecided_bookings(session, house.id)
    unsettled = [
        booking
        for booking in unsettled_bookings(session, house.id, now=now, since=now - LOOK_BACK)
        if not booking.span.overlaps(window)
    ]
    counted = _held_against(session, expected, rules)
    won: WonBack = won_back(session, house.id, window)
    opening = house_hours(session, [house], window)[house.id].open_spans(window)
    uncounted, to_release, collisions, defects = session.execute(
        select(
            untold_count(house.id, now=now),
            proposed_count(house.id, now=now),
            open_collision_count(house.id, now=now),
            open_defect_count(house.id),
        )
    ).one()
    return StaffDay(
        opening=", ".join(hours_text(span, zone=zone) for span in opening),
        visits=[_visit(booking, rules, house=house, now=now, counted=counted) for booking in expected],
        preparations=list(
            _preparations(near, rules, set_ups(session, near, location_id=house.id), window=window, zone=zone)
        ),
        undecided=[shown(booking) for booking in undecided[:MOST_LISTED]],
        undecided_count=len(undecided),
        unsettled=[_visit(booking, rules, house=house, now=now) for booking in unsettled[:MOST_LISTED]],
        unsettled_count=len(unsettled),
        blocked=[_blocked(row, zone=zone) for row in blockings_of(session, house.id, window)],
        people=sum(booking.people for booking in expected),
        won_back=hour_count_text(won.released) if won.released else "",
        rebooked=hour_count_text(won.rebooked),
        uncounted=uncounted,
        to_release=to_release,
        popups=popup_dues(session, house, now=now),
        collisions=collisions,
        defects=defects,
    )


def _held_against(session: Session, bookings: Sequence[Booking], rules: dict[int, Rules]) -> set[int]:
    """The no-shows that count for a consequence the house draws; asked only where it draws one."""
    if not any(rule.no_shows for rule in rules.values()):
        return set()
    missed = {booking.id for booking in bookings if booking.state is BookingState.NO_SHOW}
    return missed - forgiven_among(session, missed)


def _visit(
    booking: Booking,
    rules: dict[int, Rules],
    *,
    house: Location,
    now: datetime,
    counted: Collection[int] = (),
) -> Visit:
    rule = rules.get(booking.spaces[0].id)
    grace = timedelta(minutes=rule.grace_minutes if rule else 30)
    return Visit(
        booking=shown(booking),
        presses=list(_presses(booking, house=house, now=now, counts=booking.id in counted)),
        is_late=booking.state is BookingState.CONFIRMED and now > booking.starts_at + grace,
    )


def _presses(booking: Booking, *, house: Location, now: datetime, counts: bool = False) -> Iterable[Press]:
    def url(endpoint: str) -> str:
        return url_for(f"bookings_staff.{endpoint}", slug=house.slug, reference=booking.reference)

    who = {"name": booking.booked_by.name, "space": space_names(booking.spaces)}
    if booking.state is BookingState.CONFIRMED:
        if now >= booking.ends_at:
            yield Press(_("War da"), _("%(name)s, %(space)s: war da", **who), url("arrive"), "secondary")
        elif now >= booking.starts_at - EARLY_ARRIVAL:
            yield Press(_("Ist da"), _("%(name)s, %(space)s: ist da", **who), url("arrive"), "secondary")
        if now >= booking.starts_at:
            yield Press(
                _("Nicht erschienen"), _("%(name)s, %(space)s: nicht erschienen", **who), url("miss"), "quiet"
            )
    elif booking.state in (BookingState.USED, BookingState.NO_SHOW):
        if counts:
            yield Press(
                _("Nicht anrechnen"),
                _("%(name)s, %(space)s: Nichterscheinen nicht anrechnen", **who),
                url("forgive"),
                "quiet",
            )
        if booking.state is BookingState.NO_SHOW:
            yield Press(
                _("War doch da"), _("%(name)s, %(space)s: war doch da", **who), url("arrive"), "quiet"
            )
        elif _may_still_leave(booking, now=now):
            yield Press(
                _("Ist gegangen"), _("%(name)s, %(space)s: ist gegangen", **who), url("leave"), "quiet"
            )
        yield Press(
            _("Vermerk zurücknehmen"),
            _("%(name)s, %(space)s: Vermerk zurücknehmen", **who),
            url("take_back"),
            "quiet",
        )


def _may_still_leave(booking: Booking, *, now: datetime) -> bool:
    left = booking.used_until is not None or booking.kind is SpaceKind.POPUP_SLOT
    return not left and booking.checked_in_at is not None and now <= booking.ends_at + LATE_DEPARTURE


def _preparations(
    bookings: Sequence[Booking],
    rules: dict[int, Rules],
    events: dict[int, SetUp],
    *,
    window: TimeSpan,
    zone: ZoneInfo,
) -> Iterable[Preparation]:
    found: list[tuple[datetime, Preparation]] = []
    for booking in bookings:
        if booking.state is BookingState.NO_SHOW:
            continue
        rule, set_up = rules.get(booking.spaces[0].id), events.get(booking.id, SetUp())
        for at, preparation in _around(booking, rule, set_up, zone=zone):
            if window.includes(at):
                found.append((at, preparation))
    return [preparation for _at, preparation in sorted(found, key=lambda pair: pair[0])]


def _around(
    booking: Booking, rule: Rules | None, set_up: SetUp, *, zone: ZoneInfo
) -> Iterable[tuple[datetime, Preparation]]:
    item = shown(booking)
    before = timedelta(minutes=booking.setup_minutes or (rule.buffer_before_minutes if rule else 0))
    after = timedelta(minutes=booking.teardown_minutes or (rule.buffer_after_minutes if rule else 0))
    if before or booking.layout or set_up.things:
        starts_at = booking.starts_at - before
        when = (
            clock_text(starts_at, zone=zone)
            if not before
            else hours_text(TimeSpan(starts_at, booking.starts_at), zone=zone)
        )
        yield starts_at, Preparation(when, _set_up(booking), item, ", ".join(set_up.things))
    for at, what in set_up.served:
        yield at, Preparation(clock_text(at, zone=zone), what, item)
    if after:
        when = hours_text(TimeSpan(booking.ends_at, booking.ends_at + after), zone=zone)
        length = duration_text(int(after / timedelta(minutes=1)))
        yield booking.ends_at, Preparation(when, _("Abräumen (%(length)s)", length=length), item)


def _set_up(booking: Booking) -> str:
    people = ngettext("%(num)d Person", "%(num)d Personen", booking.people)
    if booking.layout:
        return _("Aufbauen: %(layout)s für %(people)s", layout=booking.layout.label, people=people)
    return _("Herrichten für %(people)s", people=people)


def _blocked(row: Blocking, *, zone: ZoneInfo) -> Blocked:
    why = blocking_text(row)
    return Blocked(
        space=space_name(row.space),
        when=span_text(row.span, zone=zone),
        why=_("%(reason)s – %(words)s", reason=why, words=row.note) if row.note else why,
    )
