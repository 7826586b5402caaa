"""A stranger who fetches every public page and file, writes all figures down, and works out the dots."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tests.occupancy.suppression.attacker import WHOLE, Published

Key = tuple[str, ...]
"""House, month, split, indicator, part, part of the split."""
Sheet = tuple[str, ...]
"""A key without its last: figures that add up to their whole."""

STAY = {"cafe_table": Fraction(3, 4), "popup_slot": Fraction(1, 4)}
"""Printed with K15: how long a visit of these kinds is taken to last."""


@dataclass
class Notes:
    """All numbers and dots that were printed anywhere, by key."""

    numbers: dict[Key, Fraction] = field(default_factory=dict)
    dots: set[Key] = field(default_factory=set)
    contradictions: set[Key] = field(default_factory=set)
    unsure: set[Key] = field(default_factory=set)
    """Of which it was printed how much rests on reports and estimates."""
    is_share: dict[Key, bool] = field(default_factory=dict)
    """Whether a number is printed in percent."""

    @staticmethod
    def as_number(value: float) -> Fraction:
        """As a program is told it."""
        return Fraction(str(value))

    def add(self, key: Key, value: Fraction | None) -> None:
        if value is None:
            self.dots.add(key)
        elif self.numbers.setdefault(key, value) != value:
            self.contradictions.add(key)

    def sheets(self) -> dict[Sheet, Published]:
        """What adds up, each with its whole."""
        found: defaultdict[Sheet, Published] = defaultdict(lambda: Published({}))
        for key, number in self.numbers.items():
            found[key[:-1]].numbers[key[-1:]] = number
        for key in self.dots - set(self.numbers):
            found[key[:-1]].dots.add(key[-1:])
        for sheet, page in found.items():
            if sheet[2] in SPLITS:
                page.numbers[WHOLE,] = Fraction(1000)
        return dict(found)

    def solved(self) -> set[Key]:
        """Every dot that follows from anything printed."""
        given = {key for key in self.dots if key in self.numbers}
        summed = {
            (*sheet, *dot)
            for sheet, page in self.sheets().items()
            if sheet[2] in {*SPLITS, "internal"} or sheet[3:5] in {("K14", "main"), ("K15", "main")}
            for dot in self._solved_of(page)
        }
        return given | summed | self._by_stay()

    def _solved_of(self, page: Published) -> set[Key]:
        known = page.solved_by_elimination()
        whole = page.numbers.get((WHOLE,))
        if whole is None:
            return known
        rest = whole - sum(number for place, number in page.numbers.items() if place != (WHOLE,))
        # Nothing is below zero, so hidden parts of nothing are nothing.
        return known if rest else known | {dot for dot in page.dots if dot != (WHOLE,)}

    def _by_stay(self) -> set[Key]:
        """Visits and their hours follow from each other, and from how full a room of known size was."""
        found = set()
        for key in self.dots - set(self.numbers):
            house, month, split, indicator, part, kind = key
            other = {"K14": "K15", "K15": "K14"}.get(indicator)
            if other and kind in STAY and (house, month, split, other, part, kind) in self.numbers:
                found.add(key)
            if other and (house, month, split, "K06", "main", kind) in self.numbers:
                found.add(key)
        return found


def look_round(visit: Callable[..., Any], houses: Iterable[str], months: Iterable[str], notes: Notes) -> None:
    """Fetch all there is without signing in, and note every figure."""
    months = list(months)
    for house in houses:
        for month in months:
            page = f"/standorte/{house}/zahlen"
            table = visit().get(f"{page}/datei?monat={month}&form=maschine").data.decode()
            keys = _machine(table, notes)
            _json(json.loads(visit().get(f"{page}/datei?monat={month}&form=json").data), notes)
            table = visit().get(f"{page}/datei?monat={month}&form=excel").data.decode("utf-8-sig")
            labels = _excel(table, keys, notes)
            _page(visit().get(f"{page}?monat={month}"), labels, notes)
            visit(language="en").get(f"{page}?monat={month}")
        for path in (f"/standorte/{house}", f"/standorte/{house}/programm"):
            _nothing_counted(visit().get(path).words())
    for month in months:
        text = visit().get(f"/auslastung.csv?monat={month}&form=maschine").data.decode()
        _internal(text, notes)
        for house in houses:
            _internal(
                visit().get(f"/auslastung.csv?monat={month}&form=maschine&haus={house}").data.decode(), notes
            )
    for path in ("/", "/programm"):
        _nothing_counted(visit().get(path).words())


def _machine(text: str, notes: Notes) -> list[Key]:
    keys = []
    for row in csv.DictReader(io.StringIO(text)):
        keys.append(_key(row["location"], row["month"], row))
        notes.is_share[keys[-1]] = row["unit"] == "%"
        if row["share_c_d"]:
            notes.unsure.add(keys[-1])
        if row["status"] != "not_stated":
            notes.add(keys[-1], _number(row) if row["status"] == "ok" else None)
    return keys


def _json(said: dict[str, Any], notes: Notes) -> None:
    for row in said["figures"]:
        if row["status"] != "not_stated":
            notes.add(
                _key(said["location"], said["month"], row), _number(row) if row["status"] == "ok" else None
            )


def _key(house: str, month: str, row: dict[str, Any]) -> Key:
    part = WHOLE if row["key"] == "all" else str(row["key"])
    return house, month, row["split"], row["indicator"], row["part"], part


def _number(row: dict[str, Any]) -> Fraction:
    """Counts as they are, shares in tenths of a percent."""
    value = Fraction(str(row["value"]))
    return value * 10 if row["indicator"] == "K24" else value


Labels = dict[tuple[str, str], Key]
"""By the heading of a column, or of a split, and of a row."""
SPLITS = {"theme": "Nach Thema", "sector": "Nach Wirtschaftszweig", "partner": "Nach Art des Partners"}


COLUMNS = {
    "buchbar (h)": "Buchbare Stunden", "gebucht (h)": "Gebuchte Stunden", "genutzt (h)": "Genutzte Stunden",
    "Besuchsstunden (geschätzt)": "Besuchsstunden", "aktiviert (h)": "Aktivierte Stunden", "davon abends (h)": "Abendaktivierung",
    "davon am Wochenende (h)": "Wochenendaktivierung",
}  # fmt: skip


def _excel(text: str, keys: list[Key], notes: Notes) -> Labels:
    """The lines are those of the other file; rounded, so that only what is a dot there is taken from here."""
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=";") if len(row) == 9][1:]
    labels: Labels = {}
    for key, row in zip(keys, rows, strict=True):
        if key[4] == "main":
            labels[SPLITS.get(key[2], row[3]), row[1]] = key
        _unless_dot(key, row[5], notes)
    return labels


def _page(page: Any, labels: Labels, notes: Notes) -> None:
    """Every table of the page, cell by cell."""
    seen = 0
    for table in page.all("table"):
        heads = [_words(cell) for cell in table.iter(f"{HTML}th") if cell.get("scope") == "col"]
        for row in table.iter(f"{HTML}tr"):
            label, *cells = [_words(cell) for cell in row]
            for head, cell in zip(heads[1:], cells, strict=False):
                column = heads[0] if heads[0] in SPLITS.values() else COLUMNS.get(head, head)
                if (key := labels.get((column, label))) is not None and cell != "–":
                    seen += 1
                    _unless_dot(key, cell, notes)
    assert seen > 40


HTML = "{http://www.w3.org/1999/xhtml}"


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).replace("\u00ad", "").split())


def _unless_dot(key: Key, text: str, notes: Notes) -> None:
    if text not in {"•", "k. A."} and key not in notes.numbers:
        notes.numbers[key] = Fraction(re.sub(r"[^0-9,]", "", text.partition("(")[0]).replace(",", "."))


def _internal(text: str, notes: Notes) -> None:
    for row in csv.DictReader(io.StringIO(text)):
        if row["scope"] == "internal" and row["indicator"] == "K03":
            # The houses together are the sum of each.
            part = WHOLE if row["location"] == "all" else row["location"]
            key = ("*", row["month"], "internal", "K03", "main", part)
            notes.add(key, Fraction(row["value"]) if row["status"] == "ok" else None)


def _nothing_counted(words: str) -> None:
    """Pages that are no figures say no figure of people."""
    assert not re.search(r"\d+ (Besuche|Organisationen|Nutzende|Personen waren)\b", words)
