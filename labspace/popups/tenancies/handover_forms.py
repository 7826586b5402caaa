"""What staff type at a handover: things with their condition, meters, keys, defects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from wtforms import Field, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from labspace.forms import LabForm, choice_field
from labspace.popups.tenancies.actions.handovers import Found, Protocol
from labspace.popups.tenancies.documents import reading_text
from labspace.popups.tenancies.records import Handover
from labspace.popups.tenancies.states import Condition, Meter
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

ROWS = 10
USUAL = (
    _l("Wände und Boden"),
    _l("Beleuchtung"),
    _l("Schaufenster und Tür"),
    _l("Regale und Theke"),
    _l("Strom und WLAN"),
)
"""What most slots have; anything else is typed."""

_READING = re.compile(r"(\d{1,9})(?:[.,](\d{1,3}))?")


def thousandths_from(text: str) -> int | None:
    """The reading meant by `12345` or `12345,6` times 1000; None if it is none."""
    found = _READING.fullmatch("".join(text.split()))
    return int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0")) if found else None


class HandoverForm(LabForm):
    """One protocol; rows left empty are none."""

    keys = IntegerField(
        _l("Schlüssel"),
        [Optional(), NumberRange(0, 99, _l("Bitte eine Zahl von 0 bis 99 angeben."))],
        name="schluessel",
    )
    defects = TextAreaField(_l("Mängel und Absprachen"), [Length(max=4000)], name="maengel")

    def rows(self) -> list[tuple[Field, Field, Field]]:
        """Name, condition and remark of each row."""
        return [(self[f"item_{n}"], self[f"state_{n}"], self[f"remark_{n}"]) for n in range(ROWS)]

    def rows_shown(self) -> int:
        """How many rows stand open: those with something in them, and one to write in."""
        used = [
            n
            for n, (name, _state, remark) in enumerate(self.rows(), 1)
            if name.data or remark.data or name.errors
        ]
        return min(max(used, default=0) + 1, ROWS)

    def meters(self) -> list[tuple[Meter, Field, Field]]:
        """Each meter with its reading and number."""
        return [(meter, self[f"reading_{meter.value}"], self[f"number_{meter.value}"]) for meter in Meter]

    def validate(self, *args: Any, **more: Any) -> bool:
        """Readings must be numbers, and something must be handed over."""
        is_valid = super().validate(*args, **more)
        for _meter, reading, _number in self.meters():
            if reading.data and thousandths_from(reading.data) is None:
                reading.errors = [_("Bitte den Zählerstand wie 12345,6 angeben.")]
                is_valid = False
        for name, state, _remark in self.rows():
            if name.data and state.data is None:
                state.errors = [_("Bitte den Zustand wählen.")]
                is_valid = False
        if not any(name.data for name, _state, _remark in self.rows()):
            self.refuse(_("Bitte mindestens einen Gegenstand mit seinem Zustand angeben."))
            is_valid = False
        return is_valid

    def protocol(self) -> Protocol:
        """What was written down; only after `validate()`."""
        readings = {
            meter: (thousandths_from(reading.data) or 0, number.data or "")
            for meter, reading, number in self.meters()
            if reading.data
        }
        return Protocol(
            items=[
                Found(name=name.data, condition=state.data, remark=remark.data or "")
                for name, state, remark in self.rows()
                if name.data
            ],
            readings=readings,
            keys=self.keys.data or 0,
            defects=self.defects.data or "",
        )

    def fill(self, own: Handover | None, before: Handover | None) -> None:
        """Start from what was written before, else from the other protocol, else from what is usual."""
        known = own or before
        items: Sequence[tuple[str, Condition, str]] = (
            [(item.name, item.condition, item.remark if own else "") for item in known.items]
            if known
            else [(str(name), Condition.GOOD, "") for name in USUAL]
        )
        for (name, state, remark), item in zip(self.rows(), items, strict=False):
            name.data, state.data, remark.data = item
        for meter, reading, number in self.meters():
            for row in known.readings if known else ():
                if row.meter is meter:
                    number.data = row.number
                    reading.data = reading_text(row.thousandths) if own else ""
        self.keys.data = known.keys if known else 1
        self.defects.data = own.defects if own else ""


class SignatureForm(LabForm):
    """Whose names stand under the protocol."""

    tenant_name = StringField(
        _l("Name für die Nutzenden"),
        [
            DataRequired(_l("Bitte den Namen der Person angeben, die für die Nutzenden unterschreibt.")),
            Length(max=120),
        ],
        name="name-nutzende",
    )
    house_name = StringField(
        _l("Name für das Haus"),
        [
            DataRequired(_l("Bitte den Namen der Person angeben, die für das Haus unterschreibt.")),
            Length(max=120),
        ],
        name="name-haus",
    )


def handover_form(values: object) -> HandoverForm:
    """The form with its rows and meters."""
    fields: dict[str, Any] = {}
    for n in range(ROWS):
        fields[f"item_{n}"] = StringField(_l("Gegenstand"), [Length(max=120)], name=f"was{n}")
        fields[f"state_{n}"] = choice_field(
            _l("Zustand"), Condition, empty=_l("Bitte wählen"), name=f"zustand{n}"
        )
        fields[f"remark_{n}"] = StringField(_l("Bemerkung"), [Length(max=300)], name=f"bemerkung{n}")
    for meter in Meter:
        fields[f"reading_{meter.value}"] = StringField(
            meter.label, [Length(max=20)], name=f"stand-{meter.value}"
        )
        fields[f"number_{meter.value}"] = StringField(
            _l("Zählernummer"), [Length(max=40)], name=f"nummer-{meter.value}"
        )
    made = type("OneHandoverForm", (HandoverForm,), fields)(formdata=values)
    assert isinstance(made, HandoverForm)
    return made
