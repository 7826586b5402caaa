"""The lines that changes of hours, rules and prices have in the record of a house."""

from __future__ import annotations

from collections.abc import Iterator

from labspace.houses.dated.models import Subject
from labspace.houses.record.sources import Asked, RecordLine, register_source
from labspace.houses.subjects import changes_told
from labspace.words import gettext as _


@register_source
def dated_changes_told(asked: Asked) -> Iterator[RecordLine]:
    """What holds from a day on; its own page shows before and after and takes it back."""
    for change, one in changes_told(asked.session, asked.house, tuple(Subject), limit=asked.limit):
        is_over = change.last_day is not None and change.last_day < asked.today
        may_undo = asked.keeps and change.taken_back_at is None and not is_over
        yield RecordLine(
            at=change.at,
            by=one.by,
            what=one.what,
            lines=[one.more] if one.more else [],
            url=one.url if asked.keeps else "",
            way_back=_("Zurücknehmen …") if may_undo else "",
        )
