"""From what a call is asked to a wish of the bookings' own: for whom, where, when, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.accounts.queries import find_user, normal_address
from labspace.api.bookings.asks import BookingAsk
from labspace.api.bookings.rrule import NotKept, rule_from
from labspace.api.ground.caller import Caller
from labspace.bookings.actions.checks import StaffDoor
from labspace.bookings.bookers import Reader
from labspace.bookings.series.wishes import SeriesWish
from labspace.bookings.wanted import Wanted, find_wanted_spaces
from labspace.bookings.wishes import Details, Wish
from labspace.errors import Refusal, Refused
from labspace.times import TimeSpan


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A wish in the terms of the actions."""

    wanted: Wanted
    span: TimeSpan
    details: Details
    booked_by: User
    door: StaffDoor | None
    """None: the caller books for themselves."""
    series: SeriesWish | None

    def wish(self, ask: BookingAsk) -> Wish:
        """The single booking that was asked for."""
        return Wish(
            span=self.span,
            space_ids=tuple(space.id for space in self.wanted.spaces),
            setup_minutes=ask.setup_minutes,
            teardown_minutes=ask.teardown_minutes,
            details=self.details,
        )

    @property
    def reader(self) -> Reader:
        """As whom alternatives are looked for."""
        return Reader(user=self.booked_by, organisation_id=self.details.organisation_id)


def asked(session: Session, ask: BookingAsk, caller: Caller) -> Asked:
    """What `ask` means to this caller.

    Raises `Refused` with `space_unknown`, `ends_before_it_begins`, `person_unknown`, `not_allowed` for
    what only staff of the house may ask, or `recurrence_not_kept`.
    """
    names = list(dict.fromkeys(ask.spaces))
    wanted = find_wanted_spaces(session, names)
    if wanted is None:
        raise Refused(Refusal("spaces_not_together" if _all_known(session, names) else "space_unknown"))
    if ask.ends_at <= ask.starts_at:
        raise Refused(Refusal("ends_before_it_begins"))
    booked_by, door = _who(session, ask, caller, wanted)
    details = Details(
        title=ask.title.strip(),
        people=ask.people,
        layout=ask.layout,
        theme=ask.theme,
        is_public=ask.public,
        note=ask.note,
        organisation_id=ask.organisation,
    )
    return Asked(
        wanted=wanted,
        span=TimeSpan(ask.starts_at, ask.ends_at),
        details=details,
        booked_by=booked_by,
        door=door,
        series=_series(ask, wanted, details) if ask.recurrence is not None else None,
    )


def _all_known(session: Session, names: list[str]) -> bool:
    return all(find_wanted_spaces(session, [name]) is not None for name in names)


def _who(session: Session, ask: BookingAsk, caller: Caller, wanted: Wanted) -> tuple[User, StaffDoor | None]:
    """Who books, and by which door: staff for others, or for what the rules do not let pass."""
    if ask.booked_for is None and not ask.entered_later and not ask.override_reason:
        return caller.user, None
    if not caller.runs(wanted.house.id):
        raise Refused(Refusal("not_allowed"))
    person = caller.user
    if ask.booked_for is not None:
        found = find_user(session, normal_address(ask.booked_for))
        if found is None or not found.is_active:
            raise Refused(Refusal("person_unknown"))
        person = found
    if ask.entered_later and ask.recurrence is not None:
        raise Refused(Refusal("series_not_entered_later"))
    door = StaffDoor(
        entered_by=caller.user, reason=ask.override_reason.strip(), entered_later=ask.entered_later
    )
    return person, door


def _series(ask: BookingAsk, wanted: Wanted, details: Details) -> SeriesWish:
    if ask.public or ask.layout is not None or ask.setup_minutes or ask.teardown_minutes:
        raise Refused(Refusal("not_in_series"))
    zone = wanted.house.zone
    first, last = ask.starts_at.astimezone(zone), ask.ends_at.astimezone(zone)
    starts, ends = first.hour * 60 + first.minute, last.hour * 60 + last.minute
    ends_at_midnight = not ends and last.date() == first.date() + timedelta(days=1)
    if first.second or last.second or (last.date() != first.date() and not ends_at_midnight):
        raise Refused(Refusal("series_over_midnight"))
    try:
        rule = rule_from(ask.recurrence or "", first=first, zone=zone)
    except NotKept as error:
        raise Refused(Refusal("recurrence_not_kept", {"part": str(error)})) from error
    return SeriesWish(
        rule=rule,
        first_on=first.date(),
        starts_minute=starts,
        ends_minute=ends or 1440,
        space_ids=tuple(space.id for space in wanted.spaces),
        details=details,
    )
