"""Texts in the words of their pages and of the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from labspace.formats import day_text, moment_text
from labspace.houses.record.models import HouseRecord
from labspace.houses.record.subjects import Subject, register
from labspace.houses.texts.actions import withdraw_rules
from labspace.houses.texts.models import PageText
from labspace.locations.models import HouseRulesText
from labspace.words import gettext as _


@dataclass(frozen=True, kw_only=True)
class ShownVersion:
    """One version in a list."""

    number: int
    when: str
    by: str
    begins: str
    """Its first words."""
    is_latest: bool


def shown_versions(versions: Sequence[PageText], *, zone: ZoneInfo) -> list[ShownVersion]:
    """The latest first, as they come."""
    return [
        ShownVersion(
            number=row.version,
            when=moment_text(row.at, zone=zone),
            by=row.by.name,
            begins=" ".join(row.text.split())[:80] or _("der Text, der mit labspace kommt"),
            is_latest=index == 0,
        )
        for index, row in enumerate(versions)
    ]


@dataclass(frozen=True, kw_only=True)
class ShownRules:
    """One version of the house rules in a list."""

    version: str
    standing: str


def shown_rules(versions: Sequence[HouseRulesText], *, today: date) -> list[ShownRules]:
    """The latest first; `versions` come the oldest first."""
    in_force = max((row.valid_from for row in versions if row.valid_from <= today), default=None)
    return [
        ShownRules(
            version=row.version,
            standing=_("gilt seit dem %(day)s", day=day_text(row.valid_from))
            if row.valid_from == in_force
            else _("gilt ab dem %(day)s", day=day_text(row.valid_from))
            if row.valid_from > today
            else _("galt ab dem %(day)s", day=day_text(row.valid_from)),
        )
        for row in reversed(versions)
    ]


def _title(record: HouseRecord) -> str:
    return _(
        "Hausordnung %(version)s, gilt ab %(day)s",
        version=record.about,
        day=day_text(date.fromisoformat(record.after["valid_from"])),
    )


register("rules_added", Subject(title=_title, take_back=withdraw_rules))
