"""The sentence for each refusal of calls, applications and reviews; each says what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from labspace.bookings.sentences import sentence as booking_sentence
from labspace.errors import Refusal
from labspace.formats import day_text, days_text
from labspace.popups.states import ApplicationState
from labspace.popups.wishing import Missing
from labspace.words import gettext as _


def sentence(refusal: Refusal) -> str:
    """What a person reads for a refusal."""
    told = _SENTENCES.get(refusal.code)
    return told(refusal) if told else booking_sentence(refusal)


def sentences(refusals: Iterable[Refusal]) -> list[str]:
    """One sentence for each refusal, in order."""
    return [sentence(refusal) for refusal in refusals]


def missing_text(lack: Missing) -> str:
    """What a draft lacks, as a sentence."""
    return {
        "title": _("Bitte geben Sie Ihrem Vorhaben einen Namen."),
        "concept": _("Bitte beschreiben Sie Ihr Konzept."),
        "wish": _("Bitte wünschen Sie sich mindestens eine Fläche und ihre Wochen."),
        "hours": _("Bitte geben Sie an, wann Sie öffnen möchten."),
        "answer": _("Bitte beantworten Sie: %(question)s", question=lack.question),
    }[lack.code]


def _incomplete(refusal: Refusal) -> str:
    lack = refusal.values["missing"]
    assert isinstance(lack, Missing)
    return missing_text(lack)


def _outside(refusal: Refusal) -> str:
    rank, first, last = (refusal.values[name] for name in ("rank", "first_on", "last_on"))
    if isinstance(first, date) and isinstance(last, date):
        return _(
            "Wunsch %(rank)d liegt außerhalb der Ausschreibung: Sie gilt für %(days)s.",
            rank=rank,
            days=days_text(first, last),
        )
    if isinstance(first, date):
        return _("Wunsch %(rank)d beginnt vor dem %(day)s.", rank=rank, day=day_text(first))
    assert isinstance(last, date)
    return _("Wunsch %(rank)d endet nach dem %(day)s.", rank=rank, day=day_text(last))


def _length(refusal: Refusal) -> str:
    return _(
        "Wunsch %(rank)d: Möglich sind %(least)d bis %(most)d Wochen.",
        rank=refusal.values["rank"],
        least=refusal.values["least"],
        most=refusal.values["most"],
    )


def _in_state(refusal: Refusal) -> str:
    state = refusal.values.get("state")
    if not isinstance(state, ApplicationState):
        return booking_sentence(refusal)
    return _("Die Bewerbung ist inzwischen: %(state)s. Bitte laden Sie die Seite neu.", state=state.label)


def _too_few_reviews(refusal: Refusal) -> str:
    return _(
        "Bisher haben %(given)d von %(needed)d bewertet. Bitte warten Sie ab oder begründen Sie, warum das genügt.",
        given=refusal.values["given"],
        needed=refusal.values["needed"],
    )


_SENTENCES: dict[str, Callable[[Refusal], str]] = {
    "not_possible_in_state": _in_state,
    "application_incomplete": _incomplete,
    "call_not_open": lambda _r: _(
        "Diese Ausschreibung nimmt keine Bewerbungen mehr an. Ihr Entwurf bleibt erhalten."
    ),
    "wish_overlaps": lambda r: _(
        "Wunsch %(rank)d überschneidet sich mit Wunsch %(other)d. Bitte wählen Sie andere Wochen oder eine andere Fläche.",
        rank=r.values["rank"],
        other=r.values["other"],
    ),
    "wish_slot_gone": lambda r: _(
        "Die Fläche von Wunsch %(rank)d gibt es nicht mehr. Bitte wählen Sie eine andere; alles Übrige bleibt.",
        rank=r.values["rank"],
    ),
    "wish_taken": lambda r: _(
        "Die Wochen von Wunsch %(rank)d sind inzwischen vergeben. Bitte wählen Sie andere; alles Übrige bleibt.",
        rank=r.values["rank"],
    ),
    "wish_past": lambda r: _(
        "Die erste Woche von Wunsch %(rank)d hat schon begonnen. Bitte wählen Sie eine spätere.",
        rank=r.values["rank"],
    ),
    "wish_length": _length,
    "wish_outside": _outside,
    "pictures_full": lambda r: _(
        "Mehr als %(most)d Bilder zeigen wir nicht. Bitte entfernen Sie zuerst eines.", most=r.values["most"]
    ),
    "call_deadline_past": lambda _r: _("Der Bewerbungsschluss liegt in der Vergangenheit."),
    "call_opens_late": lambda _r: _("Der Bewerbungsschluss liegt vor dem Beginn der Bewerbungszeit."),
    "call_period_turned": lambda _r: _("Der letzte Tag der Pop-ups liegt vor dem ersten."),
    "call_period_past": lambda _r: _("Die Zeit der Pop-ups liegt in der Vergangenheit."),
    "call_weeks": lambda _r: _("Bitte 1 bis 52 Wochen angeben, die wenigsten zuerst."),
    "call_without_criteria": lambda _r: _("Bitte mindestens ein Kriterium angeben."),
    "call_criteria_twice": lambda _r: _("Ein Kriterium steht zweimal da."),
    "call_questions_twice": lambda _r: _("Eine Frage steht zweimal da."),
    "call_over": lambda _r: _("Die Ausschreibung ist beendet und bleibt, wie sie war."),
    "criteria_fixed": lambda _r: _(
        "Es gibt schon Bewertungen; Kriterien und Gewichte bleiben deshalb, wie sie sind."
    ),
    "own_application": lambda _r: _(
        "Diese Bewerbung ist von Ihnen oder Ihrer Organisation. Andere im Team bewerten und entscheiden sie."
    ),
    "declared_biased": lambda _r: _(
        "Sie haben sich für befangen erklärt. Andere im Team bewerten und entscheiden diese Bewerbung."
    ),
    "reviewed_already": lambda _r: _("Sie haben diese Bewerbung schon bewertet."),
    "points_missing": lambda _r: _("Bitte geben Sie für jedes Kriterium Punkte."),
    "letter_missing": lambda _r: _("Bitte schreiben Sie einen Brief."),
    "reviews_missing": _too_few_reviews,
}
