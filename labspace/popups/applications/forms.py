"""What a founder types, step by step; a step may be saved before it is complete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from wtforms import Field, HiddenField, RadioField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from labspace.accounts.kinds import NO_TRADE, SECTORS, Theme
from labspace.accounts.models import Organisation
from labspace.day_words import day_from, minute_from
from labspace.errors import Refusal
from labspace.events.forms import cents_from
from labspace.formats import weekday_name
from labspace.forms import LabForm, SelectChoice, choice_field
from labspace.popups.applications.drafts import Plan
from labspace.popups.calls.models import PopupQuestion
from labspace.popups.sentences import sentence
from labspace.popups.spans import monday_of
from labspace.popups.wishing import MOST_WISHES, WishedWeeks
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

MOST_SEED_MONEY_CENTS = 10_000_000
MOST_ANSWER = 2000


class StartForm(LabForm):
    """For which call somebody applies."""

    call = RadioField(
        _l("Wofür möchten Sie sich bewerben?"), [InputRequired(_l("Bitte wählen Sie aus."))], name="wofuer"
    )
    slot = HiddenField(name="flaeche")
    day = HiddenField(name="tag")
    once = HiddenField(validators=[Length(max=64)])


class PlanForm(LabForm):
    """What somebody has in mind."""

    title = StringField(_l("Name des Konzepts"), [Length(max=200)], name="titel")
    concept = TextAreaField(_l("Ihr Konzept"), [Length(max=4000)], name="konzept")
    sector = choice_field(
        _l("Branche"), {NO_TRADE: _l("noch kein Gewerbe"), **SECTORS}, [InputRequired()], name="branche"
    )
    theme = choice_field(_l("Thema"), Theme, empty=_l("ohne Thema"), name="thema")
    organisation = SelectField(_l("Für wen"), name="fuer", coerce=lambda value: int(value) if value else None)
    team = TextAreaField(_l("Wer steht dahinter?"), [Length(max=1000)], name="team")

    def offer(self, organisations: Sequence[Organisation]) -> None:
        """Let the person apply privately or for these organisations."""
        self.organisation.choices = [
            *(SelectChoice(str(organisation.id), organisation.name) for organisation in organisations),
            SelectChoice("", _("Privat")),
        ]

    def plan(self) -> Plan:
        """What is told; only after `validate()`."""
        return Plan(
            title=self.title.data or "",
            concept=self.concept.data or "",
            sector=self.sector.data,
            theme=self.theme.data,
            organisation_id=self.organisation.data,
            team=self.team.data or "",
        )


class WishesForm(LabForm):
    """Up to four wishes, the dearest first; a line without a week is no wish."""

    remark = TextAreaField(
        _l("Was sollten wir zu den Wochen wissen?"), [Length(max=1000)], name="alternativen"
    )

    today: date
    slots: Mapping[str, int]

    def offer(self, slots: Sequence[tuple[str, int, str]], *, today: date) -> None:
        """Let the person wish for these slots (address part, id, name); weeks count from `today`."""
        self.today, self.slots = today, {public_id: space_id for public_id, space_id, _name in slots}
        for number in range(1, MOST_WISHES + 1):
            field = self._of("slot", number)
            kept = field.data
            field.choices = [SelectChoice(public_id, name) for public_id, _space_id, name in slots]
            # A slot that is gone stays in its line, so that nothing is lost by looking.
            if not field.raw_data and kept and kept not in self.slots:
                field.choices.append(SelectChoice(kept, _("nicht mehr dabei")))

    def lines(self) -> list[tuple[int, Field, Field, Field]]:
        """The fields of each wish: number, slot, week, weeks."""
        return [
            (number, self._of("slot", number), self._of("week", number), self._of("weeks", number))
            for number in range(1, MOST_WISHES + 1)
        ]

    def wishes(self) -> list[WishedWeeks]:
        """The wishes in order; only after `validate()`."""
        found = []
        for _number, slot, week, weeks in self.lines():
            day = day_from(week.data or "", today=self.today)
            if day is not None and weeks.data:
                found.append(
                    WishedWeeks(
                        space_id=self.slots[slot.data], first_on=monday_of(day), weeks=int(weeks.data)
                    )
                )
        return found

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        valid = super().validate(*args, **kwargs)
        for _number, slot, week, weeks in self.lines():
            if not week.data:
                continue
            if slot.data not in self.slots:
                slot.errors = [_("Bitte wählen Sie eine Fläche aus der Liste.")]
            if day_from(week.data, today=self.today) is None:
                week.errors = [
                    _("Diese Woche kennen wir nicht. Bitte zum Beispiel „KW 3/2027“ oder 18.01.2027 angeben.")
                ]
            if not _is_number(weeks.data, 1, 52):
                weeks.errors = [_("Bitte eine Zahl von 1 bis 52 angeben.")]
            valid = valid and not (slot.errors or week.errors or weeks.errors)
        return valid

    def show_refused(self, refusals: Iterable[Refusal]) -> None:
        """Say each refusal beside the wish it is about, or above the form."""
        ranks = [number for number, _s, week, _w in self.lines() if week.data]
        for refusal in refusals:
            rank = refusal.values.get("rank")
            if isinstance(rank, int) and rank <= len(ranks):
                field = self._of("slot" if refusal.code == "wish_slot_gone" else "week", ranks[rank - 1])
                field.errors = [*field.errors, sentence(refusal)]
            else:
                self.refuse(sentence(refusal))

    def _of(self, what: str, number: int) -> Any:
        return self[f"{what}_{number}"]


for _number in range(1, MOST_WISHES + 1):
    setattr(
        WishesForm,
        f"slot_{_number}",
        SelectField(_l("Pop-up-Fläche"), name=f"flaeche_{_number}", validate_choice=False),
    )
    setattr(
        WishesForm,
        f"week_{_number}",
        StringField(
            _l("Erste Woche"), [Length(max=60)], name=f"woche_{_number}", render_kw={"autocomplete": "off"}
        ),
    )
    setattr(
        WishesForm,
        f"weeks_{_number}",
        StringField(_l("Wochen"), [Length(max=6)], name=f"wochen_{_number}", default="4"),
    )


def _is_number(text: str | None, least: int, most: int) -> bool:
    return bool(text and text.isascii() and text.isdigit() and least <= int(text) <= most)


class HoursForm(LabForm):
    """When the pop-up is to be open, by weekday; a day without times stays shut."""

    remark = TextAreaField(
        _l("Was sollten wir zu den Zeiten wissen?"), [Length(max=1000)], name="zeiten_dazu"
    )

    def lines(self) -> list[tuple[str, Field, Field]]:
        """Each weekday's name and its two fields."""
        return [(weekday_name(day), self[f"opens_{day}"], self[f"closes_{day}"]) for day in range(7)]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        valid = super().validate(*args, **kwargs)
        for _name, opens, closes in self.lines():
            if not opens.data and not closes.data:
                continue
            if (problem := _window_problem(opens.data or "", closes.data or "")) is not None:
                opens.errors = [problem]
                valid = False
        return valid

    def rows(self) -> list[list[int]]:
        """Weekday, opening and closing minute of each open day; only after `validate()`."""
        found = []
        for day, (_name, opens, closes) in enumerate(self.lines()):
            first, last = minute_from(opens.data or ""), minute_from(closes.data or "")
            if first is not None and last is not None:
                found.append([day, first, last or 1440])
        return found


