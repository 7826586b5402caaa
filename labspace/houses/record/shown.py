"""The lines of what staff changed about their house, and of closures and special openings."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from labspace.formats import moment_text
from labspace.houses.hours.openings import openings_ahead
from labspace.houses.models import CLOSING, HouseChange, HouseEdit
from labspace.houses.queries import changes_of, closures_ahead
from labspace.houses.record.models import HouseRecord
from labspace.houses.record.queries import records_of
from labspace.houses.record.sources import Asked, RecordLine, register_source
from labspace.houses.record.subjects import subject_of
from labspace.houses.shown import shown_change
from labspace.locations.models import Location
from labspace.words import gettext as _
from labspace.words import ngettext


@register_source
def changes_told(asked: Asked) -> Iterator[RecordLine]:
    """What is on record of the house itself: its words, its people, its doors."""
    for row in records_of(asked.session, asked.house.id, limit=asked.limit):
        yield _line(row, asked.house, keeps=asked.keeps, administers=asked.administers)


def _line(record: HouseRecord, house: Location, *, keeps: bool, administers: bool) -> RecordLine:
    subject = subject_of(record)
    lines = list(subject.lines(record))
    if record.touched:
        lines.append(ngettext("%(num)d Buchung betroffen", "%(num)d Buchungen betroffen", record.touched))
    taken_back = ""
    if record.taken_back_at is not None and record.taken_back_by is not None:
        taken_back = _(
            "Zurückgenommen %(when)s · %(name)s",
            when=moment_text(record.taken_back_at, zone=house.zone),
            name=record.taken_back_by.name,
        )
    may_undo = keeps and subject.take_back is not None and record.taken_back_at is None
    page = url_for(subject.way_back, slug=house.slug) if subject.way_back and administers else ""
    return RecordLine(
        at=record.at,
        by=record.actor.name,
        what=subject.title(record),
        lines=lines,
        url=page,
        way_back=_("Zurücknehmen …") if page else "",
        undo=url_for("house_record.undo", slug=house.slug, record_id=record.id) if may_undo else "",
        taken_back=taken_back,
    )


@register_source
def times_told(asked: Asked) -> Iterator[RecordLine]:
    """Closures and special openings, with where those still to come are lifted."""
    session, house = asked.session, asked.house
    shut = {one.span for one in closures_ahead(session, house.id, now=asked.now)}
    opened = {one.span for one in openings_ahead(session, house.id, now=asked.now)}
    for change in changes_of(session, house.id, limit=asked.limit):
        one = shown_change(change, house)
        ahead = shut if change.what is HouseEdit.CLOSED else opened
        may_lift = asked.keeps and change.what in _BEGUN and change.span in ahead
        yield RecordLine(
            at=change.at,
            by=one.by,
            what=one.what,
            lines=[one.more] if one.more else [],
            url=_page_of(change, house) if asked.keeps else "",
            way_back=_("Aufheben …") if may_lift else "",
        )


_BEGUN = (HouseEdit.CLOSED, HouseEdit.OPENED)


def _page_of(change: HouseChange, house: Location) -> str:
    page = "houses_staff.closures" if change.what in CLOSING else "house_hours.openings"
    return url_for(page, slug=house.slug)
