"""A call for the spring with applications half reviewed, a place in reserve and a draft: all invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.kinds import Theme
from labspace.accounts.models import User
from labspace.demo.people import LEAD, ORGANISER, STARTUP, TEAM, DemoPerson
from labspace.demo.words import INVENTED
from labspace.locations.models import Location
from labspace.pictures.encoding import Encoded, encode
from labspace.popups.applications.drafts import (
    Plan,
    add_to_draft,
    begin_application,
    save_hours,
    save_more,
    save_plan,
    save_wishes,
)
from labspace.popups.applications.handing_in import hand_in
from labspace.popups.calls.actions import USUAL_CRITERIA, make_call
from labspace.popups.calls.models import PopupCall
from labspace.popups.calls.terms import CallTerms, Question
from labspace.popups.models import PopupApplication
from labspace.popups.queries import popup_slots
from labspace.popups.review.actions import give_review
from labspace.popups.spans import monday_of
from labspace.popups.wishing import WishedWeeks
from labspace.times import start_of_day

QUESTIONS = (
    Question(text="Was bleibt in der Innenstadt, wenn Ihr Pop-up endet?", is_required=True),
    Question(text="Welche Läden nebenan ergänzen Sie?"),
)


@dataclass(frozen=True)
class Story:
    """One invented application."""

    who: DemoPerson
    title: str
    concept: str
    sector: str
    start: int
    """Weeks from now."""
    weeks: int


STORIES = (
    Story(
        STARTUP, "Leihladen der Dinge", "Bohrmaschine, Beamer, Bollerwagen: leihen statt kaufen", "G", 14, 4
    ),
    Story(
        ORGANISER,
        "Reparatur am Samstag",
        "Gemeinsam in Ordnung bringen, was sonst weggeworfen wird",
        "T",
        16,
        3,
    ),
    Story(
        STARTUP, "Wärmewerkstatt", "Geothermie zum Anfassen, mit Beratung für Hausgemeinschaften", "N", 20, 6
    ),
)
"""The last one stays a draft."""


def load_calls(session: Session, *, now: datetime) -> PopupCall | None:
    """Add the call to the first house with a slot; None where nobody is there to apply and review."""
    people = {user.email: user for user in session.scalars(select(User).where(User.is_demo))}
    slots = popup_slots(session, on=now.date())
    if not slots or any(person.email not in people for person in (STARTUP, ORGANISER, TEAM, LEAD)):
        return None
    house = slots[0].location
    call = make_call(session, house.id, _terms(house, now), by=people[TEAM.email], now=now, publish=True)
    picture = _picture()
    drafts = [_draft(session, call, people, story, picture, now=now) for story in STORIES]
    for draft in drafts[:-1]:
        hand_in(session, draft.id, by=draft.applicant, now=now)
    _review(session, drafts[0], [people[TEAM.email], people[LEAD.email]], now=now)
    _review(session, drafts[1], [people[LEAD.email]], now=now)
    session.commit()
    return call


def _terms(house: Location, now: datetime) -> CallTerms:
    monday = monday_of(now.astimezone(house.zone).date())
    return CallTerms(
        title="Frühling im Laden",
        introduction=f"Wir suchen Ideen, die Menschen in die Stadt bringen. {INVENTED}",
        closes_at=start_of_day(monday + timedelta(days=26), zone=house.zone),
        first_on=monday + timedelta(weeks=10),
        last_on=monday + timedelta(weeks=32, days=-1),
        min_weeks=2,
        max_weeks=8,
        questions=QUESTIONS,
        criteria=USUAL_CRITERIA,
    )


def _draft(
    session: Session,
    call: PopupCall,
    people: dict[str, User],
    story: Story,
    picture: Encoded,
    *,
    now: datetime,
) -> PopupApplication:
    by = people[story.who.email]
    draft = begin_application(session, call, applicant=by, now=now)
    organisation = by.memberships[0].organisation_id if by.memberships else None
    plan = Plan(
        title=story.title,
        concept=f"{story.concept} {INVENTED}",
        sector=story.sector,
        theme=Theme.HANDEL,
        organisation_id=organisation,
        team="zwei Personen",
    )
    save_plan(session, draft.id, plan)
    monday = monday_of(now.astimezone(call.location.zone).date())
    slot = popup_slots(session, on=now.date())[0]
    wishes = [
        WishedWeeks(space_id=slot.id, first_on=monday + timedelta(weeks=story.start + gap), weeks=story.weeks)
        for gap in (0, 8)
    ]
    save_wishes(session, draft.id, wishes, remark="")
    save_hours(session, draft.id, [[day, 11 * 60, 18 * 60] for day in range(1, 6)], remark="")
    answers = {call.asked[0].id: "Eine Gewohnheit: vorbeikommen, ausprobieren, wiederkommen."}
    save_more(session, draft.id, seed_money_cents=250_000, answers=answers)
    add_to_draft(session, draft.id, picture, alternative=f"Entwurf der Theke {INVENTED}", by=by, now=now)
    return draft


def _review(
    session: Session, application: PopupApplication, reviewers: Sequence[User], *, now: datetime
) -> None:
    for number, reviewer in enumerate(reviewers):
        points = {
            criterion.id: 3 + (place + number) % 3
            for place, criterion in enumerate(application.call.criteria)
        }
        give_review(
            session,
            application.id,
            points,
            comment=f"Passt gut in die Straße {INVENTED}",
            by=reviewer,
            now=now,
        )


def _picture() -> Encoded:
    """A counter drawn with a few shapes."""
    image = Image.new("RGB", (1200, 900), "#f1ece1")
    draw = ImageDraw.Draw(image)
    draw.rectangle((150, 480, 1050, 780), fill="#1d5b63")
    draw.rectangle((150, 430, 1050, 480), fill="#b5713a")
    for left in (220, 480, 740):
        draw.rectangle((left, 150, left + 200, 360), outline="#1d5b63", width=12)
    file = BytesIO()
    image.save(file, "PNG")
    return encode(file.getvalue())
