"""What is typed about reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from wtforms import Field, HiddenField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from labspace.day_words import day_from
from labspace.errors import Refusal
from labspace.forms import LabForm, SelectChoice, choice_field
from labspace.locations.models import Location
from labspace.reports.actions import Wanted
from labspace.reports.models import ReportText
from labspace.reports.sentences import sentence
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

MOST_TEXT = 20_000
"""Characters of one narrative field."""
LANGUAGES = {"de": _l("Deutsch"), "en": _l("Englisch")}
UNKNOWN_DAY = _l("Diesen Tag kennen wir nicht. Bitte zum Beispiel 24.11.2026 angeben.")


class ReportForm(LabForm):
    """What a report is about."""

    programme = StringField(
        _l("Programm"),
        [
            DataRequired(_l("Bitte nennen Sie das Programm, zum Beispiel „Innenstadt-Belebung 2026“.")),
            Length(max=120),
        ],
        name="programm",
    )
    grant_reference = StringField(_l("Aktenzeichen des Bescheids"), [Length(max=80)], name="aktenzeichen")
    houses = SelectMultipleField(
        _l("Häuser"),
        [InputRequired(_l("Bitte wählen Sie mindestens ein Haus."))],
        name="haus",
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    first = StringField(
        _l("Erster Tag"),
        [DataRequired(_l("Bitte geben Sie den ersten Tag an.")), Length(max=40)],
        name="von",
        render_kw={"autocomplete": "off"},
    )
    last = StringField(
        _l("Letzter Tag"),
        [DataRequired(_l("Bitte geben Sie den letzten Tag an.")), Length(max=40)],
        name="bis",
        render_kw={"autocomplete": "off"},
    )
    language = choice_field(_l("Sprache des Berichts"), LANGUAGES, name="sprache")
    seen = HiddenField(name="stand", validators=[Length(max=20)])
    """Which heading of a draft was changed here; empty for a new report."""

    today: date
    field_of: ClassVar[dict[str, str]] = {
        "houses_missing": "houses",
        "not_your_house": "houses",
        "period_backwards": "last",
        "period_too_long": "last",
    }

    def offer(self, houses: Sequence[Location], *, today: date) -> ReportForm:
        """Let it be about any of these houses, with words such as „heute“ counted from this day."""
        self.houses.choices = [SelectChoice(house.slug, house.name) for house in houses]
        self.today = today
        return self

    def keep_frozen(self) -> ReportForm:
        """Do not ask for what is settled once a version is frozen: houses and language."""
        del self.houses, self.language
        return self

    def validate_first(self, field: Field) -> None:
        if self._day(field) is None:
            raise ValidationError(str(UNKNOWN_DAY))

    def validate_last(self, field: Field) -> None:
        first, last = self._day(self.first), self._day(field)
        if last is None:
            raise ValidationError(str(UNKNOWN_DAY))
        if first is not None and last < first:
            raise ValidationError(sentence(Refusal("period_backwards", {"last": last})))

    def period(self) -> tuple[date, date]:
        """The typed days; only after `validate()`."""
        first, last = self._day(self.first), self._day(self.last)
        assert first is not None
        assert last is not None
        return first, last

    def show_refused(self, refusals: Iterable[Refusal]) -> None:
        """Say each refusal beside its field, or above the form."""
        for refusal in refusals:
            field = getattr(self, self.field_of.get(refusal.code, ""), None)
            if isinstance(field, Field):
                field.errors = [*field.errors, sentence(refusal)]
            else:
                self.refuse(sentence(refusal))

    def _day(self, field: Field) -> date | None:
        return day_from(str(field.data or ""), today=self.today)


class CorrectionForm(LabForm):
    """Why a frozen version is corrected."""

    reason = TextAreaField(
        _l("Was ist zu korrigieren?"),
        [DataRequired(_l("Bitte sagen Sie in einem Satz, was zu korrigieren ist.")), Length(max=500)],
        name="grund",
    )


@dataclass(frozen=True, kw_only=True)
class TextField:
    """One text of a draft as it is asked for."""

    field: str
    """As it is kept, such as `situation` or `reason:herne:K10`."""
    label: str
    hint: str
    text: str = ""
    revision: int = 0

    @property
    def name(self) -> str:
        """What the form calls it."""
        return self.field.replace(":", "-")


class TextsForm(LabForm):
    """All texts of a draft, each with the revision its writer has before them."""

    asked: Sequence[TextField]

    @classmethod
    def asking(cls, asked: Sequence[TextField]) -> type[TextsForm]:
        """A form with these texts."""
        fields: dict[str, object] = {"asked": asked}
        for one in asked:
            fields[one.name] = TextAreaField(
                one.label, [Length(max=MOST_TEXT)], description=one.hint, default=one.text
            )
            fields[f"{one.name}-stand"] = HiddenField(default=str(one.revision), validators=[Length(max=20)])
        return type("TextsForm", (cls,), fields)

    def wanted(self) -> dict[str, Wanted]:
        """Every text as typed, by the field it is kept in; a revision that is no number is none."""
        return {
            one.field: Wanted(self[one.name].data or "", _number(self[f"{one.name}-stand"].data))
            for one in self.asked
            if self[one.name].raw_data
        }

    def show_beaten(self, texts: Iterable[ReportText]) -> None:
        """Say beside each text that somebody else changed it; sent again, it replaces theirs knowingly."""
        by_field = {one.field: one for one in self.asked}
        for row in texts:
            field = self[by_field[row.field].name]
            said = _(
                "%(person)s hat diesen Text inzwischen geändert. Ihre Fassung steht hier, die andere darunter.",
                person=row.changed_by.name,
            )
            field.errors = [*field.errors, said]
            self[f"{by_field[row.field].name}-stand"].data = str(row.revision)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else 0
