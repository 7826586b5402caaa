"""Pure: who may approve an event, and what their approval is."""

from __future__ import annotations

import enum


class Approval(enum.Enum):
    """What becomes of somebody's approval."""

    CONFIRMS = "confirms"
    RECOMMENDS = "recommends"
    """The first of two people; the second confirms."""
    OWN_REQUEST = "own_request"
    """Nobody approves what they asked for themselves."""
    SECOND_PERSON_NEEDED = "second_person_needed"
    """They recommended it already: four eyes are of two people."""


def approval_of(
    actor_id: int, *, booked_by_id: int, recommended_by_id: int | None, four_eyes: bool
) -> Approval:
    """What it means when this person approves a request in a house with or without four eyes."""
    if actor_id == booked_by_id:
        return Approval.OWN_REQUEST
    if not four_eyes:
        return Approval.CONFIRMS
    if recommended_by_id is None:
        return Approval.RECOMMENDS
    return Approval.SECOND_PERSON_NEEDED if actor_id == recommended_by_id else Approval.CONFIRMS
