"""What a person reads for each finding in a houses file, in their language; each says what is wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from labspace.locations.findings import Finding
from labspace.words import gettext as _


def sentence_of(finding: Finding) -> str:
    """The place and its sentence, such as `$.houses[0].slug: …`; KeyError for a code without one."""
    return f"{finding.path}: {words_of(finding)}"


def words_of(finding: Finding) -> str:
    """Its sentence alone, for a page that says the place in its own way; KeyError for a code without one."""
    return _SENTENCES[finding.code](finding.values)


def _between(v: Mapping[str, object]) -> str:
    return _("Erlaubt ist %(at_least)s bis %(at_most)s.", **v)


_SENTENCES: dict[str, Callable[[Mapping[str, object]], str]] = {
    # The file
    "too_big": lambda v: _("Die Datei ist größer als %(megabytes)s MB.", **v),
    "not_utf8": lambda v: _("Das ist keine Textdatei in UTF-8."),
    "not_json": lambda v: _("Das ist kein JSON (Zeile %(line)s, Spalte %(column)s).", **v),
    "doubled_key": lambda v: _("Der Name „%(key)s“ steht zweimal im selben Objekt.", **v),
    "too_deep": lambda v: _("Die Datei ist tiefer als %(levels)s Ebenen verschachtelt.", **v),
    "wrong_format": lambda v: _("Erwartet wird das Format „%(known)s“.", **v),
    # Single values
    "missing": lambda v: _("Diese Angabe fehlt."),
    "unknown_field": lambda v: _("Diese Angabe gibt es nicht. Bekannt sind: %(known)s.", **v),
    "not_an_object": lambda v: _("Hier wird ein Objekt { … } erwartet."),
    "not_a_list": lambda v: _("Hier wird eine Liste [ … ] erwartet."),
    "wrong_count": lambda v: _("Die Liste hat %(count)s Einträge, erlaubt sind %(at_least)s bis %(at_most)s.", **v),
    "not_text": lambda v: _("Hier wird ein Text in Anführungszeichen erwartet."),
    "control_character": lambda v: _("Der Text enthält Steuerzeichen oder Zeilenumbrüche. Bitte entfernen."),
    "wrong_length": lambda v: _("Der Text hat %(count)s Zeichen, erlaubt sind %(at_least)s bis %(at_most)s.", **v),
    "not_a_slug": lambda v: _(
        "„%(given)s“ ist kein Kürzel. Erlaubt sind höchstens %(at_most)s kleine Buchstaben, Ziffern und einzelne"
        " Bindestriche.", **v
    ),
    "not_true_or_false": lambda v: _("Hier wird true oder false erwartet."),
    "not_a_number": lambda v: _("Hier wird eine Zahl erwartet."),
    "not_a_whole_number": lambda v: _("Hier wird eine ganze Zahl erwartet."),
    "out_of_range": _between,
    "not_a_date": lambda v: _("„%(given)s“ ist kein Tag. Erwartet wird zum Beispiel 2026-11-23.", **v),
    "not_a_time": lambda v: _("„%(given)s“ ist keine Uhrzeit. Erwartet wird zum Beispiel 08:30.", **v),
    "not_a_day_and_time": lambda v: _(
        "„%(given)s“ ist kein Zeitpunkt. Erwartet wird zum Beispiel 2026-11-23T18:00.", **v
    ),
    "local_time_does_not_exist": lambda v: _(
        "„%(given)s“ gibt es nicht: In dieser Stunde werden die Uhren vorgestellt.", **v
    ),
    "unknown_word": lambda v: _("„%(given)s“ ist unbekannt. Bekannt sind: %(known)s.", **v),
    "unknown_timezone": lambda v: _("„%(given)s“ ist keine Zeitzone. Erwartet wird zum Beispiel Europe/Berlin.", **v),
    "unknown_holiday_region": lambda v: _(
        "„%(given)s“ ist keine Feiertagsregion. Erwartet wird zum Beispiel DE-NW.", **v
    ),
    # Times
    "ends_before_it_begins": lambda v: _("Das Ende muss nach dem Beginn liegen."),
    "days_overlap": lambda v: _("An denselben Tagen gilt schon ein anderer Eintrag dieser Liste."),
    "not_a_yearly_day": lambda v: _(
        "„%(given)s“ ist kein Tag des Jahres. Erwartet wird 12-24, easter-48, advent-28 oder, wo es um Wochentage geht, sunday.",
        **v,
    ),
    "hours_overlap": lambda v: _("Diese Öffnungszeit überschneidet sich mit einer anderen am selben Wochentag."),
    # Spaces
    "doubled_id": lambda v: _("„%(given)s“ kommt mehr als einmal vor.", **v),
    "unknown_space": lambda v: _("Die Fläche „%(given)s“ gibt es in diesem Haus nicht.", **v),
    "more_than_the_space_holds": lambda v: _("Mehr Personen als die Fläche fasst (%(capacity)s).", **v),
    "part_of_itself": lambda v: _("Die Fläche „%(given)s“ wäre ein Teil ihrer selbst.", **v),
    "part_of_another_kind": lambda v: _("Ein Teil muss von derselben Art sein wie das Ganze (%(kind)s).", **v),
    "part_larger_than_whole": lambda v: _(
        "Der Teil „%(given)s“ fasst mehr Personen als das Ganze (%(capacity)s).", **v
    ),
    "house_exists": lambda v: _("Ein Haus mit dem Kürzel „%(given)s“ gibt es schon.", **v),
    "space_exists": lambda v: _("Eine Fläche mit dem Kürzel „%(given)s“ gibt es schon.", **v),
    # Plans
    "plans_overlap": lambda v: _("Für Ebene %(level)s gilt an denselben Tagen schon ein anderer Grundriss.", **v),
    "no_area": lambda v: _("Die Form hat keine Fläche."),
    "crosses_itself": lambda v: _("Die Form schneidet oder berührt sich selbst."),
    "opening_too_narrow": lambda v: _("Die Öffnung ist schmaler als 10 cm."),
    "opening_not_in_a_wall": lambda v: _("Tür oder Fenster liegt nicht in einer Wand."),
    "outside_the_building": lambda v: _("„%(given)s“ liegt nicht ganz im Gebäude.", **v),
    "spaces_overlap": lambda v: _("„%(given)s“ überschneidet sich mit „%(other)s“.", **v),
    "area_differs": lambda v: _("Gezeichnet sind %(drawn)s m², angegeben sind %(stated)s m².", **v),
    # Rules
    "kind_and_space": lambda v: _("Hier steht eine Art oder eine Fläche, nicht beides."),
    "less_than_the_least": lambda v: _("Das Höchste muss mindestens so groß sein wie das Mindeste."),
    # Tariffs
    "no_price": lambda v: _("Mindestens ein Preis wird gebraucht: %(known)s.", **v),
    "terms_overlap": lambda v: _("An denselben Tagen gelten schon andere Bedingungen für Veranstaltungen."),
    "tiers_not_in_order": lambda v: _(
        "Die Stufen beginnen mit der frühesten Stornierung; wer später storniert, zahlt nicht weniger."
    ),
    "version_said_twice": lambda v: _(
        "Welche Fassung der Hausordnung gilt, sagen schon die Tage in house_rules. Bitte diese Angabe weglassen."
    ),
    "tariffs_overlap": lambda v: _("Für dieselbe Fläche und Gruppe gilt an denselben Tagen schon ein Tarif."),
    # Equipment and catering
    "stock_overlaps": lambda v: _("Für „%(given)s“ steht an denselben Tagen schon eine andere Zeile.", **v),
    "targets_overlap": lambda v: _("Für „%(given)s“ gilt an denselben Tagen schon ein anderes Ziel.", **v),
    "stays_overlap": lambda v: _("Für diese Flächenart gilt an denselben Tagen schon eine andere Verweildauer."),
    "stay_is_measured": lambda v: _("Bei „%(given)s“ zählt die wirkliche Dauer; eine Verweildauer gibt es nur für popup_slot und cafe_table.", **v),
    "rate_without_period": lambda v: _(
        "„%(given)s“ ist eine Quote und braucht keinen Zeitraum (per). Bitte diese Angabe weglassen.", **v
    ),
    "more_than_two_digits": lambda v: _("Höchstens zwei Stellen nach dem Komma sind erlaubt."),
    "too_fine": lambda v: _("Höchstens eine Stelle nach dem Komma ist erlaubt."),
    "raster_does_not_fill_the_day": lambda v: _("Das Raster muss in einen Tag von 1440 Minuten aufgehen."),
    "products_need_hours": lambda v: _("Was in ganzen Tagen gebucht wird, hat keine Tagesteile."),
    "nothing_to_book": lambda v: _("Ohne freie Stunden muss es Tagesteile geben (products)."),
    "pause_without_days": lambda v: _("Eine Pause (pause) sagt mit pause_days, wie viele Tage sie dauert."),
    "days_without_pause": lambda v: _("pause_days gehört nur zu einer Pause (pause)."),
    "quota_without_limit": lambda v: _("Ein Kontingent nennt Buchungen (bookings) oder Stunden (hours)."),
}  # fmt: skip
