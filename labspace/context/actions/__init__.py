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
from labspace.context.actions.targets import NewTarget, end_target, set_target, take_target_back

__all__ = [
    "NewCityEvent",
    "NewSeries",
    "NewTarget",
    "NewVacancy",
    "accept_import",
    "discard_import",
    "draft_import",
    "end_target",
    "forget_drafts",
    "note_city_event",
    "note_vacancy",
    "open_series",
    "remove_series",
    "set_target",
    "take_target_back",
    "withdraw_entry",
]
