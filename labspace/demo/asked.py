"""What stands behind the bookings that are asked for: event requests and pop-up applications, as rows."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from labspace.accounts.kinds import SECTOR_VERSION
from labspace.bookings.states import CANCELLED, CLAIMING, BookingState
from labspace.demo.visits import DAY, MINUTE, Visit, moment
from labspace.demo.words import EQUIPMENT_SETS, INVENTED
from labspace.popups.states import ApplicationState

Row = dict[str, Any]

HOUSE_RULES_VERSION = "2024-01"
"""The version in the files of the demonstration houses."""

WEEKLY_HOURS = ((range(5), (11, 18)), (range(1, 6), (10, 17)), (range(2, 6), (12, 18)))
"""Mo–Fr, Di–Sa and Mi–Sa, each with its full hours."""


def event_row(rng: Random, booking_id: int, visit: Visit) -> Row:
    """The request an organiser filled in."""
    return {
        "booking_id": booking_id,
        "purpose": f"{visit.title} für etwa {visit.people} Personen {INVENTED}",
        "organiser_name": f"Veranstaltungsteam {visit.by.user_id} {INVENTED}",
        "entry_fee_cents": rng.choice((0, 0, 0, 500, 1000)) if visit.is_public else 0,
        "wheelchair_places": rng.choice((0, 1, 2)),
        "catering_wish": rng.choice(("", "", "Getränke", "Kaffee und Kuchen", "Suppe und Brot")),
        "is_political_or_religious": False,
        "house_rules_version": HOUSE_RULES_VERSION,
        "house_rules_accepted_at": moment(visit.life.created),
        "first_booking_id": None,
    }


def equipment_rows(rng: Random, booking_id: int, visit: Visit) -> list[Row]:
    """What the organiser borrows; promised to whoever keeps others off."""
    asked = rng.choice(EQUIPMENT_SETS)
    state = visit.life.last_state
    keeps = state in CLAIMING or (state is BookingState.OPTION and visit.life.last_rank == 1)
    return [
        {
            "booking_id": booking_id,
            "code": code,
            "location_id": visit.location_id,
            "number": number,
            "promised": number if keeps else 0,
            "needed_until": moment(visit.ends + visit.teardown * MINUTE),
        }
        for code, number in asked.items()
    ]


def application_row(
    rng: Random, booking_id: int, visit: Visit, *, row_id: int, call_id: int, zone: ZoneInfo, now: int
) -> Row:
    """The application of a founder, in the state that goes with its booking."""
    life, state = visit.life, visit.life.last_state
    since = next((step.at for step in reversed(life.steps) if step.what != "checked_in"), life.created)
    standing = _standing(state)
    if standing is ApplicationState.SUBMITTED and now - life.created > 7 * DAY and rng.random() < 0.5:
        standing, since = ApplicationState.IN_REVIEW, life.created + rng.randrange(1, 7) * DAY
    days, (opens, closes) = rng.choice(WEEKLY_HOURS)
    return {
        "id": row_id,
        "call_id": call_id,
        "applicant_id": visit.by.user_id,
        "organisation_id": visit.by.organisation_id,
        "space_id": visit.place.space_id,
        "booking_id": booking_id,
        "state": standing,
        "state_since": moment(since),
        "title": visit.title,
        "concept": f"{visit.title}: ausprobieren, ob die Innenstadt das trägt {INVENTED}",
        "sector": visit.by.sector,
        "sector_version": SECTOR_VERSION,
        "theme": visit.theme,
        "first_on": datetime.fromtimestamp(visit.starts, zone).date(),
        "weeks": round((visit.ends - visit.starts) / (7 * DAY)),
        "alternatives": rng.choice(("", "", "auch zwei Wochen später", "auch eine kleinere Fläche")),
        "weekly_hours": [[day, opens * 60, closes * 60] for day in days],
        "opening_hours": "",
        "team": rng.choice(("zwei Personen", "drei Personen", "allein, mit Aushilfe")),
        "seed_money_cents": rng.choice((0, 0, 150_000, 300_000, 500_000)),
        "created_at": moment(life.created),
        "submitted_at": moment(life.created),
    }


def wish_row(application: Row) -> Row:
    """The one wish of an invented application."""
    wished = {name: application[name] for name in ("space_id", "first_on", "weeks")}
    return {"application_id": application["id"], "rank": 1, **wished}


def _standing(state: BookingState) -> ApplicationState:
    if state in CANCELLED:
        return ApplicationState.WITHDRAWN
    if state is BookingState.REJECTED:
        return ApplicationState.REJECTED
    return ApplicationState.SUBMITTED if state is BookingState.REQUESTED else ApplicationState.ACCEPTED