for _day in range(7):
    setattr(HoursForm, f"opens_{_day}", StringField(_l("von"), [Length(max=20)], name=f"von_{_day}"))
    setattr(HoursForm, f"closes_{_day}", StringField(_l("bis"), [Length(max=20)], name=f"bis_{_day}"))


def _window_problem(opens: str, closes: str) -> str | None:
    first, last = minute_from(opens), minute_from(closes)
    if first is None or last is None:
        return _("Bitte beide Zeiten angeben, zum Beispiel 11:00 und 18:00, oder beide leer lassen.")
    if (last or 1440) <= first:
        return _("Das Ende muss nach dem Beginn liegen.")
    return None


class MoreForm(LabForm):
    """Seed money, and the answers to what the call asks."""

    seed_money = StringField(_l("Startgeld in Euro"), [Length(max=20)], name="startgeld")

    def validate_seed_money(self, field: Field) -> None:
        cents = cents_from(field.data) if field.data else 0
        if cents is None or cents > MOST_SEED_MONEY_CENTS:
            raise ValidationError(_("Bitte einen Betrag wie 2500 angeben, ohne Wunsch leer lassen."))

    def cents(self) -> int:
        """The wish in cents; only after `validate()`."""
        return cents_from(self.seed_money.data or "") or 0

    def answers(self) -> dict[int, str]:
        """The answers by question."""
        return {
            int(name.removeprefix("answer_")): field.data or ""
            for name, field in self._fields.items()
            if name.startswith("answer_")
        }

    def questions(self) -> list[Field]:
        """The fields of the call's questions, in order."""
        return [field for name, field in self._fields.items() if name.startswith("answer_")]


def more_form_for(questions: Sequence[PopupQuestion]) -> type[MoreForm]:
    """The form with a field for each question."""
    fields = {
        f"answer_{question.id}": TextAreaField(
            question.text, [Length(max=MOST_ANSWER)], name=f"antwort_{question.id}"
        )
        for question in questions
    }
    return cast(type[MoreForm], type("QuestionsForm", (MoreForm,), fields))
