"""The prices of one place and group as rows with their days."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labspace.accounts.tariff_groups import TariffGroup, group_of
from labspace.bookings.models import Booking
from labspace.bookings.prices.kept import kept_tariffs
from labspace.bookings.prices.models import TariffRow
from labspace.bookings.prices.quotes import Asked, quote
from labspace.bookings.prices.tariffs import Tariff
from labspace.houses.dated.models import Subject
from labspace.houses.dated.rows import Row
from labspace.houses.places.places import Place, place_of
from labspace.houses.places.rows import read_rows, values_of, write_rows
from labspace.houses.queries import touched_bookings
from labspace.locations.models import Location
from labspace.spaces.houses import houses_named
from labspace.times import TimeSpan

FAR = timedelta(days=366 * 20)
PLACED = ("kind", "space_id", "group")
ANSWERS = tuple(
    field.name for field in fields(Tariff) if field.name not in (*PLACED, "valid_from", "valid_until")
)


@dataclass(frozen=True)
class Prices:
    """What one place costs one group; without a group the list price."""

    place: Place
    group: TariffGroup | None

    subject = Subject.TARIFFS

    @property
    def scope(self) -> str:
        return f"{self.place.scope}|{self.group.value if self.group else ''}"

    @property
    def _columns(self) -> dict[str, object]:
        return {**self.place.columns, "group": self.group}

    def read(self, session: Session, house: Location) -> list[Row]:
        return read_rows(session, TariffRow, house, self._columns, ANSWERS)

    def write(self, session: Session, house: Location, rows: Sequence[Row], *, now: datetime) -> None:
        write_rows(session, TariffRow, house, self._columns, ANSWERS, rows)
        house.tariff_revision = Location.tariff_revision + 1

    def touched(
        self, session: Session, house: Location, before: Sequence[Row], after: Sequence[Row], *, now: datetime
    ) -> list[Booking]:
        """Bookings that would cost something else; they keep what they were quoted."""
        kept = kept_tariffs(session, houses_named(session, [house.id])[house.id])
        others = [one for one in kept if not self._keeps(one)]
        changed = [*others, *(self._tariff(row) for row in after)]
        found = touched_bookings(session, [house.id], TimeSpan(now, now + FAR), now=now)
        return [one for one in found if one.starts_at > now and _price(one, kept) != _price(one, changed)]

    def _keeps(self, tariff: Tariff) -> bool:
        return (tariff.kind, tariff.space_id, tariff.group) == (
            self.place.kind,
            self.place.space_id,
            self.group,
        )

    def _tariff(self, row: Row) -> Tariff:
        values = values_of(TariffRow, ANSWERS, row)
        return Tariff(kind=self.place.kind, space_id=self.place.space_id, group=self.group, **values)


def prices_of(scope: str) -> Prices:
    """The keeper that the record of changes names."""
    place, _bar, group = scope.partition("|")
    return Prices(place_of(place), TariffGroup(group) if group else None)


def _price(booking: Booking, tariffs: Collection[Tariff]) -> int | None:
    asked = [Asked(space.id, space.public_id, space.kind) for space in booking.spaces]
    group = booking.tariff_group or group_of(booking.partner_type)
    found = quote(asked, booking.span, zone=booking.location.zone, group=group, tariffs=tariffs)
    return found.price_cents if found else None
