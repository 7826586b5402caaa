"""What an organiser types to ask for an event area, and staff to refuse it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from wtforms import (
    BooleanField,
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from labspace.accounts.kinds import Theme
from labspace.accounts.models import Organisation
from labspace.bookings.forms import MOST_PEOPLE
from labspace.bookings.sentences import sentence
from labspace.bookings.wishes import Details, Wish
from labspace.day_words import minute_from
from labspace.errors import Refusal
from labspace.events.actions import EventDetails
from labspace.events.catering import CateringChoice, Served, dish_name
from labspace.events.dates_form import DatesForm
from labspace.events.equipment.queries import Thing
from labspace.forms import SelectChoice, choice_field
from labspace.spaces.kinds import Layout
from labspace.times import TimeSpan
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

_EUROS = re.compile(r"(\d{1,5})(?:[.,](\d{1,2}))?\s*(?:€|EUR|Euro)?", re.IGNORECASE)

MOST_OF_ONE_THING = 9_999

RUST_MINUTES = (0, 15, 30, 45, 60, 90, 120, 180, 240)
"""What is offered for set-up and tear-down."""


def cents_from(text: str) -> int | None:
    """The cents meant by `12`, `12,50`, `12.5 €`; None if it is no amount."""
    found = _EUROS.fullmatch(text.strip())
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else None


def _number(label: str, name: str, *, least: int = 0, most: int) -> IntegerField:
    sentence_ = _l("Bitte eine Zahl von %(least)d bis %(most)d angeben.", least=least, most=most)
    return IntegerField(label, [Optional(), NumberRange(least, most, sentence_)], name=name)


def _minutes(label: str, name: str) -> SelectField:
    choices = [SelectChoice(str(minutes), _l("%(n)d Minuten", n=minutes)) for minutes in RUST_MINUTES]
    return SelectField(label, coerce=_offered_minutes, choices=choices, default="0", name=name)


def _offered_minutes(value: str) -> int:
    # Areas are judged also while the form is still wrong: no other number may get through.
    if (minutes := int(value)) not in RUST_MINUTES:
        raise ValueError("not among the choices")
    return minutes


class EventForm(DatesForm):
    """A request for an event area in four sections: when and where, what, what for, rules."""

    people = IntegerField(
        _l("Personen"),
        [
            InputRequired(_l("Bitte angeben, wie viele Personen Sie erwarten.")),
            NumberRange(1, MOST_PEOPLE, _l("Bitte eine Zahl von 1 an aufwärts angeben.")),
        ],
        name="personen",
    )
    layout = choice_field(_l("Bestuhlung"), Layout, name="bestuhlung")
    setup = _minutes(_l("Aufbau davor"), "aufbau")
    teardown = _minutes(_l("Abbau danach"), "abbau")
    space = RadioField(
        _l("Fläche"), [InputRequired(_l("Bitte eine Fläche wählen."))], name="flaeche", validate_choice=False
    )
    title = StringField(
        _l("Titel der Veranstaltung"),
        [DataRequired(_l("Bitte einen Titel angeben.")), Length(max=200)],
        name="titel",
    )
    purpose = TextAreaField(
        _l("Worum geht es?"),
        [DataRequired(_l("Bitte in zwei, drei Sätzen beschreiben, was stattfindet.")), Length(max=2000)],
        name="zweck",
    )
    organiser = StringField(
        _l("Veranstaltende"),
        [DataRequired(_l("Bitte angeben, wer die Veranstaltung ausrichtet.")), Length(max=200)],
        name="veranstalter",
    )
    organisation = SelectField(_l("Für wen"), name="fuer", coerce=lambda value: int(value) if value else None)
    audience = RadioField(
        _l("Wer darf kommen?"),
        choices=[
            SelectChoice("public", _l("alle – öffentlich")),
            SelectChoice("closed", _l("nur Eingeladene – geschlossen")),
        ],
        default="closed",
        name="zugang",
    )
    entry_fee = StringField(_l("Eintritt in Euro"), [Length(max=20)], name="eintritt")
    theme = choice_field(_l("Thema"), Theme, empty=_l("ohne Thema"), name="thema")
    wheelchair_places = _number(_l("Plätze für Rollstühle"), "rollstuhl", most=200)
    catering = TextAreaField(_l("Weitere Wünsche an das Café"), [Length(max=1000)], name="bewirtung")
    is_political_or_religious = BooleanField(
        _l("Die Veranstaltung hat einen politischen oder religiösen Inhalt"), name="politisch"
    )
    note = TextAreaField(_l("Hinweis an das Team"), [Length(max=2000)], name="hinweis")
    house_rules = BooleanField(
        _l("Ich habe die Hausordnung gelesen und halte sie ein"),
        [InputRequired(_l("Ohne Ihr Einverständnis mit der Hausordnung geht es nicht."))],
        name="hausordnung",
    )
    rules_version = HiddenField(validators=[Length(max=20)], name="fassung")
    """The version of the house rules that stood beside the tick."""
    once = HiddenField(validators=[Length(max=64)])
    draft = HiddenField(validators=[Length(max=12)], name="entwurf")

    def validate_entry_fee(self, field: Field) -> None:
        if field.data and cents_from(field.data) is None:
            raise ValidationError(
                _("Bitte einen Betrag wie 5 oder 12,50 angeben, ohne Eintritt leer lassen.")
            )

    def validate_wheelchair_places(self, field: Field) -> None:
        if field.data and self.people.data and field.data > self.people.data:
            raise ValidationError(_("Das sind mehr Plätze für Rollstühle als Personen. Bitte beides prüfen."))

    rules_are_new: bool = False
    """The house rules changed after the form was shown."""

    def show_rules(self, version: str) -> None:
        """Put the version in force beside the tick; a tick for another one is taken back."""
        if self.rules_version.data not in {None, "", version}:
            self.house_rules.data = False
            self.rules_are_new = True
        self.rules_version.data = version

    def validate_house_rules(self, field: Field) -> None:
        if self.rules_are_new:
            raise ValidationError(
                _("Die Hausordnung hat inzwischen eine neue Fassung. Bitte lesen und noch einmal zustimmen.")
            )

    offered: Sequence[Organisation] = ()

    def offer(self, organisations: Sequence[Organisation], *, name: str) -> None:
        """Let the person ask for these organisations or privately; the first one is proposed."""
        self.offered = organisations
        self.organisation.choices = [
            *(SelectChoice(str(organisation.id), organisation.name) for organisation in organisations),
            SelectChoice("", _("Privat")),
        ]
        if not self.organisation.raw_data:
            self.organisation.data = organisations[0].id if organisations else None
        if not self.organiser.raw_data:
            self.organiser.data = organisations[0].name if organisations else name

    def chosen_organisation(self) -> Organisation | None:
        """Whom the event is for, of those on offer; None: the person privately."""
        return next((one for one in self.offered if one.id == self.organisation.data), None)

    things: ClassVar[Sequence[Thing]] = ()
    dishes: ClassVar[Sequence[CateringChoice]] = ()

    def equipment_fields(self) -> list[tuple[Thing, Field]]:
        """What the house lends, each with the field for how many."""
        return [(thing, self[thing_field(thing.code)]) for thing in self.things]

    def catering_fields(self) -> list[tuple[CateringChoice, Field, Field]]:
        """What the café serves, each with the fields for how many people and at what time."""
        return [
            (dish, self[dish_field(dish.code)], self[dish_field(dish.code) + "-um"]) for dish in self.dishes
        ]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        passed = super().validate(*args, **kwargs)
        for _dish, people, clock in self.catering_fields():
            if people.data and minute_from(clock.data or "") is None:
                clock.errors = [*clock.errors, _("Bitte eine Uhrzeit wie 10:30 angeben.")]
                passed = False
            elif clock.data and not people.data and not people.errors:
                people.errors = [*people.errors, _("Bitte angeben, für wie viele Personen.")]
                passed = False
        return passed

    def wish(self, span: TimeSpan, space_ids: Sequence[int]) -> Wish:
        """What to place; only after `validate()`."""
        return Wish(
            span=span,
            space_ids=tuple(space_ids),
            setup_minutes=self.setup.data or 0,
            teardown_minutes=self.teardown.data or 0,
            details=Details(
                title=self.title.data or "",
                people=self.people.data or 1,
                layout=self.layout.data,
                theme=self.theme.data,
                is_public=self.audience.data == "public",
                note=self.note.data or "",
                organisation_id=self.organisation.data,
            ),
        )

    def event_details(self) -> EventDetails:
        """What the organiser tells besides; only after `validate()`."""
        return EventDetails(
            purpose=self.purpose.data or "",
            organiser_name=self.organiser.data or "",
            entry_fee_cents=cents_from(self.entry_fee.data or "") or 0,
            wheelchair_places=self.wished_wheelchair_places(),
            equipment={thing.code: field.data or 0 for thing, field in self.equipment_fields()},
            catering=[
                Served(dish.code, people.data, minute)
                for dish, people, clock in self.catering_fields()
                if people.data and (minute := minute_from(clock.data or "")) is not None
            ],
            catering_wish=self.catering.data or "",
            is_political_or_religious=bool(self.is_political_or_religious.data),
            house_rules_version=self.rules_version.data or "",
        )

    def wished_wheelchair_places(self) -> int:
        """How many places for wheelchairs are wished for, also while other fields are still wrong."""
        return max(0, self.wheelchair_places.data or 0)

    def draft_id(self) -> int | None:
        """The draft this request was begun as."""
        text = self.draft.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None

    def checks_wish(self) -> bool:
        """Whether time, people and seating are typed well enough to say which areas fit.

        Only these fields tell their errors then.
        """
        self.validate()
        asked = (
            *(self.day, self.starts, self.ends, self.people, self.layout, self.setup, self.teardown),
            self.wheelchair_places,
            *(self.further, self.repeat, self.interval, self.until, self.count),
        )
        for field in self:
            if field not in asked:
                field.errors = []
        return not any(field.errors for field in asked)

    def show_refused(self, refusals: Iterable[Refusal]) -> None:
        """Say each refusal beside its field, or above the form."""
        others = []
        for refusal in refusals:
            thing = str(refusal.values.get("code", ""))
            if refusal.code == "too_little_equipment" and thing in {one.code for one in self.things}:
                field = self[thing_field(thing)]
                field.errors = [*field.errors, sentence(refusal)]
            elif refusal.code == "layout_unknown":
                self.layout.errors = [*self.layout.errors, sentence(refusal)]
            elif refusal.code == "too_few_wheelchair_places":
                self.wheelchair_places.errors = [*self.wheelchair_places.errors, sentence(refusal)]
            else:
                others.append(refusal)
        super().show_refused(others)


def thing_field(code: str) -> str:
    """The name of the field for how many of a thing."""
    return f"geraet-{code}"


def dish_field(code: str) -> str:
    """The name of the field for how many people are served something; its time has `-um` behind it."""
    return f"bewirtung-{code}"


def form_of_house(things: Sequence[Thing], dishes: Sequence[CateringChoice]) -> type[EventForm]:
    """The form with a field for each thing of a house and each choice of its café."""
    fields: dict[str, Any] = {"things": things, "dishes": dishes}
    for thing in things:
        fields[thing_field(thing.code)] = _number(thing.name, thing_field(thing.code), most=MOST_OF_ONE_THING)
    for dish in dishes:
        name = dish_field(dish.code)
        fields[name] = _number(dish_name(dish), name, most=MOST_PEOPLE)
        fields[f"{name}-um"] = StringField(_l("um"), [Length(max=20)], name=f"{name}-um")
    return type("HouseEventForm", (EventForm,), fields)
