"""All that one version of a report says, as values: every output is written from this and from nothing else.

Frozen, it is read for as long as there are reports: fields are added with a default, never renamed.
Words are those of the report's language when it was made, so that a later wording changes no report.
Persons are not named in it, since it outlives every erasure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

SCHEMA = "labspace-report/1"


@dataclass(frozen=True, kw_only=True)
class House:
    """One of the houses the report is about."""

    slug: str
    name: str
    city: str


@dataclass(frozen=True, kw_only=True)
class Text:
    """One narrative field."""

    field: str
    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One indicator, or a part of one, of a house or of all of them together, unrounded."""

    indicator: str
    """Its number, such as `K10`."""
    part: str = ""
    """What distinguishes it from others of the same number; empty: the indicator's first value."""
    label: str
    house: str = ""
    """Slug; empty: all houses of the report together."""
    kind: str = ""
    """Kind of space; empty: all kinds together."""
    kind_label: str = ""
    unit: str
    value: Fraction | None
    """A share is a share of one; None: not stated (R11)."""
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    coverage: Fraction | None = None
    """How much of what it should rest on is known; None: nothing needs to be known."""
    unsure: Fraction | None = None
    """The share of data grades C and D (R13); None: it rests on no counted visits."""
    is_estimated: bool = False
    """Its label says so: visit hours that were not all measured (K15)."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it the same figure in another version."""
        return self.indicator, self.part, self.house, self.kind


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """What all houses together came to in a month, quarter or year of the period, in hours; all of it adds up."""

    months: int
    """Of the calendar: 1, 3 or 12."""
    first: date
    last: date
    """The days of it that lie in the period, both included."""
    bookable: Fraction = Fraction(0)
    booked: Fraction = Fraction(0)
    used: Fraction = Fraction(0)
    activated: Fraction = Fraction(0)
    publicly: Fraction = Fraction(0)
    """What of the activated hours pop-ups, café and events alone came to."""
    opened: Fraction = Fraction(0)
    """Of the houses, special openings included."""

    @property
    def booking_rate(self) -> Fraction | None:
        """K04."""
        return self.booked / self.bookable if self.bookable else None

    @property
    def frequency_rate(self) -> Fraction | None:
        """K05."""
        return self.used / self.bookable if self.bookable else None


@dataclass(frozen=True, kw_only=True)
class TargetRow:
    """What a house wanted to reach, what it reached, and why they differ."""

    house: str
    indicator: str
    label: str
    unit: str
    target: Fraction
    actual: Fraction | None
    at_most: bool = False
    is_met: bool | None
    deviation: Fraction | None
    purpose: str = ""
    """Why the house set it."""
    reason: str = ""
    """Why it was missed or passed, in the words of whoever wrote the report."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """An event that was held, as evidence (K21); closed ones by their booking's number only."""

    house: str
    reference: str
    title: str
    is_public: bool
    first: date
    last: date
    days: int
    people: int | None
    grade: str = ""


@dataclass(frozen=True, kw_only=True)
class Popup:
    """A pop-up of the period, as evidence (K18–K20)."""

    house: str
    reference: str
    title: str
    space: str
    first: date
    last: date
    opened_days: int
    opened_hours: Fraction
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class Beside:
    """One value of the town around a house; beside the figures, never part of them."""

    house: str
    series: str
    name: str
    source: str
    licence: str
    what: str
    value: str
    definition: str = ""
    number: Fraction | None = None
    """The value exactly, a share as a share of one; None where it is words, or not known."""
    unit: str = ""
    """`%` or `number`; empty where the value is words, and in versions frozen before this was kept."""


@dataclass(frozen=True, kw_only=True)
class Money:
    """An amount of K25 with the document that shows it."""

    house: str
    idea: str
    on: date
    source: str
    step: str
    cents: int
    document: str


@dataclass(frozen=True, kw_only=True)
class Aid:
    """A use below the market price, for the De-minimis list."""

    house: str
    beneficiary: str
    reference: str
    kind: str
    first: date
    last: date
    granted_on: date
    market_cents: int
    price_cents: int
    advantage_cents: int
    registered_on: date | None = None
    register_reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Method:
    """How one indicator is counted, from the registry of indicators."""

    indicator: str
    label: str
    unit: str
    formula: str
    definition: str
    adding: str
    internal: str
    grades: str = ""
    suppression: str = ""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What another version said otherwise: a figure or a field, before and after, as it is read."""

    part: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One version of a report."""

    schema: str = SCHEMA
    number: int
    """Of the version, from 1."""
    programme: str
    grant_reference: str = ""
    language: str
    first: date
    last: date
    """The grant period, both days included."""
    counted_until: date
    """The last day that counts: earlier than `last` where the period was not over."""
    houses: Sequence[House]
    is_demo: bool
    made_at: datetime
    narrative: Sequence[Text]
    targets: Sequence[TargetRow]
    figures: Sequence[Figure]
    events: Sequence[Event]
    popups: Sequence[Popup]
    beside: Sequence[Beside]
    money: Sequence[Money]
    aid: Sequence[Aid]
    method: Sequence[Method]
    rules: Sequence[str]
    """What holds for all figures: periods, internal use, rounding, suppression, data grades."""
    correction: str = ""
    """Why a version before was corrected; empty for the first."""
    corrects: str = ""
    """Digest of the version before; empty for the first."""
    changes: Sequence[Change] = ()
    course: Sequence[Stretch] = ()
    """Through the counted part of the period; empty in versions frozen before there was any."""

    @property
    def cities(self) -> Sequence[str]:
        """The cities of its houses, each once, in their order."""
        return list(dict.fromkeys(house.city for house in self.houses))
