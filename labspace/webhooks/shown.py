"""Endpoints and calls as pages show them: plain values in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for

from labspace.formats import moment_text
from labspace.locations.models import Location
from labspace.notices.models import DeliveryState, OutboxRow
from labspace.outward.addresses import shown as short_address
from labspace.webhooks.kinds import Event, Pause
from labspace.webhooks.models import WebhookEndpoint
from labspace.webhooks.words import why_text
from labspace.words import gettext as _
from labspace.words import ngettext


@dataclass(frozen=True, kw_only=True)
class ShownEndpoint:
    """One endpoint for its team."""

    id: int
    name: str
    url: str
    address: str
    """Shortened: what is between may be a secret."""
    whose: str
    events: str
    tone: str
    state: str
    counts: str
    """How many calls wait, and how many were given up."""
    last_taken: str
    rests_until: str
    by: str
    is_paused: bool
    is_unreachable: bool
    """labspace stopped by itself."""
    may_change: bool


def shown_endpoint(
    endpoint: WebhookEndpoint, counts: Mapping[DeliveryState, int], *, house: Location, may_change: bool
) -> ShownEndpoint:
    zone = house.zone
    tone, state = _state(endpoint)
    return ShownEndpoint(
        id=endpoint.id,
        name=endpoint.name,
        url=url_for("webhooks.show", slug=house.slug, endpoint_id=endpoint.id) if may_change else "",
        address=short_address(endpoint.address),
        whose=_("alle Häuser") if endpoint.location_id is None else house.name,
        events=", ".join(str(Event(value).label) for value in endpoint.events),
        tone=tone,
        state=state,
        counts=_counts(counts),
        last_taken=moment_text(endpoint.last_taken_at, zone=zone) if endpoint.last_taken_at else "",
        rests_until=moment_text(endpoint.rests_until, zone=zone) if endpoint.rests_until else "",
        by=endpoint.created_by.name,
        is_paused=endpoint.pause is not None,
        is_unreachable=endpoint.pause is Pause.UNREACHABLE,
        may_change=may_change,
    )


def _state(endpoint: WebhookEndpoint) -> tuple[str, str]:
    if endpoint.pause is Pause.UNREACHABLE:
        return "danger", _("nicht erreichbar, angehalten")
    if endpoint.pause is Pause.BY_TEAM:
        return "warning", _("angehalten")
    return ("danger", _("gestört")) if endpoint.failures else ("success", _("in Betrieb"))


def _counts(counts: Mapping[DeliveryState, int]) -> str:
    waiting = counts.get(DeliveryState.NEW, 0) + counts.get(DeliveryState.TAKEN, 0)
    failed = counts.get(DeliveryState.FAILED, 0)
    texts = []
    if waiting:
        texts.append(ngettext("%(num)d Aufruf wartet", "%(num)d Aufrufe warten", waiting))
    if failed:
        texts.append(ngettext("%(num)d Aufruf aufgegeben", "%(num)d Aufrufe aufgegeben", failed))
    return " · ".join(texts)


@dataclass(frozen=True, kw_only=True)
class ShownCall:
    """One call."""

    id: int
    message_id: str
    event: str
    about: str
    at: str
    tone: str
    state: str
    detail: str
    """When it was taken, or why not and when it is tried again."""
    may_go_again: bool


def shown_call(row: OutboxRow, endpoint: WebhookEndpoint, *, zone: ZoneInfo) -> ShownCall:
    tone, state = _call_state(row)
    return ShownCall(
        id=row.id,
        message_id=row.message_id,
        event=str(Event(row.subject).label),
        about=_about(row, endpoint),
        at=moment_text(row.created_at, zone=zone),
        tone=tone,
        state=state,
        detail=_detail(row, endpoint, zone),
        may_go_again=row.state in {DeliveryState.DONE, DeliveryState.FAILED} or row.attempts > 0,
    )


def _about(row: OutboxRow, endpoint: WebhookEndpoint) -> str:
    subject = row.topic.removeprefix(f"{endpoint.recipient}:")
    kind, _colon, number = subject.partition(":")
    if number:
        return _("Bewerbung %(number)s", number=number)
    return "" if kind == "test" else kind


def _call_state(row: OutboxRow) -> tuple[str, str]:
    if row.state is DeliveryState.DONE:
        return "success", _("zugestellt")
    if row.state is DeliveryState.FAILED:
        return "danger", _("aufgegeben")
    return ("warning", _("wird wiederholt")) if row.last_error else ("info", _("wartet"))


def _detail(row: OutboxRow, endpoint: WebhookEndpoint, zone: ZoneInfo) -> str:
    if row.state is DeliveryState.DONE and row.delivered_at:
        when = moment_text(row.delivered_at, zone=zone)
        return ngettext(
            "%(when)s, beim %(num)d. Versuch", "%(when)s, beim %(num)d. Versuch", row.attempts, when=when
        )
    if not row.last_error:
        return ""
    why = why_text(row.last_error)
    if row.state is not DeliveryState.NEW or endpoint.pause is not None:
        return why
    at = max(row.run_at, endpoint.rests_until or row.run_at)
    return _("%(why)s Nächster Versuch: %(when)s.", why=why, when=moment_text(at, zone=zone))
