"""Refusals as the API tells them: the promised code, the finer rule, and the sentence of the pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from labspace.api.bookings.answers import Instead, Why
from labspace.api.bookings.codes import FIELDS, leading, promised, status_for
from labspace.api.ground.codes import is_code
from labspace.api.ground.problems import Problem
from labspace.bookings.actions.claims import SpaceTaken
from labspace.bookings.alternatives import Alternative
from labspace.bookings.sentences import sentence
from labspace.bookings.series.plan import SeriesRefused
from labspace.errors import Refusal, Refused
from labspace.events.attendance import sentences as of_attendance
from labspace.spaces.houses import houses
from labspace.times import TimeSpan

MOST_ALTERNATIVES = 5


def whys(refusals: Iterable[Refusal]) -> list[Why]:
    """Each broken rule, in order."""
    return [Why(code=promised(one.code), rule=one.code, detail=sentence_of(one)) for one in refusals]


def sentence_of(refusal: Refusal) -> str:
    """What a person reads for a refusal of any call about bookings."""
    try:
        return sentence(refusal)
    except KeyError:
        return of_attendance.sentences([refusal])[0]


def problem_of_refused(
    refused: Refused,
    *,
    was_guarded: bool = False,
    zone: ZoneInfo | None = None,
    instead: Sequence[Instead] = (),
) -> Problem:
    """The problem that tells every broken rule, and of taken time what is in the way and what is free."""
    codes = [one.code for one in refused.refusals]
    status = status_for(codes, was_guarded=was_guarded)
    errors = [_error(one) for one in refused.refusals]
    more: dict[str, Any] = {}
    if "space_taken" in {promised(code) for code in codes} and zone is not None:
        more["conflicts"] = [span_json(span, zone=zone) for span in _in_the_way(refused)]
        more["alternatives"] = [one.model_dump(mode="json") for one in instead]
    code = leading(codes)
    detail = next(one["detail"] for one in errors if one["code"] == code)
    known = code if is_code(code) else "not_allowed"
    return Problem(known, detail=detail, status=status, errors=errors, more=more)


def _in_the_way(refused: Refused) -> Sequence[TimeSpan]:
    """Spans without persons: what others have, or of a series the dates that are not free."""
    if isinstance(refused, SpaceTaken):
        return refused.conflicts
    if isinstance(refused, SeriesRefused):
        taken = (one for one in refused.dates if any(why.code == "space_taken" for why in one.refusals))
        return [one.span for one in taken if one.span is not None]
    return ()


def _error(refusal: Refusal) -> dict[str, str]:
    code = promised(refusal.code)
    field = FIELDS.get(code, "")
    return {"field": field, "code": code, "rule": refusal.code, "detail": sentence_of(refusal)}


def span_json(span: TimeSpan, *, zone: ZoneInfo) -> dict[str, str]:
    """A span in the time of its house."""
    return {
        "starts_at": span.starts_at.astimezone(zone).isoformat(),
        "ends_at": span.ends_at.astimezone(zone).isoformat(),
    }


def alternatives_of(session: Session, found: Iterable[Alternative]) -> list[Instead]:
    """The best five, each with what is different about it."""
    slugs = {space.public_id: house.slug for house in houses(session) for space in house.spaces}
    return [
        Instead(
            difference=one.difference.value,
            spaces=[space.public_id for space in one.spaces],
            location=slugs[one.spaces[0].public_id],
            starts_at=one.span.starts_at.astimezone(one.zone),
            ends_at=one.span.ends_at.astimezone(one.zone),
        )
        for one in list(found)[:MOST_ALTERNATIVES]
    ]
