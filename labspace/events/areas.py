"""Event areas to choose from, in words: how many they hold, and how they suit every date of a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from labspace.bookings.sentences import sentences
from labspace.errors import Refusal
from labspace.events.fit.candidates import Candidate
from labspace.events.fit.judging import ORDER, Fit, Fitness
from labspace.formats import weekday_text
from labspace.spaces.kinds import Layout
from labspace.spaces.names import space_name, wheelchair_text
from labspace.times import TimeSpan
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l
from labspace.words import ngettext

MOST_REASONS = 6
STEP_FREE = "step_free"


@dataclass(frozen=True)
class AreaChoice:
    """One area or several together: what it is, and why it cannot be had."""

    value: str
    text: str
    state: str = ""
    """A state of `components/badge.html`; empty as long as nothing was checked."""
    state_text: str = ""
    reasons: tuple[str, ...] = ()
    may_be_asked: bool = True
    price: str = ""
    """What it would cost; empty as long as there is no time, or no price."""
    access: str = ""
    """Whether one gets there without a step."""

    @property
    def is_checked(self) -> bool:
        return bool(self.state)


def candidate_name(candidate: Candidate) -> str:
    """The names of its areas, several joined."""
    return " + ".join(space_name(space) for space in candidate.spaces)


def plain_choices(candidates: Iterable[Candidate]) -> list[AreaChoice]:
    """Each candidate before anything is known about the wish."""
    return [AreaChoice(one.value, candidate_name(one), access=access_text(one)) for one in candidates]


def judged_choices(
    fits: Mapping[TimeSpan, Sequence[Fit]], *, layout: Layout, zone: ZoneInfo
) -> list[AreaChoice]:
    """Each candidate with how it suits all dates: as well as on its worst."""
    first = next(iter(fits.values()))
    return [_judged(fit.candidate, fits, layout=layout, zone=zone) for fit in first]


def _judged(
    candidate: Candidate, fits: Mapping[TimeSpan, Sequence[Fit]], *, layout: Layout, zone: ZoneInfo
) -> AreaChoice:
    of_dates = {
        span: next(
            (fit for fit in some if fit.candidate.value == candidate.value),
            Fit(candidate, Fitness.UNFIT, (Refusal("space_unknown"),)),
        )
        for span, some in fits.items()
    }
    worst = max((fit.fitness for fit in of_dates.values()), key=ORDER.index)
    return AreaChoice(
        candidate.value,
        _line(candidate, layout=layout),
        STATES[worst],
        str(_STANDING[worst]),
        tuple(_reasons(of_dates, zone=zone)),
        worst.may_be_asked,
        access=access_text(candidate, layout=layout),
    )


def _reasons(of_dates: Mapping[TimeSpan, Fit], *, zone: ZoneInfo) -> list[str]:
    if len(of_dates) == 1:
        return sentences(next(iter(of_dates.values())).refusals)
    common = set.intersection(*(set(sentences(fit.refusals)) for fit in of_dates.values()))
    found = sorted(common)
    for span, fit in of_dates.items():
        day = weekday_text(span.starts_at.astimezone(zone).date())
        own = [text for text in sentences(fit.refusals) if text not in common]
        if own or (not fit.fitness.may_be_asked and not fit.refusals):
            because = " ".join(own) or _STANDING[fit.fitness]
            found.append(_("%(day)s: %(reasons)s", day=day, reasons=because))
    if len(found) > MOST_REASONS:
        more = len(found) - MOST_REASONS
        found = [
            *found[:MOST_REASONS],
            ngettext("… und noch an %(num)d Tag", "… und noch an %(num)d Tagen", more),
        ]
    return found


def access_text(candidate: Candidate, *, layout: Layout | None = None) -> str:
    """Whether wheelchair users get there, and how many places are approved for them in a seating."""
    reached = _("stufenlos erreichbar") if STEP_FREE in candidate.features else _("nicht stufenlos")
    places = candidate.wheelchair_places.get(layout) if layout is not None else None
    return reached if places is None else f"{reached} · {wheelchair_text(places)}"


def _line(candidate: Candidate, *, layout: Layout) -> str:
    capacity = candidate.capacities.get(layout)
    if capacity is None:
        return candidate_name(candidate)
    return _(
        "%(space)s – bis %(people)d Personen, %(layout)s",
        space=candidate_name(candidate),
        people=capacity,
        layout=layout.label,
    )


def fitness_text(fitness: Fitness) -> str:
    """How something suits, in a word or two."""
    return str(_STANDING[fitness])


STATES = {
    Fitness.FREE: "free",
    Fitness.HELD: "held",
    Fitness.TAKEN: "taken",
    Fitness.UNFIT: "barred",
}
"""A state of `components/badge.html` and of the plan for each."""

_STANDING = {
    Fitness.FREE: _l("frei"),
    Fitness.HELD: _l("Option vergeben – Sie bekommen den nächsten Rang"),
    Fitness.TAKEN: _l("belegt"),
    Fitness.UNFIT: _l("passt nicht"),
}
