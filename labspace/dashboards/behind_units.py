"""What the rows behind a number are counted in, and what they are divided by."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flask_babel import LazyString

from labspace.dashboards.numbers import text, unit_of
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator, Unit
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

I, P = Indicator, Part  # noqa: E741 - the tables below are read by these letters

Number = tuple[Indicator, Part]
AMOUNTS: Mapping[Number, Unit] = {
    (I.BOOKING_RATE, P.MAIN): Unit.UNIT_HOURS,
    (I.FREQUENCY_RATE, P.MAIN): Unit.UNIT_HOURS,
    (I.PLACE_OCCUPANCY, P.MAIN): Unit.VISITOR_HOURS,
    (I.PEAK, P.HIGH): Unit.NUMBER,
    (I.PERSONS_PER_DESK, P.MAIN): Unit.NUMBER,
    (I.ACTIVATION_RATE, P.MAIN): Unit.HOUSE_HOURS,
    (I.ACTIVATION_RATE, P.DAYS): Unit.NUMBER,
    (I.EVENINGS, P.SHARE): Unit.NUMBER,
    (I.WEEKENDS, P.OF_ALL): Unit.HOUSE_HOURS,
    (I.FIRST_USES, P.RATE): Unit.NUMBER,
    (I.FIRST_USES, P.RETURN): Unit.NUMBER,
    (I.POPUP_DAYS, P.KEPT): Unit.NUMBER,
    (I.POPUP_DAYS, P.LET): Unit.NUMBER,
    (I.STAYING, P.MAIN): Unit.NUMBER,
    (I.NO_SHOWS, P.MAIN): Unit.NUMBER,
    (I.NO_SHOWS, P.LATE): Unit.NUMBER,
    (I.LEAD_TIME, P.UNMET): Unit.NUMBER,
    (I.LEVERAGE, P.MAIN): Unit.EURO,
    (I.LEVERAGE, P.PAID): Unit.EURO,
    (I.LEVERAGE, P.COST): Unit.EURO,
}
"""Of what is divided; all others are counted in the unit of their number."""
WHOLES: Mapping[Number, Unit] = {(I.LEVERAGE, P.COST): Unit.HOUSE_HOURS}
"""Of what it is divided by, where that is something else."""
LEADS = frozenset({(I.LEAD_TIME, P.MAIN), (I.LEAD_TIME, P.P90)})
"""Median and ninth tenth of the rows, no sum of them."""

_CONTRIBUTIONS: Mapping[Indicator, LazyString] = {
    I.BOOKABLE: _l("buchbar"),
    I.BOOKED: _l("gebucht"),
    I.BOOKING_RATE: _l("gebucht"),
    I.USED: _l("genutzt"),
    I.FREQUENCY_RATE: _l("genutzt"),
    I.PLACE_OCCUPANCY: _l("Personenstunden"),
    I.PEAK: _l("Anteil an den offenen Flächen"),
    I.ACTIVATED: _l("belebt"),
    I.ACTIVATION_RATE: _l("belebt"),
    I.EVENINGS: _l("am Abend belebt"),
    I.WEEKENDS: _l("belebt"),
    I.VISITS: _l("Besuche"),
    I.VISIT_HOURS: _l("Besuchsstunden"),
    I.LEAD_TIME: _l("Tage vorher"),
    I.LEVERAGE: _l("Betrag"),
}


def amount_unit(number: Number) -> Unit:
    """What each row adds."""
    return AMOUNTS.get(number) or unit_of(*number)


def amount_text(number: Number, value: Fraction) -> str:
    """4,0 h · 12 · 1.200,00 €."""
    return text(value, amount_unit(number))


def whole_text(number: Number, value: Fraction) -> str:
    """What the rows together are divided by."""
    return text(value, WHOLES.get(number) or amount_unit(number))


def heading(number: Number) -> str:
    """Over the column of what each row adds."""
    indicator, part = number
    if number == (I.LEAD_TIME, P.UNMET) or indicator not in _CONTRIBUTIONS:
        return _("zählt")
    if number == (I.PEAK, P.HIGH):
        return _("Viertelstunden")
    return _("Mietvorteil") if part is P.IN_KIND else str(_CONTRIBUTIONS[indicator])
