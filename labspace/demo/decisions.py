"""Options that need somebody: one shared, one challenged, and a confirmed event half prepared; all invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.bookings.options.actions import challenge_first, join_option
from labspace.bookings.options.models import OptionPartner
from labspace.bookings.wishes import Details, Wish
from labspace.demo.people import ORGANISER, STARTUP, TEAM, DemoPerson
from labspace.demo.words import INVENTED
from labspace.errors import Refused
from labspace.events.actions import EventDetails, request_event
from labspace.events.decision.actions.agree import tell_traits
from labspace.events.decision.actions.approve import approve_event
from labspace.events.decision.actions.checklist import settle_check
from labspace.events.decision.queries import checklist_of
from labspace.spaces.event_terms import ChecklistWho
from labspace.spaces.models import Space
from labspace.spaces.queries import find_space
from labspace.times import TimeSpan

AREA = "bochum-event-a"
AHEAD_DAYS = 63
"""Beyond the invented load, so that the areas are free."""
TRIED_DAYS = 40
DAY = timedelta(days=1)


def load_decisions(session: Session, *, now: datetime) -> list[Booking]:
    """The challenged option, who waits behind it, the shared one and the event; empty without people."""
    people = {user.email: user for user in session.scalars(select(User).where(User.is_demo))}
    area = find_space(session, AREA)
    if area is None or any(person.email not in people for person in (STARTUP, ORGANISER, TEAM)):
        return []

    def by(person: DemoPerson) -> User:
        return people[person.email]

    days = _days(area, now=now)
    first = _ask(session, area, days, "Markt der Möglichkeiten", 60, by=by(ORGANISER), now=now - 5 * DAY)
    same_day = iter([first.starts_at.astimezone(area.location.zone).date()])
    second = _ask(session, area, same_day, "Demo-Tag der Gründungen", 40, by=by(STARTUP), now=now - 4 * DAY)
    challenge_first(session, second.id, by=by(STARTUP), now=now - DAY)
    shared = _ask(session, area, days, "Nacht der Wärmepumpen", 45, by=by(STARTUP), now=now - 2 * DAY)
    partner = OptionPartner(
        booking_id=shared.id,
        # Past the door for addresses: no mail could reach this one, and none should.
        email=ORGANISER.email,
        invited_by_id=by(STARTUP).id,
        invited_at=now - 2 * DAY,
    )
    session.add(partner)
    session.flush()
    join_option(session, partner.id, by=by(ORGANISER), now=now - DAY)
    event = _ask(session, area, days, "Lange Tafel im Quartier", 50, by=by(ORGANISER), now=now - 6 * DAY)
    _prepare(session, event, team=by(TEAM), organiser=by(ORGANISER), now=now)
    session.commit()
    return [first, second, shared, event]


def _days(area: Space, *, now: datetime) -> Iterator[date]:
    """Weekdays far enough ahead."""
    today = now.astimezone(area.location.zone).date()
    ahead = (today + timedelta(days=AHEAD_DAYS + number) for number in range(TRIED_DAYS))
    return (day for day in ahead if day.weekday() < 5)


def _ask(
    session: Session, area: Space, days: Iterator[date], title: str, people: int, *, by: User, now: datetime
) -> Booking:
    """An option on the first of these days on which the house lets it be."""
    layout = max(area.layouts, key=lambda one: one.capacity)
    organisation = by.memberships[0].organisation if by.memberships else None
    for day in days:
        wish = Wish(
            span=TimeSpan.on_day(day, time(12), time(16), zone=area.location.zone),
            space_ids=(area.id,),
            details=Details(
                title=title,
                people=min(people, layout.capacity),
                layout=layout.layout,
                organisation_id=organisation.id if organisation else None,
                is_public=True,
            ),
        )
        about = EventDetails(
            purpose=f"Zusammenkommen und ausprobieren. {INVENTED}",
            organiser_name=organisation.name if organisation else by.name,
        )
        try:
            return request_event(session, wish, about, booked_by=by, now=now).booking
        except Refused:
            continue
    raise LookupError("no day on which the house lets an event be")


def _prepare(session: Session, event: Booking, *, team: User, organiser: User, now: datetime) -> None:
    """Confirmed under a condition, answered, and some of its checklist settled."""
    approve_event(
        session, event.id, by=team, now=now - 3 * DAY, conditions=["Der Notausgang zum Hof bleibt frei."]
    )
    tell_traits(session, event.id, music=True, alcohol=True, sells=False, by=organiser, now=now - 2 * DAY)
    theirs = [item for item in checklist_of(session, event.id) if item.who is not ChecklistWho.TEAM]
    for item in theirs[: len(theirs) // 2]:
        settle_check(
            session, event.id, item.id, by=organiser, now=now - DAY, is_team=False, document="D-2026-17"
        )
