"""Which events a calendar-query asks for (RFC 4791 9.7), as a pure question to each event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from labspace.caldav.event_lines import EventLines, Line, moment_of, overlaps
from labspace.caldav.parsing import Element
from labspace.caldav.words import caldav

CALENDAR_LINES: Mapping[str, list[Line]] = {
    "VERSION": [Line({}, "2.0")],
    "CALSCALE": [Line({}, "GREGORIAN")],
}
COLLATIONS = ("i;ascii-casemap", "i;octet")
MOST_PARTS = 100
"""Parts of one filter; clients send three."""


class BadFilter(Exception):
    """A filter that cannot be answered; `condition` is the name of what it breaks (RFC 4791 7.8)."""

    def __init__(self, condition: str) -> None:
        super().__init__(condition)
        self.condition = condition


@dataclass(frozen=True)
class TimeRange:
    """From and until; one of them may be open."""

    starts_at: datetime | None
    ends_at: datetime | None

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in it."""
        return (self.starts_at is None or moment >= self.starts_at) and (
            self.ends_at is None or moment < self.ends_at
        )


@dataclass(frozen=True)
class TextMatch:
    """A text that has to be found in another, or must not be."""

    text: str
    exact_case: bool
    negated: bool

    def holds(self, value: str) -> bool:
        """Whether `value` is what is looked for."""
        found = self.text in value if self.exact_case else _folded(self.text) in _folded(value)
        return found is not self.negated


@dataclass(frozen=True)
class ParamFilter:
    """A parameter that has to be there, or not, or to match."""

    name: str
    is_absent: bool = False
    text: TextMatch | None = None

    def holds(self, line: Line) -> bool:
        """Whether the line's parameter is as wanted."""
        value = line.params.get(self.name)
        if value is None or self.is_absent:
            return self.is_absent and value is None
        return self.text is None or self.text.holds(value)


@dataclass(frozen=True)
class PropFilter:
    """A property that has to be there, or not, or to match in everything said of it."""

    name: str
    is_absent: bool = False
    time_range: TimeRange | None = None
    text: TextMatch | None = None
    params: tuple[ParamFilter, ...] = ()

    def holds(self, lines: Mapping[str, Sequence[Line]]) -> bool:
        """Whether one of the lines of that name is as wanted."""
        named = lines.get(self.name, ())
        if self.is_absent:
            return not named
        return any(self._suits(line) for line in named)

    def _suits(self, line: Line) -> bool:
        if self.time_range is not None and not _lies_in(line, self.time_range):
            return False
        if self.text is not None and not self.text.holds(line.value):
            return False
        return all(part.holds(line) for part in self.params)


@dataclass(frozen=True)
class CompFilter:
    """A component that has to be there, or not, or to match in everything said of it."""

    name: str
    is_absent: bool = False
    time_range: TimeRange | None = None
    props: tuple[PropFilter, ...] = ()
    comps: tuple[CompFilter, ...] = ()


def matches(wanted: CompFilter, event: EventLines) -> bool:
    """Whether the calendar object of `event` passes a filter on VCALENDAR."""
    if wanted.name != "VCALENDAR" or wanted.is_absent:
        return False
    if not all(prop.holds(CALENDAR_LINES) for prop in wanted.props):
        return False
    return all(_passes(inner, event) for inner in wanted.comps)


def _passes(wanted: CompFilter, event: EventLines) -> bool:
    is_there = wanted.name == "VEVENT" or (wanted.name == "VTIMEZONE" and wanted.time_range is None)
    if wanted.is_absent or not is_there:
        return wanted.is_absent and not is_there
    if wanted.name == "VTIMEZONE":
        return not wanted.props and not wanted.comps
    if wanted.time_range and not overlaps(event, wanted.time_range.starts_at, wanted.time_range.ends_at):
        return False
    # No event of ours has a part of its own, such as an alarm.
    return all(prop.holds(event.lines) for prop in wanted.props) and all(
        inner.is_absent for inner in wanted.comps
    )


def read_filter(root: Element) -> CompFilter:
    """The filter of a calendar-query. Raises `BadFilter`."""
    element = root.find(caldav("filter"))
    if element is None or len(element) != 1 or element[0].tag != caldav("comp-filter"):
        raise BadFilter("valid-filter")
    if sum(1 for _ in element.iter()) > MOST_PARTS:
        raise BadFilter("valid-filter")
    found = _comp(element[0])
    if found.time_range is not None:
        raise BadFilter("valid-filter")
    return found


def _comp(element: Element) -> CompFilter:
    parts = _parts(element, {"is-not-defined", "time-range", "prop-filter", "comp-filter"})
    return CompFilter(
        name=_name(element),
        is_absent="is-not-defined" in parts,
        time_range=_range(parts["time-range"][0]) if "time-range" in parts else None,
        props=tuple(_prop(part) for part in parts.get("prop-filter", ())),
        comps=tuple(_comp(part) for part in parts.get("comp-filter", ())),
    )


def _prop(element: Element) -> PropFilter:
    parts = _parts(element, {"is-not-defined", "time-range", "text-match", "param-filter"})
    return PropFilter(
        name=_name(element),
        is_absent="is-not-defined" in parts,
        time_range=_range(parts["time-range"][0]) if "time-range" in parts else None,
        text=_text(parts["text-match"][0]) if "text-match" in parts else None,
        params=tuple(_param(part) for part in parts.get("param-filter", ())),
    )


def _param(element: Element) -> ParamFilter:
    parts = _parts(element, {"is-not-defined", "text-match"})
    return ParamFilter(
        name=_name(element),
        is_absent="is-not-defined" in parts,
        text=_text(parts["text-match"][0]) if "text-match" in parts else None,
    )


def _parts(element: Element, known: set[str]) -> dict[str, list[Element]]:
    """The children by their name. Raises `BadFilter` for one that is not in `known`."""
    parts: dict[str, list[Element]] = {}
    for child in element:
        name = child.tag.removeprefix(caldav(""))
        if name not in known:
            raise BadFilter("supported-filter")
        parts.setdefault(name, []).append(child)
    return parts


def _name(element: Element) -> str:
    name = (element.get("name") or "").upper()
    if not name:
        raise BadFilter("valid-filter")
    return name


def _text(element: Element) -> TextMatch:
    collation = element.get("collation") or COLLATIONS[0]
    if collation not in (*COLLATIONS, "default"):
        raise BadFilter("supported-collation")
    return TextMatch(
        "".join(element.itertext()), collation == "i;octet", element.get("negate-condition") == "yes"
    )


def _range(element: Element) -> TimeRange:
    starts_at, ends_at = (_moment(element.get(name)) for name in ("start", "end"))
    if (starts_at is None and ends_at is None) or (starts_at and ends_at and starts_at >= ends_at):
        raise BadFilter("valid-filter")
    return TimeRange(starts_at, ends_at)


def _moment(value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError as problem:
        raise BadFilter("valid-filter") from problem


def _lies_in(line: Line, span: TimeRange) -> bool:
    try:
        return span.holds(moment_of(line))
    except ValueError:
        return False


def _folded(value: str) -> str:
    """Letters of ASCII without their case (RFC 4790 9.2)."""
    return value.translate(_LOWER)


_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
