"""How the figures are made, from the registry of indicators: the words every page prints under them."""

from __future__ import annotations

from collections.abc import Iterable

from labspace.occupancy.indicator_words import SET_UP
from labspace.occupancy.kinds import Adding, Indicator, Unit
from labspace.reports.snapshot import Method
from labspace.visits.kinds import DataGrade
from labspace.words import gettext as _


def method_of(indicators: Iterable[Indicator]) -> list[Method]:
    """Formula, definition and what holds for it, of each indicator, and of the set-up hours beside them."""
    return [
        Method(
            indicator=one.value,
            label=str(one.label),
            unit=one.unit.value,
            formula=str(one.formula),
            definition=str(one.definition),
            adding=_adding(one),
            internal=_("mit interner Nutzung") if one.counts_internal_use else _("ohne interne Nutzung"),
            grades=_("Anteil der Datengüten C und D steht daneben") if one.has_grades else "",
            suppression=_("öffentlich nur ab 5 Personen und 3 Organisationen")
            if one.is_hidden_when_few
            else "",
        )
        for one in indicators
    ] + [_set_up()]


def _set_up() -> Method:
    return Method(
        indicator=SET_UP.value,
        label=str(SET_UP.label),
        unit=Unit.UNIT_HOURS.value,
        formula=str(SET_UP.formula),
        definition=str(SET_UP.definition),
        adding=_("Summe der Häuser"),
        internal=_("mit interner Nutzung"),
        grades="",
        suppression=_("nicht öffentlich"),
    )


def rules_of() -> list[str]:
    """What holds for all figures of a report."""
    grades = ", ".join(str(grade.label) for grade in DataGrade)
    return [
        _("Zeiten sind halboffen und werden in der Zeitzone des Hauses gezählt; der Tag der Zeitumstellung hat 23 oder 25 Stunden. Was in den Zeitraum hineinragt, wird an seinen Grenzen geteilt; Buchungen und Veranstaltungen zählen dort, wo sie beginnen."),
        _("Quoten werden aus Summen geteilt und nie gemittelt. Verschiedene Personen und Organisationen werden für jede Gruppe von Häusern und jeden Zeitraum neu gezählt und ergeben zusammengezählt keine Summe."),
        _("Wo es nichts zu teilen gibt, steht „k. A.“, nie 0 % oder 100 %. Gezeigt wird mit einer Nachkommastelle, kaufmännisch gerundet; gespeichert ist der genaue Wert."),
        _("Nur vergangene Zeit zählt als Ergebnis. Optionen, Anfragen und Wartelisten zählen nie. Ist der Zeitraum noch nicht vorbei, gelten Ziele für Summen anteilig bis zum letzten gezählten Tag."),
        _("Linkszensiert heißt bei Erstnutzenden (K17): In den ersten zwölf Monaten eines Hauses zählen auch die als neu, die schon vorher da waren."),
        _("Datengüte der Besuche: %(grades)s.", grades=grades),
        _("Dieser Bericht ist für die Fördergeber bestimmt und zeigt alle Werte. In öffentlichen Ansichten und Ausgaben steht „•“, wo eine Aufteilung auf weniger als 5 Personen oder 3 Organisationen beruht; mindestens ein weiterer Wert wird mit verdeckt, damit sich keiner errechnen lässt."),
        _("Reihen aus der Umgebung (Passantenfrequenz, Leerstand, Wetter, Ereignisse) stehen daneben und gehen in keine Kennzahl ein. Sie belegen keinen ursächlichen Zusammenhang."),
    ]  # fmt: skip


def _adding(one: Indicator) -> str:
    if one.adding is Adding.ANEW:
        return _("für jede Gruppe von Häusern und jeden Zeitraum neu gezählt")
    return _("aus den Summen der Häuser geteilt") if one.is_rate else _("Summe der Häuser")
