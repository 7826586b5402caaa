"""What stands behind a number, each thing by its name, with a way to its page; people are never named."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.accounts.models import Organisation
from labspace.bookings.models import Booking
from labspace.bookings.states import BookingState
from labspace.bookings.waiting.models import WaitingWish
from labspace.dashboards.behind_units import Number, amount_text, whole_text
from labspace.dashboards.board import Board
from labspace.dashboards.tabs import Tab
from labspace.formats import month_text, span_text, weekday_text
from labspace.ideas.models import IdeaMoney
from labspace.locations.models import Location
from labspace.occupancy.evidence.rows import Row, Thing
from labspace.occupancy.kinds import Indicator
from labspace.occupancy.peaks import QUARTER
from labspace.popups.tenancies.models import Tenancy
from labspace.spaces.models import Space
from labspace.spaces.names import space_name, space_names
from labspace.times import TimeSpan
from labspace.words import gettext as _


@dataclass(frozen=True, kw_only=True)
class Named:
    """What a row is about, in words; what does not apply is empty."""

    name: str
    url: str = ""
    when: str = ""
    spaces: str = ""
    who: str = ""
    state: BookingState | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row as it is shown."""

    named: Named
    house: str
    amount: str
    of: str
    grade: str


Keys = Collection[int]
Lookup = Callable[[Session, Board, Keys], Mapping[int, Named]]


def lines_of(
    session: Session, board: Board, number: Number, rows: Sequence[Row], *, persons: Mapping[int, int]
) -> list[Line]:
    """These rows in their order; a few statements for each sort of thing, however many there are.

    `persons` gives each person of the whole list a number.
    """
    houses = {house.id: house for house in board.houses}
    found = {
        thing: lookup(session, board, {row.key for row in rows if row.thing is thing})
        for thing, lookup in LOOKUPS.items()
        if any(row.thing is thing for row in rows)
    }
    bodies = _organisations(session, {one for row in rows for one in row.organisations})
    lines = []
    for row in rows:
        if row.thing in found:
            named = found[row.thing][row.key]
        else:
            named = _unnamed(board, row, houses.get(row.house_id), persons, bodies)
        house = houses[row.house_id].name if row.house_id in houses and len(houses) > 1 else ""
        lines.append(
            Line(
                named=named,
                house=house,
                amount=amount_text(number, row.amount),
                of="" if row.of is None else whole_text(number, row.of),
                grade=row.grade.value if row.grade else "",
            )
        )
    return lines


def _unnamed(
    board: Board, row: Row, house: Location | None, persons: Mapping[int, int], bodies: Mapping[int, str]
) -> Named:
    if row.thing is Thing.FULL_TIME:
        # Of several houses it is a time of all of them: told by the clock of the first.
        zone = (house or board.houses[0]).zone
        return Named(
            name=_("Hoch ausgelastet"),
            url=_listed_on(board, row.at.astimezone(zone).date(), Indicator.USED),
            when=span_text(TimeSpan(row.at, row.at + int(row.amount) * QUARTER), zone=zone),
        )
    if row.thing is Thing.PERSON:
        return Named(
            name=_("Person %(number)d", number=persons[row.key]),
            when=month_text(row.at.astimezone(house.zone).date() if house else row.at.date()),
            who=", ".join(sorted(bodies[one] for one in row.organisations)) or _("Privatperson"),
        )
    assert house is not None
    return Named(
        name=_("Ohne Buchung gezählt"),
        url=url_for("visits_staff.tally", slug=house.slug, tag=row.at.astimezone(house.zone).date()),
        when=weekday_text(row.at.astimezone(house.zone).date()),
    )


def _bookings(session: Session, board: Board, keys: Keys) -> Mapping[int, Named]:
    zones = {house.id: house.zone for house in board.houses}
    rows = session.scalars(
        select(Booking)
        .where(Booking.id.in_(keys))
        .options(joinedload(Booking.organisation), selectinload(Booking.spaces))
    )
    return {
        row.id: Named(
            name=row.reference,
            url=url_for("bookings.show", reference=row.reference),
            when=span_text(row.span, zone=zones[row.location_id]),
            spaces=space_names(row.spaces),
            who=_who(row.organisation, is_internal=row.is_internal),
            state=row.state,
        )
        for row in rows
    }


