"""All figures of a choice, each as numerator and denominator, ready to be laid beside the program's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from labspace.bookings.models import Booking
from labspace.ideas.kinds import MoneySource, MoneyStep
from labspace.spaces.kinds import SpaceKind as K
from tests.occupancy.model import measured, people
from tests.occupancy.model import town as rest
from tests.occupancy.model.opening import HouseMinutes, town
from tests.occupancy.model.rows import Asked, World

Number = int | Fraction


@dataclass(frozen=True)
class Answer:
    """One number; None as denominator: nothing is divided."""

    numerator: Number
    denominator: Number | None = None
    internal: Number | None = None
    grades: Mapping[str, Number] = field(default_factory=dict)
    known: tuple[Number, Number] | None = None

    @property
    def value(self) -> Fraction | None:
        """None is "k. A."."""
        if self.denominator is None:
            return Fraction(self.numerator)
        return Fraction(self.numerator) / self.denominator if self.denominator else None


Answers = dict[tuple[str, str], Answer]
Mixes = dict[str, dict[str, Fraction]]


def hours(minutes: Number) -> Fraction:
    return Fraction(minutes) / 60


def figures(world: World, asked: Asked) -> Answers:
    """Every number, by indicator and part."""
    return figures_and_mixes(world, asked)[0]


def figures_and_mixes(world: World, asked: Asked) -> tuple[Answers, Mixes]:
    """Every number, and the hours of each theme, section and partner type (K24)."""
    houses = town(world, asked)
    return numbers(world, asked, houses), mixes(world, houses)


def numbers(world: World, asked: Asked, houses: list[HouseMinutes]) -> Answers:
    return {
        **measures(houses),
        **seats(world, asked, houses),
        **visits(world, asked),
        **organisations(world, asked),
        **pop_ups(world, asked),
        **events(world, asked),
        **outcomes(world, asked),
        **demand(world, asked),
        **money(world, asked, houses),
        ("K24", "main"): Answer(hours(sum(by_word(world, houses, theme_of).values()))),
    }


def measures(houses: list[HouseMinutes]) -> Answers:
    on_offer = hours(measured.bookable(houses))
    booked, own_booked = (hours(measured.booked(houses, internal=one)) for one in (False, True))
    used, own_used = (hours(measured.used(houses, internal=one)) for one in (False, True))
    active, own_active = (hours(measured.activated(houses, internal=one)) for one in (False, True))
    public, own_public = (
        hours(measured.activated(houses, public=True, internal=one)) for one in (False, True)
    )
    lively, days = measured.activation_days(houses)
    own_lively, _days = measured.activation_days(houses, internal=True)
    evening, own_evening = (
        hours(measured.activated_in(houses, (18, 24), internal=one)) for one in (False, True)
    )
    evenings, calendar = measured.evenings(houses)
    own_evenings, _calendar = measured.evenings(houses, internal=True)
    weekend, own_weekend = (hours(measured.weekends(houses, internal=one)) for one in (False, True))
    holiday, own_holiday = (hours(measured.holidays(houses, internal=one)) for one in (False, True))
    best = measured.peak(houses)
    return {
        ("K01", "main"): Answer(on_offer),
        ("K02", "main"): Answer(booked, internal=own_booked),
        ("K03", "main"): Answer(used, internal=own_used),
        ("K04", "main"): Answer(booked, on_offer, own_booked),
        ("K05", "main"): Answer(used, on_offer, own_used),
        ("K08", "main"): Answer(best or 0, 0 if best is None else 1),
        ("K08", "high"): Answer(*measured.crowded(houses)),
        ("K10", "main"): Answer(active, internal=own_active),
        ("K10", "public"): Answer(public, internal=own_public),
        ("K11", "main"): Answer(active, hours(measured.open_minutes(houses)), own_active),
        ("K11", "days"): Answer(lively, days, own_lively),
        ("K12", "main"): Answer(evening, internal=own_evening),
        ("K12", "share"): Answer(evenings, calendar, own_evenings),
        ("K12", "weekly"): Answer(evenings, Fraction(calendar) / 7, own_evenings),
        ("K13", "main"): Answer(weekend, internal=own_weekend),
        ("K13", "of_all"): Answer(weekend, active, own_weekend),
        ("K13", "holidays"): Answer(holiday, internal=own_holiday),
    }


def seats(world: World, asked: Asked, houses: list[HouseMinutes]) -> Answers:
    all_of, own = people.seated(world, asked), people.seated(world, asked, internal=True)
    seated, own_seated = (hours(sum(one.people.values())) for one in (all_of, own))
    by_grade = {grade: hours(number) for grade, number in all_of.people.items()}
    known = (hours(all_of.known), hours(all_of.all))
    found: Answers = {
        ("K06", "main"): Answer(seated, hours(all_of.seats), own_seated, by_grade, known),
        ("K09", "main"): Answer(
            people.desk_users(world, asked),
            people.desks(houses),
            people.desk_users(world, asked, internal=True),
        ),
    }
    if len(asked.kinds) == 1 and all_of.seats:
        share = Fraction(people.used_with_known_people(world, asked, houses), all_of.seats)
        grades = {grade: number * share for grade, number in by_grade.items()}
        on_offer = hours(measured.bookable(houses))
        found["K07", "main"] = Answer(seated * share, on_offer, own_seated * share, grades, known)
    else:
        found["K07", "main"] = Answer(0, 0, 0)
    return found


def visits(world: World, asked: Asked) -> Answers:
    found, own = people.visits(world, asked), people.visits(world, asked, internal=True)
    visitors: Counter[str] = Counter()
    stays: dict[str, Number] = {}
    for one in found:
        visitors[one.grade] += one.people
        stays[one.grade] = stays.get(one.grade, 0) + hours(one.minutes)
    return {
        ("K14", "main"): Answer(
            visitors.total(), internal=sum(one.people for one in own), grades=dict(visitors)
        ),
        ("K15", "main"): Answer(
            sum(stays.values(), Fraction(0)),
            internal=hours(sum((one.minutes for one in own), Fraction(0))),
            grades=stays,
        ),
    }


def organisations(world: World, asked: Asked) -> Answers:
    active = len(people.active_organisations(world, asked))
    new = people.first_users(world, asked)
    return {
        ("K16", "main"): Answer(active),
        ("K16", "private"): Answer(len(people.private_persons(world, asked))),
        ("K17", "main"): Answer(new),
        ("K17", "rate"): Answer(new, active),
        ("K17", "return"): Answer(*people.returned(world, asked)),
    }


def pop_ups(world: World, asked: Asked) -> Answers:
    found = rest.pop_ups(world, asked) if K.POPUP_SLOT in asked.kinds else rest.PopUps()
    ended = rest.conversions(world, asked)
    return {
        ("K18", "main"): Answer(found.days),
        ("K18", "hours"): Answer(hours(found.minutes)),
        ("K18", "kept"): Answer(found.weeks_kept, found.weeks_occupied),
        ("K18", "let"): Answer(found.weeks_let, found.weeks_offered),
        ("K19", "main"): Answer(rest.tested_ideas(world, asked)),
        ("K20", "main"): Answer(ended.stayed, ended.known, known=(ended.known, ended.ended)),
        ("K20", "unknown"): Answer(ended.ended - ended.known),
    }


def events(world: World, asked: Asked) -> Answers:
    found = rest.events(world, asked)
    number = found.public + found.closed
    return {
        ("K21", "main"): Answer(number),
        ("K21", "public"): Answer(found.public),
        ("K21", "closed"): Answer(found.closed),
        ("K21", "days"): Answer(found.days),
        ("K21", "mean"): Answer(found.attendance, found.counted, known=(found.counted, number)),
    }


def outcomes(world: World, asked: Asked) -> Answers:
    found = people.outcomes(world, asked)
    came, missed, late = found["used"], found["no_show"], found["cancelled_late"]
    return {
        ("K22", "main"): Answer(missed, missed + came),
        ("K22", "late"): Answer(late, came + missed + found["running"] + late),
        ("K22", "by_house"): Answer(found["cancelled_house"]),
        ("K22", "unresolved"): Answer(found["unresolved"]),
    }


def demand(world: World, asked: Asked) -> Answers:
    leads = rest.lead_minutes(world, asked)
    found = rest.demand(world, asked)
    some = 1 if leads else 0
    return {
        ("K23", "main"): Answer(rest.median(leads) / rest.A_DAY if leads else 0, some),
        ("K23", "p90"): Answer(Fraction(rest.ninth_tenth(leads), rest.A_DAY) if leads else 0, some),
        ("K23", "unmet"): Answer(found.unmet, found.requests),
    }


def money(world: World, asked: Asked, houses: list[HouseMinutes]) -> Answers:
    cents = rest.money(world, asked)
    own = Fraction(cents[MoneySource.OWN, MoneyStep.PAID], 100)
    others = (MoneySource.PUBLIC_GRANT, MoneySource.INVESTOR, MoneySource.PARTNER)
    granted, paid = (
        Fraction(sum(cents[source, step] for source in others), 100)
        for step in (MoneyStep.GRANTED, MoneyStep.PAID)
    )
    return {
        ("K25", "main"): Answer(granted, own),
        ("K25", "paid"): Answer(paid, own),
        ("K25", "cost"): Answer(own, hours(measured.activated(houses))),
        ("K25", "in_kind"): Answer(Fraction(rest.in_kind_cents(world, asked), 100)),
    }


# --- K24 ------------------------------------------------------------------------------------------


def theme_of(booking: Booking) -> str:
    return booking.theme.value if booking.theme else ""


def sector_of(booking: Booking) -> str:
    return "-" if booking.sector == "-" else f"{booking.sector} {booking.sector_version}"


def partner_of(booking: Booking) -> str:
    return booking.partner_type.value


def by_word(world: World, houses: list[HouseMinutes], word: Callable[[Booking], str]) -> Counter[str]:
    """Minutes of K03 without internal use, by what each booking says of itself; none is told twice."""
    said = {one.id: one for one in world.bookings}
    found: Counter[str] = Counter()
    for house in houses:
        for unit in house.units:
            told: set[int] = set()
            order = sorted(
                unit.used_by, key=lambda one: (not said[one].is_internal, said[one].starts_at, one)
            )
            for number in order:
                if not said[number].is_internal:
                    found[word(said[number])] += len(unit.used_by[number] - told)
                told |= unit.used_by[number]
    return found


def mixes(world: World, houses: list[HouseMinutes]) -> Mixes:
    return {
        name: {key: hours(number) for key, number in by_word(world, houses, word).items()}
        for name, word in (("theme", theme_of), ("sector", sector_of), ("partner", partner_of))
    }
