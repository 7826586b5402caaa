"""Every change of reports."""

from labspace.reports.actions.heading import About, about_of, change_heading, ids_of
from labspace.reports.actions.readers import choose_readers
from labspace.reports.actions.texts import TextsChanged, Wanted, save_texts
from labspace.reports.actions.versions import begin_report, begin_version, discard, freeze

__all__ = [
    "About",
    "TextsChanged",
    "Wanted",
    "about_of",
    "begin_report",
    "begin_version",
    "change_heading",
    "choose_readers",
    "discard",
    "freeze",
    "ids_of",
    "save_texts",
]
