"""The lines that targets have in the record of a house."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from labspace.context.queries import target_changes_of
from labspace.context.target_words import shown_change
from labspace.houses.record.sources import Asked, RecordLine, register_source


@register_source
def targets_told(asked: Asked) -> Iterator[RecordLine]:
    """Each step of the log of targets; the page of targets is where they are ended and taken back."""
    page = url_for("context_staff.targets", slug=asked.house.slug)
    for row in target_changes_of(asked.session, asked.house.id, most=asked.limit):
        one = shown_change(row, today=asked.today, zone=asked.house.zone)
        yield RecordLine(at=row.at, by=one.who, what=one.what, url=page)
