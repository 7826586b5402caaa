"""Which kinds of change there are: each part of the package registers its own, with its words and its way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.houses.record.models import HouseRecord

SHOWN_OF_A_TEXT = 80
"""Characters of a value in the record's lines; the whole is kept."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One kind of change."""

    title: Callable[[HouseRecord], str]
    """What was done, in the reader's language."""
    lines: Callable[[HouseRecord], Sequence[str]] = lambda _record: ()
    """What was before and what is now."""
    take_back: Callable[[Session, HouseRecord, User, datetime], None] | None = None
    """Makes it as it was; raises `Refused` where something changed since. None: there is another way back."""
    way_back: str = ""
    """Endpoint of the page on which administrators take it back, where that is asked twice."""


_SUBJECTS: dict[str, Subject] = {}


def register(code: str, subject: Subject) -> None:
    """Let the record know this kind of change."""
    _SUBJECTS[code] = subject


def subject_of(record: HouseRecord) -> Subject:
    """The kind of a line; raises `KeyError` for one nobody registered."""
    return _SUBJECTS[record.subject]


def changed_lines(record: HouseRecord, labels: Mapping[str, str]) -> list[str]:
    """`Name: alt → neu` for every value that changed, in the order of `labels`."""
    return [
        f"{label}: {_short(record.before.get(name))} → {_short(record.after.get(name))}"
        for name, label in labels.items()
        if record.before.get(name) != record.after.get(name)
    ]


def _short(value: Any) -> str:
    text = " ".join(str(value or "–").split())
    return text if len(text) <= SHOWN_OF_A_TEXT else f"{text[: SHOWN_OF_A_TEXT - 1]}…"
