"""The sentence for each refusal of offers and tenancies; each says what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from labspace.errors import Refusal
from labspace.formats import duration_text, weekday_text
from labspace.popups.sentences import sentence as application_sentence
from labspace.visits.sentences import counted_meanwhile_text
from labspace.words import gettext as _


def sentence(refusal: Refusal) -> str:
    """What a person reads for a refusal."""
    told = _SENTENCES.get(refusal.code)
    return told(refusal) if told else application_sentence(refusal)


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    """One sentence for each refusal, in order."""
    return [sentence(refusal) for refusal in refusals]


def _day(refusal: Refusal) -> str:
    day = refusal.values.get("day")
    return weekday_text(day) if isinstance(day, date) else ""


def _hours(refusal: Refusal) -> str:
    minutes = refusal.values["minutes"]
    assert isinstance(minutes, int)
    return _(
        "Mit diesen Öffnungszeiten sind es weniger als %(days)d Tage mit je %(length)s. Bitte die Zeiten oder das Mindestmaß ändern.",
        days=refusal.values["days"],
        length=duration_text(minutes),
    )


_SENTENCES: dict[str, Callable[[Refusal], str]] = {
    "not_a_monday": lambda _r: _("Eine Nutzung beginnt an einem Montag. Bitte eine Woche angeben."),
    "weeks_out_of_range": lambda r: _("Bitte 1 bis %(most)s Wochen angeben.", most=r.values["most"]),
    "offer_in_the_past": lambda _r: _("Diese Wochen haben schon begonnen. Bitte spätere anbieten."),
    "deadline_past": lambda _r: _(
        "Die Frist liegt in der Vergangenheit. Bitte einen späteren Zeitpunkt angeben."
    ),
    "deadline_after_start": lambda _r: _(
        "Die Frist endet erst nach Beginn der Nutzung. Bitte eine frühere angeben."
    ),
    "offer_gone": lambda _r: _(
        "Dieses Angebot gilt nicht mehr. Wenn Sie weiterhin Interesse haben, sprechen Sie bitte das Team an."
    ),
    "offer_open_already": lambda _r: _(
        "Für diese Bewerbung ist schon ein Angebot offen. Bitte erst zurücknehmen, dann neu anbieten."
    ),
    "hours_below_minimum": _hours,
    "own_tenancy": lambda _r: _(
        "Diese Nutzung ist von Ihnen oder Ihrer Organisation. Andere im Team ändern ihr Ende und ihren Preis."
    ),
    "same_end": lambda _r: _("Das ist schon der letzte Tag. Bitte einen anderen angeben."),
    "end_before_start": lambda _r: _("Das Ende läge vor dem Beginn. Bitte einen späteren Tag angeben."),
    "end_in_the_past": lambda _r: _(
        "Das Ende läge in der Vergangenheit. Bitte heute oder einen späteren Tag angeben."
    ),
    "outside_tenancy": lambda r: _("%(day)s liegt außerhalb der Nutzung.", day=_day(r)),
    "not_over_yet": lambda r: _(
        "%(day)s ist noch nicht vorbei. Bitte erst eintragen, wenn die Zeit um ist.", day=_day(r)
    ),
    "agreement_replaced": lambda r: _(
        "Inzwischen gibt es Fassung %(number)s der Vereinbarung. Bitte diese lesen und bestätigen.",
        number=r.values["number"],
    ),
    "name_missing": lambda _r: _("Bitte Ihren Namen angeben."),
    "tenant_name_missing": lambda _r: _(
        "Bitte den Namen der Person angeben, die für die Nutzenden unterschreibt."
    ),
    "house_name_missing": lambda _r: _("Bitte den Namen der Person angeben, die für das Haus unterschreibt."),
    "handover_signed": lambda _r: _(
        "Dieses Protokoll ist unterschrieben und ändert sich nicht mehr. Nachträge bitte als eigenes Schreiben."
    ),
    "handover_unwritten": lambda _r: _("Bitte zuerst das Protokoll speichern, dann Bilder hinzufügen."),
    "handover_pictures_full": lambda r: _(
        "Mehr als %(most)d Bilder hat ein Protokoll nicht. Bitte entfernen Sie zuerst eines.",
        most=r.values["most"],
    ),
    "visits_while_shut": lambda r: _(
        "Für %(day)s sind Besuche angegeben, aber keine Öffnungszeit. Bitte beides angeben oder beides leer lassen.",
        day=_day(r),
    ),
    "counted_meanwhile": counted_meanwhile_text,
    "handover_empty": lambda _r: _("Bitte zuerst festhalten, was übergeben wird, dann unterschreiben."),
}
