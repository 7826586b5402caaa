"""Figures beside each other, and what of them cannot be compared."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from flask_babel import LazyString

from labspace.formats import percent_text
from labspace.occupancy.figures.figures import Figures
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Adding, Indicator
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

I, P = Indicator, Part  # noqa: E741 - the tables below are read by these letters


class Group(enum.Enum):
    """Figures that are looked at together; its value stands in the address."""

    TIME = "zeit"
    PEOPLE = "menschen"
    USERS = "organisationen"
    OUTCOMES = "ergebnisse"
    MONEY = "geld"
    RELIABLE = "verlaesslichkeit"

    @property
    def label(self) -> LazyString:
        return _GROUPS[self][0]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        return _GROUPS[self][1]


_GROUPS: Mapping[Group, tuple[LazyString, tuple[Indicator, ...]]] = {
    Group.TIME: (
        _l("Zeit und Belebung"),
        (
            I.BOOKABLE, I.BOOKED, I.USED, I.BOOKING_RATE, I.FREQUENCY_RATE, I.PEAK, I.ACTIVATED,
            I.ACTIVATION_RATE, I.EVENINGS, I.WEEKENDS,
        ),
    ),
    Group.PEOPLE: (
        _l("Besuche und Veranstaltungen"),
        (
            I.PLACE_OCCUPANCY, I.UTILISATION, I.PERSONS_PER_DESK, I.VISITS, I.VISIT_HOURS, I.EVENTS, I.MIX,
        ),
    ),
    Group.USERS: (_l("Organisationen"), (I.ORGANISATIONS, I.FIRST_USES)),
    Group.OUTCOMES: (
        _l("Pop-ups und Ideen"),
        (I.POPUP_DAYS, I.TRIED_IDEAS, I.STAYING),
    ),
    Group.MONEY: (_l("Fördermittel"), (I.LEVERAGE,)),
    Group.RELIABLE: (_l("Verlässlichkeit und Nachfrage"), (I.NO_SHOWS, I.LEAD_TIME)),
}  # fmt: skip

Named = Sequence[tuple[str, Figures]]
"""Houses or periods by their names."""


def group_named(word: str) -> Group:
    """The group the address names, else the first."""
    return next((one for one in Group if one.value == word), Group.TIME)


def cautions(some: Named, only: Collection[Indicator]) -> Iterator[str]:
    """Where numbers that stand beside each other do not say the same."""
    for indicator, say in _CAUTIONS.items():
        if indicator in only:
            yield from say(some)


def _of_firsts(some: Named) -> Iterator[str]:
    if censored := [name for name, figures in some if figures.is_censored]:
        yield _(
            "Erstnutzende sind nicht zu vergleichen: %(names)s linkszensiert – in den ersten zwölf Monaten zählen auch die als neu, die schon vorher da waren.",
            names=", ".join(censored),
        )
    if _differ(some, I.FIRST_USES, P.RETURN):
        yield _("Wiederkehr zählt nur, wessen 90 Tage vorbei sind; sie ruht auf verschieden vielen.")


def _of_utilisation(some: Named) -> Iterator[str]:
    if all(figures.of(I.UTILISATION).value is None for _name, figures in some):
        yield _("Der Nutzungsgrad wird nur für eine Art von Flächen angegeben: Bitte wählen Sie eine.")


def _of_visits(some: Named) -> Iterator[str]:
    said = [
        _("%(name)s %(share)s", name=name, share=percent_text(figures.of(I.VISITS).unsure_share))
        for name, figures in some
        if figures.of(I.VISITS).numerator
    ]
    if len(said) > 1:
        yield _(
            "Besuche sind verschieden sicher bekannt. Gemeldet oder geschätzt (Datengüte C und D): %(shares)s.",
            shares=", ".join(said),
        )


def _of_places(some: Named) -> Iterator[str]:
    known = [
        _("%(name)s %(share)s", name=name, share=percent_text(figures.of(I.PLACE_OCCUPANCY).coverage))
        for name, figures in some
        if figures.of(I.PLACE_OCCUPANCY).coverage not in (None, 1)
    ]
    if known:
        yield _(
            "Die Platzbelegung ruht nur auf Buchungen mit bekannten Personen: %(shares)s der genutzten Zeit.",
            shares=", ".join(known),
        )


def _of_staying(some: Named) -> Iterator[str]:
    if missing := [name for name, figures in some if figures.of(I.STAYING, P.UNKNOWN).numerator]:
        yield _(
            "Wer geblieben ist, weiß man erst nach bis zu zwölf Monaten; Ausgänge fehlen noch: %(names)s.",
            names=", ".join(missing),
        )


def _of_no_shows(some: Named) -> Iterator[str]:
    if unclear := [name for name, figures in some if figures.of(I.NO_SHOWS, P.UNRESOLVED).numerator]:
        yield _("Noch ungeklärte Buchungen fehlen in der Quote: %(names)s.", names=", ".join(unclear))


def _of_mixes(_some: Named) -> Iterator[str]:
    yield _(
        "Themen, Branchen und Partner sind Anteile an den genutzten Stunden ohne interne Nutzung; Buchstaben verschiedener Fassungen der WZ werden nie verglichen."
    )


_CAUTIONS: Mapping[Indicator, Callable[[Named], Iterator[str]]] = {
    I.FIRST_USES: _of_firsts,
    I.UTILISATION: _of_utilisation,
    I.VISITS: _of_visits,
    I.PLACE_OCCUPANCY: _of_places,
    I.STAYING: _of_staying,
    I.NO_SHOWS: _of_no_shows,
    I.MIX: _of_mixes,
}


def _differ(some: Named, indicator: Indicator, part: Part) -> bool:
    return len({figures.of(indicator, part).denominator for _name, figures in some}) > 1


def counted_anew(only: Collection[Indicator]) -> str:
    """Which of these are no sum or quotient of the houses' own numbers."""
    names = [str(one.label) for one in Indicator if one in only and one.adding is Adding.ANEW]
    return _(
        "„Zusammen“ wird hier über alle Häuser neu gezählt, weil dieselben mehrere Häuser nutzen oder das Ganze eine eigene Ordnung hat: %(names)s.",
        names=", ".join(names),
    )


def limits_of_length(only: Collection[Indicator], *, lengths_differ: bool) -> Iterator[str]:
    """What of periods of different lengths cannot be compared at all."""
    if lengths_differ and I.PEAK in only:
        yield _("Eine Spitze ist ein Höchstwert: In einem längeren Zeitraum liegt sie eher höher.")
    if lengths_differ and I.ORGANISATIONS in only:
        yield _("Verschiedene Organisationen werden nicht im selben Maß mehr, wie ein Zeitraum länger wird.")
