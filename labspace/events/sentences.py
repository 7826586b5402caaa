"""The sentence for each refusal of requests for events; each says what to do next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from labspace.bookings.sentences import add_sentences, sentences
from labspace.errors import Refusal
from labspace.formats import weekday_text
from labspace.words import gettext as _


def _day(refusal: Refusal) -> str:
    day = refusal.values["day"]
    assert isinstance(day, date)
    return weekday_text(day)


def _too_little(refusal: Refusal) -> str:
    values = {"thing": refusal.values["thing"], "wanted": refusal.values["wanted"], "day": _day(refusal)}
    if not refusal.values["left"]:
        return _(
            "%(thing)s: Am %(day)s ist zu Ihrer Zeit nichts mehr frei, gewünscht sind %(wanted)s. Bitte darauf verzichten oder eine andere Zeit wählen.",
            **values,
        )
    return _(
        "%(thing)s: Am %(day)s sind zu Ihrer Zeit nur %(left)s frei, gewünscht sind %(wanted)s. Bitte weniger nehmen oder eine andere Zeit wählen.",
        left=refusal.values["left"],
        **values,
    )


def _too_few_wheelchair_places(refusal: Refusal) -> str:
    if not refusal.values["approved"]:
        return _(
            "Hier sind in dieser Bestuhlung keine Plätze für Rollstühle genehmigt. Bitte eine andere Fläche oder Bestuhlung wählen."
        )
    return _(
        "Gewünscht sind %(wished)s Plätze für Rollstühle, genehmigt sind hier in dieser Bestuhlung höchstens %(approved)s. Bitte eine andere Fläche oder Bestuhlung wählen.",
        wished=refusal.values["wished"],
        approved=refusal.values["approved"],
    )


def _date_refused(refusal: Refusal) -> str:
    because: tuple[Refusal, ...] = refusal.values["because"]  # type: ignore[assignment]
    return _("%(day)s: %(reasons)s", day=_day(refusal), reasons=" ".join(sentences(because)))


EVENT_SENTENCES: dict[str, Callable[[Refusal], str]] = {
    "too_little_equipment": _too_little,
    "date_refused": _date_refused,
    "too_few_wheelchair_places": _too_few_wheelchair_places,
    "dates_overlap": lambda r: _(
        "Zwei Termine am %(day)s überschneiden sich mit Auf- und Abbau. Bitte einen davon ändern.",
        day=_day(r),
    ),
    "too_many_dates": lambda r: _(
        "Eine Anfrage hat höchstens %(most)s Termine. Bitte weniger angeben; für weitere später neu anfragen.",
        most=r.values["most"],
    ),
    "catering_outside": lambda r: _(
        "%(dish)s: Am %(day)s liegt diese Uhrzeit nicht zwischen Aufbau und Abbau. Bitte eine andere Uhrzeit angeben.",
        dish=r.values["dish"],
        day=_day(r),
    ),
}

add_sentences(EVENT_SENTENCES)
