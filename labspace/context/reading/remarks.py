"""Remarks that every sort of table may need."""

from __future__ import annotations

from labspace.context.reading.findings import Report
from labspace.context.reading.texts import GUESSED


def note_encoding(encoding: str, report: Report) -> None:
    """Nothing in a file says that it is Windows-1252: somebody should look at its umlauts."""
    if encoding == GUESSED:
        report.remarks.add(0, "", "encoding_guessed")
