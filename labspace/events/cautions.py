"""What staff read about days that need a second look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from labspace.events.rules import Caution, Warned
from labspace.formats import day_text
from labspace.words import gettext as _
from labspace.words import ngettext


def caution_sentences(warned: Sequence[Warned]) -> list[str]:
    """One sentence for each day; all Sundays of a longer time share one."""
    sundays = [one.day for one in warned if one.caution is Caution.SUNDAY_SALE]
    sentences = [_sentence(one) for one in warned if one.caution is not Caution.SUNDAY_SALE]
    return [*sentences, _sundays(sundays)] if sundays else sentences


def _sundays(days: Sequence[date]) -> str:
    return ngettext(
        "Ein Sonntag liegt darin (%(day)s). Verkauf ist dann nur an freigegebenen Sonntagen erlaubt.",
        "%(num)d Sonntage liegen darin, der erste am %(day)s. "
        "Verkauf ist dann nur an freigegebenen Sonntagen erlaubt.",
        len(days),
        day=day_text(days[0]),
    )


def _sentence(warned: Warned) -> str:
    return _SENTENCES[warned.caution](day_text(warned.day))


_SENTENCES = {
    Caution.GOOD_FRIDAY: lambda day: _(
        "%(day)s ist Karfreitag, ein stiller Feiertag: Musik, Tanz, Märkte und Unterhaltung sind "
        "weitgehend untersagt.",
        day=day,
    ),
    Caution.ALL_SAINTS: lambda day: _(
        "%(day)s ist Allerheiligen, ein stiller Feiertag: Musik, Tanz und Märkte sind von 5 bis 18 Uhr untersagt.",
        day=day,
    ),
    Caution.MEMORIAL_DAY: lambda day: _(
        "%(day)s ist Volkstrauertag, ein stiller Tag: Musik, Tanz und Märkte sind von 5 bis 13 Uhr untersagt.",
        day=day,
    ),
    Caution.SUNDAY_OF_THE_DEAD: lambda day: _(
        "%(day)s ist Totensonntag, ein stiller Tag: Musik, Tanz und Märkte sind von 5 bis 18 Uhr untersagt.",
        day=day,
    ),
    Caution.MAUNDY_THURSDAY: lambda day: _(
        "%(day)s ist Gründonnerstag: Ab 18 Uhr sind öffentliche Tanzveranstaltungen untersagt.", day=day
    ),
    Caution.CHRISTMAS_EVE: lambda day: _(
        "%(day)s ist Heiligabend: Läden schließen spätestens um 14 Uhr. Bitte die Besetzung des Hauses klären.",
        day=day,
    ),
    Caution.NEW_YEARS_EVE: lambda day: _(
        "%(day)s ist Silvester: Bitte Besetzung, Brandschutz und Feuerwerk klären.", day=day
    ),
}
