"""A published month in words, rows and charts, ready for the page to print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from labspace.formats import date_text, day_text, exact_text, month_text, percent_text
from labspace.occupancy.figures.parts import Part
from labspace.occupancy.kinds import Indicator, Unit
from labspace.occupancy.months import Month
from labspace.occupancy.released.lines import WHOLE, Line, Name, Split, lines_of
from labspace.occupancy.released.models import PublicMonth
from labspace.occupancy.released.names import key_text, part_text, unit_text, value_text
from labspace.spaces.house import House
from labspace.words import gettext as _

I, P = Indicator, Part  # noqa: E741 - the tables below are read by these letters

BLOCKS: tuple[tuple[str, tuple[Indicator, ...]], ...] = (
    ("alive", (I.ACTIVATION_RATE, I.EVENINGS, I.WEEKENDS)),
    ("people", (I.ORGANISATIONS, I.FIRST_USES, I.PERSONS_PER_DESK, I.NO_SHOWS)),
    ("popups", (I.POPUP_DAYS, I.TRIED_IDEAS, I.STAYING)),
    ("events", (I.EVENTS,)),
)
"""What stands alone, under four headings."""
MONTHS_CENSORED = 12
"""After its first month a house is in its first year for so many more, the last of them in part."""
UNSAID = frozenset({Unit.NUMBER, Unit.PERSONS_PER_DESK})
"""Units that the name of the indicator says already."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One indicator with its first number, and its others as sentences of label and value."""

    indicator: Indicator
    number: str
    unit: str
    others: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table by kind of space: (label, is a number) per column; rows begin with their heading."""

    caption: str
    columns: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[str]]
    indicators: Sequence[Indicator]


@dataclass(frozen=True, kw_only=True)
class Mix:
    """A split of the used hours: bars as (label, share, text, no target), and the parts that are hidden."""

    caption: str
    bars: Sequence[tuple[str, float, str, None]]
    hidden: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Drawn by a component: what it finds, and its items."""

    title: str
    items: Sequence[tuple[object, ...]]


@dataclass(frozen=True, kw_only=True)
class MonthPage:
    """All that the page of a published month shows."""

    month: str
    sentence: str
    leads: Sequence[Figure]
    trend: Chart | None
    hours: Grid
    people: Grid
    graded: str
    """How well the visits are known; empty where they are hidden or there are none."""
    blocks: Mapping[str, Sequence[Figure]]
    censored: str
    """Why first uses say little in the first year (K17); empty later."""
    mixes: Sequence[Mix]
    has_hidden: bool
    released: str


class Lines:
    """The lines of a month by name."""

    def __init__(self, found: PublicMonth) -> None:
        self.all = lines_of(found.lines)
        self.by_name = {line.name: line for line in self.all}

    def find(self, indicator: Indicator, part: Part = P.MAIN, *, key: str = WHOLE) -> Line | None:
        return self.by_name.get(Name(Split.KIND, key, indicator, part))

    def value(self, indicator: Indicator, part: Part = P.MAIN) -> Fraction | None:
        line = self.find(indicator, part)
        return line.value if line else None

    @property
    def kinds(self) -> list[str]:
        """In the order of the kinds, all together last."""
        keys = dict.fromkeys(line.name.key for line in self.all if line.name.split is Split.KIND)
        return [*(key for key in keys if key != WHOLE), WHOLE]


def page_of(house: House, found: PublicMonth, year: Sequence[PublicMonth], *, since: Month) -> MonthPage:
    """`year` are the published months up to this one, earliest first; `since` is the first of all that were published."""
    lines = Lines(found)
    return MonthPage(
        month=month_text(found.month),
        sentence=_sentence(house, lines, month=month_text(found.month)),
        leads=[
            figure
            for indicator in (I.ACTIVATED, I.BOOKING_RATE, I.FREQUENCY_RATE)
            if (figure := _figure(lines, indicator))
        ],
        trend=_trend(year),
        hours=_grid(lines, _hour_columns(), _("Stunden und Auslastung nach Art der Fläche")),
        people=_grid(lines, _people_columns(lines), _("Besuche nach Art der Fläche")),
        graded=_graded(lines),
        blocks={
            name: [figure for indicator in indicators if (figure := _figure(lines, indicator))]
            for name, indicators in BLOCKS
        },
        censored=_censored(lines, Month(found.month.year, found.month.month), since=since),
        mixes=list(_mixes(lines)),
        has_hidden=any(line.is_hidden for line in lines.all),
        released=_(
            "Veröffentlicht am %(day)s, Fassung %(version)s.",
            day=day_text(found.released_at.astimezone(house.zone).date()),
            version=str(found.version),
        ),
    )


def _censored(lines: Lines, month: Month, *, since: Month) -> str:
    """Months are published from that of the first booking on; told by them alone, the note tells nothing new."""
    if lines.find(I.FIRST_USES) is None or month > since.moved(MONTHS_CENSORED):
        return ""
    return _("Linkszensiert: In den ersten zwölf Monaten zählen auch die als neu, die schon vorher da waren.")


