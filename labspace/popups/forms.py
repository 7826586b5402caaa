"""What a founder types to apply for a pop-up slot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from wtforms import Field, HiddenField, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from labspace.accounts.kinds import NO_TRADE, SECTORS, Theme
from labspace.accounts.models import Organisation
from labspace.bookings.sentences import sentence
from labspace.day_words import day_from
from labspace.errors import Refusal
from labspace.events.forms import cents_from
from labspace.forms import LabForm, SelectChoice, choice_field
from labspace.popups.actions import Concept
from labspace.popups.spans import monday_of
from labspace.spaces.models import Space
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

MOST_SEED_MONEY_CENTS = 10_000_000

FIELD_OF = {
    "in_the_past": "week",
    "too_far_ahead": "week",
    "too_soon": "week",
    "space_taken": "week",
    "too_short": "weeks",
    "too_long": "weeks",
    "off_raster": "week",
    "space_unknown": "space",
}
"""Beside which field a refusal is told; all others stand above the form."""


class ApplicationForm(LabForm):
    """An application: the concept, the weeks, how it is run."""

    space = SelectField(_l("Pop-up-Fläche"), name="flaeche")
    title = StringField(
        _l("Name des Konzepts"),
        [DataRequired(_l("Bitte einen Namen angeben, unter dem man Sie findet.")), Length(max=200)],
        name="titel",
    )
    concept = TextAreaField(
        _l("Ihr Konzept"),
        [DataRequired(_l("Bitte beschreiben, was Sie zeigen, anbieten oder erproben.")), Length(max=4000)],
        name="konzept",
    )
    sector = choice_field(
        _l("Branche"), {NO_TRADE: _l("noch kein Gewerbe"), **SECTORS}, [InputRequired()], name="branche"
    )
    theme = choice_field(_l("Thema"), Theme, empty=_l("ohne Thema"), name="thema")
    organisation = SelectField(_l("Für wen"), name="fuer", coerce=lambda value: int(value) if value else None)
    week = StringField(
        _l("Erste Woche"),
        [DataRequired(_l("Bitte die erste Woche angeben, zum Beispiel „KW 3“ oder einen Tag darin."))],
        name="woche",
        render_kw={"autocomplete": "off"},
    )
    weeks = IntegerField(
        _l("Wochen"),
        [
            InputRequired(_l("Bitte die Zahl der Wochen angeben.")),
            NumberRange(1, 52, _l("Bitte eine Zahl von 1 bis 52 angeben.")),
        ],
        name="wochen",
        default=4,
    )
    alternatives = TextAreaField(_l("Andere Wochen oder Flächen"), [Length(max=1000)], name="alternativen")
    opening_hours = TextAreaField(
        _l("Öffnungszeiten"),
        [DataRequired(_l("Bitte angeben, wann Sie öffnen möchten.")), Length(max=1000)],
        name="oeffnungszeiten",
    )
    team = TextAreaField(_l("Wer steht dahinter?"), [Length(max=1000)], name="team")
    seed_money = StringField(_l("Startgeld in Euro"), [Length(max=20)], name="startgeld")
    once = HiddenField(validators=[Length(max=64)])

    today: date

    def at(self, today: date) -> None:
        """Say from which day on week numbers count."""
        self.today = today

    def validate_week(self, field: Field) -> None:
        if self.first_on() is None:
            raise ValidationError(
                _("Diese Woche kennen wir nicht. Bitte zum Beispiel „KW 3/2027“ oder 18.01.2027 angeben.")
            )

    def validate_seed_money(self, field: Field) -> None:
        cents = cents_from(field.data) if field.data else 0
        if cents is None or cents > MOST_SEED_MONEY_CENTS:
            raise ValidationError(_("Bitte einen Betrag wie 2500 angeben, ohne Wunsch leer lassen."))

    def offer(
        self, slots: Sequence[Space], names: Sequence[str], organisations: Sequence[Organisation]
    ) -> None:
        """Let the person apply for these slots, privately or for these organisations."""
        self.space.choices = [
            SelectChoice(slot.public_id, name) for slot, name in zip(slots, names, strict=True)
        ]
        self.organisation.choices = [
            *(SelectChoice(str(organisation.id), organisation.name) for organisation in organisations),
            SelectChoice("", _("Privat")),
        ]
        if not self.organisation.raw_data:
            self.organisation.data = organisations[0].id if organisations else None

    def first_on(self) -> date | None:
        """The Monday of the typed week, if it is one."""
        day = day_from(self.week.data or "", today=self.today)
        return monday_of(day) if day else None

    def wished(self) -> Concept:
        """What is applied with; only after `validate()`."""
        first_on = self.first_on()
        assert first_on is not None
        return Concept(
            title=self.title.data or "",
            concept=self.concept.data or "",
            sector=self.sector.data,
            theme=self.theme.data,
            first_on=first_on,
            weeks=self.weeks.data or 1,
            alternatives=self.alternatives.data or "",
            opening_hours=self.opening_hours.data or "",
            team=self.team.data or "",
            seed_money_cents=cents_from(self.seed_money.data or "") or 0,
            organisation_id=self.organisation.data,
        )

    def show_refused(self, refusals: Iterable[Refusal]) -> None:
        """Say each refusal beside its field, or above the form."""
        for refusal in refusals:
            field = getattr(self, FIELD_OF.get(refusal.code, ""), None)
            if isinstance(field, Field):
                field.errors = [*field.errors, sentence(refusal)]
            else:
                self.refuse(sentence(refusal))
