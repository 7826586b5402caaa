"""Where a number of visits comes from, and how good it is (figures.md R13)."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class DataGrade(enum.Enum):
    """How well a number of visits is known; the first are the best. Reports show the share of C and D."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"

    @property
    def label(self) -> LazyString:
        return _GRADES[self]


class VisitSource(enum.Enum):
    """Who or what counted."""

    COUNTER = "counter"
    """A device at the entrance."""
    CHECK_IN = "check_in"
    """Everybody checked in by themselves."""
    DOOR = "door"
    """Taps on the door page, one for each person who came in."""
    TALLY = "tally"
    """A tally sheet, entered afterwards."""
    REPORT = "report"
    """The organiser's or tenant's own word."""
    ESTIMATE = "estimate"

    @property
    def label(self) -> LazyString:
        return _SOURCES[self]

    @property
    def grade(self) -> DataGrade:
        return GRADES[self]


GRADES = {
    VisitSource.COUNTER: DataGrade.A,
    VisitSource.CHECK_IN: DataGrade.A,
    VisitSource.DOOR: DataGrade.B,
    VisitSource.TALLY: DataGrade.B,
    VisitSource.REPORT: DataGrade.C,
    VisitSource.ESTIMATE: DataGrade.D,
}

_GRADES = {
    DataGrade.A: _l("A – Zählgerät oder Check-in"),
    DataGrade.B: _l("B – gezählt"),
    DataGrade.C: _l("C – Angabe der Veranstaltenden"),
    DataGrade.D: _l("D – geschätzt"),
}

_SOURCES = {
    VisitSource.COUNTER: _l("Zählgerät am Eingang"),
    VisitSource.CHECK_IN: _l("Check-in"),
    VisitSource.DOOR: _l("an der Tür gezählt"),
    VisitSource.TALLY: _l("Strichliste"),
    VisitSource.REPORT: _l("Angabe der Veranstaltenden"),
    VisitSource.ESTIMATE: _l("geschätzt"),
}
