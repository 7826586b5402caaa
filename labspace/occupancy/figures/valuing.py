"""Pure: from what is known of a choice to the numbers of its indicators, unrounded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import timedelta
from fractions import Fraction

from labspace.occupancy.figures.figures import Figures, MixOf, MixShare
from labspace.occupancy.figures.ground import Ground
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.mixes import shares
from labspace.occupancy.people.leads import lead_times_of
from labspace.occupancy.people.tally import Tally
from labspace.occupancy.people.totals import PeopleTotals
from labspace.occupancy.people.users import User
from labspace.occupancy.rates import PUBLIC_KINDS
from labspace.occupancy.values import Value
from labspace.visits.kinds import DataGrade

HOUR = 3600
UNSURE = frozenset({DataGrade.C, DataGrade.D})
I, P = Indicator, Part  # noqa: E741 - the numbers below are named by these letters

Values = dict[tuple[Indicator, Part], Value]
RestsOn = tuple[int | None, int | None]
"""Persons and organisations (R12)."""


def figures_from(ground: Ground) -> Figures:
    """The figures of a choice from all that is known of it."""
    values: Values = {}
    for known, fill in _FILLED:
        if known(ground):
            fill(values, ground)
    people = ground.people
    if people is not None:
        _visits(values, people)
    persons, organisations = ground.who.numbers if ground.who else (0, 0)
    return Figures(
        choice=ground.choice,
        values=values,
        mixes=_mixes(people) if people is not None else {},
        persons=persons,
        organisations=organisations,
        live_since=ground.live_since,
        is_censored=ground.organisations is not None and ground.organisations.is_censored,
        set_up=_set_up(ground),
        is_running=ground.is_running,
    )


def _put(
    values: Values,
    indicator: Indicator,
    part: Part,
    numerator: Fraction | int,
    denominator: Fraction | int | None = None,
    *,
    known: Fraction | int = 1,
    of: Fraction | int = 1,
    grades: Mapping[DataGrade, Fraction] | None = None,
    internal: Fraction | int | None = None,
    rests_on: RestsOn = (None, None),
) -> None:
    grades = grades or {}
    values[indicator, part] = Value(
        indicator=indicator,
        numerator=Fraction(numerator),
        denominator=None if denominator is None else Fraction(denominator),
        known=Fraction(known),
        of=Fraction(of),
        unsure=sum((number for grade, number in grades.items() if grade in UNSURE), Fraction()),
        grades=grades,
        internal=None if internal is None else Fraction(internal),
        persons=rests_on[0],
        organisations=rests_on[1],
    )


def _hours(seconds: int) -> Fraction:
    return Fraction(seconds, HOUR)


def _set_up(ground: Ground) -> Fraction | None:
    if ground.time is None or not ground.has_set_up:
        return None
    return _hours(ground.time.of(frozenset(ground.choice.kinds)).set_up)


# --- measured --------------------------------------------------------------------------------------


def _measured(values: Values, ground: Ground) -> None:
    found, kinds, hours = ground.time, frozenset(ground.choice.kinds), _hours
    assert found is not None
    time = found.of(kinds)
    bookable, own = hours(time.bookable), (hours(time.booked_internally), hours(time.used_internally))
    _put(values, I.BOOKABLE, P.MAIN, bookable)
    _put(values, I.BOOKED, P.MAIN, hours(time.booked), internal=own[0])
    _put(values, I.USED, P.MAIN, hours(time.used), internal=own[1])
    _put(values, I.BOOKING_RATE, P.MAIN, hours(time.booked), bookable, internal=own[0])
    _put(values, I.FREQUENCY_RATE, P.MAIN, hours(time.used), bookable, internal=own[1])
    alive, public, opened = found.union(kinds), found.union(kinds & PUBLIC_KINDS), hours(found.opened)
    active, ours = hours(alive.activated), hours(alive.activated_internally)
    _put(values, I.ACTIVATED, P.MAIN, active, internal=ours)
    own_public = hours(public.activated_internally)
    _put(values, I.ACTIVATED, P.PUBLIC, hours(public.activated), internal=own_public)
    _put(values, I.ACTIVATION_RATE, P.MAIN, active, opened, internal=ours)
    own_days = alive.active_days_internally
    _put(values, I.ACTIVATION_RATE, P.DAYS, alive.active_days, found.opened_days, internal=own_days)
    own_evenings = alive.evenings_internally
    _put(values, I.EVENINGS, P.MAIN, hours(alive.evening), internal=hours(alive.evening_internally))
    _put(values, I.EVENINGS, P.SHARE, alive.evenings, ground.days, internal=own_evenings)
    _put(values, I.EVENINGS, P.WEEKLY, alive.evenings, Fraction(ground.days, 7), internal=own_evenings)
    weekend, own_weekend = hours(alive.weekend), hours(alive.weekend_internally)
    _put(values, I.WEEKENDS, P.MAIN, weekend, internal=own_weekend)
    _put(values, I.WEEKENDS, P.OF_ALL, weekend, active, internal=own_weekend)
    own_holidays = hours(alive.holidays_internally)
    _put(values, I.WEEKENDS, P.HOLIDAYS, hours(alive.holidays), internal=own_holidays)


def _peak(values: Values, ground: Ground) -> None:
    peak = ground.peak
    assert peak is not None
    _put(values, I.PEAK, P.MAIN, peak.rate or 0, 1 if peak.rate is not None else 0)
    _put(values, I.PEAK, P.HIGH, peak.high, peak.quarters)


# --- people ----------------------------------------------------------------------------------------


def _people(values: Values, ground: Ground) -> None:
    people = ground.people
    assert people is not None
    total, own = people.whole(), people.whole(is_internal=True)
    _put(
        values,
        I.PLACE_OCCUPANCY,
        P.MAIN,
        _hours(total.of("seated")),
        _hours(total.seats),
        known=total.known,
        of=total.in_use,
        grades=_graded(total, "seated"),
        internal=_hours(own.of("seated")),
    )
    _utilisation(values, people)
    _desks(values, people)
    _events(values, total)
    _put(values, I.MIX, P.MAIN, _hours(sum(people.users[user] for user in people.outside())))


def _graded(tally: Tally, name: str, *, scale: int = HOUR) -> dict[DataGrade, Fraction]:
    return {grade: Fraction(number, scale) for grade, number in tally.by_grade(name).items()}


def _utilisation(values: Values, people: PeopleTotals) -> None:
    """K07, of one kind only; of several it is not stated."""
    kinds = list(people.kinds) if len(people.kinds) == 1 else []
    tally = people.tally(kinds[0]) if kinds else Tally()
    own = people.tally(kinds[0], is_internal=True) if kinds else Tally()
    used = _hours(max(0, tally.used_units - tally.unknown_units))
    share = used / _hours(tally.seats) if tally.seats else Fraction()
    _put(
        values,
        I.UTILISATION,
        P.MAIN,
        _hours(tally.of("seated")) * share,
        _hours(tally.bookable) if tally.seats else 0,
        known=tally.known,
        of=tally.in_use,
        grades={grade: number * share for grade, number in _graded(tally, "seated").items()},
        internal=_hours(own.of("seated")) * share,
    )


def _desks(values: Values, people: PeopleTotals) -> None:
    """K09 of a month; of several months the users of each are divided by the desks of each."""
    times = [time for time in people.desks if time.open_for]
    users = dict.fromkeys((False, True), 0)
    for (_month, is_internal), persons in people.at_desks.items():
        users[is_internal] += len(persons)
    everybody = {person for persons in people.at_desks.values() for person in persons}
    _put(
        values,
        I.PERSONS_PER_DESK,
        P.MAIN,
        users[False],
        sum((Fraction(time.bookable, time.open_for) for time in times), Fraction()),
        internal=users[True],
        rests_on=(len(everybody), None),
    )


def _visits(values: Values, people: PeopleTotals) -> None:
    total, own = people.whole(), people.whole(is_internal=True)
    grades = _graded(total, "visits", scale=1)
    _put(values, I.VISITS, P.MAIN, total.of("visits"), grades=grades, internal=own.of("visits"))
    hours = _hours(total.of("stays"))
    grades, ours = _graded(total, "stays"), _hours(own.of("stays"))
    _put(values, I.VISIT_HOURS, P.MAIN, hours, grades=grades, internal=ours)


def _events(values: Values, total: Tally) -> None:
    _put(values, I.EVENTS, P.MAIN, total.public_events + total.closed_events)
    _put(values, I.EVENTS, P.PUBLIC, total.public_events)
    _put(values, I.EVENTS, P.CLOSED, total.closed_events)
    _put(values, I.EVENTS, P.DAYS, total.event_days)
    _put(
        values,
        I.EVENTS,
        P.MEAN,
        total.of("attendance"),
        total.attended,
        known=total.attended,
        of=total.public_events + total.closed_events,
        grades=_graded(total, "attendance", scale=1),
    )


def _outcomes(values: Values, ground: Ground) -> None:
    assert ground.people is not None
    total, standing = ground.people.whole(), ground.standing
    assert standing is not None
    promised = total.came + total.missed + standing.under_way
    _put(values, I.NO_SHOWS, P.MAIN, total.missed, total.missed + total.came)
    _put(values, I.NO_SHOWS, P.LATE, total.late, promised + total.late)
    _put(values, I.NO_SHOWS, P.BY_HOUSE, total.by_house)
    _put(values, I.NO_SHOWS, P.UNRESOLVED, standing.unresolved)


def _leads(values: Values, ground: Ground) -> None:
    assert ground.people is not None
    total, wishes = ground.people.whole(), ground.wishes
    assert wishes is not None
    found = lead_times_of(total.leads)
    some = 1 if found.number else 0
    _put(values, I.LEAD_TIME, P.MAIN, found.median or 0, some)
    _put(values, I.LEAD_TIME, P.P90, found.p90 or 0, some)
    unmet, requests = total.full + wishes.never_served, total.requests + wishes.requests
    _put(values, I.LEAD_TIME, P.UNMET, unmet, requests)


# --- organisations, ideas, money -------------------------------------------------------------------


def _organisations(values: Values, ground: Ground) -> None:
    found, who = ground.organisations, ground.who
    assert found is not None
    assert who is not None
    basis = len(who.outside), len(who.active)
    _put(values, I.ORGANISATIONS, P.MAIN, found.active, rests_on=basis)
    private = found.private_persons
    _put(values, I.ORGANISATIONS, P.PRIVATE, private, rests_on=(private, None))
    _put(values, I.FIRST_USES, P.MAIN, found.new, rests_on=basis)
    _put(values, I.FIRST_USES, P.RATE, found.new, found.active, rests_on=basis)
    _put(values, I.FIRST_USES, P.RETURN, found.returned, found.cohort, rests_on=basis)


def _shops(values: Values, ground: Ground) -> None:
    shops = ground.shops
    assert shops is not None
    _put(values, I.POPUP_DAYS, P.MAIN, shops.days)
    _put(values, I.POPUP_DAYS, P.HOURS, _hours(shops.open_for // timedelta(seconds=1)))
    _put(values, I.POPUP_DAYS, P.KEPT, shops.weeks_kept, shops.weeks)
    _put(values, I.POPUP_DAYS, P.LET, shops.weeks_let, shops.weeks_offered)
    _put(values, I.TRIED_IDEAS, P.MAIN, shops.tried)
    stayed, basis = shops.staying, (shops.persons, shops.organisations)
    _put(
        values,
        I.STAYING,
        P.MAIN,
        stayed.stayed,
        stayed.known,
        known=stayed.known,
        of=stayed.ended,
        rests_on=basis,
    )
    _put(values, I.STAYING, P.UNKNOWN, stayed.unknown, rests_on=basis)


def _money(values: Values, ground: Ground) -> None:
    found = ground.leverage
    assert found is not None
    own = Fraction(found.own_spent_cents, 100)
    _put(values, I.LEVERAGE, P.MAIN, Fraction(found.others_granted_cents, 100), own)
    _put(values, I.LEVERAGE, P.PAID, Fraction(found.others_paid_cents, 100), own)
    if ground.time is not None:
        alive = ground.time.union(frozenset(ground.choice.kinds))
        _put(values, I.LEVERAGE, P.COST, own, _hours(alive.activated))
    if ground.people is not None:
        _put(values, I.LEVERAGE, P.IN_KIND, Fraction(ground.people.whole().advantage_cents, 100))


# --- mixes -----------------------------------------------------------------------------------------

_KEYS: dict[MixOf, Callable[[User], str]] = {
    MixOf.THEME: lambda user: user.theme,
    MixOf.SECTOR: lambda user: user.sector if user.sector == "-" else f"{user.sector} {user.sector_version}",
    MixOf.PARTNER: lambda user: user.partner,
}


def _mixes(people: PeopleTotals) -> dict[MixOf, tuple[MixShare, ...]]:
    """K24: used hours without internal use by theme, section and partner type, exactly a hundred percent each."""
    return {of: _mix(people, key) for of, key in _KEYS.items()}


def _mix(people: PeopleTotals, key: Callable[[User], str]) -> tuple[MixShare, ...]:
    seconds: defaultdict[str, int] = defaultdict(int)
    persons: defaultdict[str, set[int]] = defaultdict(set)
    bodies: defaultdict[str, set[int]] = defaultdict(set)
    for user, length in people.users.items():
        if length and not user.is_internal:
            name = key(user)
            seconds[name] += length
            persons[name].add(user.person)
            if user.organisation:
                bodies[name].add(user.organisation)
    order = sorted(seconds, key=lambda name: (-seconds[name], name))
    found = shares({name: timedelta(seconds=seconds[name]) for name in order}) or {}
    return tuple(
        MixShare(
            key=name,
            hours=_hours(seconds[name]),
            share=found[name],
            persons=len(persons[name]),
            organisations=len(bodies[name]),
        )
        for name in order
    )


_FILLED: tuple[tuple[Callable[[Ground], bool], Callable[[Values, Ground], None]], ...] = (
    (lambda ground: ground.time is not None, _measured),
    (lambda ground: ground.peak is not None, _peak),
    (lambda ground: ground.people is not None, _people),
    (lambda ground: ground.people is not None and ground.standing is not None, _outcomes),
    (lambda ground: ground.people is not None and ground.wishes is not None, _leads),
    (lambda ground: ground.organisations is not None, _organisations),
    (lambda ground: ground.shops is not None, _shops),
    (lambda ground: ground.leverage is not None, _money),
)
