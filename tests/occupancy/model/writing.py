"""A plan of a town written into the database, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from labspace.accounts.kinds import PartnerType
from labspace.accounts.models import Organisation, User
from labspace.bookings.claim_models import Blocking
from labspace.bookings.holds import Hold, HoldPurpose
from labspace.bookings.models import BookedUnit, Booking, BookingSpace
from labspace.bookings.rulebook.models import BookingRule
from labspace.bookings.series.models import DateState, Series, SeriesDate
from labspace.bookings.states import BookingState as S
from labspace.bookings.waiting.models import WaitingOffer, WaitingWish, WaitingWishHouse
from labspace.bookings.waiting.states import OfferState
from labspace.db import begin_write
from labspace.events.models import EventRequest
from labspace.ideas.models import Idea, IdeaMoney
from labspace.ideas.states import IdeaState, Visibility
from labspace.locations.models import Closure, Location, OpeningHours, SpecialOpening
from labspace.popups.calls.models import PopupCall
from labspace.popups.models import PopupApplication
from labspace.popups.states import ApplicationState
from labspace.popups.tenancies.models import Tenancy
from labspace.popups.tenancies.records import FollowUp, OpenedDay
from labspace.spaces.kinds import Layout, SpaceKind
from labspace.spaces.models import Space, SpaceClosure, SpaceHours, SpaceLayout, SpacePart
from labspace.times import TimeSpan
from labspace.visits.models import VisitCount
from tests.occupancy.model.plans import (
    AskedPlan,
    BookingPlan,
    CountPlan,
    HousePlan,
    MoneyPlan,
    Piece,
    TownPlan,
    UnitPlan,
    Window,
    WishPlan,
)
from tests.occupancy.model.rows import Asked

CANCELLED = {S.CANCELLED_EARLY, S.CANCELLED_LATE, S.CANCELLED_HOUSE}
ENTERED = datetime(2026, 11, 1, tzinfo=UTC)
CALLED_OFF = datetime(2026, 1, 5, 12, tzinfo=UTC)
A_MINUTE, A_DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass
class Town:
    """What was written."""

    plan: TownPlan
    now: int
    houses: list[Location] = field(default_factory=list)
    spaces: list[Space] = field(default_factory=list)
    parts: dict[int, list[Space]] = field(default_factory=dict)
    bookings: list[Booking] = field(default_factory=list)
    people: list[User] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    counted: set[tuple[object, ...]] = field(default_factory=set)

    def day(self, number: int) -> date:
        return self.plan.monday + number * A_DAY

    def moment(self, minute: int) -> datetime:
        return datetime.combine(self.plan.monday, datetime.min.time(), tzinfo=UTC) + minute * A_MINUTE

    def span(self, piece: Piece) -> TimeSpan:
        return TimeSpan(self.moment(piece.start), self.moment(piece.start + piece.long))

    def asked(self, plan: AskedPlan) -> Asked:
        houses = self.houses[plan.houses - 1 :][:1] if plan.houses else self.houses
        return Asked(
            house_ids=frozenset(one.id for one in houses or self.houses),
            kinds=plan.kinds,
            first=self.day(plan.first),
            last=self.day(plan.first + plan.long - 1),
            now=self.moment(plan.now),
        )


def write(session: Session, plan: TownPlan, *, now: int) -> Town:
    """The rows of a plan as they stand at a minute of it, flushed: what is ahead was counted by nobody."""
    begin_write(session)
    town = Town(plan, now)
    for number in range(5):
        town.people.append(
            User(name=f"P{number}", email=f"p{number}@example.org", password_hash="", created_at=ENTERED)
        )
        kind = PartnerType.INTERNAL if number == 4 else PartnerType.STARTUP
        town.organisations.append(Organisation(name=f"O{number}", partner_type=kind, created_at=ENTERED))
    session.add_all([*town.people, *town.organisations])
    session.flush()
    if plan.merged:
        town.organisations[3].merged_into_id = town.organisations[1].id
    for number, house in enumerate(plan.houses):
        write_house(session, town, house, number)
    write_bookings(session, town)
    for index, count in plan.walk_ins:
        space = town.spaces[index % len(town.spaces)]
        write_counts(session, town, [count], house_id=space.location_id, first=town.day(5), space=space)
    write_counts(session, town, plan.at_doors, house_id=town.houses[0].id, first=town.day(6))
    for wish in plan.wishes:
        write_wish(session, town, wish)
    write_money(session, town, plan.money)
    session.flush()
    return town


# --- houses ---------------------------------------------------------------------------------------


def write_house(session: Session, town: Town, plan: HousePlan, number: int) -> None:
    house = Location(
        slug=f"house-{number}",
        name=f"House {number}",
        city="Bochum",
        timezone=plan.zone,
        holiday_region="DE-NW",
        closed_on_holidays=plan.closed_on_holidays,
    )
    session.add(house)
    session.flush()
    town.houses.append(house)
    for index, kind in enumerate(SpaceKind):
        session.add(
            BookingRule(
                location_id=house.id,
                kind=kind,
                valid_from=town.day(-400),
                buffer_before_minutes=plan.buffers[index % 2],
                buffer_after_minutes=plan.buffers[(index + 1) % 2],
            )
        )
    for values in window_rows(town, plan.windows):
        session.add(OpeningHours(location_id=house.id, **values))
    session.add_all(SpecialOpening(location_id=house.id, span=town.span(one)) for one in plan.specials)
    session.add_all(Closure(location_id=house.id, span=town.span(one)) for one in plan.closures)
    if plan.is_divisible:
        whole = write_space(session, town, house, SpaceKind.EVENT_AREA, 90, is_unit=False)
        halves = [write_space(session, town, house, SpaceKind.EVENT_AREA, 40) for _half in range(2)]
        since = town.day(-400)
        session.add_all(SpacePart(whole_id=whole.id, part_id=one.id, valid_from=since) for one in halves)
        town.parts[whole.id] = halves
    for unit in plan.units:
        write_unit(session, town, house, unit)


def window_rows(town: Town, windows: Sequence[Window]) -> list[dict[str, int | date | None]]:
    return [
        {
            "weekday": weekday,
            "opens_minute": one.opens,
            "closes_minute": one.closes,
            "valid_from": town.day(one.since),
            "valid_until": None if one.until is None else town.day(max(one.since, one.until)),
        }
        for one in windows
        if one.opens < one.closes
        for weekday in one.weekdays
    ]


def write_space(
    session: Session, town: Town, house: Location, kind: SpaceKind, capacity: int, *, is_unit: bool = True
) -> Space:
    number = len(town.spaces)
    space = Space(
        public_id=f"space-{number}",
        location_id=house.id,
        kind=kind,
        name=f"Space {number}",
        capacity=capacity,
        is_unit=is_unit,
        valid_from=town.day(-400),
    )
    session.add(space)
    session.flush()
    if kind is SpaceKind.EVENT_AREA:
        session.add(SpaceLayout(space_id=space.id, layout=Layout.ROWS, capacity=capacity + 5))
    town.spaces.append(space)
    return space


def write_unit(session: Session, town: Town, house: Location, plan: UnitPlan) -> None:
    space = write_space(session, town, house, plan.kind, plan.capacity)
    space.valid_from = town.day(plan.since)
    space.valid_until = None if plan.until is None else town.day(max(plan.since, plan.until))
    for values in window_rows(town, plan.windows):
        session.add(SpaceHours(space_id=space.id, **values))
    session.add_all(SpaceClosure(space_id=space.id, span=town.span(one)) for one in plan.closures)
    for one in plan.blockings:
        lifted = one.lifted_after
        session.add(
            Blocking(
                space_id=space.id,
                span=town.span(one.piece),
                reason=one.reason,
                created_by_id=town.people[0].id,
                created_at=ENTERED,
                lifted_at=None if lifted is None else town.moment(one.piece.start + lifted),
            )
        )


# --- bookings -------------------------------------------------------------------------------------


def write_bookings(session: Session, town: Town) -> None:
    plan = town.plan
    series = [
        Series(
            reference=f"BOS-{number}",
            uid=f"series-{number}",
            location_id=town.houses[0].id,
            kind=SpaceKind.DESK,
            booked_by_id=town.people[0].id,
            rule="FREQ=WEEKLY",
            first_on=town.day(0),
            starts_minute=540,
            ends_minute=600,
            created_at=ENTERED,
            changed_at=ENTERED,
            cancelled_at=CALLED_OFF if is_called_off else None,
        )
        for number, is_called_off in enumerate(plan.series_called_off)
    ]
    session.add_all(series)
    session.flush()
    taken: set[tuple[int, date]] = set()
    first_of: dict[int, int] = {}
    for one in plan.bookings:
        booking = write_booking(session, town, one)
        zone = ZoneInfo(next(house.timezone for house in town.houses if house.id == booking.location_id))
        day = booking.starts_at.astimezone(zone).date()
        if one.series is not None and (one.series, day) not in taken:
            taken.add((one.series, day))
            if booking.state in CANCELLED:
                booking.state_since = CALLED_OFF
            row = SeriesDate(
                series_id=series[one.series].id, day=day, state=DateState.BOOKED, booking_id=booking.id
            )
            session.add(row)
        elif one.request is not None and booking.kind is SpaceKind.EVENT_AREA:
            first = first_of.setdefault(one.request, booking.id)
            session.add(
                EventRequest(
                    booking_id=booking.id,
                    purpose="",
                    organiser_name="",
                    house_rules_version="1",
                    house_rules_accepted_at=ENTERED,
                    first_booking_id=first,
                )
            )


def write_booking(session: Session, town: Town, plan: BookingPlan) -> Booking:
    space = town.spaces[plan.unit % len(town.spaces)]
    spaces = [space]
    if plan.also:
        spaces += [
            one
            for one in town.spaces
            if one.location_id == space.location_id
            and one.kind is space.kind
            and one is not space
            and one.is_unit
            and space.is_unit
        ][:1]
    span = town.span(plan.piece)
    if space.kind is SpaceKind.POPUP_SLOT:
        span = TimeSpan(span.starts_at, span.ends_at + (plan.piece.long % 14) * A_DAY)
    number = len(town.bookings)
    used_from, used_until = recorded(plan, span)
    booking = Booking(
        reference=f"BO-{number:07d}",
        uid=f"{number}@labspace",
        location_id=space.location_id,
        kind=space.kind,
        booked_by_id=town.people[plan.person].id,
        organisation_id=None if plan.organisation is None else town.organisations[plan.organisation].id,
        people=plan.people,
        layout=plan.layout,
        theme=plan.theme,
        sector=plan.sector,
        sector_version=plan.sector_version,
        partner_type=plan.partner,
        is_internal=plan.is_internal,
        is_public=plan.is_public,
        span=span,
        setup_minutes=plan.set_up,
        teardown_minutes=plan.tear_down,
        state=plan.state,
        state_since=ENTERED,
        option_until=span.starts_at if plan.state is S.OPTION else None,
        checked_in_at=span.starts_at if plan.is_checked_in else None,
        used_from=used_from,
        used_until=used_until,
        cancel_code=plan.cancel_code,
        price_cents=None if plan.price is None else plan.price[0],
        market_cents=None if plan.price is None else plan.price[1],
        created_at=span.starts_at - plan.asked_before * A_MINUTE,
        changed_at=ENTERED,
    )
    session.add(booking)
    session.flush()
    town.bookings.append(booking)
    for one in spaces:
        session.add(BookingSpace(booking_id=booking.id, space_id=one.id))
        for unit in town.parts.get(one.id, [one]):
            session.add(
                BookedUnit(
                    booking_id=booking.id, space_id=unit.id, starts_at=span.starts_at, ends_at=span.ends_at
                )
            )
    zone = ZoneInfo(next(house.timezone for house in town.houses if house.id == space.location_id))
    first = span.starts_at.astimezone(zone).date()
    last = (span.ends_at - A_MINUTE).astimezone(zone).date()
    write_counts(
        session, town, plan.counts, house_id=space.location_id, first=first, last=last, booking=booking
    )
    if plan.tenancy is not None and space.kind is SpaceKind.POPUP_SLOT:
        write_tenancy(session, town, plan, booking, spaces[0], first, last, zone)
    return booking


def recorded(plan: BookingPlan, span: TimeSpan) -> tuple[datetime | None, datetime | None]:
    """Recorded use, never turned round."""
    if plan.state is not S.USED:
        return None, None
    starts = None if plan.came_late is None else span.starts_at + plan.came_late * A_MINUTE
    ends = None if plan.stayed is None else span.ends_at + plan.stayed * A_MINUTE
    if (starts or span.starts_at) > (ends or span.ends_at):
        return starts and min(starts, span.ends_at), None
    return starts, ends


def write_counts(
    session: Session,
    town: Town,
    counts: Sequence[CountPlan],
    *,
    house_id: int,
    first: date,
    last: date | None = None,
    booking: Booking | None = None,
    space: Space | None = None,
) -> None:
    """One number of a source and day holds; others were corrected."""
    for number, one in enumerate(counts):
        day = min(first + one.day * A_DAY, last or date.max)
        about = booking.id if booking else None, space.id if space else None, house_id
        key = (*about, day, one.source)
        is_ended = one.is_ended or key in town.counted
        if day >= town.moment(town.now).date():
            continue
        if not is_ended:
            town.counted.add(key)
        starts_at = datetime.combine(day, datetime.min.time(), tzinfo=UTC)
        session.add(
            VisitCount(
                location_id=house_id,
                space_id=None if space is None else space.id,
                booking_id=None if booking is None else booking.id,
                day=day,
                span=TimeSpan(starts_at, starts_at + A_DAY),
                count=one.count,
                source=one.source,
                entered_at=ENTERED + number * A_MINUTE,
                ended_at=ENTERED + A_DAY if is_ended else None,
            )
        )
        session.flush()


def write_tenancy(
    session: Session,
    town: Town,
    plan: BookingPlan,
    booking: Booking,
    space: Space,
    first: date,
    last: date,
    zone: ZoneInfo,
) -> None:
    said = plan.tenancy
    assert said is not None
    application = None if said.concept is None else application_of(session, town, said.concept)
    tenancy = Tenancy(
        booking_id=booking.id,
        application_id=None if application is None else application.id,
        location_id=booking.location_id,
        space_id=space.id,
        state=said.state,
        state_since=ENTERED,
        min_days=said.min_days,
        min_minutes=said.min_minutes,
        created_at=ENTERED,
    )
    session.add(tenancy)
    session.flush()
    days: set[date] = set()
    for number, opens, long in said.opened:
        day = first + number * A_DAY
        if day in days or day > last:
            continue
        days.add(day)
        starts_at = datetime(day.year, day.month, day.day, opens // 60, opens % 60, tzinfo=zone)
        session.add(
            OpenedDay(
                tenancy_id=tenancy.id,
                day=day,
                span=TimeSpan(starts_at, starts_at.astimezone(UTC) + long * A_MINUTE),
                recorded_by_id=town.people[0].id,
                recorded_at=ENTERED,
            )
        )
    for months, outcome in dict(said.outcomes).items():
        session.add(
            FollowUp(tenancy_id=tenancy.id, months=months, due_on=last, answered_at=ENTERED, outcome=outcome)
        )


def application_of(session: Session, town: Town, concept: int) -> PopupApplication:
    found = session.query(PopupApplication).filter_by(title=f"concept {concept}").one_or_none()
    if found is None:
        call = PopupCall(location_id=town.houses[0].id, title=f"call {concept}", created_at=ENTERED)
        session.add(call)
        session.flush()
        found = PopupApplication(
            call_id=call.id,
            applicant_id=town.people[0].id,
            state=ApplicationState.WITHDRAWN,
            state_since=ENTERED,
            title=f"concept {concept}",
            created_at=ENTERED,
            submitted_at=town.moment(-(concept + 1) * 9000),
        )
        session.add(found)
        session.flush()
    return found


# --- demand and money -----------------------------------------------------------------------------


def write_wish(session: Session, town: Town, plan: WishPlan) -> None:
    booking = None if plan.booking is None else town.bookings[plan.booking % len(town.bookings)]
    asked_at = town.moment(0) if booking is None else booking.starts_at
    wish = WaitingWish(
        user_id=town.people[0].id,
        organisation_id=None if plan.organisation is None else town.organisations[plan.organisation].id,
        kind=plan.kind,
        weekdays=127,
        first_on=town.day(plan.first_on),
        last_on=town.day(plan.first_on),
        starts_minute=540,
        ends_minute=600,
        minutes=60,
        state=plan.state,
        state_since=ENTERED,
        created_at=asked_at - plan.asked_before * A_MINUTE,
        booking_id=None if booking is None else booking.id,
    )
    session.add(wish)
    session.flush()
    for house in town.houses if plan.in_both else town.houses[:1]:
        session.add(WaitingWishHouse(wish_id=wish.id, location_id=house.id))
    if plan.was_offered:
        space = town.spaces[0]
        span = town.span(Piece(600, 60))
        hold = Hold(
            user_id=town.people[0].id,
            purpose=HoldPurpose.WAITING_OFFER,
            space_id=space.id,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            until=span.starts_at,
            created_at=ENTERED,
        )
        session.add(hold)
        session.flush()
        session.add(
            WaitingOffer(
                wish_id=wish.id,
                hold_id=hold.id,
                space_id=space.id,
                span=span,
                until=span.starts_at,
                state=OfferState.LAPSED,
                state_since=ENTERED,
                created_at=ENTERED,
            )
        )


def write_money(session: Session, town: Town, plans: Sequence[MoneyPlan]) -> None:
    ideas = [
        Idea(
            reference=f"ID-{number}",
            location_id=house.id,
            title="",
            text="",
            created_at=ENTERED,
            visibility=next(iter(Visibility)),
            state=next(iter(IdeaState)),
            state_since=ENTERED,
        )
        for number, house in enumerate(town.houses)
    ]
    session.add_all(ideas)
    session.flush()
    for one in plans:
        session.add(
            IdeaMoney(
                idea_id=ideas[one.house % len(ideas)].id,
                source=one.source,
                step=one.step,
                cents=one.cents,
                on=town.day(one.on),
                by_id=town.people[0].id,
                at=ENTERED,
                withdrawn_at=ENTERED if one.is_withdrawn else None,
            )
        )
