"""Fields for lengths, angles and points, as people type them: with comma or point, one corner to a line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms import Field, TextAreaField
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from labspace.formats import number_text
from labspace.words import gettext as _

NUMBER = re.compile(r"[+\-−]?\d{1,6}(?:[.,]\d{1,6})?\Z")
CORNER = re.compile(
    r"\s*([+\-−]?\d{1,6}(?:[.,]\d{1,6})?)\s*(?:[;/|]|\s)\s*([+\-−]?\d{1,6}(?:[.,]\d{1,6})?)\s*\Z"
)


def number_of(text: str) -> float:
    """`1,25`, `1.25` or `-3` as a number. Raises `ValueError` for anything else."""
    if not NUMBER.match(text.strip()):
        raise ValueError(text)
    return float(text.strip().replace(",", ".").replace("\N{MINUS SIGN}", "-"))


def typed(value: float) -> str:
    """A number as people type it, in millimetres at the finest, without needless zeros."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    comma = number_text(0.5, digits=1)[1]
    return (text if text not in ("-0", "") else "0").replace(".", comma)


class MetresField(Field):
    """A number with at most three digits after comma or point; `data` is a float or None."""

    widget = TextInput()
    data: float | None

    def __init__(self, label: Any, validators: Sequence[Any] = (), **more: Any) -> None:
        super().__init__(label, list(validators), **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            self.data = round(number_of(valuelist[0]), 3)
        except ValueError:
            self.data = None
            raise ValueError(_("Bitte geben Sie eine Zahl ein, zum Beispiel 12,5.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else typed(self.data)


class PointsField(TextAreaField):
    """Corners in metres, one to a line: `1,50; 2,00`. Its `points()` are valid after `validate()`."""

    def __init__(self, label: Any, *, at_least: int, at_most: int = 200, **more: Any) -> None:
        super().__init__(label, **more)
        self.at_least, self.at_most = at_least, at_most

    def points(self) -> list[list[float]]:
        """The corners as the document has them."""
        found = [CORNER.match(line) for line in self._lines()]
        return [[_rounded(one[1]), _rounded(one[2])] for one in found if one]

    def show(self, points: list[list[float]]) -> None:
        """Fill in corners of a document."""
        self.data = "\n".join(f"{typed(x)}; {typed(y)}" for x, y in points)

    def pre_validate(self, form: Any) -> None:
        lines = self._lines()
        for number, line in enumerate(lines, start=1):
            if not CORNER.match(line):
                raise StopValidation(
                    _(
                        "Zeile %(n)d („%(line)s“) ist kein Punkt. Bitte zwei Zahlen je Zeile, zum Beispiel 1,5; 2.",
                        n=number,
                        line=line.strip()[:40],
                    )
                )
        if not self.at_least <= len(lines) <= self.at_most:
            raise StopValidation(
                _(
                    "Bitte %(least)d bis %(most)d Punkte angeben, jeden in einer eigenen Zeile.",
                    least=self.at_least,
                    most=self.at_most,
                )
            )

    def _lines(self) -> list[str]:
        return [line for line in (self.data or "").splitlines() if line.strip()]


def _rounded(text: str) -> float:
    return round(number_of(text), 3)
