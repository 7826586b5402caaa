"""What the team does with series of the town."""

from labspace.context.actions.entries import (
    NewCityEvent,
    NewVacancy,
    note_city_event,
    note_vacancy,
    withdraw_entry,
)
from labspace.context.actions.imports import accept_import, discard_import, draft_import, forget_drafts
from labspace.context.actions.series import NewSeries, open_series, remove_series

__all__ = [
    "NewCityEvent",
    "NewSeries",
    "NewVacancy",
    "accept_import",
    "discard_import",
    "draft_import",
    "forget_drafts",
    "note_city_event",
    "note_vacancy",
    "open_series",
    "remove_series",
    "withdraw_entry",
]
