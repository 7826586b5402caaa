"""Publications and touched bookings as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from labspace.bookings.models import Booking
from labspace.bookings.shown import ShownBooking, shown
from labspace.formats import day_text, moment_text
from labspace.locations.models import Location
from labspace.plans.publishing.actions import Decision
from labspace.plans.publishing.forms import field_name
from labspace.plans.publishing.models import PlanPublication
from labspace.plans.publishing.proposals import Answer
from labspace.plans.publishing.review import Review
from labspace.plans.publishing.words import text_of
from labspace.plans.shown import draft_name
from labspace.words import gettext as _
from labspace.words import ngettext


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can become of a booking."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownTouched:
    """A touched booking and the choices for it; the first is proposed."""

    booking: ShownBooking
    why: str
    name: str
    """Of the form's field."""
    choices: Sequence[Choice]


def shown_touched(review: Review, decisions: Mapping[int, Decision]) -> list[ShownTouched]:
    """Every touched booking; what was decided before stays chosen, else what is proposed."""
    names = {space.public_id: text_of(space.name) for space in review.existing.values()}
    names |= {space.public_id: text_of(space.name) for space in review.after.spaces}
    return [_touched(review, booking, decisions.get(booking.id), names) for booking in review.touched]


def _touched(
    review: Review, booking: Booking, decided: Decision | None, names: Mapping[str, str]
) -> ShownTouched:
    proposal = review.proposed[booking.id]
    moves = [
        (
            f"verlegen:{','.join(target)}",
            _("Verlegen: %(spaces)s", spaces=", ".join(names[name] for name in target)),
        )
        for target in proposal.targets
    ]
    ask = (Answer.ASK.value, _("Fragen: Wer gebucht hat, bekommt eine Mail; die Buchung bleibt vorerst"))
    keep = (Answer.KEEP.value, _("Stehen lassen: Das Team klärt es selbst"))
    rest = [keep, ask] if proposal.answer is Answer.KEEP else [ask, keep]
    offered = [*moves, *rest]
    chosen = _value(decided) if decided else offered[0][0]
    if chosen not in dict(offered):
        chosen = offered[0][0]
    return ShownTouched(
        booking=shown(booking),
        why=_("läuft an diesem Tag schon") if review.runs_over(booking) else "",
        name=field_name(booking.id),
        choices=[Choice(value, text, value == chosen) for value, text in offered],
    )


def _value(decision: Decision) -> str:
    if decision.answer is Answer.MOVE:
        return f"verlegen:{','.join(decision.spaces)}"
    return str(decision.answer.value)


@dataclass(frozen=True, slots=True)
class ShownPublication:
    """One line of the record."""

    id: int
    plan_id: int | None
    title: str
    by: str
    did: str
    taken_back: str
    """When and by whom; empty while it stands."""
    may_be_taken_back: bool


def shown_publication(one: PlanPublication, house: Location, *, today: date) -> ShownPublication:
    """Who published what and when, what became of bookings, and whether it was taken back."""
    back = ""
    if one.taken_back_at is not None and one.taken_back_by is not None:
        back = _(
            "zurückgenommen %(when)s, %(who)s",
            when=moment_text(one.taken_back_at, zone=house.zone),
            who=one.taken_back_by.name,
        )
    return ShownPublication(
        id=one.id,
        plan_id=one.plan_id,
        title=_("%(name)s, ab %(day)s", name=draft_name(one.draft), day=day_text(one.starts_on)),
        by=_(
            "veröffentlicht %(when)s, %(who)s",
            when=moment_text(one.published_at, zone=house.zone),
            who=one.published_by.name,
        ),
        did=_did(one),
        taken_back=back,
        may_be_taken_back=one.taken_back_at is None and one.starts_on > today,
    )


def _did(one: PlanPublication) -> str:
    moved, asked, kept = len(one.moved), len(one.asked), one.kept
    found = [
        text
        for number, text in (
            (moved, ngettext("%(num)d Buchung verlegt", "%(num)d Buchungen verlegt", moved)),
            (asked, ngettext("bei %(num)d Buchung gefragt", "bei %(num)d Buchungen gefragt", asked)),
            (kept, ngettext("%(num)d Buchung stehen gelassen", "%(num)d Buchungen stehen gelassen", kept)),
        )
        if number
    ]
    return ", ".join(found) or _("keine Buchung betroffen")
