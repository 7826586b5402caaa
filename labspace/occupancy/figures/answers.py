"""All figures of a choice: the one function that pages, files, reports and the API call."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.locations.models import Location
from labspace.occupancy.days import Days
from labspace.occupancy.facts.plans import Plan, plan_for
from labspace.occupancy.facts.time.kind_sets import KindSet
from labspace.occupancy.facts.time.quarters import QuartersRead, quarters_read
from labspace.occupancy.facts.time.reading import TimeRead, count_stretches, time_read
from labspace.occupancy.figures.choice import FigureChoice
from labspace.occupancy.figures.figures import Figures
from labspace.occupancy.figures.ground import Ground
from labspace.occupancy.figures.money import MoneyRead, money_read
from labspace.occupancy.figures.shops import Shops, ShopsRead, shops_read
from labspace.occupancy.figures.unresolved import StandingRead, WishesRead, standing_read, wishes_read
from labspace.occupancy.figures.valuing import figures_from
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.peaks import Peak
from labspace.occupancy.people.firsts import Firsts, FirstsRead, Place, firsts_read, organisations_from
from labspace.occupancy.people.kept import people_read
from labspace.occupancy.people.present import who_read
from labspace.occupancy.people.totals import PeopleRead, PeopleTotals
from labspace.occupancy.people.who import Who
from labspace.occupancy.rates import PUBLIC_KINDS
from labspace.spaces.kinds import SpaceKind

I = Indicator  # noqa: E741
TIME = frozenset(
    {
        I.BOOKABLE, I.BOOKED, I.USED, I.BOOKING_RATE, I.FREQUENCY_RATE, I.ACTIVATED, I.ACTIVATION_RATE,
        I.EVENINGS, I.WEEKENDS, I.LEVERAGE,
    }
)  # fmt: skip
PEOPLE = frozenset(
    {
        I.PLACE_OCCUPANCY, I.UTILISATION, I.PERSONS_PER_DESK, I.VISITS, I.VISIT_HOURS, I.ORGANISATIONS,
        I.FIRST_USES, I.EVENTS, I.NO_SHOWS, I.LEAD_TIME, I.MIX, I.LEVERAGE,
    }
)  # fmt: skip
SHOPS = frozenset({I.POPUP_DAYS, I.TRIED_IDEAS, I.STAYING})
USERS = frozenset({I.ORGANISATIONS, I.FIRST_USES})
OF_USERS = USERS | {I.PERSONS_PER_DESK, I.MIX}


def figures_of(
    session: Session,
    choice: FigureChoice,
    *,
    now: datetime,
    only: Collection[Indicator] = frozenset(Indicator),
) -> Figures:
    """The indicators K01–K25 of houses, kinds and days, as far as they have happened by `now` (R11).

    `only` leaves out what is not needed; what stands beside an indicator comes with it. The number of
    statements does not grow with houses, days or bookings.
    """
    return figures_of_each(session, [choice], now=now, only=only)[0]


def figures_of_each(
    session: Session,
    choices: Sequence[FigureChoice],
    *,
    now: datetime,
    only: Collection[Indicator] = frozenset(Indicator),
) -> list[Figures]:
    """The figures of several choices of the same period, such as each house, each kind and all of them.

    Read once for all of them: the number of statements does not grow with the choices either.
    Raises ValueError if their periods differ.
    """
    if not choices:
        return []
    if len({choice.period for choice in choices}) > 1:
        raise ValueError("figures that are read together are of one period")
    read = _read(session, choices, frozenset(only), now=now)
    return [figures_from(_ground(read, choice, now=now)) for choice in choices]


def figures_of_times(
    session: Session,
    choices: Sequence[FigureChoice],
    *,
    now: datetime,
    only: Collection[Indicator] = frozenset(Indicator),
) -> list[Figures]:
    """The figures of the same houses and kinds in several periods; who was first is looked up once for all."""
    wanted = frozenset(only)
    reads = [_read(session, [choice], wanted, now=now, with_firsts=False) for choice in choices]
    if wanted & USERS and choices:
        active = {one for read in reads for one in _active(read)}
        since = min(choice.period.first for choice in choices)
        _read_firsts(
            session, reads[0], choices[0].houses, _places(choices[:1]), now=now, active=active, since=since
        )
        for read in reads[1:]:
            read.live_since, read.firsts = reads[0].live_since, reads[0].firsts
    return [figures_from(_ground(read, choice, now=now)) for read, choice in zip(reads, choices, strict=True)]


@dataclass(slots=True, kw_only=True)
class _Read:
    """What is known of all houses and kinds that any of the choices names; None: nobody asked."""

    time: TimeRead | None = None
    has_set_up: bool = False
    people: PeopleRead | None = None
    who: Who | None = None
    """Of the only choice, where nothing else is asked of people."""
    firsts: FirstsRead | None = None
    live_since: Mapping[int, date] = field(default_factory=dict)
    standing: StandingRead | None = None
    wishes: WishesRead | None = None
    shops: ShopsRead | None = None
    money: MoneyRead | None = None
    quarters: QuartersRead | None = None


def _read(
    session: Session,
    choices: Sequence[FigureChoice],
    only: frozenset[Indicator],
    *,
    now: datetime,
    by_user: bool = False,
    with_firsts: bool = True,
) -> _Read:
    """`by_user`: what each of them used too, where it would do to know who they are."""
    houses = list({house.id: house for choice in choices for house in choice.houses}.values())
    days, found = choices[0].period, _Read()
    if only & (TIME | PEOPLE | {I.PEAK}):
        plan = plan_for(session, houses, days, now=now)
        _read_kept(session, found, plan, choices, only, by_user=by_user)
    if I.NO_SHOWS in only:
        found.standing = standing_read(session, houses, days, now=now)
    if I.LEAD_TIME in only:
        found.wishes = wishes_read(session, houses, days, now=now)
    if only & USERS and with_firsts:
        _read_firsts(
            session, found, houses, _places(choices), now=now, active=_active(found), since=days.first
        )
    if only & SHOPS:
        found.shops = shops_read(session, houses, days, now=now)
    if I.LEVERAGE in only:
        found.money = money_read(session, houses, days)
    return found


def _read_kept(
    session: Session,
    found: _Read,
    plan: Plan,
    choices: Sequence[FigureChoice],
    only: frozenset[Indicator],
    *,
    by_user: bool,
) -> None:
    """What is kept of days and months, and counted where nothing is."""
    kinds = frozenset(kind for choice in choices for kind in choice.kinds)
    if len(choices) == 1 and not by_user and only & (TIME | PEOPLE | {I.PEAK}) <= USERS:
        found.who = who_read(session, plan, kinds=kinds)
        return
    found.has_set_up = I.BOOKED in only
    counted = count_stretches(session, plan, with_set_up=found.has_set_up)
    if only & TIME:
        found.time = time_read(session, plan, sets=_sets(choices), counted=counted)
    if only & PEOPLE:
        found.people = people_read(
            session,
            plan,
            kinds=kinds,
            records=counted.records,
            with_users=bool(only & OF_USERS),
            with_desks=I.PERSONS_PER_DESK in only,
            with_leads=I.LEAD_TIME in only,
        )
    if I.PEAK in only:
        sets = {frozenset(choice.kinds) for choice in choices}
        found.quarters = quarters_read(session, plan, counted, sets=sets)


def _sets(choices: Sequence[FigureChoice]) -> set[KindSet]:
    """The sets of kinds whose union is asked for."""
    kinds = {frozenset(choice.kinds) for choice in choices}
    return {some for some in kinds | {one & PUBLIC_KINDS for one in kinds} if some}


def _places(choices: Sequence[FigureChoice]) -> list[Place]:
    """What the first use is asked of: one choice as a whole, of several each house and kind by itself."""
    if len(choices) == 1:
        return [(choices[0].house_ids, frozenset(choices[0].kinds))]
    places = {
        (frozenset({house.id}), frozenset({kind}))
        for choice in choices
        for house in choice.houses
        for kind in choice.kinds
    }
    return sorted(places, key=lambda place: (min(place[0]), min(kind.value for kind in place[1])))


def _read_firsts(
    session: Session,
    found: _Read,
    houses: Sequence[Location],
    places: Sequence[Place],
    *,
    now: datetime,
    active: Collection[int],
    since: date,
) -> None:
    found.live_since = _live_since(session, houses)
    found.firsts = FirstsRead(places)
    today = max((now.astimezone(house.zone).date() for house in houses), default=date.min)
    begin = min(found.live_since.values(), default=date.max)
    if begin <= today:
        plan = plan_for(session, houses, Days(begin, today), now=now)
        found.firsts = firsts_read(session, plan, places, active=active, since=since)


def _active(found: _Read) -> Collection[int]:
    """The organisations that used anything."""
    return (found.who or (found.people.who() if found.people else Who())).active


def _live_since(session: Session, houses: Sequence[Location]) -> dict[int, date]:
    """The day of the first used booking of each house; houses without one are left out."""
    first = (
        select(Booking.starts_at)
        .where(Booking.location_id == Location.id, Booking.state == BookingState.USED)
        .order_by(Booking.starts_at)
        .limit(1)
        .correlate(Location)
        .scalar_subquery()
    )
    zones = {house.id: house.zone for house in houses}
    rows = session.execute(select(Location.id, first).where(Location.id.in_(zones)))
    begins: dict[int, datetime | None] = dict(iter(rows))
    return {house_id: at.astimezone(zones[house_id]).date() for house_id, at in begins.items() if at}


def _ground(read: _Read, choice: FigureChoice, *, now: datetime) -> Ground:
    """The part of what was read that one choice is about."""
    ids, kinds, days = choice.house_ids, frozenset(choice.kinds), choice.period
    found = Ground(
        choice=choice,
        time=read.time.of(ids) if read.time else None,
        has_set_up=read.has_set_up,
        days=sum(_begun(days, house, now=now) for house in choice.houses),
        peak=read.quarters.peak(ids, kinds) if read.quarters else None,
        people=read.people.of(ids, kinds) if read.people else None,
        standing=read.standing.of(ids, kinds) if read.standing else None,
        wishes=read.wishes.of(ids, kinds) if read.wishes else None,
        leverage=read.money.of(ids) if read.money else None,
        is_running=any(now < days.span(zone=house.zone).ends_at for house in choice.houses),
    )
    if read.shops is not None:
        found.shops = read.shops.of(ids) if SpaceKind.POPUP_SLOT in kinds else Shops()
    found.who = read.who or (found.people.who() if found.people else None)
    if read.firsts is not None and found.who is not None:
        _organisations(found, found.who, read.firsts.of(ids, kinds), read.live_since, now=now)
    return found


def _begun(days: Days, house: Location, *, now: datetime) -> int:
    """How many of these days of a house have begun."""
    begun = days.common(Days(date.min, now.astimezone(house.zone).date()))
    return len(begun) if begun else 0


def _organisations(
    found: Ground, who: Who, firsts: Firsts, live_since: Mapping[int, date], *, now: datetime
) -> None:
    choice = found.choice
    since = [day for house_id, day in live_since.items() if house_id in choice.house_ids]
    found.live_since = min(since, default=None)
    found.organisations = organisations_from(
        who.active,
        len(who.private),
        firsts,
        choice.period,
        live_since=found.live_since or choice.period.first,
        today=max((now.astimezone(house.zone).date() for house in choice.houses), default=date.min),
    )


# --- what lists behind figures are made of -----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownUsers:
    """Who used anything of a choice, when each organisation of it first did, and the figures made of it."""

    people: PeopleTotals
    firsts: Firsts
    figures: Figures


def known_users(session: Session, choice: FigureChoice, indicator: Indicator, *, now: datetime) -> KnownUsers:
    """What K09, K16 or K17 is made of, read once for figure and list."""
    read = _read(session, [choice], frozenset({indicator}), now=now, by_user=True)
    kinds = frozenset(choice.kinds)
    return KnownUsers(
        people=read.people.of(choice.house_ids, kinds) if read.people else PeopleTotals(kinds=kinds),
        firsts=read.firsts.of(choice.house_ids, kinds) if read.firsts else {},
        figures=figures_from(_ground(read, choice, now=now)),
    )


def peak_of_choice(session: Session, choice: FigureChoice, *, now: datetime) -> Peak:
    """K08 with the moment of it."""
    return _quarters(session, choice, now=now).peak(choice.house_ids, frozenset(choice.kinds))


def high_quarters_of_choice(
    session: Session, choice: FigureChoice, *, now: datetime
) -> Iterator[tuple[int, int]]:
    """The stretches of K08's high quarter hours: when each begins, since 1970, and how many it has."""
    return _quarters(session, choice, now=now).high(choice.house_ids, frozenset(choice.kinds))


def _quarters(session: Session, choice: FigureChoice, *, now: datetime) -> QuartersRead:
    read = _read(session, [choice], frozenset({I.PEAK}), now=now)
    assert read.quarters is not None
    return read.quarters