def _who(organisation: Organisation | None, *, is_internal: bool) -> str:
    if is_internal:
        return _("intern")
    return organisation.name if organisation else _("Privatperson")


def _organisations(session: Session, keys: Keys) -> dict[int, str]:
    if not keys:
        return {}
    return dict(
        iter(session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(keys))))
    )


def _bodies(session: Session, _board: Board, keys: Keys) -> Mapping[int, Named]:
    return {
        key: Named(name=name, url=url_for("accounts.organisation", organisation_id=key))
        for key, name in _organisations(session, keys).items()
    }


def _tenancies(session: Session, board: Board, keys: Keys) -> Mapping[int, Named]:
    zones = {house.id: house.zone for house in board.houses}
    rows = session.scalars(
        select(Tenancy)
        .where(Tenancy.id.in_(keys))
        .options(
            joinedload(Tenancy.booking).joinedload(Booking.organisation),
            joinedload(Tenancy.application),
            joinedload(Tenancy.space),
        )
    )
    return {
        row.id: Named(
            name=(row.application.title if row.application else "") or row.booking.reference,
            url=url_for("tenancies.show", tenancy_id=row.id),
            when=span_text(row.booking.span, zone=zones[row.location_id]),
            spaces=space_name(row.space),
            who=_who(row.booking.organisation, is_internal=row.booking.is_internal),
        )
        for row in rows
    }


def _spaces(session: Session, _board: Board, keys: Keys) -> Mapping[int, Named]:
    rows = session.scalars(select(Space).where(Space.id.in_(keys)))
    return {
        row.id: Named(name=space_name(row), url=url_for("space.show", public_id=row.public_id))
        for row in rows
    }


def _wishes(session: Session, _board: Board, keys: Keys) -> Mapping[int, Named]:
    rows = session.execute(
        select(WaitingWish.id, WaitingWish.first_on, WaitingWish.organisation_id, Organisation.name)
        .outerjoin(Organisation, Organisation.id == WaitingWish.organisation_id)
        .where(WaitingWish.id.in_(keys))
    )
    return {
        key: Named(
            name=_("Wunsch auf der Warteliste"), when=weekday_text(first), who=name or _("Privatperson")
        )
        for key, first, _body, name in rows
    }


def _money(session: Session, board: Board, keys: Keys) -> Mapping[int, Named]:
    houses = {house.id: house for house in board.houses}
    rows = session.scalars(
        select(IdeaMoney).where(IdeaMoney.id.in_(keys)).options(joinedload(IdeaMoney.idea))
    )
    return {
        row.id: Named(
            name=row.document or row.idea.title,
            url=url_for(
                "ideas_staff.show",
                slug=houses[row.idea.location_id].slug,
                idea_reference=row.idea.reference,
            ),
            when=weekday_text(row.on),
            spaces=row.idea.title if row.document else "",
            who=_("%(source)s, %(step)s", source=row.source.label, step=row.step.label),
        )
        for row in rows
    }


def _days(_session: Session, board: Board, keys: Keys) -> Mapping[int, Named]:
    # The day's page lists what lived in the house on it.
    found = {}
    for key in keys:
        day = date.fromordinal(key)
        found[key] = Named(name=weekday_text(day), url=_listed_on(board, day, Indicator.ACTIVATED))
    return found


def _listed_on(board: Board, day: date, indicator: Indicator) -> str:
    """What stands behind a figure on one day."""
    query = {**board.query, "zeitraum": f"{day}..{day}", "zahl": indicator.value}
    return url_for(Tab.BOOKINGS.value, **query)


LOOKUPS: Mapping[Thing, Lookup] = {
    Thing.BOOKING: _bookings,
    Thing.ORGANISATION: _bodies,
    Thing.TENANCY: _tenancies,
    Thing.SPACE: _spaces,
    Thing.SLOT: _spaces,
    Thing.WISH: _wishes,
    Thing.MONEY: _money,
    Thing.DAY: _days,
}
