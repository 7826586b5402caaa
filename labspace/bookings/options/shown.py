"""An option as its organisers see it: rank, deadline, who is ahead without names, and what they may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.bookings.models import Booking
from labspace.bookings.options import clock as steps
from labspace.bookings.options.clock import Clock
from labspace.bookings.options.letters import moment_words
from labspace.bookings.options.models import OptionClock, OptionPartner
from labspace.bookings.options.queries import (
    challenges_by,
    clocks_of,
    find_clock,
    partners_of,
    rivals_of,
    shares,
)
from labspace.bookings.options.states import FIRST, ClockState
from labspace.bookings.options.term_queries import event_terms_of
from labspace.bookings.sentences import sentence
from labspace.bookings.states import BookingState
from labspace.errors import Refusal, Refused
from labspace.formats import duration_text
from labspace.spaces.kinds import SpaceKind
from labspace.words import gettext as _
from labspace.words import ngettext


@dataclass(frozen=True, kw_only=True)
class ShownPartner:
    """Somebody who shares the option, or is invited to."""

    id: int
    name: str
    has_joined: bool
    is_reader: bool


@dataclass(frozen=True, kw_only=True)
class OptionCard:
    """What a page says about one option."""

    state: ClockState
    rank: int
    queue: str
    """Niemand wartet hinter Ihnen; who they are is told to nobody."""
    ahead: str
    """Whole sentences: how many are ahead, and until when the first is."""
    deadline: str
    remaining: str
    """How long that is from now on; empty where no clock runs."""
    what_next: str
    is_asked: bool
    may_commit: bool
    may_release: bool
    may_challenge: bool
    why_no_challenge: str
    """Why the first cannot be asked yet, or any more; empty where that is plain."""
    partners: Sequence[ShownPartner]
    may_invite: bool
    shares: bool
    """The reader shares it without having asked first."""


def option_card(session: Session, booking: Booking, reader: User, *, now: datetime) -> OptionCard | None:
    """The card of an option that is one at this moment, for its organisers; the team has a list of its own."""
    if booking.kind is not SpaceKind.EVENT_AREA or booking.state is not BookingState.OPTION:
        return None
    row = find_clock(session, booking.id) or OptionClock.begun(booking)
    clock = row.read(booking)
    rivals = rivals_of(session, booking)
    is_booker, is_partner = booking.booked_by_id == reader.id, shares(session, booking, reader.id)
    if reader.runs(booking.location_id) and not (is_booker or is_partner):
        return None
    given_away = row.given_away_since is not None
    is_over = clock.is_over(now)
    asks = (is_booker or is_partner) and not is_over
    refused = _cannot_challenge(session, booking, rivals, given_away=given_away, now=now) if asks else None
    return OptionCard(
        state=clock.state,
        rank=booking.option_rank or 0,
        queue=_queue(booking, rivals),
        ahead=_ahead(session, booking, rivals, given_away=given_away),
        deadline=moment_words(booking, clock.deadline) if clock.ticks else "",
        remaining=remaining_words(clock.deadline - now) if clock.ticks and not is_over else "",
        what_next=_what_next(clock, given_away=given_away),
        is_asked=clock.state is ClockState.CHALLENGED,
        may_commit=asks and clock.ticks,
        may_release=is_booker and not is_over,
        may_challenge=asks and booking.option_rank != 1 and refused is None,
        why_no_challenge=sentence(refused) if refused and booking.option_rank == 2 else "",
        partners=[_partner(one, reader) for one in partners_of(session, booking.id)],
        may_invite=is_booker and not is_over,
        shares=is_partner,
    )


def remaining_words(left: timedelta) -> str:
    """Noch 13 Tage; noch 5 Stunden; noch 20 Minuten."""
    minutes = max(int(left.total_seconds() // 60), 0)
    if minutes >= 48 * 60:
        days = minutes // (24 * 60)
        return ngettext("noch %(num)d Tag", "noch %(num)d Tage", days)
    if minutes >= 60:
        return ngettext("noch %(num)d Stunde", "noch %(num)d Stunden", minutes // 60)
    return _("noch %(length)s", length=duration_text(max(minutes, 1)))


def _queue(booking: Booking, rivals: Sequence[Booking]) -> str:
    behind = sum((other.option_rank or 0) > (booking.option_rank or 0) for other in rivals)
    if not behind:
        return _("Hinter Ihnen wartet niemand.")
    return ngettext("Hinter Ihnen wartet eine Anfrage.", "Hinter Ihnen warten %(num)d Anfragen.", behind)


def _ahead(session: Session, booking: Booking, rivals: Sequence[Booking], *, given_away: bool) -> str:
    if given_away:
        return _("Ein Teil der Zeit ist fest an andere vergeben.")
    ahead = [other for other in rivals if (other.option_rank or 0) < (booking.option_rank or 0)]
    if not ahead:
        return _("Vor Ihnen ist niemand.")
    clocks = clocks_of(session, [other.id for other in ahead])
    if any(row.state is ClockState.COMMITTED for row in clocks.values()):
        return _("Vor Ihnen wurde verbindlich angefragt; das Team des Hauses entscheidet.")
    until = [other.option_until for other in ahead if other.option_rank == 1 and other.option_until]
    how_many = ngettext("Vor Ihnen steht eine Anfrage.", "Vor Ihnen stehen %(num)d Anfragen.", len(ahead))
    if not until:
        return how_many
    first = _("Die erste Option gilt bis %(deadline)s.", deadline=moment_words(booking, max(until)))
    return f"{how_many} {first}"


def _what_next(clock: Clock, *, given_away: bool) -> str:
    if given_away:
        return _("Wird die Zeit wieder frei, rücken Sie von selbst nach und bekommen eine Mail.")
    return {
        ClockState.WAITING: _(
            "Endet die Frist vor Ihnen oder wird freigegeben, rücken Sie von selbst nach. Ihre eigene Frist beginnt erst dann."
        ),
        ClockState.RUNNING: _(
            "Bis dahin bleibt die Fläche für Sie frei. Fragen Sie verbindlich an, entscheidet das Team; sonst endet die Option von selbst."
        ),
        ClockState.CHALLENGED: _(
            "Jemand wartet auf diese Zeit. Bitte verbindlich anfragen oder freigeben; ohne Antwort rückt die nächste Anfrage nach."
        ),
        ClockState.COMMITTED: _(
            "Ihre Anfrage ist verbindlich, Ihre Frist ruht. Das Team des Hauses entscheidet, Sie bekommen eine Mail."
        ),
        ClockState.ENDED: "",
    }[clock.state]


def _cannot_challenge(
    session: Session, booking: Booking, rivals: Sequence[Booking], *, given_away: bool, now: datetime
) -> Refusal | None:
    """Why this option cannot ask the first ones it waits for; None: it can ask at least one."""
    if booking.option_rank == 1:
        return Refusal("option_is_first")
    if given_away:
        return Refusal("option_given_away")
    if booking.option_rank != 2:
        return Refusal("option_not_second", {"rank": booking.option_rank})
    firsts = [other for other in rivals if other.option_rank == 1]
    asked = {one.booking_id for one in challenges_by(session, booking.id)}
    clocks = clocks_of(session, [first.id for first in firsts])
    refusals: list[Refusal] = []
    for first in firsts:
        row = clocks.get(first.id)
        if row is None or row.state not in FIRST:
            continue
        if first.id in asked:
            refusals.append(Refusal("challenged_before"))
            continue
        try:
            steps.challenge(row.read(first), terms=event_terms_of(session, first), now=now)
        except Refused as refused:
            refusals.extend(refused.refusals)
        else:
            return None
    return refusals[0] if refusals else Refusal("option_given_away")


def _partner(partner: OptionPartner, reader: User) -> ShownPartner:
    joined = partner.joined_at is not None and partner.user is not None
    return ShownPartner(
        id=partner.id,
        name=partner.user.name if joined and partner.user else partner.email,
        has_joined=joined,
        is_reader=partner.user_id == reader.id,
    )
