"""Numbers as the pages show them: text, unit, what they were divided from, and how they moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from labspace.charts.kinds import Gap, Value
from labspace.charts.kinds import Unit as ChartUnit
from labspace.dashboards.times import Times, hours
from labspace.formats import exact_text, not_stated_text, percent_text
from labspace.occupancy.kinds import Indicator
from labspace.words import gettext as _


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How one indicator is taken from the times of some houses and days."""

    indicator: Indicator
    unit: ChartUnit
    take: Callable[[Times], Fraction | None]

    def value(self, times: Times) -> Value:
        """As charts take it: nothing to divide by is a gap."""
        found = self.take(times)
        return Gap.NOT_STATED if found is None else found


MEASURES = {
    one.indicator: one
    for one in (
        Measure(indicator=Indicator.BOOKABLE, unit=ChartUnit.HOURS, take=lambda times: hours(times.bookable)),
        Measure(indicator=Indicator.BOOKED, unit=ChartUnit.HOURS, take=lambda times: hours(times.booked)),
        Measure(indicator=Indicator.USED, unit=ChartUnit.HOURS, take=lambda times: hours(times.used)),
        Measure(
            indicator=Indicator.BOOKING_RATE, unit=ChartUnit.PERCENT, take=lambda times: times.booking_rate
        ),
        Measure(
            indicator=Indicator.FREQUENCY_RATE,
            unit=ChartUnit.PERCENT,
            take=lambda times: times.frequency_rate,
        ),
        Measure(
            indicator=Indicator.ACTIVATED, unit=ChartUnit.HOURS, take=lambda times: hours(times.activated)
        ),
        Measure(
            indicator=Indicator.ACTIVATION_RATE,
            unit=ChartUnit.PERCENT,
            take=lambda times: times.activation_rate,
        ),
        Measure(indicator=Indicator.EVENINGS, unit=ChartUnit.HOURS, take=lambda times: hours(times.evening)),
        Measure(indicator=Indicator.WEEKENDS, unit=ChartUnit.HOURS, take=lambda times: hours(times.weekend)),
    )
}
"""Those that are sums of whole days, in the order of their numbers."""


def number(value: Fraction | None, unit: ChartUnit) -> tuple[str, str]:
    """(number, unit) apart, for large print: ("61,2", "%")."""
    if value is None:
        return not_stated_text(), ""
    match unit:
        case ChartUnit.PERCENT:
            return exact_text(value * 100), "%"
        case ChartUnit.HOURS:
            return exact_text(value), _("Stunden")
        case ChartUnit.COUNT:
            return exact_text(value, digits=0), ""


def text(value: Fraction | None, unit: ChartUnit) -> str:
    """61,2 % · 1 240,5 h · 12."""
    if value is None:
        return not_stated_text()
    return percent_text(value) if unit is ChartUnit.PERCENT else unit.text(value)


def change(value: Fraction | None, former: Fraction | None, unit: ChartUnit) -> str:
    """+3,4 Prozentpunkte · +12,0 h (+8,1 %); k. A. where one of the two is not there."""
    if value is None or former is None:
        return not_stated_text()
    if unit is ChartUnit.PERCENT:
        return _("%(points)s Prozentpunkte", points=signed((value - former) * 100))
    apart = signed(value - former, digits=0 if unit is ChartUnit.COUNT else 1)
    amount = apart if unit is ChartUnit.COUNT else _("%(number)s h", number=apart)
    if not former:
        return amount
    share = _("%(number)s %%", number=signed((value - former) / former * 100))
    return _("%(amount)s (%(share)s)", amount=amount, share=share)


def signed(value: Fraction, *, digits: int = 1) -> str:
    """+3,4 · −1,2 · ±0,0, by what is shown."""
    written = exact_text(abs(value), digits=digits)
    if not any(sign in "123456789" for sign in written):
        return f"±{written}"
    return f"+{written}" if value > 0 else f"\u2212{written}"
