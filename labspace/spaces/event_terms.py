"""Pure: on which terms a house lets its event areas; what a house leaves open has a usual answer."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta

from labspace.locations.house_file import Texts


@dataclass(frozen=True, kw_only=True)
class CancellationTier:
    """What is proposed to be paid of the price by whoever cancels that early."""

    days_before: int
    """Cancelled at least so many days before the event."""
    percent: int


NO_WORDS = Texts()


class ChecklistWho(enum.Enum):
    """Who sees to something before an event."""

    ORGANISER = "organiser"
    TEAM = "team"


class ChecklistNeed(enum.Enum):
    """What an event must be like for something to be seen to."""

    ALWAYS = "always"
    MUSIC = "music"
    ALCOHOL = "alcohol"
    SELLING = "selling"
    PUBLIC = "public"


@dataclass(frozen=True, kw_only=True)
class ChecklistItem:
    """Something organisers, or the team for them, see to before an event."""

    id: str
    name: Texts
    hint: Texts = NO_WORDS
    days_before: int = 7
    """Until when, in days before the event."""
    who: ChecklistWho = ChecklistWho.ORGANISER
    need: ChecklistNeed = ChecklistNeed.ALWAYS
    people_from: int = 1
    """Only for events of at least so many people."""


USUAL_TIERS = (
    CancellationTier(days_before=28, percent=0),
    CancellationTier(days_before=14, percent=25),
    CancellationTier(days_before=7, percent=50),
    CancellationTier(days_before=0, percent=80),
)
USUAL_CHECKLIST = (
    ChecklistItem(
        id="gema",
        name=Texts("Musik bei der GEMA anmelden", "Register music with GEMA"),
        hint=Texts("Auch für Musik vom Band.", "Recorded music counts, too."),
        days_before=14,
        need=ChecklistNeed.MUSIC,
    ),
    ChecklistItem(
        id="gestattung",
        name=Texts("Gestattung für den Ausschank einholen", "Get the permit for serving alcohol"),
        hint=Texts(
            "Beim Ordnungsamt der Stadt, wenn Alkohol verkauft wird.",
            "From the town's public order office if alcohol is sold.",
        ),
        days_before=21,
        need=ChecklistNeed.ALCOHOL,
    ),
    ChecklistItem(
        id="sale",
        name=Texts("Verkauf anmelden", "Register what you sell"),
        hint=Texts(
            "Beim Gewerbeamt der Stadt; sonntags nur, wenn der Sonntag freigegeben ist.",
            "With the town's trade office; on Sundays only if that Sunday is released.",
        ),
        days_before=14,
        need=ChecklistNeed.SELLING,
    ),
    ChecklistItem(
        id="insurance",
        name=Texts("Haftpflicht für die Veranstaltung nachweisen", "Show liability insurance for the event"),
    ),
    ChecklistItem(
        id="fire-watch",
        name=Texts("Brandsicherheitswache klären", "Settle whether a fire watch is needed"),
        hint=Texts("Nötig zum Beispiel bei offenem Feuer.", "Needed for open fire, for example."),
        days_before=14,
        who=ChecklistWho.TEAM,
        people_from=80,
    ),
    ChecklistItem(
        id="waste",
        name=Texts("Entsorgung des Abfalls regeln", "Arrange for waste to be taken away"),
        people_from=20,
    ),
)
USUAL_CONDITIONS = (
    Texts(
        "Eine verantwortliche Person ist während der ganzen Zeit vor Ort und erreichbar.",
        "A person in charge is on site and can be reached all the time.",
    ),
    Texts(
        "Rettungswege und stufenlose Wege bleiben frei.",
        "Escape routes and step-free ways stay clear.",
    ),
    Texts(
        "Ab 22 Uhr ist im Haus und vor der Tür Ruhe.",
        "From 10 p.m. on it is quiet in the house and outside the door.",
    ),
    Texts(
        "Der Nachweis der Haftpflicht liegt dem Team vor der Veranstaltung vor.",
        "The team has seen proof of liability insurance before the event.",
    ),
)


@dataclass(frozen=True, kw_only=True)
class EventTerms:
    """The terms of a house on one day."""

    option_days: int = 14
    """How long whoever is first has the time kept; never beyond the start of the event."""
    option_reminder_days: tuple[int, ...] = (3, 1)
    """How many days before that deadline a mail reminds of it, the earliest first."""
    challenge_hours: int = 48
    """How long the first has to answer when somebody behind asks them to confirm or release."""
    challenge_rest_hours: int = 24
    """How long nobody may ask that after one became first."""
    four_eyes_from_people: int | None = None
    """From how many people two of the team must confirm; 1: always, None: never."""
    cancellation_tiers: tuple[CancellationTier, ...] = USUAL_TIERS
    """The earliest first; a proposal, the team decides."""
    checklist: tuple[ChecklistItem, ...] = USUAL_CHECKLIST
    conditions: tuple[Texts, ...] = USUAL_CONDITIONS
    """What the team may tick when it confirms an event."""
    attendance_due_days: int = 7
    """How long after an event organisers have to say how many came."""
    house_rules_version: str = "2026-11"
    """The version of the house rules that organisers accept."""

    @property
    def option_period(self) -> timedelta:
        return timedelta(days=self.option_days)

    @property
    def challenge_period(self) -> timedelta:
        return timedelta(hours=self.challenge_hours)

    @property
    def challenge_rest(self) -> timedelta:
        return timedelta(hours=self.challenge_rest_hours)

    def needs_four_eyes(self, people: int) -> bool:
        """Whether two of the team must confirm an event of so many people."""
        return self.four_eyes_from_people is not None and people >= self.four_eyes_from_people

    def cancellation_percent(self, days_before: int) -> int | None:
        """What is proposed to be paid for cancelling so many days ahead; None: the house proposes nothing."""
        tiers = sorted(self.cancellation_tiers, key=lambda tier: tier.days_before, reverse=True)
        return next((tier.percent for tier in tiers if days_before >= tier.days_before), None)


TERMS = tuple(field.name for field in fields(EventTerms))
"""The names of all terms."""


@dataclass(frozen=True, kw_only=True)
class DatedTerms:
    """Terms with the days on which they hold; those of one house never overlap."""

    valid_from: date
    valid_until: date | None
    terms: EventTerms

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def terms_on(dated: Iterable[DatedTerms], day: date) -> EventTerms:
    """The terms in force on a local day; the usual ones where the house says nothing."""
    return next((one.terms for one in dated if one.holds_on(day)), EventTerms())
