"""What staff type about prices."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from labspace.formats import is_german
from labspace.houses.dated.forms import DatedForm
from labspace.houses.dated.rows import Row
from labspace.locations.reading import SLUG
from labspace.spaces.tariff_file import MOST_CENTS

PRICES = ("hour_cents", "half_day_cents", "seating_cents", "day_cents", "week_cents")


def read_amount(text: str) -> int | None:
    """Cents from `12`, `12,50`, `1.234,50 €` or `1,234.50`; None if it is no amount in whole cents."""
    words = "".join(text.replace("€", "").split())
    last = max(words.rfind(","), words.rfind("."))
    if last >= 0 and len(words) - last - 1 in (1, 2):
        words = words[:last].replace(",", "").replace(".", "") + "." + words[last + 1 :]
    else:
        words = words.replace(",", "").replace(".", "")
    if not words.isascii() or len(words) > 12:
        return None
    try:
        cents = Decimal(words) * 100
    except InvalidOperation:
        return None
    return int(cents) if cents.is_finite() and cents == int(cents) and 0 <= cents <= MOST_CENTS else None


def write_amount(cents: int | None) -> str:
    """As it is typed, in the reader's language."""
    if cents is None:
        return ""
    text = f"{cents // 100}.{cents % 100:02d}"
    return text.replace(".", ",") if is_german() else text


def read_permille(text: str) -> int | None:
    """A rate such as `19` or `7,5 %` in tenths of a percent; None if it is none."""
    words = "".join(text.replace("%", "").split()).replace(",", ".")
    if not words.isascii() or len(words) > 6:
        return None
    try:
        permille = Decimal(words) * 10
    except InvalidOperation:
        return None
    return (
        int(permille)
        if permille.is_finite() and permille == int(permille) and 0 <= permille <= 1000
        else None
    )


def _amount(label: str, name: str) -> StringField:
    return StringField(label, [Length(max=20)], name=name, render_kw={"inputmode": "decimal"})


class PriceForm(DatedForm):
    """The prices of one place and group; without any, the more general ones hold."""

    hour = _amount(_l("Stunde"), "stunde")
    half_day = _amount(_l("Bis zu fünf Stunden eines Tages"), "halbtag")
    seating = _amount(_l("Bis zu zwei Stunden eines Tages"), "sitzung")
    day = _amount(_l("Tag"), "tag")
    week = _amount(_l("Sieben Tage in Folge"), "woche")
    gross = BooleanField(_l("Die Preise enthalten die Steuer"), name="brutto")
    tax_code = StringField(
        _l("Steuerschlüssel"),
        [InputRequired(_l("Bitte einen Steuerschlüssel angeben, zum Beispiel „standard“.")), Length(max=20)],
        name="schluessel",
        description=_l("Für die Buchhaltung, zum Beispiel „standard“, „reduced“ oder „exempt“."),
    )
    tax = StringField(
        _l("Steuersatz in Prozent"),
        [InputRequired(_l("Bitte einen Steuersatz angeben, zum Beispiel 19.")), Length(max=10)],
        name="satz",
        render_kw={"inputmode": "decimal"},
    )

    @property
    def amounts(self) -> list[StringField]:
        return [self.hour, self.half_day, self.seating, self.day, self.week]

    def fill(self, row: Row | None) -> None:
        """Show what holds to start from; without a row the usual tax."""
        for field, name in zip(self.amounts, PRICES, strict=True):
            field.data = write_amount(row[name]) if row else ""
        self.gross.data = row["includes_tax"] if row else True
        self.tax_code.data = row["tax_code"] if row else "standard"
        self.tax.data = f"{(row['tax_permille'] if row else 190) / 10:g}".replace(
            ".", "," if is_german() else "."
        )

    def _validate_amount(self, field: Field) -> None:
        if field.data and read_amount(field.data) is None:
            raise ValidationError(_("Bitte einen Betrag wie 12 oder 12,50 angeben, höchstens 100 000 Euro."))

    validate_hour = validate_half_day = validate_seating = validate_day = validate_week = _validate_amount

    def validate_tax(self, field: Field) -> None:
        if field.data and read_permille(field.data) is None:
            raise ValidationError(_("Bitte einen Satz wie 19 oder 7,5 angeben, von 0 bis 100."))

    def validate_tax_code(self, field: Field) -> None:
        if field.data and not SLUG.match(field.data):
            raise ValidationError(
                _("Bitte nur kleine Buchstaben, Ziffern und einzelne Bindestriche angeben.")
            )

    def rows(self) -> list[Row]:
        """What was typed, nothing where there is no price. Only after `validate()`."""
        cents = [read_amount(field.data) if field.data else None for field in self.amounts]
        if all(one is None for one in cents):
            return []
        return [
            {
                **dict(zip(PRICES, cents, strict=True)),
                "includes_tax": bool(self.gross.data),
                "tax_code": self.tax_code.data,
                "tax_permille": read_permille(self.tax.data or ""),
            }
        ]
