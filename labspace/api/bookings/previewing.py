"""What would happen to a wish if it was sent now, date by date; nothing is written or locked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import Organisation
from labspace.accounts.tariff_groups import group_of_booker
from labspace.api.bookings.answers import PreviewAnswer, PreviewDate, Would
from labspace.api.bookings.asks import BookingAsk
from labspace.api.bookings.reasons import alternatives_of, whys
from labspace.api.bookings.wishing import Asked
from labspace.bookings.actions.checks import passed_over
from labspace.bookings.prices.kept import quote_within
from labspace.bookings.rulebook.queries import rules_within
from labspace.bookings.series.actions.place import plan_series
from labspace.bookings.series.actions.rows import person_refusals
from labspace.bookings.series.plan import PlannedDate, with_alternatives
from labspace.bookings.wanted import outlook
from labspace.errors import Refusal
from labspace.spaces.houses import AnySpace
from labspace.spaces.kinds import SpaceKind
from labspace.times import TimeSpan


def preview(session: Session, ask: BookingAsk, asked: Asked, *, now: datetime) -> PreviewAnswer:
    """The answer to a preview; raises `Refused` for a rule without dates, or with too many."""
    broken = person_refusals(session, asked.booked_by, organisation_id=ask.organisation, door=asked.door)
    dates, priced = (
        _of_series(session, ask, asked, now=now)
        if asked.series is not None
        else _of_one(session, asked, now=now)
    )
    booked = [one for one in dates if one.would in {"book", "request"}]
    refuses = bool(broken) or not booked or (len(booked) < len(dates) and ask.on_conflict == "refuse")
    return PreviewAnswer(
        would="refuse" if refuses else "book",
        why=whys(broken),
        dates=dates,
        price_cents=_price(session, asked, priced),
        demo=asked.wanted.house.is_demo,
    )


Priced = Sequence[tuple[Sequence[AnySpace], TimeSpan]]


def _of_one(session: Session, asked: Asked, *, now: datetime) -> tuple[list[PreviewDate], Priced]:
    wanted, span, zone = asked.wanted, asked.span, asked.wanted.house.zone
    seen = outlook(
        session,
        wanted,
        span,
        people=asked.details.people,
        now=now,
        reader_id=asked.booked_by.id,
        booked_by=asked.booked_by,
        organisation_id=asked.details.organisation_id,
    )
    refusals, _passed = passed_over(seen.refusals, asked.door)
    if wanted.kind is SpaceKind.POPUP_SLOT:
        refusals.append(Refusal("needs_application"))
    day = span.starts_at.astimezone(zone).date()
    rules = rules_within(session, wanted.house, wanted.spaces, on=day)
    asks = wanted.kind is SpaceKind.EVENT_AREA or any(
        rules[space.id].needs_approval for space in wanted.spaces
    )
    one = PreviewDate(
        date=day,
        spaces=[space.public_id for space in wanted.spaces],
        starts_at=span.starts_at.astimezone(zone),
        ends_at=span.ends_at.astimezone(zone),
        would="refuse" if refusals else "request" if asks else "book",
        why=whys(refusals),
        alternatives=alternatives_of(session, seen.instead) if refusals else [],
    )
    return [one], [] if refusals else [(wanted.spaces, span)]


def _of_series(
    session: Session, ask: BookingAsk, asked: Asked, *, now: datetime
) -> tuple[list[PreviewDate], Priced]:
    assert asked.series is not None
    plan = plan_series(session, asked.series, booked_by=asked.booked_by, now=now, door=asked.door)
    beside = list(plan.board.spaces.values())
    dates = with_alternatives(plan.board, plan.dates, beside=beside, details=asked.details)
    free = [(one.spaces, one.span) for one in dates if one.is_free and one.span is not None]
    return [_date(session, ask, asked, one) for one in dates], free


def _date(session: Session, ask: BookingAsk, asked: Asked, one: PlannedDate) -> PreviewDate:
    zone = asked.wanted.house.zone
    refused: Would = "skip" if ask.on_conflict == "skip" else "refuse"
    booked: Would = "request" if one.waits else "book"
    return PreviewDate(
        date=one.day,
        spaces=[space.public_id for space in one.spaces],
        starts_at=one.span.starts_at.astimezone(zone) if one.span else None,
        ends_at=one.span.ends_at.astimezone(zone) if one.span else None,
        would=booked if one.is_free else refused,
        why=whys(one.refusals),
        alternatives=alternatives_of(session, [one.instead]) if one.instead else [],
    )


def _price(session: Session, asked: Asked, priced: Priced) -> int | None:
    """What the dates that would be booked cost together; None where nothing has a price."""
    house, organisation_id = asked.wanted.house, asked.details.organisation_id
    group = group_of_booker(session.get(Organisation, organisation_id) if organisation_id else None)
    quotes = [quote_within(session, house, spaces, span, group=group) for spaces, span in priced]
    known = [one.price_cents for one in quotes if one is not None]
    return sum(known) if known else None
