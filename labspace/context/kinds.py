"""What series of the town there are, and what each of them says."""

from __future__ import annotations

import enum

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class SeriesKind(enum.Enum):
    """What a series is about; none of them enters a figure (figures.md, context series)."""

    PASSERS_BY = "passers_by"
    VACANCY = "vacancy"
    WEATHER = "weather"
    CITY_EVENTS = "city_events"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]

    @property
    def definition(self) -> LazyString:
        """What the numbers are, said wherever they are shown."""
        return _DEFINITIONS[self]

    @property
    def comes_as_file(self) -> bool:
        """Whether its values are read from a table; those of the others are typed in."""
        return self is not SeriesKind.VACANCY

    @property
    def is_typed(self) -> bool:
        """Whether single values may be typed in."""
        return self in {SeriesKind.VACANCY, SeriesKind.CITY_EVENTS}


class Stamp(enum.Enum):
    """Which end of its hour a time in a file names."""

    BEGIN = "begin"
    END = "end"

    @property
    def label(self) -> LazyString:
        return _STAMPS[self]


class TargetStep(enum.Enum):
    """What a team does with a target."""

    SET = "set"
    ENDED = "ended"
    TAKEN_BACK = "taken_back"
    """Before it began."""

    @property
    def label(self) -> LazyString:
        return _STEPS[self]


_LABELS = {
    SeriesKind.PASSERS_BY: _l("Passantenfrequenz"),
    SeriesKind.VACANCY: _l("Leerstandsquote"),
    SeriesKind.WEATHER: _l("Wetter"),
    SeriesKind.CITY_EVENTS: _l("Ereignisse in der Stadt"),
}

_DEFINITIONS = {
    SeriesKind.PASSERS_BY: _l(
        "Wie viele Menschen in jeder Stunde an einer Zählstelle vorbeigingen, wie das Zählgerät es angibt. "
        "Es sind keine Besuche des Hauses; fehlende Stunden zählen nicht als null."
    ),
    SeriesKind.VACANCY: _l(
        "Anteil leer stehender Ladenlokale zu einem Stichtag. Was als leer gilt, steht bei jedem Wert; "
        "Werte mit anderer Abgrenzung sind nicht vergleichbar."
    ),
    SeriesKind.WEATHER: _l("Wetter eines Tages an einer Messstation, wie sie es angibt."),
    SeriesKind.CITY_EVENTS: _l("Was in der Stadt stattfand, mit dem ersten und dem letzten Tag."),
}

_STAMPS = {
    Stamp.BEGIN: _l("den Beginn der Stunde"),
    Stamp.END: _l("das Ende der Stunde"),
}

_STEPS = {
    TargetStep.SET: _l("festgelegt"),
    TargetStep.ENDED: _l("beendet"),
    TargetStep.TAKEN_BACK: _l("zurückgenommen"),
}
