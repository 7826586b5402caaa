"""Tariffs of houses as rows."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from labspace.accounts.tariff_groups import TariffGroup
from labspace.db import Base, IntPk
from labspace.spaces.kinds import SpaceKind


class TariffRow(Base):
    """Dated prices in a house; how they are read stands in `tariffs.Tariff`.

    NULL for kind and space: the whole house. NULL for the group: the list price. Rows are not changed
    but ended and followed by new ones; whoever adds or ends one raises `Location.tariff_revision`.
    """

    __tablename__ = "tariff"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_from <= valid_until", name="validity"),
        CheckConstraint("kind IS NULL OR space_id IS NULL", name="kind_or_space"),
        CheckConstraint(
            "coalesce(hour_cents, half_day_cents, seating_cents, day_cents, week_cents) IS NOT NULL",
            name="some_price",
        ),
        CheckConstraint("tax_permille BETWEEN 0 AND 1000", name="tax"),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"), index=True)
    kind: Mapped[SpaceKind | None]
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    group: Mapped[TariffGroup | None] = mapped_column("tariff_group")
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    hour_cents: Mapped[int | None]
    half_day_cents: Mapped[int | None]
    seating_cents: Mapped[int | None]
    day_cents: Mapped[int | None]
    week_cents: Mapped[int | None]
    includes_tax: Mapped[bool] = mapped_column(default=True)
    """Whether the prices are gross."""
    tax_code: Mapped[str] = mapped_column(String(20))
    """For the books of the house, such as `standard` or `exempt`."""
    tax_permille: Mapped[int]
    """190 is 19.0 %."""
