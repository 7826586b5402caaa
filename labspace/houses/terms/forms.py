"""What staff type about the terms of events."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from labspace.formats import is_german
from labspace.forms import SelectChoice
from labspace.houses.dated.forms import DatedForm
from labspace.houses.dated.rows import Row
from labspace.houses.ruling.lines import Written, read_lines
from labspace.houses.ruling.typed_lines import check_lines
from labspace.houses.terms.shown import NEEDS, WHO
from labspace.houses.terms.written import (
    item_id,
    judged,
    read_condition,
    read_days,
    read_tier,
    write_tiers,
)
from labspace.locations.findings import Finding
from labspace.spaces.event_terms import ChecklistItem, ChecklistNeed, ChecklistWho, EventTerms
from labspace.spaces.findings import words_of
from labspace.spaces.terms_file import MOST_ITEMS

SPARE = 2
"""Empty rows that wait for more points of the checklist."""
_ITEM = re.compile(r"\$\.checklist\[(\d+)\]\.(\w+)(\.en)?")


def _number(label: str, name: str, hint: str = "") -> StringField:
    needed = InputRequired(_l("Bitte eine Zahl angeben."))
    return StringField(
        label, [needed, Length(max=6)], name=name, description=hint, render_kw={"inputmode": "numeric"}
    )


@dataclass(frozen=True)
class ItemFields:
    """The fields of one point of the checklist."""

    id: Field
    name: Field
    name_en: Field
    hint: Field
    hint_en: Field
    days_before: Field
    who: Field
    need: Field
    people_from: Field

    @property
    def all(self) -> Sequence[Field]:
        """What people see of it."""
        return [
            self.name, self.name_en, self.hint, self.hint_en, self.days_before, self.who, self.need,
            self.people_from,
        ]  # fmt: skip

    @property
    def is_empty(self) -> bool:
        return not (self.name.data or self.name_en.data or self.hint.data or self.hint_en.data)

    @property
    def title(self) -> str:
        """What the point is called in the reader's language."""
        return str((self.name.data if is_german() else self.name_en.data or self.name.data) or "")

    def fill(self, item: ChecklistItem) -> None:
        """Show a point to start from."""
        self.id.data = item.id
        self.name.data, self.name_en.data = item.name.de, item.name.en
        self.hint.data, self.hint_en.data = item.hint.de, item.hint.en
        self.days_before.data, self.people_from.data = str(item.days_before), str(item.people_from)
        self.who.data, self.need.data = item.who.value, item.need.value

    def written(self) -> Written:
        """What was typed, as a houses file writes it; its short name may be missing."""
        name, hint = self.name.data or "", self.hint.data or ""
        return {
            "id": self.id.data or "",
            "name": {"de": name, "en": self.name_en.data or name},
            "hint": {"de": hint, "en": self.hint_en.data or hint},
            "days_before": _whole(self.days_before.data or "7"),
            "who": self.who.data or ChecklistWho.ORGANISER.value,
            "need": self.need.data or ChecklistNeed.ALWAYS.value,
            "people_from": _whole(self.people_from.data or "1"),
        }


PARTS = ("id", "name", "name_en", "hint", "hint_en", "days_before", "who", "need", "people_from")


