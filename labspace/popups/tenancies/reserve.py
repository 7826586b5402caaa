"""Who comes next for weeks that an application wishes: every wish counts, in the order of the review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.popups.models import PopupApplication, PopupWish
from labspace.popups.review.scoring import reserve_order
from labspace.popups.review.shown import score_text, seen_scores
from labspace.popups.summary import weeks_words
from labspace.popups.tenancies.queries import wishing_with
from labspace.popups.wishing import WishedWeeks
from labspace.spaces.names import space_name
from labspace.words import gettext as _

MOST_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class ReserveRow:
    """An application that would take some of the same weeks."""

    title: str
    url: str
    wishes: Sequence[str]
    """Its wishes that share weeks with one of the other's, the dearest first."""
    place: str
    """Why it stands where it stands."""


def reserve_of(
    session: Session, application: PopupApplication, person: User, *, now: datetime
) -> list[ReserveRow]:
    """Who else waits and wishes some of these weeks, best scored first, then by the day of handing in.

    Scores the person may not see yet do not decide about the order: it would tell them.
    """
    wanted = [_plain(wish) for wish in application.wishes]
    shared: dict[int, list[PopupWish]] = {}
    waiting: dict[int, PopupApplication] = {}
    for one in wishing_with(session, application, now=now):
        wishes = [wish for wish in one.wishes if any(_plain(wish).overlaps(mine) for mine in wanted)]
        if wishes:
            waiting[one.id], shared[one.id] = one, wishes
    seen = seen_scores(session, list(waiting.values()), person)
    since = {one.id: one.submitted_at or one.created_at for one in waiting.values()}
    return [
        ReserveRow(
            title=waiting[number].title,
            url=url_for("popups.show", application_id=number),
            wishes=[_wish_text(wish) for wish in shared[number]],
            place=_place(score_text(seen.scores[number])),
        )
        for number in reserve_order(seen.scores, since)[:MOST_SHOWN]
    ]


def _wish_text(wish: PopupWish) -> str:
    return _(
        "Wunsch %(rank)d: %(space)s, %(weeks)s",
        rank=wish.rank,
        space=space_name(wish.space),
        weeks=weeks_words(wish.first_on, wish.weeks),
    )


def _place(score: str) -> str:
    if score:
        return _("Bewertung %(score)s von 5", score=score)
    return _("ohne Bewertung, nach dem Tag der Bewerbung")


def _plain(wish: PopupWish) -> WishedWeeks:
    return WishedWeeks(space_id=wish.space_id, first_on=wish.first_on, weeks=wish.weeks)
