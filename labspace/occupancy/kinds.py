"""The indicators of figures.md: unit, how parts come together, and who may see them, said once.

Page, table file, report and API ask here, so that none of them can define a figure otherwise.
"""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.occupancy.indicator_words import DEFINITIONS, FORMULAS, LABELS


class Unit(enum.Enum):
    """What a value is counted in."""

    UNIT_HOURS = "unit-h"
    """An hour of one unit: ten open desks are ten of them an hour."""
    HOUSE_HOURS = "house-h"
    VISITOR_HOURS = "visitor-h"
    SHARE = "%"
    VISITS = "visits"
    NUMBER = "number"
    DAYS = "days"
    PERSONS_PER_DESK = "persons/desk"
    EURO_PER_EURO = "€/€"
    EURO_PER_HOUR = "€/h"
    EURO = "€"


class Adding(enum.Enum):
    """How the value of a whole comes from its parts – different houses, or times apart."""

    SUMS = "sums"
    """Numerators and denominators are summed; a rate is never averaged."""
    ANEW = "anew"
    """Counted anew for the whole: the same persons may be in several parts, or the whole has an order
    of its own (R9)."""


class Indicator(enum.Enum):
    """A figure of figures.md, by its number there."""

    BOOKABLE = "K01"
    BOOKED = "K02"
    USED = "K03"
    BOOKING_RATE = "K04"
    FREQUENCY_RATE = "K05"
    PLACE_OCCUPANCY = "K06"
    UTILISATION = "K07"
    PEAK = "K08"
    PERSONS_PER_DESK = "K09"
    ACTIVATED = "K10"
    ACTIVATION_RATE = "K11"
    EVENINGS = "K12"
    WEEKENDS = "K13"
    VISITS = "K14"
    VISIT_HOURS = "K15"
    ORGANISATIONS = "K16"
    FIRST_USES = "K17"
    POPUP_DAYS = "K18"
    TRIED_IDEAS = "K19"
    STAYING = "K20"
    EVENTS = "K21"
    NO_SHOWS = "K22"
    LEAD_TIME = "K23"
    MIX = "K24"
    LEVERAGE = "K25"

    @property
    def label(self) -> LazyString:
        return LABELS[self.value]

    @property
    def definition(self) -> LazyString:
        return DEFINITIONS[self.value]

    @property
    def formula(self) -> LazyString:
        return FORMULAS[self.value]

    @property
    def unit(self) -> Unit:
        """Of its first number; K12, K17, K18, K21 and K23 say a second one beside it."""
        return _UNITS.get(self, Unit.SHARE)

    @property
    def is_rate(self) -> bool:
        return self.unit is Unit.SHARE

    @property
    def adding(self) -> Adding:
        return Adding.ANEW if self in _ANEW else Adding.SUMS

    @property
    def counts_internal_use(self) -> bool:
        """Whether the chamber's own use is in it, with a row "davon intern" (R10)."""
        return self in _WITH_INTERNAL

    @property
    def is_hidden_when_few(self) -> bool:
        """Whether the public sees "•" for the value itself where it rests on few (R12); splits of every
        indicator by partner, sector, theme, daypart or weekday are hidden so too."""
        return self in _HIDDEN_WHEN_FEW

    @property
    def has_grades(self) -> bool:
        """Whether it rests on counted visits, and says the share of grades C + D beside it (R13)."""
        return self in _GRADED


_UNITS = {
    Indicator.BOOKABLE: Unit.UNIT_HOURS,
    Indicator.BOOKED: Unit.UNIT_HOURS,
    Indicator.USED: Unit.UNIT_HOURS,
    Indicator.PERSONS_PER_DESK: Unit.PERSONS_PER_DESK,
    Indicator.ACTIVATED: Unit.HOUSE_HOURS,
    Indicator.EVENINGS: Unit.HOUSE_HOURS,
    Indicator.WEEKENDS: Unit.HOUSE_HOURS,
    Indicator.VISITS: Unit.VISITS,
    Indicator.VISIT_HOURS: Unit.VISITOR_HOURS,
    Indicator.ORGANISATIONS: Unit.NUMBER,
    Indicator.POPUP_DAYS: Unit.DAYS,
    Indicator.TRIED_IDEAS: Unit.NUMBER,
    Indicator.EVENTS: Unit.NUMBER,
    Indicator.LEAD_TIME: Unit.DAYS,
    Indicator.LEVERAGE: Unit.EURO_PER_EURO,
}
_ANEW = frozenset(
    {
        Indicator.UTILISATION,
        Indicator.PEAK,
        Indicator.PERSONS_PER_DESK,
        Indicator.ORGANISATIONS,
        Indicator.FIRST_USES,
        Indicator.TRIED_IDEAS,
        Indicator.STAYING,
        Indicator.LEAD_TIME,
    }
)
_WITH_INTERNAL = frozenset(one for one in Indicator if one.value <= "K15")
_HIDDEN_WHEN_FEW = frozenset(
    {Indicator.PERSONS_PER_DESK, Indicator.ORGANISATIONS, Indicator.FIRST_USES, Indicator.STAYING}
)
_GRADED = frozenset(
    {
        Indicator.PLACE_OCCUPANCY,
        Indicator.UTILISATION,
        Indicator.VISITS,
        Indicator.VISIT_HOURS,
        Indicator.EVENTS,
    }
)

OF_A_MONTH = (
    Indicator.BOOKABLE,
    Indicator.BOOKED,
    Indicator.USED,
    Indicator.BOOKING_RATE,
    Indicator.FREQUENCY_RATE,
    Indicator.ACTIVATED,
)
"""What the page and the table files of a month show."""
