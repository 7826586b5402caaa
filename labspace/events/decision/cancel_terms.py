"""What cancelling an event would cost, in words, before somebody does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from labspace.bookings.models import Booking
from labspace.bookings.prices.words import amount_text
from labspace.bookings.states import BookingState
from labspace.events.decision.models import CancellationShare
from labspace.events.decision.money import TierDays, share_of, tier_days
from labspace.events.terms import event_terms_of
from labspace.formats import day_text
from labspace.words import gettext as _


def tiers_of(session: Session, booking: Booking, *, now: datetime) -> list[TierDays]:
    """What the house proposes from today on; empty where it proposes nothing."""
    zone = booking.location.zone
    return tier_days(
        event_terms_of(session, booking).cancellation_tiers,
        event_on=booking.starts_at.astimezone(zone).date(),
        today=now.astimezone(zone).date(),
    )


def tier_rows(tiers: Sequence[TierDays], booking: Booking) -> list[tuple[str, str]]:
    """Until when, and what is proposed then; for a list of facts."""
    return [
        (_("bis %(day)s", day=day_text(tier.last_on)), _share(tier.percent, booking.price_cents))
        for tier in tiers
    ]


def before_cancelling(session: Session, booking: Booking, *, now: datetime) -> list[str]:
    """What somebody should know who is about to cancel a confirmed event."""
    if booking.state is not BookingState.CONFIRMED:
        return []
    tiers = tiers_of(session, booking, now=now)
    if not tiers:
        return []
    if not tiers[0].percent:
        return [_("Heute kostet das Absagen nach dem Vorschlag des Hauses nichts.")]
    return [
        _(
            "Wer heute absagt, soll nach dem Vorschlag des Hauses einen Anteil tragen: %(share)s. "
            "Das Team kann davon abweichen; eine Rechnung ist das nicht.",
            share=_share(tiers[0].percent, booking.price_cents),
        )
    ]


def share_texts(share: CancellationShare) -> list[tuple[str, str]]:
    """What was proposed and what is asked for, for a list of facts."""
    return [
        (_("Tage vorher"), str(share.days_before)),
        (_("Vorschlag"), _share(share.proposed_percent, share.price_cents)),
        (_("Verlangt"), _share(share.applied_percent, share.price_cents)),
        (_("Begründung"), share.reason),
    ]


def _share(percent: int, price_cents: int | None) -> str:
    if not percent:
        return _("nichts")
    if price_cents is None:
        return _("%(percent)d %% des Preises", percent=percent)
    return _(
        "%(percent)d %% des Preises, das sind %(amount)s",
        percent=percent,
        amount=amount_text(share_of(price_cents, percent=percent)),
    )
