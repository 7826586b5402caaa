"""An organisation somebody may book for, as a plain value."""

from __future__ import annotations

from dataclasses import dataclass

from labspace.accounts.kinds import PartnerType


@dataclass(frozen=True)
class Affiliation:
    """What forms and prices ask of an organisation; it outlives the transaction it was read in."""

    id: int
    name: str
    partner_type: PartnerType
    is_chamber_member: bool
