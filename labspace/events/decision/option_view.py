"""An option where the team decides on it: its clock, who asked for a decision, and who shares it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.options.letters import moment_words
from labspace.bookings.options.models import OptionClock, OptionPartner
from labspace.bookings.options.queries import AskedBy, askings_of, find_clock, partners_of
from labspace.bookings.options.shown import remaining_words
from labspace.bookings.options.states import ClockState, Outcome
from labspace.bookings.states import BookingState
from labspace.formats import moment_text
from labspace.spaces.kinds import SpaceKind
from labspace.words import gettext as _


@dataclass(frozen=True, kw_only=True)
class ShownOption:
    """What the team reads about an option, and which of its steps are possible."""

    state: ClockState
    deadline: str
    remaining: str
    told: str
    """What the state means for the decision."""
    askings: Sequence[str]
    """Who asked the organisers for a decision, and what came of it; the latest first."""
    partners: Sequence[str]
    """Who organises it together with whoever booked."""
    invited: Sequence[str]
    """Addresses that have not answered yet."""
    may_extend: bool
    may_ask: bool


def shown_option(session: Session, booking: Booking, *, now: datetime) -> ShownOption | None:
    """The option that this booking is at this moment; None for what is none (any more). Three statements."""
    if booking.kind is not SpaceKind.EVENT_AREA or booking.state is not BookingState.OPTION:
        return None
    row = find_clock(session, booking.id) or OptionClock.begun(booking)
    clock = row.read(booking)
    ticks = clock.ticks and not clock.is_over(now)
    partners = partners_of(session, booking.id)
    return ShownOption(
        state=clock.state,
        deadline=moment_words(booking, clock.deadline) if clock.ticks else "",
        remaining=remaining_words(clock.deadline - now) if ticks else "",
        told=_told(clock.state, is_over=clock.is_over(now), given_away=row.given_away_since is not None),
        askings=[_asking(booking, one) for one in askings_of(session, booking.id)],
        partners=[one.user.name for one in partners if one.joined_at and one.user],
        invited=[one.email for one in partners if not _has_joined(one)],
        may_extend=ticks,
        may_ask=ticks and clock.state is ClockState.RUNNING,
    )


def _has_joined(partner: OptionPartner) -> bool:
    return partner.joined_at is not None and partner.user is not None


def _told(state: ClockState, *, is_over: bool, given_away: bool) -> str:
    if given_away:
        return _(
            "Ein Teil der Zeit ist fest an andere vergeben. Wird sie frei, rückt diese Option von selbst nach."
        )
    if is_over:
        return _("Die Frist ist vorbei. Die Option endet innerhalb einer Minute von selbst.")
    return {
        ClockState.WAITING: _(
            "Wer wartet, hat keine Frist. Sie beginnt, sobald diese Option an der Reihe ist."
        ),
        ClockState.RUNNING: _("Ohne Antwort endet die Option dann von selbst."),
        ClockState.CHALLENGED: _("Ohne Antwort endet die Option dann, und die nächste Anfrage rückt nach."),
        ClockState.COMMITTED: _("Verbindlich angefragt: Die Frist ruht, bis Sie entscheiden."),
        ClockState.ENDED: "",
    }[state]


def _asking(booking: Booking, asked: AskedBy) -> str:
    """Who asked and when, with what came of it."""
    challenge, zone = asked.challenge, booking.location.zone
    at = moment_text(challenge.at, zone=zone)
    if challenge.challenger_id is None:
        told = _("%(at)s: %(name)s vom Team bat um eine Entscheidung.", at=at, name=asked.name)
    else:
        told = _(
            "%(at)s: %(name)s, als Nächstes an der Reihe, bat um eine Entscheidung.", at=at, name=asked.name
        )
    reason = _("Grund: %(reason)s.", reason=challenge.reason.rstrip(".")) if challenge.reason else ""
    return " ".join(part for part in (told, reason, _came_of_it(booking, asked)) if part)


def _came_of_it(booking: Booking, asked: AskedBy) -> str:
    outcome = asked.challenge.outcome
    if outcome is None:
        return _(
            "Antwort bis %(until)s.",
            until=moment_words(booking, booking.option_until or asked.challenge.until),
        )
    return {
        Outcome.COMMITTED: _("Daraufhin wurde verbindlich angefragt."),
        Outcome.RELEASED: _("Daraufhin wurde freigegeben."),
        Outcome.LAPSED: _("Darauf kam keine Antwort."),
        Outcome.WITHDRAWN: _("Die Bitte ist hinfällig: Wer fragte, wartet nicht mehr."),
        Outcome.DECIDED: _("Das Haus hat vorher entschieden."),
    }[outcome]
