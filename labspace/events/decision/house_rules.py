"""The house rules as an event's pages show them: which version is in force, and which were accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.events.decision.queries import accepted_versions
from labspace.events.models import EventRequest
from labspace.events.terms import house_rules_version
from labspace.formats import is_german
from labspace.locations.queries import find_house_rules
from labspace.paragraphs import Block, blocks_of


@dataclass(frozen=True, kw_only=True)
class RulesShown:
    """The version in force with its text, and the one accepted last."""

    house: str
    """Its slug."""
    version: str
    accepted: str
    is_new: bool
    blocks: Sequence[Block]
    """Empty where the house keeps no text with the version: the page of the house rules has it."""


def rules_shown(session: Session, booking: Booking, request: EventRequest, *, now: datetime) -> RulesShown:
    """What holds today beside what was accepted."""
    on = now.astimezone(booking.location.zone).date()
    version = house_rules_version(session, booking.location_id, on=on)
    accepted = accepted_versions(session, request)
    found = find_house_rules(session, booking.location_id, version)
    text = (found.text if is_german() or not found.text_en else found.text_en) if found else ""
    return RulesShown(
        house=booking.location.slug,
        version=version,
        accepted=accepted[-1],
        is_new=version not in accepted,
        blocks=blocks_of(text),
    )
