"""Who may not take part in reviewing an application, because it is their own house they would judge."""

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
    if application.applicant_id == person_id:
        return True
    return application.organisation_id in organisations_of_person(session, person_id)


def organisations_of_person(session: Session, person_id: int) -> Collection[int]:
    """The organisations a person belongs to."""
    return frozenset(
        session.scalars(select(Membership.organisation_id).where(Membership.user_id == person_id))
    )


def refuse_own(session: Session, application: PopupApplication, person: User) -> None:
    """Raise `Refused` if the person would judge their own organisation, or declared to be biased."""
    if is_own(session, application, person.id):
        raise Refused(Refusal("own_application"))
    declared = select(PopupReview.id).where(
        PopupReview.application_id == application.id,
        PopupReview.reviewer_id == person.id,
        PopupReview.is_biased,
    )
    if session.scalar(declared) is not None:
        raise Refused(Refusal("declared_biased"))
