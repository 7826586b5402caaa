"""Inputs and drop-downs say what WTForms' own widgets say."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    EmailField,
    Form,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from labspace.bookings.series.repeat_forms import RepeatForm
from labspace.controls import control


class Everything(Form):
    day = StringField(
        "Tag", [InputRequired(), Length(max=9)], name="tag", render_kw={"data-date-field": "", "class_": "x"}
    )
    people = IntegerField("Personen", [Optional(), NumberRange(1, 20)])
    once = HiddenField()
    mail = EmailField("Mail", [InputRequired()])
    whom = SelectField(
        "Für wen",
        [InputRequired()],
        choices=[
            SelectChoice("", "ohne"),
            SelectChoice('a"<', "A & <b>", render_kw={"data_x": '"'}),
            SelectChoice("b", ""),
        ],
    )
    secret = PasswordField("Kennwort")
    text = TextAreaField("Text")
    many = SelectMultipleField("Tage", choices=[SelectChoice("1", "Montag")])
    grouped = SelectField("Haus", choices=[SelectChoice("1", "Raum", optgroup="Bochum")])
    date = DateField("Datum")


class Elements(HTMLParser):
    """Elements with their attributes in any order, and texts."""

    def __init__(self, text: object) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(str(text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted(attrs, key=str)))

    def handle_data(self, data: str) -> None:
        self.found.append(data)


TYPED = {"tag": "<\"&'x", "people": "viele", "mail": "a@b", "whom": 'a"<', "once": "1"}
GIVEN: list[dict[str, object]] = [
    {},
    {"class_": "field__input", "aria_invalid": "true", "aria_describedby": False},
    {"required": False, "autocomplete": "off", "hidden": True},
]


@pytest.mark.parametrize("given", GIVEN, ids=["bare", "with aria", "overriding"])
@pytest.mark.parametrize("typed", [{}, TYPED], ids=["empty", "typed"])
@pytest.mark.parametrize("name", ["day", "people", "once", "mail", "whom"])
def test_says_what_the_widget_says(name: str, typed: dict[str, str], given: dict[str, object]) -> None:
    field = Everything(MultiDict(typed))[name]
    assert Elements(control(field, given)).found == Elements(field(**given)).found


@pytest.mark.parametrize("name", ["secret", "text", "many", "grouped", "date"])
def test_leaves_other_fields_to_their_widgets(name: str) -> None:
    assert control(Everything()[name], {}) is None


def test_forms_of_labspace_are_written_so(app: Flask) -> None:
    with app.test_request_context("/"):
        form = RepeatForm(formdata=MultiDict({"personen": "3"}))
        assert form.people() == control(form.people, {})
