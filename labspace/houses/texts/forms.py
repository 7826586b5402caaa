"""What people type to write texts."""

from __future__ import annotations

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from labspace.forms import LabForm
from labspace.houses.founding.forms import DatedForm, DayField
from labspace.houses.texts.actions import NewRules
from labspace.words import lazy_gettext as _l

MOST_OF_A_PAGE = 20_000


class PageForm(LabForm):
    """One page of the site."""

    text = TextAreaField(
        _l("Text auf Deutsch"),
        [Length(max=MOST_OF_A_PAGE)],
        name="text",
        description=_l(
            "Leerzeilen trennen Absätze; ein Absatz, der mit # beginnt, ist eine Überschrift. Leer: der Text, der mit labspace kommt."
        ),
    )
    text_en = TextAreaField(
        _l("Text auf Englisch"),
        [Length(max=MOST_OF_A_PAGE)],
        name="text_en",
        description=_l("Leer: Auch wer Englisch liest, bekommt den deutschen Text."),
    )
    version = HiddenField(name="fassung")

    def expected(self) -> int:
        """The number of the version the form was made of; -1 for nonsense."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1


class RulesForm(DatedForm):
    """A new version of the house rules."""

    name = StringField(
        _l("Name der Fassung"),
        [DataRequired(_l("Bitte die Fassung benennen, zum Beispiel „2027-01“.")), Length(max=20)],
        name="name",
    )
    day = DayField(_l("Gilt ab"), name="tag")
    text = TextAreaField(
        _l("Text auf Deutsch"),
        [DataRequired(_l("Bitte den Text der Hausordnung eingeben.")), Length(max=MOST_OF_A_PAGE)],
        name="text",
        description=_l("Leerzeilen trennen Absätze; ein Absatz, der mit # beginnt, ist eine Überschrift."),
    )
    text_en = TextAreaField(_l("Text auf Englisch"), [Length(max=MOST_OF_A_PAGE)], name="text_en")

    def new_rules(self) -> NewRules:
        """What was typed. Only after `validate()`."""
        day = self.chosen_day()
        assert day is not None
        return NewRules(
            version=self.name.data or "",
            valid_from=day,
            text=self.text.data or "",
            text_en=self.text_en.data or "",
        )
