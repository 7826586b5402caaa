"""Every form tidies its texts and says in the reader's language what is wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict
from wtforms import IntegerField, PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from labspace.accounts.kinds import PartnerType, Theme
from labspace.forms import MAX_SHOWN, LabForm, choice_field


class TitleForm(LabForm):
    title = StringField("Titel", [InputRequired(), Length(max=80)])
    note = TextAreaField("Notiz")
    password = PasswordField("Kennwort")
    people = IntegerField("Personen", [NumberRange(1, 99)])
    partner_type = choice_field("Art", PartnerType)
    theme = choice_field("Thema", Theme, empty="keins")


GOOD = {"title": "Lesung", "people": "3", "partner_type": "bank", "theme": ""}


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    app = Flask(__name__)
    app.secret_key = "only for tests"
    Babel(app, default_locale="de")
    with app.test_request_context():
        yield


def filled(**values: str) -> TitleForm:
    form = TitleForm(MultiDict({**GOOD, **values}))
    form.validate()
    return form


def test_texts_arrive_without_blanks_around_them_and_passwords_as_typed() -> None:
    form = filled(title="  Lesung ", note="eins\r\nzwei ", password="  geheim ")
    assert (form.title.data, form.note.data, form.password.data) == ("Lesung", "eins\nzwei", "  geheim ")
    assert not form.errors


@pytest.mark.parametrize("text", ["Le\x00sung", "Lesung\nheute", "Le\u202esung", "\x1b[31mLesung"])
def test_refuses_control_characters_and_shows_the_text_without_them(text: str) -> None:
    form = filled(title=text)
    assert "unsichtbare Steuerzeichen" in form.title.errors[0]
    assert form.title.data
    assert "Le" in form.title.data
    assert form.title.data.isprintable()


def test_a_text_far_too_long_gets_a_sentence_and_is_not_shown_whole() -> None:
    form = filled(title="x" * 400_000, note="y" * 4001)
    assert form.title.errors[0] == "Bitte höchstens 80 Zeichen; Ihr Text hat 400000. Bitte kürzen Sie ihn."
    assert len(form.title.data or "") == MAX_SHOWN
    assert "4000" in form.note.errors[0]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        pytest.param({"title": ""}, "Bitte füllen Sie dieses Feld aus.", id="missing"),
        pytest.param({"people": "viele"}, "Bitte geben Sie eine ganze Zahl ein.", id="not a number"),
        pytest.param({"people": "9" * 5000}, "Bitte geben Sie eine ganze Zahl ein.", id="monstrous number"),
        pytest.param({"people": "100"}, "Bitte geben Sie eine Zahl von 1 bis 99 ein.", id="out of range"),
        pytest.param({"partner_type": "pirate"}, "Bitte wählen Sie etwas aus der Liste.", id="tampered"),
        pytest.param({"theme": "pirate"}, "Bitte wählen Sie etwas aus der Liste.", id="tampered, optional"),
    ],
)
def test_says_what_to_do(values: dict[str, str], sentence: str) -> None:
    errors = [error for field in filled(**values).errors.values() for error in field]
    assert errors[0] == sentence


def test_choices_become_enum_members_or_none() -> None:
    form = filled()
    assert (form.partner_type.data, form.theme.data) == (PartnerType.BANK, None)
    assert filled(theme="handel").theme.data is Theme.HANDEL
    assert 'selected value="handel"' in str(filled(theme="handel").theme())
