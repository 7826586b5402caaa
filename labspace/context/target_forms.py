"""What the team types about targets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import ClassVar

from wtforms import Field, StringField, ValidationError
from wtforms.validators import DataRequired, Length

from labspace.context.actions import NewTarget
from labspace.context.forms import DayForm
from labspace.context.reading.numbers import decimal_in
from labspace.context.sentences import sentences
from labspace.context.target_words import LABELS, PER
from labspace.errors import Refusal
from labspace.forms import choice_field
from labspace.spaces.target_file import MOST
from labspace.spaces.targets import TargetIndicator, TargetPer, TargetUnit
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

_KNOWN = frozenset(one.value for one in TargetIndicator)


class TargetForm(DayForm):
    """A figure and what it is to reach from a day on."""

    indicator = choice_field(
        _l("Kennzahl"),
        {one.value: LABELS[one] for one in TargetIndicator},
        [DataRequired(_l("Bitte wählen Sie eine Kennzahl."))],
        name="kennzahl",
    )
    value = StringField(
        _l("Ziel"),
        [DataRequired(_l("Bitte geben Sie das Ziel als Zahl an, zum Beispiel 45 oder 62,5.")), Length(max=40)],
        name="wert",
        description=_l("Stunden, Prozent oder Anzahl, je nach Kennzahl; höchstens zwei Stellen nach dem Komma."),
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )  # fmt: skip
    per = choice_field(
        _l("Für welche Zeit"),
        {one.value: PER[one] for one in TargetPer},
        name="je",
        empty=_l("keine (Quote)"),
    )
    valid_from = StringField(
        _l("Gilt ab"),
        [DataRequired(_l("Bitte einen Tag angeben, zum Beispiel 01.12.2026."))],
        name="ab",
        description=_l("Galt bis dahin ein anderes Ziel, endet es am Tag davor."),
        render_kw={"autocomplete": "off"},
    )
    reason = StringField(
        _l("Woher das Ziel kommt"),
        [DataRequired(_l("Bitte sagen Sie, woher das Ziel kommt, zum Beispiel „Förderantrag, Seite 12“.")), Length(max=300)],
        name="grund",
        description=_l("Steht bei den Zielen und in den Tabellen der Berichte."),
    )  # fmt: skip
    reason_en = StringField(_l("Dasselbe auf Englisch"), [Length(max=300)], name="grund-en")

    field_of: ClassVar[dict[str, str]] = {
        "target_begins_then": "valid_from",
        "target_held_then": "valid_from",
    }

    def validate_valid_from(self, field: Field) -> None:
        self.day_of(field)

    def validate_value(self, field: Field) -> None:
        value, indicator = self._value(), self.chosen
        if value is None or value < 0 or value * 100 != (value * 100).to_integral_value():
            raise ValidationError(
                _("Bitte eine Zahl mit höchstens zwei Stellen nach dem Komma angeben, zum Beispiel 62,5.")
            )
        if indicator is not None and indicator.unit is TargetUnit.PERCENT and value > 100:
            raise ValidationError(
                _("Diese Kennzahl ist eine Quote: Ihr Ziel liegt zwischen 0 und 100 Prozent.")
            )
        if value > MOST:
            raise ValidationError(_("So viel erreicht kein Haus. Bitte prüfen Sie die Zahl."))

    def validate_per(self, field: Field) -> None:
        indicator = self.chosen
        if indicator is not None and indicator.is_sum and not field.data:
            raise ValidationError(_("Bitte sagen Sie, in welcher Zeit das Ziel erreicht sein soll."))
        if indicator is not None and not indicator.is_sum and field.data:
            raise ValidationError(
                _("Diese Kennzahl wächst nicht mit der Zeit: Bitte „keine (Quote)“ wählen.")
            )

    @property
    def chosen(self) -> TargetIndicator | None:
        return TargetIndicator(self.indicator.data) if self.indicator.data in _KNOWN else None

    def target(self) -> NewTarget:
        """Only valid after `validate()`."""
        value = self._value()
        assert value is not None
        return NewTarget(
            indicator=TargetIndicator(self.indicator.data),
            hundredths=int(value * 100),
            per=TargetPer(self.per.data) if self.per.data else None,
            reason=self.reason.data or "",
            reason_en=self.reason_en.data or "",
            valid_from=self.day_of(self.valid_from),
        )

    def show_refused(self, refusals: Iterable[Refusal]) -> None:
        """Say each refusal beside its field, or above the form."""
        for refusal in refusals:
            (words,) = sentences([refusal])
            field = getattr(self, self.field_of.get(refusal.code, ""), None)
            if isinstance(field, Field):
                field.errors = [*field.errors, words]
            else:
                self.refuse(words)

    def _value(self) -> Decimal | None:
        return decimal_in((self.value.data or "").removesuffix("%").removesuffix("h").strip())


class TargetEndForm(DayForm):
    """The last day of a target."""

    last = StringField(
        _l("Gilt bis"),
        [DataRequired(_l("Bitte einen Tag angeben, zum Beispiel 31.12.2026."))],
        name="bis",
        description=_l("Der letzte Tag, an dem das Ziel gilt. Berichte über die Zeit davor behalten es."),
        render_kw={"autocomplete": "off"},
    )

    def validate_last(self, field: Field) -> None:
        self.day_of(field)

    def day(self) -> date:
        """Only valid after `validate()`."""
        return self.day_of(self.last)