def _sentence(house: House, lines: Lines, *, month: str) -> str:
    rate = lines.find(I.ACTIVATION_RATE)
    if rate is None or rate.value is None or rate.numerator is None:
        return _("%(house)s war im %(month)s nicht geöffnet.", house=house.name, month=month)
    return _(
        "%(house)s war im %(month)s an %(share)s der Öffnungsstunden belebt, an %(evenings)s Abenden je Woche.",
        house=house.name,
        month=month,
        share=percent_text(rate.value),
        evenings=exact_text(lines.value(I.EVENINGS, P.WEEKLY) or Fraction()),
    )


def _figure(lines: Lines, indicator: Indicator) -> Figure | None:
    parts = [line for line in lines.all if line.name.indicator is indicator and line.name.key == WHOLE]
    parts = [line for line in parts if line.name.split is Split.KIND]
    if not parts:
        return None
    first, *others = parts
    is_number = first.value is not None and not first.is_hidden
    return Figure(
        indicator=indicator,
        number=value_text(first, with_unit=False),
        unit=unit_text(first.name.unit) if is_number and first.name.unit not in UNSAID else "",
        others=[(part_text(line.name), value_text(line)) for line in others],
    )


def _hour_columns() -> dict[Indicator, str]:
    return {
        I.BOOKABLE: _("buchbar (h)"),
        I.BOOKED: _("gebucht (h)"),
        I.USED: _("genutzt (h)"),
        I.BOOKING_RATE: _("Buchungs\u00adauslastung"),
        I.FREQUENCY_RATE: _("Nutzungs\u00adquote"),
        I.ACTIVATED: _("aktiviert (h)"),
        I.EVENINGS: _("davon abends (h)"),
        I.WEEKENDS: _("davon am Wochen\u00adende (h)"),
    }


def _people_columns(lines: Lines) -> dict[Indicator, str]:
    is_estimated = any(line.says_estimated for line in lines.all)
    return {
        I.VISITS: _("Besuche"),
        I.VISIT_HOURS: _("Besuchs\u00adstunden (geschätzt)") if is_estimated else _("Besuchs\u00adstunden"),
        I.PLACE_OCCUPANCY: _("Platz\u00adbelegung"),
        I.UTILISATION: _("Nutzungs\u00adgrad"),
    }


def _graded(lines: Lines) -> str:
    total = lines.find(I.VISITS)
    if total is None or total.unsure is None:
        return ""
    return _(
        "%(share)s der Besuche sind vom Veranstalter gemeldet oder geschätzt (Datengüte C und D), die übrigen gezählt.",
        share=percent_text(total.unsure),
    )


def _grid(lines: Lines, heads: Mapping[Indicator, str], caption: str) -> Grid:
    rows = []
    for key in lines.kinds:
        found = [lines.find(indicator, key=key) for indicator in heads]
        label = key_text(Name(Split.KIND, key, I.BOOKABLE))
        rows.append([label, *("–" if line is None else _cell_text(line) for line in found)])
    columns = [(_("Flächen"), False), *((head, True) for head in heads.values())]
    return Grid(caption=caption, columns=columns, rows=rows, indicators=tuple(heads))


def _cell_text(line: Line) -> str:
    if line.is_hidden or line.coverage is None or line.value is None:
        return value_text(line)
    return _("%(value)s (bekannt: %(share)s)", value=value_text(line), share=percent_text(line.coverage))


def _mixes(lines: Lines) -> Iterator[Mix]:
    captions = {
        Split.THEME: _("Nach Thema"),
        Split.SECTOR: _("Nach Wirtschaftszweig"),
        Split.PARTNER: _("Nach Art des Partners"),
    }
    for split, caption in captions.items():
        mine = [line for line in lines.all if line.name.split is split]
        # Parts in which nothing was are not listed.
        known = sorted((line for line in mine if line.value), key=lambda line: -(line.value or 0))
        if mine:
            yield Mix(
                caption=caption,
                bars=[(key_text(one.name), float(one.value or 0), value_text(one), None) for one in known],
                hidden=[key_text(line.name) for line in mine if line.is_hidden],
            )


def _trend(year: Sequence[PublicMonth]) -> Chart | None:
    """How alive the house was, month by month; None of a single month."""
    rates = [(found.month, Lines(found).value(I.ACTIVATION_RATE)) for found in year]
    known = [(month, rate) for month, rate in rates if rate is not None]
    if len(known) < 2:
        return None
    best, most = max(known, key=lambda pair: pair[1])
    return Chart(
        title=_(
            "Am lebendigsten war der %(month)s mit %(share)s der Öffnungsstunden",
            month=month_text(best),
            share=percent_text(most),
        ),
        items=[
            (date_text(month, "LLL yy"), float(min(rate, Fraction(1))), percent_text(rate))
            for month, rate in known
        ],
    )
