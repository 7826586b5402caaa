"""How the items of a checklist are called in the reader's language."""

from __future__ import annotations

from labspace.events.decision.models import EventCheck
from labspace.formats import is_german


def title_of(item: EventCheck) -> str:
    """What is to be seen to."""
    return item.title if is_german() or not item.title_en else item.title_en


def hint_of(item: EventCheck) -> str:
    """What helps with it; empty for most."""
    return item.hint if is_german() or not item.hint_en else item.hint_en
