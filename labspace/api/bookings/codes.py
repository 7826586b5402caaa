"""Pure: which promised code and status each refusal of a booking has.

The promise knows fewer words than the house rules: a rule of who may book is `not_allowed`, a part of
the day that is not offered `off_raster`. The finer word stands beside it as `rule`.
"""

from __future__ import annotations

from collections.abc import Collection

PROMISED = {
    "not_a_product": "off_raster",
    "team_only": "not_allowed",
    "members_only": "not_allowed",
    "partner_types_only": "not_allowed",
    "needs_approval": "not_allowed",
    "mail_unconfirmed": "not_allowed",
    "paused": "not_allowed",
    "series_not_for_kind": "not_allowed",
    "local_time_missing_on": "local_time_does_not_exist",
    "none_free": "space_taken",
    # Steps that do not follow from where the booking stands, or not yet, or not any more.
    "not_begun": "not_possible_in_state",
    "not_checked_in": "not_possible_in_state",
    "check_in_is_over": "not_possible_in_state",
    "check_out_is_over": "not_possible_in_state",
    "higher_rank_first": "not_possible_in_state",
    "own_request": "not_possible_in_state",
    "second_person_needed": "not_possible_in_state",
    "date_not_skipped": "not_possible_in_state",
    "called_off_by_house": "not_possible_in_state",
    "visits_in_the_future": "not_possible_in_state",
    "series_over": "not_possible_in_state",
}
"""What a code is called in answers where it is not called by its own name."""

CONFLICTS = frozenset({"space_taken", "not_possible_in_state", "changed_meanwhile", "offer_gone"})
"""Codes of a conflict with what others did or with where the booking stands (409); all others are 422."""

RULES = (
    "in_the_past",
    "closed",
    "too_short",
    "too_long",
    "off_raster",
    "too_soon",
    "too_far_ahead",
    "quota_exceeded",
    "over_capacity",
    "layout_unknown",
    "needs_application",
    "not_allowed",
    "local_time_does_not_exist",
)
"""The rules a booking may break, by their promised codes."""

FIELDS = {
    "space_unknown": "spaces",
    "space_taken": "spaces",
    "over_capacity": "people",
    "layout_unknown": "layout",
    "in_the_past": "starts_at",
    "too_soon": "starts_at",
    "too_far_ahead": "starts_at",
    "closed": "starts_at",
    "too_short": "ends_at",
    "too_long": "ends_at",
    "off_raster": "starts_at",
    "ends_before_it_begins": "ends_at",
    "local_time_does_not_exist": "starts_at",
    "series_without_dates": "recurrence",
    "series_too_long": "recurrence",
    "reason_missing": "reason",
}
"""The field of the body a promised code speaks of, where it is one."""


def promised(code: str) -> str:
    """The code an answer carries for a refusal."""
    return PROMISED.get(code, code)


def status_for(codes: Collection[str], *, was_guarded: bool = False) -> int:
    """409 for conflicts, 422 where a rule is broken.

    `was_guarded`: the caller said which version it had seen, so that another one is 412.
    """
    said = {promised(code) for code in codes}
    if said == {"changed_meanwhile"} and was_guarded:
        return 412
    return 409 if said and said <= CONFLICTS else 422


def leading(codes: Collection[str]) -> str:
    """The one code for all: of several the first that is no mere conflict, else the first."""
    said = [promised(code) for code in codes]
    return next((code for code in said if code not in CONFLICTS), said[0])
