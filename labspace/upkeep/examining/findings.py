"""What an examination finds."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Grade(enum.Enum):
    """How bad a finding is."""

    GOOD = "ok"
    WARNING = "look"
    TROUBLE = "act"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was looked at: what is so, and what to do where it should be otherwise."""

    subject: str
    grade: Grade
    says: str
    do: str = ""


def good(subject: str, says: str) -> Finding:
    """All is well."""
    return Finding(subject=subject, grade=Grade.GOOD, says=says)


def warning(subject: str, says: str, *, do: str) -> Finding:
    """It works, and somebody should look."""
    return Finding(subject=subject, grade=Grade.WARNING, says=says, do=do)


def trouble(subject: str, says: str, *, do: str) -> Finding:
    """It does not work, or soon will not."""
    return Finding(subject=subject, grade=Grade.TROUBLE, says=says, do=do)
