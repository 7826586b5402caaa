"""What the team sees of reviews: nothing of others before its own, never of its own organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask import url_for
from flask_babel import LazyString
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.formats import exact_text, moment_text
from labspace.popups.calls.models import PopupCall
from labspace.popups.log import log_of
from labspace.popups.models import PopupApplication, PopupEvent
from labspace.popups.review.conflicts import is_own, organisations_of_person
from labspace.popups.review.models import PopupReview
from labspace.popups.review.queries import points_of, reviews_of, total_of
from labspace.popups.review.scoring import MOST_POINTS, ranking, worth
from labspace.popups.states import ApplicationState
from labspace.words import gettext as _


def score_text(score: Fraction | None) -> str:
    """3,7 of 5 points; empty where nobody has scored."""
    return exact_text(score * MOST_POINTS, digits=2) if score is not None else ""


@dataclass(frozen=True, kw_only=True)
class RankedRow:
    """An application in the ranking of its call, as one person may see it."""

    rank: str
    title: str
    url: str
    state: LazyString
    reviews: str
    score: str
    note: str
    """Why there is no score to see; empty where there is."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What one person may see of the reviews of several applications, by application id."""

    reviews: Mapping[int, Sequence[PopupReview]]
    hidden: Mapping[int, str]
    """Why a score is not to be seen; only of those it is hidden of."""
    scores: Mapping[int, Fraction | None]
    """None: hidden, or nobody has scored."""


def seen_scores(session: Session, applications: Sequence[PopupApplication], person: User) -> Seen:
    """The scores this person may see; calls with their criteria must be loaded. Two statements."""
    reviews = reviews_of(session, [application.id for application in applications])
    own_organisations = organisations_of_person(session, person.id)
    hidden = {
        application.id: note
        for application in applications
        if (note := _hidden_because(application, reviews.get(application.id, []), person, own_organisations))
    }
    scores = {
        one.id: None if one.id in hidden else total_of(reviews.get(one.id, []), one.call.criteria)
        for one in applications
    }
    return Seen(reviews=reviews, hidden=hidden, scores=scores)


def ranked_rows(
    session: Session, call: PopupCall, applications: Sequence[PopupApplication], person: User
) -> list[RankedRow]:
    """The applications of a call by rank; those whose scores the person may not see yet stand below."""
    seen = seen_scores(session, applications, person)
    by_id = {application.id: application for application in applications}
    return [
        RankedRow(
            rank=str(ranked.rank) if ranked.rank else "–",
            title=by_id[ranked.application_id].title,
            url=url_for("popup_review.show", slug=call.location.slug, application_id=ranked.application_id),
            state=by_id[ranked.application_id].state.label,
            reviews=_count(seen.reviews.get(ranked.application_id, []), needed=call.reviews_needed),
            score=score_text(ranked.score),
            note=seen.hidden.get(ranked.application_id, ""),
        )
        for ranked in ranking(seen.scores)
    ]


def _hidden_because(
    application: PopupApplication,
    reviews: Sequence[PopupReview],
    person: User,
    own_organisations: object,
) -> str:
    if application.applicant_id == person.id or (
        isinstance(own_organisations, frozenset) and application.organisation_id in own_organisations
    ):
        return _("eigene Organisation")
    own = next((review for review in reviews if review.reviewer_id == person.id), None)
    if own is not None:
        return _("befangen") if own.is_biased else ""
    return _("noch nicht von Ihnen bewertet")


def _count(reviews: Sequence[PopupReview], *, needed: int) -> str:
    given = sum(not review.is_biased for review in reviews)
    return _("%(given)d von %(needed)d", given=given, needed=needed)


@dataclass(frozen=True, kw_only=True)
class ShownReview:
    """One review beside the others."""

    who: str
    points: Sequence[int]
    """In the order of the criteria; empty where the reviewer is biased."""
    total: str
    comment: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """What one person sees of an application's reviews."""

    barred: str
    """Why the person takes no part; empty for everybody else."""
    may_review: bool
    sees_scores: bool
    given: str
    rows: Sequence[ShownReview]
    total: str


def table_for(session: Session, application: PopupApplication, person: User, *, may_review: bool) -> Table:
    """The reviews of an application as this person may see them."""
    reviews = reviews_of(session, [application.id]).get(application.id, [])
    own = next((review for review in reviews if review.reviewer_id == person.id), None)
    barred = ""
    if is_own(session, application, person.id):
        barred = _(
            "Diese Bewerbung ist von Ihnen oder Ihrer Organisation. Andere im Team bewerten und entscheiden sie."
        )
    elif own is not None and own.is_biased:
        barred = _("Sie haben sich für befangen erklärt: %(reason)s", reason=own.comment)
    sees = not barred and own is not None
    criteria = application.call.criteria
    return Table(
        barred=barred,
        may_review=may_review and not barred and own is None,
        sees_scores=sees,
        given=_count(reviews, needed=application.call.reviews_needed),
        rows=[_shown(review, application.call) for review in reviews] if sees else [],
        total=score_text(total_of(reviews, criteria)) if sees else "",
    )


def _shown(review: PopupReview, call: PopupCall) -> ShownReview:
    if review.is_biased:
        return ShownReview(
            who=review.reviewer.name, points=[], total="", comment=_("hat sich für befangen erklärt")
        )
    points = points_of(review)
    weights: Mapping[int, int] = {criterion.id: criterion.weight for criterion in call.criteria}
    return ShownReview(
        who=review.reviewer.name,
        points=[points[criterion.id] for criterion in call.criteria],
        total=score_text(worth(points, weights)),
        comment=review.comment,
    )


def log_lines(session: Session, application: PopupApplication) -> list[tuple[str, str]]:
    """When, and who did what."""
    zone = application.call.location.zone
    return [(moment_text(event.at, zone=zone), _told(event)) for event in log_of(session, application.id)]


def _told(event: PopupEvent) -> str:
    who = event.actor.name if event.actor else _("labspace")
    words = {
        "begun": _("%(who)s hat die Bewerbung begonnen.", who=who),
        "moved": _("%(who)s hat den Entwurf in eine andere Ausschreibung übernommen.", who=who),
        "submitted": _("%(who)s hat die Bewerbung eingereicht.", who=who),
        "taken_up": _("%(who)s hat die Bewerbung in Prüfung genommen.", who=who),
        "reviewed": _("%(who)s hat bewertet.", who=who),
        "bias_declared": _("%(who)s hat sich für befangen erklärt.", who=who),
        "offer_accepted": _("%(who)s hat das Angebot angenommen.", who=who),
        "accepted": _("%(who)s hat eine Zeit fest vergeben.", who=who),
        "rejected": _("%(who)s hat abgelehnt.", who=who),
        "withdrawn": _("%(who)s hat zurückgezogen.", who=who),
    }
    if event.what == "decided":
        outcome = ApplicationState(event.detail["outcome"])
        return _("%(who)s hat entschieden: %(outcome)s.", who=who, outcome=outcome.label)
    return words.get(event.what, event.what)
