"""What happened to an offer or a tenancy, as plain values for listeners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from labspace.popups.tenancies.models import Agreement, PopupOffer, Tenancy
from labspace.popups.tenancies.records import FollowUp


@dataclass(frozen=True)
class OfferChange:
    """Any change of an offer; see its state. `actor_id` None means labspace itself."""

    offer: PopupOffer
    actor_id: int | None
    at: datetime


@dataclass(frozen=True)
class OfferMade(OfferChange):
    """Weeks are held for an application until the deadline."""


@dataclass(frozen=True)
class OfferEnded(OfferChange):
    """Declined, lapsed or taken back: the weeks are free again."""


@dataclass(frozen=True)
class AgreementDrawnUp:
    """There is something to read and to acknowledge."""

    agreement: Agreement
    at: datetime


@dataclass(frozen=True)
class TenancyAgreed:
    """A slot is let; its time is ahead."""

    tenancy: Tenancy
    at: datetime


@dataclass(frozen=True)
class TenancyCalledOff:
    """It will not happen, or no longer."""

    tenancy: Tenancy
    at: datetime


@dataclass(frozen=True)
class TenancyEnded:
    """Its time is over."""

    tenancy: Tenancy
    at: datetime


@dataclass(frozen=True)
class DaysRecorded:
    """The shop hours of these days changed."""

    tenancy: Tenancy
    first: date
    last: date
    at: datetime


@dataclass(frozen=True)
class FollowUpDue:
    """It is time to ask what became of the idea, or (`again`) to ask once more."""

    follow_up: FollowUp
    at: datetime
    again: bool = False