class EventTermsForm(DatedForm):
    """All terms of the events of a house; `name_0`, `hint_0` … belong together."""

    option_days = _number(_l("Optionen gelten, in Tagen"), "option")
    option_reminder_days = StringField(
        _l("Erinnern, in Tagen vorher"),
        [Length(max=40)],
        name="erinnerung",
        description=_l("Zum Beispiel „3, 1“. Leer: keine Erinnerung."),
    )
    challenge_hours = _number(
        _l("Zeit zu antworten, in Stunden"),
        "antwort",
        _l("So lange hat die erste Option, wenn die nächste um eine Entscheidung bittet."),
    )
    challenge_rest_hours = _number(
        _l("Ruhe danach, in Stunden"), "ruhe", _l("So lange nach dem Aufrücken darf niemand darum bitten.")
    )
    four_eyes = StringField(
        _l("Zwei aus dem Team bestätigen, ab so vielen Personen"),
        [Length(max=6)],
        name="vier_augen",
        description=_l("Leer: nie. 1: immer."),
        render_kw={"inputmode": "numeric"},
    )
    attendance_due_days = _number(_l("Besuche nachtragen, in Tagen danach"), "besuche")
    house_rules_version = StringField(
        _l("Fassung der Hausordnung"),
        [InputRequired(_l("Bitte eine Fassung angeben.")), Length(max=20)],
        name="hausordnung",
        description=_l("Nur, solange unter „Hausordnung“ kein Text gilt."),
    )
    cancellation_tiers = TextAreaField(
        _l("Vorschlag bei Stornierung"),
        [Length(max=600)],
        name="stufen",
        description=_l(
            "Jede Zeile eine Stufe: „28 Tage: 0 %“. Die früheste zuerst; leer: kein Vorschlag. Das Team entscheidet."
        ),
    )
    conditions = TextAreaField(
        _l("Auflagen zum Ankreuzen"),
        [Length(max=14_000)],
        name="auflagen",
        description=_l("Jede Zeile eine: „Auf Deutsch | In English“."),
        render_kw={"rows": 8},
    )

    @property
    def items(self) -> list[ItemFields]:
        """The rows of fields of the checklist, the empty ones as well."""
        return [ItemFields(*(self[f"{part}_{number}"] for part in PARTS)) for number in range(MOST_ITEMS)]

    @property
    def items_offered(self) -> list[ItemFields]:
        """Those that were filled in and a few empty ones after them."""
        filled = [number for number, item in enumerate(self.items) if not item.is_empty]
        return self.items[: (filled[-1] + 1 if filled else 0) + SPARE]

    def fill(self, terms: EventTerms) -> None:
        """Show the terms to start from."""
        for name in NUMBERS:
            self[name].data = str(getattr(terms, name))
        self.option_reminder_days.data = ", ".join(map(str, terms.option_reminder_days))
        self.four_eyes.data = "" if terms.four_eyes_from_people is None else str(terms.four_eyes_from_people)
        self.house_rules_version.data = terms.house_rules_version
        self.cancellation_tiers.data = write_tiers(terms.cancellation_tiers, german=is_german())
        self.conditions.data = "\n".join(
            one.de if one.de == one.en else f"{one.de} | {one.en}" for one in terms.conditions
        )
        for fields, item in zip(self.items, terms.checklist, strict=False):
            fields.fill(item)

    def written(self) -> Written:
        """What was typed, as a houses file writes it. Only after the fields were validated."""
        filled = [item.written() for item in self.items if not item.is_empty]
        for item in filled:
            taken = {other["id"] for other in filled}
            item["id"] = item["id"] or item_id(item["name"]["de"], taken)
        four_eyes = {"four_eyes_from_people": _whole(self.four_eyes.data)} if self.four_eyes.data else {}
        return {
            **{name: _whole(self[name].data or "") for name in NUMBERS},
            **four_eyes,
            "option_reminder_days": read_days(self.option_reminder_days.data or "") or [],
            "cancellation_tiers": read_lines(self.cancellation_tiers.data or "", read_tier) or [],
            "conditions": read_lines(self.conditions.data or "", read_condition) or [],
            "checklist": filled,
            "house_rules_version": self.house_rules_version.data,
        }

    def row(self) -> Row | None:
        """What was typed; None where a houses file could not say it, then told."""
        row, findings = judged(self.written())
        for finding in findings:
            self._tell(finding)
        return None if findings else row

    def _tell(self, finding: Finding) -> None:
        field: Field | None = None
        if found := _ITEM.match(finding.path):
            item = [one for one in self.items if not one.is_empty][int(found[1])]
            field = getattr(item, f"{found[2]}_en" if found[3] else found[2], None)
        else:
            name = finding.path.removeprefix("$.").partition("[")[0].partition(".")[0]
            field = self._fields.get("four_eyes" if name == "four_eyes_from_people" else name)
        if field is None or isinstance(field, HiddenField):
            self.refuse(words_of(finding))
        else:
            field.errors = [*field.errors, words_of(finding)]

    def validate_option_reminder_days(self, field: Field) -> None:
        if read_days(field.data or "") is None:
            raise ValidationError(_("Bitte Zahlen von Tagen angeben, zum Beispiel „3, 1“."))

    def validate_four_eyes(self, field: Field) -> None:
        if field.data and _whole(field.data) < 0:
            raise ValidationError(_("Bitte eine ganze Zahl angeben."))

    def _validate_number(self, field: Field) -> None:
        if _whole(field.data or "") < 0:
            raise ValidationError(_("Bitte eine ganze Zahl angeben."))

    validate_option_days = validate_challenge_hours = validate_challenge_rest_hours = _validate_number
    validate_attendance_due_days = _validate_number

    def validate_cancellation_tiers(self, field: Field) -> None:
        check_lines(field, read_tier)

    def validate_conditions(self, field: Field) -> None:
        check_lines(field, read_condition)


def _whole(text: str) -> int:
    """The number that was typed; -1, which no term allows, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() else -1


NUMBERS = ("option_days", "challenge_hours", "challenge_rest_hours", "attendance_due_days")


def _choices(words: Mapping[ChecklistWho, str] | Mapping[ChecklistNeed, str]) -> list[SelectChoice]:
    return [SelectChoice(one.value, text) for one, text in words.items()]


def _add_items() -> None:
    # Rows that are not offered send nothing: what a choice may say is judged with the rest of its row.
    count: dict[str, Any] = {"render_kw": {"inputmode": "numeric"}}
    for number in range(MOST_ITEMS):
        for part, field in {
            "id": HiddenField(name=f"kurz_{number}"),
            "name": StringField(_l("Was zu tun ist"), [Length(max=120)], name=f"punkt_{number}"),
            "name_en": StringField(_l("Auf Englisch"), [Length(max=120)], name=f"punkt_en_{number}"),
            "hint": StringField(_l("Hinweis"), [Length(max=300)], name=f"hinweis_{number}"),
            "hint_en": StringField(_l("Hinweis auf Englisch"), [Length(max=300)], name=f"hinweis_en_{number}"),
            "days_before": StringField(_l("Bis so viele Tage vorher"), [Length(max=4)], name=f"tage_{number}", default="7", **count),
            "who": SelectField(_l("Wer"), name=f"wer_{number}", choices=_choices(WHO), default="organiser", validate_choice=False),
            "need": SelectField(_l("Wann nötig"), name=f"wann_{number}", choices=_choices(NEEDS), default="always", validate_choice=False),
            "people_from": StringField(_l("Ab so vielen Personen"), [Length(max=6)], name=f"ab_personen_{number}", default="1", **count),
        }.items():  # fmt: skip
            setattr(EventTermsForm, f"{part}_{number}", field)


_add_items()
