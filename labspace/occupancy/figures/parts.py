"""Pure: the numbers an indicator consists of, and what each is counted in."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.occupancy.figures.part_words import PART_LABELS
from labspace.occupancy.kinds import Indicator, Unit


class Part(enum.Enum):
    """One number of an indicator; most have only their first, `MAIN`."""

    MAIN = "main"
    PUBLIC = "public"
    """K10 over pop-up, café and event only; K21 open to the public."""
    CLOSED = "closed"
    """K21 for those invited."""
    HIGH = "high"
    """K08: share of quarter hours with at least 80 % in use."""
    DAYS = "days"
    """K11, K21: days instead of hours or events."""
    SHARE = "share"
    """K12: share of calendar days with any activation in the evening."""
    WEEKLY = "weekly"
    """K12: evenings with activation a week."""
    LET = "let"
    """K18: weeks with a tenancy of weeks offered."""
    OF_ALL = "of_all"
    """K13: of all activated hours."""
    HOLIDAYS = "holidays"
    """K13: public holidays from Monday to Friday."""
    PRIVATE = "private"
    """K16: private persons, a row of their own."""
    RATE = "rate"
    """K17: new ones of all active organisations."""
    RETURN = "return"
    """K17: of those new whose 90 days are over, who came back."""
    HOURS = "hours"
    """K18: opening hours."""
    KEPT = "kept"
    """K18: occupied weeks that met their minimum."""
    UNKNOWN = "unknown"
    """K20: ended ideas whose outcome nobody knows."""
    MEAN = "mean"
    """K21: mean attendance."""
    LATE = "late"
    """K22: cancelled late."""
    BY_HOUSE = "by_house"
    """K22: cancelled by the house."""
    UNRESOLVED = "unresolved"
    """K22: over and still only confirmed."""
    P90 = "p90"
    """K23: nine in ten ask no longer ahead."""
    UNMET = "unmet"
    """K23: requests that found no space."""
    PAID = "paid"
    """K25: what was called, not only granted."""
    COST = "cost"
    """K25: own money spent for each activated hour."""
    IN_KIND = "in_kind"
    """K25: what was let below the market price, in euro."""

    @property
    def label(self) -> LazyString:
        """What the number is; of `MAIN` the indicator's own name says it."""
        return PART_LABELS[self.value]


I, P = Indicator, Part  # noqa: E741 - the table below is read by these letters

PARTS: dict[Indicator, dict[Part, Unit]] = {
    I.BOOKABLE: {P.MAIN: Unit.UNIT_HOURS},
    I.BOOKED: {P.MAIN: Unit.UNIT_HOURS},
    I.USED: {P.MAIN: Unit.UNIT_HOURS},
    I.BOOKING_RATE: {P.MAIN: Unit.SHARE},
    I.FREQUENCY_RATE: {P.MAIN: Unit.SHARE},
    I.PLACE_OCCUPANCY: {P.MAIN: Unit.SHARE},
    I.UTILISATION: {P.MAIN: Unit.SHARE},
    I.PEAK: {P.MAIN: Unit.SHARE, P.HIGH: Unit.SHARE},
    I.PERSONS_PER_DESK: {P.MAIN: Unit.PERSONS_PER_DESK},
    I.ACTIVATED: {P.MAIN: Unit.HOUSE_HOURS, P.PUBLIC: Unit.HOUSE_HOURS},
    I.ACTIVATION_RATE: {P.MAIN: Unit.SHARE, P.DAYS: Unit.SHARE},
    I.EVENINGS: {P.MAIN: Unit.HOUSE_HOURS, P.SHARE: Unit.SHARE, P.WEEKLY: Unit.NUMBER},
    I.WEEKENDS: {P.MAIN: Unit.HOUSE_HOURS, P.OF_ALL: Unit.SHARE, P.HOLIDAYS: Unit.HOUSE_HOURS},
    I.VISITS: {P.MAIN: Unit.VISITS},
    I.VISIT_HOURS: {P.MAIN: Unit.VISITOR_HOURS},
    I.ORGANISATIONS: {P.MAIN: Unit.NUMBER, P.PRIVATE: Unit.NUMBER},
    I.FIRST_USES: {P.MAIN: Unit.NUMBER, P.RATE: Unit.SHARE, P.RETURN: Unit.SHARE},
    I.POPUP_DAYS: {P.MAIN: Unit.DAYS, P.HOURS: Unit.UNIT_HOURS, P.KEPT: Unit.SHARE, P.LET: Unit.SHARE},
    I.TRIED_IDEAS: {P.MAIN: Unit.NUMBER},
    I.STAYING: {P.MAIN: Unit.SHARE, P.UNKNOWN: Unit.NUMBER},
    I.EVENTS: {
        P.MAIN: Unit.NUMBER,
        P.PUBLIC: Unit.NUMBER,
        P.CLOSED: Unit.NUMBER,
        P.DAYS: Unit.DAYS,
        P.MEAN: Unit.VISITS,
    },
    I.NO_SHOWS: {
        P.MAIN: Unit.SHARE,
        P.LATE: Unit.SHARE,
        P.BY_HOUSE: Unit.NUMBER,
        P.UNRESOLVED: Unit.NUMBER,
    },
    I.LEAD_TIME: {P.MAIN: Unit.DAYS, P.P90: Unit.DAYS, P.UNMET: Unit.SHARE},
    I.MIX: {P.MAIN: Unit.UNIT_HOURS},
    I.LEVERAGE: {
        P.MAIN: Unit.EURO_PER_EURO,
        P.PAID: Unit.EURO_PER_EURO,
        P.COST: Unit.EURO_PER_HOUR,
        P.IN_KIND: Unit.EURO,
    },
}
"""The numbers of each indicator in the order they are shown. The splits of K24 are `Figures.mixes`."""
