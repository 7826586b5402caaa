"""What an export holds, table by table, and what it leaves out because it follows from the rest.

Every table stands in exactly one of the two lists; a test fails for one that stands in neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, LargeBinary, Table

from labspace.db import Base

EXPORTED = (
    "location",
    "organisation",
    "outbox",
    "programme_feed",
    "sign_in_attempt",
    "user_account",
    "account_event",
    "aid_registration",
    "aid_reminder",
    "app_password",
    "booking",
    "catering_choice",
    "closure",
    "context_series",
    "dated_change",
    "equipment_stock",
    "event_draft",
    "event_terms",
    "feed_link",
    "floor_plan",
    "freed_time",
    "house_change",
    "house_record",
    "house_rules_text",
    "idea",
    "idempotence",
    "indicator_target",
    "invitation",
    "membership",
    "monthly_mail",
    "monthly_reader",
    "opening_hours",
    "page_text",
    "partner_agreement",
    "picture",
    "popup_call",
    "public_month",
    "report",
    "series",
    "space",
    "special_opening",
    "staff_role",
    "target_change",
    "unmet_demand",
    "visit_stay",
    "webhook_endpoint",
    "aid_registered_use",
    "allotment",
    "attendance_reminder",
    "blocking",
    "booked_catering",
    "booked_equipment",
    "booked_unit",
    "booking_event",
    "booking_rule",
    "booking_space",
    "busy_calendar",
    "calendar_feed",
    "city_event",
    "context_import",
    "defect_report",
    "door_note",
    "door_tap",
    "event_cancellation",
    "event_check",
    "event_condition",
    "event_handover",
    "event_message",
    "event_request",
    "event_review",
    "event_traits",
    "forgiveness",
    "hold",
    "house_rules_accepted",
    "idea_entry",
    "idea_money",
    "idea_trial",
    "option_challenge",
    "option_clock",
    "option_partner",
    "option_reminder",
    "passers_by_hour",
    "picture_file",
    "placement",
    "plan_draft",
    "popup_application",
    "popup_call_slot",
    "popup_criterion",
    "popup_question",
    "programme_entry",
    "public_event",
    "released_time",
    "reminder_sent",
    "report_house",
    "report_version",
    "rule_override",
    "series_date",
    "series_invitation",
    "series_space",
    "space_closure",
    "space_hours",
    "space_layout",
    "space_part",
    "space_picture",
    "tariff",
    "vacancy_rate",
    "visit_count",
    "waiting_wish",
    "weather_day",
    "allotment_date",
    "defect_step",
    "busy_event",
    "caldav_collection",
    "calendar_entry",
    "claim",
    "popup_answer",
    "popup_application_picture",
    "popup_decision",
    "popup_event",
    "popup_offer",
    "popup_review",
    "foreign_drawing",
    "plan_draft_step",
    "plan_publication",
    "plan_underlay",
    "popup_wish",
    "public_text",
    "report_print",
    "report_text",
    "visit_hour",
    "waiting_offer",
    "waiting_wish_house",
    "waiting_wish_space",
    "busy_collision",
    "caldav_item",
    "popup_score",
    "tenancy",
    "follow_up",
    "handover",
    "opened_day",
    "tenancy_agreement",
    "tenancy_event",
    "api_token",
    "api_answer",
    "handover_item",
    "handover_picture",
    "meter_reading",
)
"""In the order of the file: a table stands after all tables its rows name."""

_COUNTED = "counted from bookings, hours and counts again"
DERIVED: Mapping[str, str] = {
    "api_allowance": "counts what a program asked for within moments; a pause starts it anew",
    "fact_check": "says when kept figures were last compared with what they are counted from",
    "fact_mark": "names days whose kept figures no longer hold; none are kept after an import",
    **dict.fromkeys(
        (
            "space_fact",
            "space_month",
            "kind_fact",
            "kind_month",
            "house_fact",
            "house_month",
            "people_fact",
            "people_month",
            "use_fact",
            "use_month",
            "union_month",
            "quarter_month",
            "fact_day",
            "fact_month",
        ),
        _COUNTED,
    ),
}
"""Tables that are not exported, and why nothing is lost."""

UNKNOWN = "-"
"""A fingerprint no event has: the event is written anew when its calendar is read next."""

REBUILT: Mapping[str, Mapping[str, Any]] = {
    "calendar_feed": {"basis": ""},
    "calendar_entry": {"fingerprint": UNKNOWN, "ics": b""},
    "programme_feed": {"basis": "", "format_version": 0},
    "programme_entry": {"fingerprint": UNKNOWN, "ics": b""},
}
"""Columns that are not exported, and what they hold after an import.

The bytes of calendars are written anew when they are read next. What programs were told before (SEQUENCE,
LAST-MODIFIED, revisions, sync tokens) is exported: it must never fall.
"""


def exported_tables() -> Sequence[Table]:
    """The tables of an export in the order of the file.

    Raises `LookupError` for a table nobody decided about: better no export than one that loses it.
    """
    known = Base.metadata.tables
    if undecided := sorted(known.keys() - set(EXPORTED) - DERIVED.keys()):
        raise LookupError(f"neither exported nor derived: {', '.join(undecided)}")
    return [known[name] for name in EXPORTED]


def exported_columns(table: Table) -> Sequence[Column[Any]]:
    """The columns of a table that are in the file, in its order."""
    rebuilt = REBUILT.get(table.name, {})
    return [column for column in table.columns if column.name not in rebuilt]


def rebuilt_values(table: Table, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the columns hold that a row of the file does not say."""
    values = REBUILT.get(table.name, {})
    if table.name == "calendar_entry" and row["shown_from"] == row["shown_until"]:
        return {**values, "fingerprint": ""}  # taken out: only the memory of it is kept
    return values


def is_heavy(table: Table) -> bool:
    """Whether single rows may be megabytes, so that only a few may be held at once."""
    return any(isinstance(column.type, LargeBinary) for column in exported_columns(table))
