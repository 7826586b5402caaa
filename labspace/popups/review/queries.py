"""Questions about reviews."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from labspace.popups.calls.models import PopupCriterion
from labspace.popups.review.models import PopupDecision, PopupReview
from labspace.popups.review.scoring import total


def reviews_of(session: Session, application_ids: Collection[int]) -> dict[int, list[PopupReview]]:
    """The reviews of each application with their points, in the order they were given."""
    found: defaultdict[int, list[PopupReview]] = defaultdict(list)
    rows = session.scalars(
        select(PopupReview)
        .where(PopupReview.application_id.in_(application_ids))
        .options(joinedload(PopupReview.reviewer), selectinload(PopupReview.scores))
        .order_by(PopupReview.at, PopupReview.id)
    )
    for review in rows:
        found[review.application_id].append(review)
    return found


def points_of(review: PopupReview) -> dict[int, int]:
    """The points of a review by criterion."""
    return {score.criterion_id: score.points for score in review.scores}


def total_of(reviews: Sequence[PopupReview], criteria: Sequence[PopupCriterion]) -> Fraction | None:
    """What the unbiased reviews come to."""
    weights = {criterion.id: criterion.weight for criterion in criteria}
    return total([points_of(review) for review in reviews if not review.is_biased], weights)


def decisions_of(session: Session, application_id: int) -> Sequence[PopupDecision]:
    """What was decided about an application, the latest first."""
    return session.scalars(
        select(PopupDecision)
        .where(PopupDecision.application_id == application_id)
        .options(joinedload(PopupDecision.decided_by))
        .order_by(PopupDecision.id.desc())
    ).all()
