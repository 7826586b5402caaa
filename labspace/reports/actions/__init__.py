"""Every change of reports."""

from labspace.reports.actions.readers import choose_readers
from labspace.reports.actions.texts import TextsChanged, Wanted, save_texts
from labspace.reports.actions.versions import begin_report, begin_version, discard, freeze

__all__ = [
    "TextsChanged",
    "Wanted",
    "begin_report",
    "begin_version",
    "choose_readers",
    "discard",
    "freeze",
    "save_texts",
]
