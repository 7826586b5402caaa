"""Who else wants or has the time, in the words of the field, for staff who decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from labspace.bookings.claim_models import Blocking
from labspace.bookings.models import Booking
from labspace.bookings.reasons import blocking_text
from labspace.bookings.shown import ShownBooking, shown
from labspace.bookings.states import UNDECIDED
from labspace.events.decision.clashes import Clash, Standing, clash_of
from labspace.events.queries import meets
from labspace.formats import span_text
from labspace.spaces.names import space_name
from labspace.words import gettext as _


@dataclass(frozen=True, kw_only=True)
class Rival:
    """One other booking of the same time, and what it means for the decision."""

    clash: Clash
    badge_state: str
    badge: str
    text: str
    item: ShownBooking


def rivals_of(booking: Booking, around: Sequence[Booking]) -> list[Rival]:
    """All who want or have part of the time, the worst first; names are for staff."""
    own, order = _standing(booking), list(Clash)
    found = [_rival(own, other) for other in around if meets(booking, other)]
    return sorted(found, key=lambda rival: order.index(rival.clash))


def blocking_sentences(booking: Booking, blockings: Sequence[Blocking]) -> list[str]:
    """What the house itself keeps free during the time asked for."""
    zone = booking.location.zone
    return [
        _(
            "Gesperrt: %(space)s, %(when)s (%(why)s). Vor dem Bestätigen bitte aufheben.",
            space=space_name(blocking.space),
            when=span_text(blocking.span, zone=zone),
            why=blocking_text(blocking),
        )
        for blocking in blockings
    ]


def _standing(booking: Booking) -> Standing:
    return Standing(is_settled=booking.state not in UNDECIDED, rank=booking.option_rank)


def _rival(own: Standing, other: Booking) -> Rival:
    clash, item = clash_of(own, _standing(other)), shown(other)
    rank = other.option_rank
    return Rival(
        clash=clash,
        badge_state="danger" if clash in _BAD else other.state.value,
        badge=str(_BADGES[clash]()),
        text=_TEXTS[clash](item, rank),
        item=item,
    )


_BAD = frozenset({Clash.DOUBLE_BOOKING, Clash.JUMPING_THE_QUEUE})

_BADGES = {
    Clash.DOUBLE_BOOKING: lambda: _("Doppelbelegung"),
    Clash.JUMPING_THE_QUEUE: lambda: _("Überholen"),
    Clash.SAME_RANK: lambda: _("Gemeinsame Option"),
    Clash.BEHIND: lambda: _("Dahinter"),
}

_TEXTS = {
    Clash.DOUBLE_BOOKING: lambda item, rank: _(
        "%(who)s hat die Zeit schon fest. Beides zugleich geht nicht.", who=_who(item)
    ),
    Clash.JUMPING_THE_QUEUE: lambda item, rank: _(
        "%(who)s steht mit Rang %(rank)s davor. Wer hier bestätigt, übergeht diese Option.",
        who=_who(item),
        rank=rank,
    ),
    Clash.SAME_RANK: lambda item, rank: _("%(who)s teilt sich diese Option.", who=_who(item)),
    Clash.BEHIND: lambda item, rank: (
        _("%(who)s wartet auf Rang %(rank)s und verliert die Zeit.", who=_who(item), rank=rank)
        if rank
        else _("%(who)s hat auch angefragt und verliert die Zeit.", who=_who(item))
    ),
}


def _who(item: ShownBooking) -> str:
    return item.organisation or item.person
