"""The indicators in words: names, definitions and formulas, printed under every figure, sheet and report."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString

from labspace.popups.tenancies.tried_days import TriedDays
from labspace.words import lazy_gettext as _l

LABELS = {
    "K01": _l("Buchbare Stunden"),
    "K02": _l("Gebuchte Stunden"),
    "K03": _l("Genutzte Stunden"),
    "K04": _l("Buchungsauslastung"),
    "K05": _l("Nutzungsquote"),
    "K10": _l("Aktivierte Stunden"),
    "K06": _l("Platzbelegung"),
    "K07": _l("Nutzungsgrad"),
    "K08": _l("Spitzenbelegung"),
    "K09": _l("Personen je Arbeitsplatz"),
    "K11": _l("Aktivierungsquote"),
    "K12": _l("Abendaktivierung"),
    "K13": _l("Wochenendaktivierung"),
    "K14": _l("Besuche"),
    "K15": _l("Besuchsstunden"),
    "K16": _l("Aktive Organisationen"),
    "K17": _l("Erstnutzende und Wiederkehr"),
    "K18": _l("Pop-up-Tage und -Öffnungsstunden"),
    "K19": _l("Getestete Geschäftsideen"),
    "K20": _l("Verstetigungsquote"),
    "K21": _l("Veranstaltungen"),
    "K22": _l("No-show- und Stornoquote"),
    "K23": _l("Vorlauf und Nachfrageüberhang"),
    "K24": _l("Themen-, Branchen- und Partnermix"),
    "K25": _l("Fördermittelhebel"),
}

DEFINITIONS = {
    "K01": _l(
        "Öffnungszeiten jeder Fläche ohne Schließungen, Feiertage und Wartung; Sonderöffnungen für einzelne Buchungen zählen dazu. Vom Haus abgesagte Zeit zählt nicht, außer sie wurde wieder gebucht."
    ),
    "K02": _l(
        "Bestätigte, genutzte und nicht angetretene Buchungen innerhalb der buchbaren Stunden, je Fläche nur einmal gezählt. Rüstzeiten zählen nicht."
    ),
    "K03": _l(
        "Tatsächlich genutzte Zeit innerhalb der buchbaren Stunden. Bei Pop-up-Flächen sind das die festgehaltenen Ladenöffnungszeiten, nicht die Mietzeit."
    ),
    "K04": _l(
        "Anteil der buchbaren Stunden, die gebucht waren. Für mehrere Flächen und Häuser werden die Summen geteilt, nie Quoten gemittelt."
    ),
    "K05": _l(
        "Anteil der buchbaren Stunden, die wirklich genutzt wurden. Für mehrere Flächen und Häuser werden die Summen geteilt, nie Quoten gemittelt."
    ),
    "K10": _l(
        "Zeit, in der im Haus mindestens eine Fläche genutzt wurde; was gleichzeitig geschieht, zählt einmal. Mehrere Häuser werden zusammengezählt. „Publikumswirksam“ zählt dabei nur Pop-up, Café und Event."
    ),
    "K06": _l(
        "Anteil der Plätze, die während der Nutzung besetzt waren, nach der genehmigten Kapazität der gewählten Bestuhlung. Nutzungen, deren Personenzahl niemand kennt, bleiben außen vor; wie viel bekannt ist, steht daneben."
    ),
    "K07": _l(
        "Wie weit das Angebot einer Art von Flächen zugleich zeitlich und nach Plätzen ausgeschöpft war. Beide Teile stützen sich auf die Buchungen mit bekannter Personenzahl."
    ),
    "K08": _l(
        "Der höchste Anteil gleichzeitig genutzter Flächen zu einer vollen Viertelstunde, und wie oft mindestens vier von fünf genutzt waren. Viertelstunden mit weniger als zwei offenen Flächen zählen nicht."
    ),
    "K09": _l(
        "Wie viele verschiedene Personen sich im Monat einen Arbeitsplatz teilen. Wird für jede Gruppe von Häusern neu gezählt, weil dieselbe Person mehrere Häuser nutzen kann."
    ),
    "K11": _l(
        "Anteil der Öffnungsstunden eines Hauses, in denen darin etwas genutzt wurde. Ein Tag ist ein Aktivierungstag, wenn es mindestens 60 Minuten waren; an Feiertagen geschlossene Tage sind keine Öffnungstage."
    ),
    "K12": _l(
        "Aktivierte Stunden zwischen 18 und 24 Uhr, und an welchem Anteil der Kalendertage es überhaupt welche gab."
    ),
    "K13": _l(
        "Aktivierte Stunden an Samstagen und Sonntagen. Feiertage von Montag bis Freitag stehen in einer eigenen Zeile."
    ),
    "K14": _l(
        "Gezählte Besuche, nicht Personen: am Arbeitsplatz einer je Person, Tag und Haus, im Besprechungsraum die Personen der genutzten Buchung, am Café-Tisch die Gesellschaft, bei Veranstaltungen die Teilnehmenden, im Pop-up die Zählung an der Tür."
    ),
    "K15": _l(
        "Besuche mal Aufenthalt: an Arbeitsplätzen und in Räumen die wirkliche Länge, bei Veranstaltungen ihre Länge ohne Rüstzeit, im Pop-up und im Café so lange, wie das Haus einen Besuch ansetzt. Außer bei Datengüte A geschätzt."
    ),
    "K16": _l(
        "Verschiedene Organisationen mit mindestens einer genutzten Buchung; Privatpersonen stehen in einer eigenen Zeile. Wird für jede Gruppe von Häusern und jeden Zeitraum neu gezählt."
    ),
    "K17": _l(
        "Organisationen, deren erste genutzte Buchung in den Zeitraum fällt, und welcher Anteil von ihnen binnen 90 Tagen an einem weiteren Tag kam. Nur wessen 90 Tage vorbei sind, zählt bei der Wiederkehr."
    ),
    "K18": _l(
        "Tage, an denen ein Pop-up geöffnet war, und wie lange. Geschlossene Tage einer Mietzeit zählen nicht. Die Einhaltung ist der Anteil der vermieteten Wochen, in denen die vereinbarte Mindestöffnung erreicht wurde."
    ),
    "K19": _l(
        "Ideen, deren Pop-up an mindestens %(days)s Tagen geöffnet war, gezählt am %(days)s. dieser Tage. Eine Verlängerung ist dieselbe Idee, ein neues Konzept desselben Teams eine neue.",
        days=TriedDays(),
    ),
    "K20": _l(
        "Anteil der beendeten Ideen mit bekanntem Ausgang, die binnen 12 Monaten eine Anschlussmiete oder einen eigenen Laden in der Stadt hatten. Wie viele unbekannt sind, steht daneben."
    ),
    "K21": _l(
        "Stattgefundene Veranstaltungen, öffentlich und geschlossen. Jeder Termin einer Reihe ist eine, eine mehrtägige eine mit mehreren Tagen; abgesagte zählen nicht, verlegte einmal."
    ),
    "K22": _l(
        "Anteil der Buchungen, zu denen niemand kam, und der spät stornierten. Vom Haus abgesagte und ungeklärte stehen daneben; eine ganz stornierte Serie zählt einmal."
    ),
    "K23": _l(
        "Wie viele Tage vor dem Beginn angefragt wurde, und welcher Anteil der Anfragen aus Platzmangel offen blieb. Von einer Serie zählt der erste Termin."
    ),
    "K24": _l(
        "Wie sich die genutzten Stunden auf Themen, Wirtschaftszweige und Arten von Partnern verteilen. Jede Buchung hat genau ein Thema; die Anteile ergeben zusammen genau hundert Prozent."
    ),
    "K25": _l(
        "Öffentliche Zuschüsse und Geld von Investoren und Partnern je Euro ausgegebener eigener Anschubfinanzierung, bewilligt und abgerufen getrennt. Jeder Betrag nennt seinen Beleg; geldwerte Mietvorteile stehen daneben."
    ),
}

FORMULAS = {
    "K01": _l("Σ Flächen: Öffnung − Schließungen + Sonderöffnungen"),
    "K02": _l("Σ Flächen: gebuchte Zeit ∩ buchbare Zeit"),
    "K03": _l("Σ Flächen: genutzte Zeit ∩ buchbare Zeit"),
    "K04": _l("gebuchte Stunden ÷ buchbare Stunden (K02 ÷ K01)"),
    "K05": _l("genutzte Stunden ÷ buchbare Stunden (K03 ÷ K01)"),
    "K10": _l("Σ Häuser: Vereinigung der genutzten Zeiten aller Flächen"),
    "K06": _l("Σ Personen × Zeit ÷ Σ Kapazität × Zeit der genutzten Buchungen mit bekannter Personenzahl"),
    "K07": _l("Nutzungsquote × Platzbelegung (K05 × K06), nur je Art der Fläche"),
    "K08": _l("Maximum über Viertelstunden: genutzte ÷ offene Flächen"),
    "K09": _l(
        "verschiedene Personen an Arbeitsplätzen ÷ (buchbare Stunden der Arbeitsplätze ÷ Öffnungsstunden des Hauses)"
    ),
    "K11": _l("aktivierte Stunden ÷ (Öffnungszeiten ∪ Sonderöffnungen); Aktivierungstage ÷ Öffnungstage"),
    "K12": _l("K10 innerhalb von 18:00–24:00 Uhr; Abende mit Nutzung ÷ Kalendertage"),
    "K13": _l("K10 an Sa und So; getrennt davon an Feiertagen Mo–Fr"),
    "K14": _l("Σ Besuche der Datengüten A bis D"),
    "K15": _l("Σ Besuche × Aufenthalt"),
    "K16": _l("Anzahl verschiedener Organisationen mit genutzter Buchung"),
    "K17": _l("Erstnutzende ÷ aktive Organisationen; Wiedergekommene ÷ Erstnutzende mit abgelaufener Frist"),
    "K18": _l("verschiedene (Fläche, Tag); Σ Öffnungsstunden; Wochen mit Mindestöffnung ÷ vermietete Wochen"),
    "K19": _l(
        "Anzahl verschiedener Konzepte, deren %(days)s. Pop-up-Tag in den Zeitraum fällt", days=TriedDays()
    ),
    "K20": _l("geblieben ÷ beendete Ideen mit bekanntem Ausgang"),
    "K21": _l("Anzahl; Veranstaltungstage; Teilnehmende ÷ Veranstaltungen mit bekannter Teilnahme"),
    "K22": _l("nicht erschienen ÷ (nicht erschienen + genutzt); spät storniert ÷ (gebucht + spät storniert)"),
    "K23": _l(
        "Median und P90 von Beginn − erste Anfrage; (aus Platzmangel abgelehnt + Warteliste nie bedient) ÷ Anfragen"
    ),
    "K24": _l("genutzte Stunden je Merkmal ÷ genutzte Stunden (K03)"),
    "K25": _l("fremde Mittel ÷ eigene ausgegebene Anschubfinanzierung; Kosten ÷ aktivierte Stunden"),
}


@dataclass(frozen=True, eq=False)
class Explained:
    """A number that is no indicator, explained by the same words as one."""

    value: str
    """Its number in figures.md."""
    label: LazyString
    definition: LazyString
    formula: LazyString


SET_UP = Explained(
    value="R6",
    label=_l("Rüststunden"),
    definition=_l(
        "Rüststunden sind Auf- und Abbau und die Puffer um Buchungen. Sie stehen für sich: weder gebucht noch genutzt noch belebt."
    ),
    formula=_l("Σ Flächen: Vereinigung von Auf- und Abbau und Puffern, auch außerhalb der Öffnungszeiten"),
)
"""Beside the figures, and in none of them."""
