"""What is typed about an idea: by anybody, and by the team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from wtforms import BooleanField, Field, HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length

from labspace.accounts.kinds import Theme
from labspace.day_words import day_from
from labspace.errors import Refusal
from labspace.events.forms import cents_from
from labspace.forms import LabForm, OnceForm, SelectChoice, choice_field
from labspace.ideas.actions import NewAmount
from labspace.ideas.kinds import MoneySource, MoneyStep
from labspace.ideas.models import Idea
from labspace.ideas.sentences import sentence
from labspace.ideas.states import STEPS, IdeaState
from labspace.locations.models import Location
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

TITLE, TEXT = Length(max=120), Length(max=3000)


class RefusableForm(LabForm):
    """A form that says refusals of its action beside the field they are about."""

    field_of: ClassVar[Mapping[str, str]] = {}

    def show_refused(self, refusals: Iterable[Refusal]) -> None:
        """Say each refusal beside its field, or above the form."""
        for refusal in refusals:
            if refusal.code == "form_already_sent" and isinstance(self, OnceForm):
                self.name_anew()
            field = getattr(self, self.field_of.get(refusal.code, ""), None)
            if isinstance(field, Field):
                field.errors = [*field.errors, sentence(refusal)]
            else:
                self.refuse(sentence(refusal))


def day_field(name: str) -> StringField:
    """A day in the past or today, as people type it."""
    nothing = _l("Bitte einen Tag angeben, zum Beispiel „gestern“ oder 18.11.2026.")
    return StringField(_l("Am"), [DataRequired(nothing)], name=name, render_kw={"autocomplete": "off"})


class DayForm(RefusableForm):
    """A form with a day; each has a name of its own for it, since several stand on one page."""

    on: StringField
    today: date

    def at(self, today: date) -> None:
        """Say from which day on words such as „gestern“ count."""
        self.today = today

    def validate_on(self, field: Field) -> None:
        if day_from(field.data or "", today=self.today) is None:
            raise ValidationError(
                _("Diesen Tag kennen wir nicht. Bitte zum Beispiel „gestern“ oder 18.11.2026 angeben.")
            )

    @property
    def day(self) -> date:
        """The typed day; only after `validate()`."""
        day = day_from(self.on.data or "", today=self.today)
        assert day is not None
        return day


class IdeaForm(LabForm):
    """An idea for a town centre; what and where are enough."""

    house = SelectField(_l("Für welche Innenstadt?"), name="standort")
    title = StringField(
        _l("Ihre Idee in einem Satz"),
        [DataRequired(_l("Bitte sagen Sie in einem Satz, worum es geht.")), TITLE],
        name="titel",
    )
    text = TextAreaField(
        _l("Was soll dadurch besser werden?"),
        [DataRequired(_l("Bitte beschreiben Sie Ihre Idee in ein paar Sätzen.")), TEXT],
        name="idee",
    )
    place = StringField(_l("Wo in der Stadt?"), [Length(max=200)], name="ort")
    theme = choice_field(_l("Thema"), Theme, empty=_l("ohne Thema"), name="thema")
    contact = StringField(
        _l("Wie erreichen wir Sie?"), [Length(max=200)], name="kontakt", render_kw={"autocomplete": "email"}
    )
    website = StringField(_l("Bitte leer lassen"), name="website")
    """Nobody sees it; who fills it in is mostly no person."""
    opened = HiddenField(name="seit", validators=[Length(max=200)])
    once = HiddenField(validators=[Length(max=64)])

    def offer(self, houses: Sequence[Location]) -> None:
        """Let the idea be for one of these houses' towns."""
        self.house.choices = [SelectChoice(house.slug, house.city) for house in houses]


class ReleaseForm(RefusableForm):
    """The wording the public reads."""

    title = StringField(
        _l("Öffentlicher Titel"), [DataRequired(_l("Bitte geben Sie einen Titel an.")), TITLE], name="titel"
    )
    text = TextAreaField(
        _l("Öffentlicher Text"),
        [DataRequired(_l("Bitte geben Sie den Text an, der öffentlich zu lesen ist.")), TEXT],
        name="text",
    )


class WithholdForm(RefusableForm):
    """Why the public does not see an idea."""

    reason = StringField(
        _l("Warum nicht öffentlich?"),
        [DataRequired(_l("Bitte einen Grund angeben; er bleibt im Team.")), Length(max=300)],
        name="grund",
    )


class StepForm(DayForm):
    """One step further, with its day and what happened."""

    field_of: ClassVar[Mapping[str, str]] = {"note_missing": "note", "on_in_the_future": "on"}

    state = choice_field(_l("Neuer Stand"), IdeaState, [InputRequired()], name="stand", taps=True)
    on = day_field("am")
    note = TextAreaField(
        _l("Was ist geschehen?"),
        [DataRequired(_l("Bitte schreiben Sie in einem Satz, was geschehen ist.")), Length(max=2000)],
        name="notiz",
    )
    is_public = BooleanField(_l("Diese Notiz ist öffentlich zu lesen"), name="oeffentlich")

    def offer(self, idea: Idea) -> None:
        """Only steps that follow; the usual one is chosen."""
        following = STEPS[idea.state]
        self.state.choices = [SelectChoice(state.value, str(state.label)) for state in following]
        if not self.state.raw_data:
            self.state.data = following[0]


class TrialForm(RefusableForm):
    """The event or pop-up in which an idea is tried."""

    reference = StringField(
        _l("Buchungsnummer"),
        [
            DataRequired(_l("Bitte die Buchungsnummer der Veranstaltung oder des Pop-ups angeben.")),
            Length(max=20),
        ],
        name="nummer",
        render_kw={"autocomplete": "off"},
    )


class MoneyForm(OnceForm, DayForm):
    """An amount that came one step further."""

    field_of: ClassVar[Mapping[str, str]] = {
        "amount_wrong": "amount",
        "document_missing": "document",
        "on_in_the_future": "on",
    }

    source = choice_field(_l("Woher"), MoneySource, [InputRequired()], name="quelle")
    step = choice_field(_l("Schritt"), MoneyStep, [InputRequired()], name="schritt")
    amount = StringField(
        _l("Betrag in Euro"),
        [DataRequired(_l("Bitte einen Betrag angeben, zum Beispiel 2500.")), Length(max=20)],
        name="betrag",
    )
    on = day_field("geld_am")
    document = StringField(_l("Beleg oder Aktenzeichen"), [Length(max=120)], name="beleg")
    note = StringField(_l("Bemerkung"), [Length(max=300)], name="bemerkung")

    def validate_amount(self, field: Field) -> None:
        if cents_from(field.data or "") is None:
            raise ValidationError(_("Bitte einen Betrag wie 2500 oder 99,50 angeben."))

    def entered(self) -> NewAmount:
        """What was typed; only after `validate()`."""
        return NewAmount(
            source=self.source.data,
            step=self.step.data,
            cents=cents_from(self.amount.data or "") or 0,
            on=self.day,
            document=self.document.data or "",
            note=self.note.data or "",
        )
