"""The lines that published floor plans have in the record of a house."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from labspace.houses.record.sources import Asked, RecordLine, register_source
from labspace.plans.publishing.queries import publications_of
from labspace.plans.publishing.shown import shown_publication
from labspace.words import gettext as _


@register_source
def publications_told(asked: Asked) -> Iterator[RecordLine]:
    """Each new plan with what became of bookings; those still to come are taken back on their own page."""
    page = url_for("plans_publishing.record", slug=asked.house.slug) if asked.keeps else ""
    for row in publications_of(asked.session, asked.house.id, limit=asked.limit):
        one = shown_publication(row, asked.house, today=asked.today)
        yield RecordLine(
            at=row.published_at,
            by=row.published_by.name,
            what=_("Grundriss veröffentlicht: %(plan)s", plan=one.title),
            lines=[one.did],
            url=page,
            way_back=_("Zurücknehmen …") if asked.keeps and one.may_be_taken_back else "",
            taken_back=one.taken_back,
        )
