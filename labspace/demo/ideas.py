"""Invented ideas for the demonstration houses, at different points of their way."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.kinds import Theme
from labspace.accounts.models import User
from labspace.demo.people import LEAD
from labspace.ideas.actions import NewAmount, Told, enter_money, release, take_step, tell_idea
from labspace.ideas.kinds import MoneySource, MoneyStep
from labspace.ideas.models import Idea
from labspace.ideas.states import IdeaState
from labspace.locations.models import Location

NOTES = {
    IdeaState.DISCUSSED: "Im Stadtlabor besprochen, das Interesse ist groß.",
    IdeaState.TRIED: "Wird vier Samstage lang ausprobiert.",
    IdeaState.BECAME: "Ein Verein führt es weiter.",
}
WAY = (IdeaState.DISCUSSED, IdeaState.TRIED, IdeaState.BECAME)
IDEAS = (
    ("Reparaturcafé", "Jeden Samstag gemeinsam reparieren statt wegwerfen.", "am Rathaus", Theme.HANDEL, 3),
    ("Werkstattschaufenster", "Betriebe zeigen im leeren Laden, was sie herstellen.", "Fußgängerzone", Theme.INDUSTRIE, 2),
    ("Wärme von unten", "Eine kleine Ausstellung zu Geothermie unter unserer Stadt.", "", Theme.CHANCEN, 1),
    ("Bänke mit Schatten", "Mehr Sitzplätze, damit man zwischen zwei Wegen verweilt.", "Marktplatz", None, 0),
    ("Abendmarkt", "Einmal im Monat einkaufen bis 21 Uhr, mit Musik.", "Marktplatz", Theme.HANDEL, 0),
)  # fmt: skip
"""Title, text, place, theme, and how many steps it has gone."""


def load_ideas(session: Session, houses: list[Location], *, now: datetime) -> None:
    """Give each house a few ideas; those that were taken up are public."""
    lead = session.scalars(select(User).where(User.email == LEAD.email)).one()
    for turn, house_id in enumerate([house.id for house in houses]):
        for place, (title, text, where, theme, steps) in enumerate(IDEAS):
            if (place + turn) % 3 == 0 and steps:
                continue
            _tell(
                session,
                Told(location_id=house_id, title=title, text=text, place=where, theme=theme),
                steps=steps,
                by=lead,
                now=now - timedelta(days=150 - 20 * place),
            )
    session.flush()


def _tell(session: Session, told: Told, *, steps: int, by: User, now: datetime) -> None:
    idea = tell_idea(session, told, now=now)
    if not steps:
        return
    release(session, idea.id, title=told.title, text=told.text, by=by, now=now + timedelta(days=2))
    for number, state in enumerate(WAY[:steps], start=1):
        at = now + timedelta(days=10 * number)
        if state is IdeaState.TRIED:
            _fund(session, idea, by=by, now=at)
        take_step(session, idea.id, state, on=at.date(), note=NOTES[state], is_public=True, by=by, now=at)


def _fund(session: Session, idea: Idea, *, by: User, now: datetime) -> None:
    for source, step, cents in (
        (MoneySource.OWN, MoneyStep.GRANTED, 250_000),
        (MoneySource.OWN, MoneyStep.PAID, 150_000),
        (MoneySource.PUBLIC_GRANT, MoneyStep.GRANTED, 400_000),
    ):
        new = NewAmount(
            source=source, step=step, cents=cents, on=now.date(), document="Demonstration – frei erfunden"
        )
        enter_money(session, idea.id, new, by=by, now=now)
