"""Calls, slots and applications in words for pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import LazyString
from sqlalchemy.orm import Session

from labspace.formats import day_text, days_text, moment_text
from labspace.popups.calls.models import PopupCall
from labspace.popups.models import PopupApplication
from labspace.popups.queries import let_weeks
from labspace.popups.states import ApplicationState
from labspace.spaces.models import Space
from labspace.spaces.names import space_name
from labspace.times import TimeSpan, local_days
from labspace.words import gettext as _
from labspace.words import ngettext


def let_texts(session: Session, slots: Sequence[Space], *, now: datetime) -> list[tuple[str, list[str]]]:
    """Each slot that is let or blocked in the coming year, and when."""
    taken = let_weeks(session, [slot.id for slot in slots], now=now)
    return [
        (space_name(slot), [_days(span, slot) for span in taken[slot.id]]) for slot in slots if taken[slot.id]
    ]


def _days(span: TimeSpan, slot: Space) -> str:
    days = list(local_days(span, zone=slot.location.zone))
    return days_text(days[0], days[-1])


def call_title(call: PopupCall) -> str:
    """Its title; the all-year call has one of its own in every language."""
    return _("Ganzjährige Bewerbung") if call.is_standing else call.title


def call_facts(call: PopupCall) -> list[tuple[str, str]]:
    """Deadline, period, length and slots of a call."""
    zone = call.location.zone
    period = ""
    if call.first_on and call.last_on:
        period = days_text(call.first_on, call.last_on)
    elif call.first_on or call.last_on:
        period = (
            _("ab %(day)s", day=day_text(call.first_on))
            if call.first_on
            else _("bis %(day)s", day=day_text(call.last_on or call.created_at.date()))
        )
    return [
        (_("Bewerbung ab"), moment_text(call.opens_at, zone=zone) if call.opens_at else ""),
        (_("Bewerbungsschluss"), moment_text(call.closes_at, zone=zone) if call.closes_at else _("keiner")),
        (_("Zeit der Pop-ups"), period),
        (_("Dauer"), _("%(least)d bis %(most)d Wochen", least=call.min_weeks, most=call.max_weeks)),
        (_("Flächen"), ", ".join(space_name(slot) for slot in call.slots)),
    ]


@dataclass(frozen=True, kw_only=True)
class ShownApplication:
    """An application in its applicant's list."""

    title: str
    state: LazyString
    is_draft: bool
    house: str
    call: str
    since: str
    url: str


def shown_application(application: PopupApplication) -> ShownApplication:
    """The application in a list; its call and house must be loaded."""
    house = application.call.location
    draft = application.state is ApplicationState.DRAFT
    endpoint = "popup_steps.summary" if draft else "popups.show"
    return ShownApplication(
        title=application.title or _("Noch ohne Namen"),
        state=application.state.label,
        is_draft=draft,
        house=house.name,
        call=call_title(application.call),
        since=day_text(application.state_since.astimezone(house.zone).date()),
        url=url_for(endpoint, application_id=application.id),
    )


def count_text(number: int) -> str:
    """3 Bewerbungen."""
    return ngettext("%(num)d Bewerbung", "%(num)d Bewerbungen", number)
