"""Who may not judge, offer or change what is let, because it is their own cause."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import Membership, User
from labspace.errors import Refusal, Refused
from labspace.popups.models import PopupApplication
from labspace.popups.review.models import PopupReview


def is_own(session: Session, application: PopupApplication, person_id: int) -> bool:
    """Whether the person applied, or belongs to the organisation that is applied for."""
    return concerns(
        session, person_id, user_id=application.applicant_id, organisation_id=application.organisation_id
    )


def concerns(session: Session, person_id: int, *, user_id: int, organisation_id: int | None) -> bool:
    """Whether what is this user's, or this organisation's, is the person's own cause."""
    if user_id == person_id:
        return True
    return organisation_id is not None and organisation_id in organisations_of_person(session, person_id)


def organisations_of_person(session: Session, person_id: int) -> Collection[int]:
    """The organisations a person belongs to."""
    return frozenset(
        session.scalars(select(Membership.organisation_id).where(Membership.user_id == person_id))
    )


def conflict_of(session: Session, application: PopupApplication, person_id: int) -> Refusal | None:
    """Why the person takes no part: it is their own organisation's, or they declared to be biased."""
    if is_own(session, application, person_id):
        return Refusal("own_application")
    declared = select(PopupReview.id).where(
        PopupReview.application_id == application.id,
        PopupReview.reviewer_id == person_id,
        PopupReview.is_biased,
    )
    return Refusal("declared_biased") if session.scalar(declared) is not None else None


def refuse_own(session: Session, application: PopupApplication, person: User) -> None:
    """Raise `Refused` if the person would judge their own organisation, or declared to be biased."""
    if (conflict := conflict_of(session, application, person.id)) is not None:
        raise Refused(conflict)
