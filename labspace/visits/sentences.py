"""The sentence for each refusal at the door and around numbers of visits, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from labspace.bookings.sentences import sentence as booking_sentence
from labspace.errors import Refusal
from labspace.formats import clock_text, day_text
from labspace.visits.kinds import VisitSource
from labspace.visits.rules import MOST_VISITS
from labspace.words import gettext as _


def counted_meanwhile_text(refusal: Refusal) -> str:
    """What the first wrote, said to the second; who it was is not for everybody to know."""
    day, at, zone = (refusal.values[name] for name in ("day", "at", "zone"))
    source = refusal.values["source"]
    assert isinstance(day, date)
    assert isinstance(at, datetime)
    assert isinstance(zone, ZoneInfo)
    assert isinstance(source, VisitSource)
    return _(
        "Inzwischen hat jemand für %(day)s eine andere Zahl eingetragen: %(count)s (%(source)s, %(clock)s Uhr). "
        "Ihre Eingabe steht noch im Formular. Senden Sie es noch einmal, wenn sie gelten soll.",
        day=day_text(day),
        count=refusal.values["count"],
        source=str(source.label),
        clock=clock_text(at, zone=zone),
    )


_OWN: dict[str, Callable[[Refusal], str]] = {
    "door_closed": lambda _r: _(
        "Gezählt wird von zwei Stunden vor dem Beginn bis vier Stunden nach dem Ende. Danach tragen Sie die Zahl ein."
    ),
    "taps_unreadable": lambda _r: _("Das ließ sich nicht lesen und wurde nicht gezählt. Bitte laden Sie die Seite neu."),
    "visits_in_the_future": lambda _r: _("Dieser Tag hat noch nicht begonnen. Bitte tragen Sie Zahlen erst danach ein."),
    "no_such_number": lambda _r: _("Bitte eine Zahl von 0 bis %(most)d angeben.", most=MOST_VISITS),
    "hours_do_not_add_up": lambda r: _(
        "Die Stunden ergeben zusammen %(sum)s. Bitte gleichen Sie die Zahl des Tages an, oder lassen Sie sie leer.",
        sum=r.values["sum"],
    ),
    "counted_meanwhile": counted_meanwhile_text,
}  # fmt: skip


def sentence(refusal: Refusal) -> str:
    """What a person reads for a refusal."""
    told = _OWN.get(refusal.code)
    return told(refusal) if told else booking_sentence(refusal)


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    """One sentence for each refusal, in order."""
    return [sentence(one) for one in refusals]
