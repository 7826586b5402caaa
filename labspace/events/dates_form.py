"""The dates of a request as they are typed: one, further days with hours of their own, or a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from wtforms import Field, TextAreaField, ValidationError
from wtforms.validators import Length

from labspace.bookings.forms import span_of
from labspace.bookings.series.recurrence import bounded_days, occurrences
from labspace.bookings.series.repeat_forms import RepeatFields
from labspace.day_words import day_from, minute_from
from labspace.errors import Refusal, Refused, refuse_any
from labspace.times import TimeSpan
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

MOST_LINES = 60

_HOURS = re.compile(
    r"^(?P<day>.+?)(?:[\s,;:]+(?P<starts>\d{1,2}(?:[:.]\d\d)?)\s*(?:-|–|bis|to)\s*"
    r"(?P<ends>\d{1,2}(?:[:.]\d\d)?)\s*(?:Uhr|h)?)?$",
    re.IGNORECASE,
)


class DatesForm(RepeatFields):
    """One date, further days, or a rule; the hours of the first hold where none are given."""

    further = TextAreaField(
        _l("Weitere Tage"),
        [Length(max=3000)],
        name="weitere",
        description=_l(
            "Ein Tag je Zeile, zum Beispiel „02.12.2026“ oder mit eigener Zeit „03.12.2026 14:00–18:00“."
        ),
    )

    def validate_further(self, field: Field) -> None:
        if field.data and self.repeat.data:
            raise ValidationError(_("Bitte entweder weitere Tage oder eine Wiederholung angeben."))
        lines = self._lines()
        if len(lines) > MOST_LINES:
            raise ValidationError(_("Bitte höchstens %(most)d Tage angeben.", most=MOST_LINES))
        for line in lines:
            if self._read(line) is None:
                raise ValidationError(
                    _(
                        "Diese Zeile verstehen wir nicht: „%(line)s“. Bitte zum Beispiel 02.12.2026 oder 02.12.2026 14:00–18:00 schreiben.",
                        line=line[:60],
                    )
                )

    def validate_repeat(self, field: Field) -> None:
        super().validate_repeat(field)
        if field.data and not field.errors and self.chosen_day() is None:
            raise ValidationError(_("Bitte zuerst oben den ersten Tag angeben."))

    def spans(self) -> list[TimeSpan]:
        """All dates in order, each once. Only after `validate()`; raises `Refused` with what no day can be."""
        if self.repeat.data:
            return self._by_rule()
        found, refusals = {self.span()}, list[Refusal]()
        for day, starts, ends in self._further_days():
            try:
                found.add(span_of(day, starts, ends, zone=self.zone))
            except Refused as refused:
                refusals.append(Refusal("date_refused", {"day": day, "because": refused.refusals}))
        refuse_any(refusals)
        return sorted(found)

    def find_spans(self) -> list[TimeSpan]:
        """As `spans`, and nothing as long as what was typed makes none."""
        if self.find_span() is None:
            return []
        fields = (self.further, self.repeat, self.until, self.count, self.interval)
        if any(field.errors for field in fields):
            return [span] if (span := self.find_span()) is not None else []
        try:
            return self.spans()
        except (Refused, AssertionError):
            return [span] if (span := self.find_span()) is not None else []

    def _by_rule(self) -> list[TimeSpan]:
        first = self.chosen_day()
        assert first is not None
        days, broken = bounded_days(self.rule(), first=first)
        refuse_any(broken)
        at = occurrences(days, *self.minutes(), zone=self.zone)
        refuse_any(one.missing for one in at if one.missing is not None)
        return [one.span for one in at if one.span is not None]

    def _lines(self) -> list[str]:
        return [line.strip() for line in (self.further.data or "").splitlines() if line.strip()]

    def _further_days(self) -> Iterator[tuple[date, int, int]]:
        for line in self._lines():
            if (read := self._read(line)) is not None:
                yield read

    def _read(self, line: str) -> tuple[date, int, int] | None:
        found = _HOURS.match(line)
        starts, ends = minute_from(self.starts.data or ""), minute_from(self.ends.data or "")
        if found is None:
            return None
        if found["starts"]:
            starts, ends = minute_from(found["starts"]), minute_from(found["ends"])
        day = day_from(found["day"], today=self.today)
        return None if day is None or starts is None or ends is None else (day, starts, ends)
