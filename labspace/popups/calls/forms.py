"""What the team writes into a call."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from labspace.day_words import day_from
from labspace.errors import Refusal
from labspace.formats import day_text
from labspace.forms import OnceForm, SelectChoice
from labspace.popups.calls.models import PopupCall
from labspace.popups.calls.terms import CallTerms, Criterion, Question
from labspace.popups.sentences import sentence
from labspace.spaces.models import Space
from labspace.times import start_of_day
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

QUESTIONS = 5
CRITERIA = 6

FIELD_OF = {
    "call_deadline_past": "closes",
    "call_opens_late": "opens",
    "call_period_turned": "last",
    "call_period_past": "last",
    "call_weeks": "min_weeks",
    "call_without_criteria": "criterion_1",
    "criteria_fixed": "criterion_1",
    "call_criteria_twice": "criterion_1",
    "call_questions_twice": "question_1",
}
"""Beside which field a refusal is told; all others stand above the form."""


def _number(label: Any, name: str, least: int, most: int, default: int) -> IntegerField:
    told = _l("Bitte eine Zahl von %(least)d bis %(most)d angeben.", least=least, most=most)
    return IntegerField(
        label, [InputRequired(told), NumberRange(least, most, told)], name=name, default=default
    )


class CallForm(OnceForm):
    """A call: what, when, which slots, what is asked and by what it is judged."""

    title = StringField(
        _l("Titel"), [DataRequired(_l("Bitte einen Titel angeben.")), Length(max=200)], name="titel"
    )
    introduction = TextAreaField(_l("Worum es geht"), [Length(max=4000)], name="einleitung")
    opens = StringField(_l("Bewerbung ab"), [Length(max=60)], name="ab", render_kw={"autocomplete": "off"})
    closes = StringField(
        _l("Bewerbungsschluss"), [Length(max=60)], name="schluss", render_kw={"autocomplete": "off"}
    )
    first = StringField(_l("Pop-ups ab"), [Length(max=60)], name="erster", render_kw={"autocomplete": "off"})
    last = StringField(_l("Pop-ups bis"), [Length(max=60)], name="letzter", render_kw={"autocomplete": "off"})
    min_weeks = _number(_l("Mindestens Wochen"), "wochen_mindestens", 1, 52, 2)
    max_weeks = _number(_l("Höchstens Wochen"), "wochen_hoechstens", 1, 52, 12)
    reviews = _number(_l("Bewertungen vor einer Entscheidung"), "bewertungen", 1, 20, 2)
    slots = SelectMultipleField(
        _l("Flächen"), name="flaechen", option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )

    today: date
    zone: ZoneInfo
    spaces: dict[str, int]

    def offer(self, slots: Sequence[tuple[Space, str]], *, today: date, zone: ZoneInfo) -> None:
        """Let the team choose among these slots; days count from `today`."""
        self.today, self.zone = today, zone
        self.spaces = {slot.public_id: slot.id for slot, _name in slots}
        self.slots.choices = [SelectChoice(slot.public_id, name) for slot, name in slots]

    def validate_opens(self, field: Field) -> None:
        self._must_be_day(field)

    def validate_closes(self, field: Field) -> None:
        self._must_be_day(field)

    def validate_first(self, field: Field) -> None:
        self._must_be_day(field)

    def validate_last(self, field: Field) -> None:
        self._must_be_day(field)

    def _must_be_day(self, field: Field) -> None:
        if field.data and day_from(field.data, today=self.today, past=True) is None:
            raise ValidationError(_("Diesen Tag kennen wir nicht. Bitte zum Beispiel 18.01.2027 angeben."))

    def _day(self, field: Field) -> date | None:
        return day_from(field.data, today=self.today, past=True) if field.data else None

    def _moment(self, field: Field, *, end: bool = False) -> datetime | None:
        day = self._day(field)
        # A deadline means the end of its day.
        return start_of_day(day + timedelta(days=1) if end else day, zone=self.zone) if day else None

    def question_lines(self) -> list[tuple[Field, Field]]:
        """The fields of each question: its text, and whether it must be answered."""
        return [
            (self[f"question_{number}"], self[f"required_{number}"]) for number in range(1, QUESTIONS + 1)
        ]

    def criterion_lines(self) -> list[tuple[Field, Field]]:
        """The fields of each criterion: its name and weight."""
        return [(self[f"criterion_{number}"], self[f"weight_{number}"]) for number in range(1, CRITERIA + 1)]

    def terms(self) -> CallTerms:
        """What was written; only after `validate()`."""
        return CallTerms(
            title=self.title.data or "",
            introduction=self.introduction.data or "",
            opens_at=self._moment(self.opens),
            closes_at=self._moment(self.closes, end=True),
            first_on=self._day(self.first),
            last_on=self._day(self.last),
            min_weeks=self.min_weeks.data or 1,
            max_weeks=self.max_weeks.data or 1,
            reviews_needed=self.reviews.data or 1,
            slot_ids=frozenset(self.spaces[public_id] for public_id in self.slots.data or ()),
            questions=tuple(
                Question(text=text.data, is_required=bool(required.data))
                for text, required in self.question_lines()
                if text.data
            ),
            criteria=tuple(
                Criterion(name=name.data, weight=weight.data or 1)
                for name, weight in self.criterion_lines()
                if name.data
            ),
        )

    def show_refused(self, refusals: Iterable[Refusal]) -> None:
        """Say each refusal beside its field, or above the form."""
        for refusal in refusals:
            if refusal.code == "form_already_sent":
                self.name_anew()
            name = FIELD_OF.get(refusal.code)
            if name:
                self[name].errors = [*self[name].errors, sentence(refusal)]
            else:
                self.refuse(sentence(refusal))


for _n in range(1, QUESTIONS + 1):
    setattr(CallForm, f"question_{_n}", StringField(_l("Frage"), [Length(max=300)], name=f"frage_{_n}"))
    setattr(CallForm, f"required_{_n}", BooleanField(_l("muss beantwortet werden"), name=f"pflicht_{_n}"))
for _n in range(1, CRITERIA + 1):
    setattr(
        CallForm, f"criterion_{_n}", StringField(_l("Kriterium"), [Length(max=120)], name=f"kriterium_{_n}")
    )
    setattr(CallForm, f"weight_{_n}", _number(_l("Gewicht"), f"gewicht_{_n}", 1, 10, 1))


def values_of(call: PopupCall) -> dict[str, Any]:
    """The call as the form shows it."""
    zone = call.location.zone
    values: dict[str, Any] = {
        "title": call.title,
        "introduction": call.introduction,
        "opens": day_text(call.opens_at.astimezone(zone).date()) if call.opens_at else "",
        "closes": day_text((call.closes_at - timedelta(seconds=1)).astimezone(zone).date())
        if call.closes_at
        else "",
        "first": day_text(call.first_on) if call.first_on else "",
        "last": day_text(call.last_on) if call.last_on else "",
        "min_weeks": call.min_weeks,
        "max_weeks": call.max_weeks,
        "reviews": call.reviews_needed,
        "slots": [slot.public_id for slot in call.slots],
    }
    for number, question in enumerate(call.asked, start=1):
        values |= {f"question_{number}": question.text, f"required_{number}": question.is_required}
    for number, criterion in enumerate(call.criteria, start=1):
        values |= {f"criterion_{number}": criterion.name, f"weight_{number}": criterion.weight}
    return values
