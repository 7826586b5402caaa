"""The page /bausteine: every component in every state, as living documentation."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import (
    BooleanField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from labspace.access import public
from labspace.front.sample_charts import sample_charts
from labspace.front.sample_timeline import sample_rows, sample_scale, sample_week, sample_week_days
from labspace.words import lazy_gettext as _l

bp = Blueprint("building_blocks", __name__)

SECTIONS = (
    "colours", "type", "icons", "buttons", "fields", "dates", "notices", "badges", "cards", "tables", "timelines",
    "figures", "charts", "steps", "sheets",
)  # fmt: skip


class SampleForm(Form):
    """One field of each sort; nothing is ever sent."""

    title = StringField(_l("Titel der Veranstaltung"), [InputRequired()])
    day = StringField(_l("Tag"), [InputRequired()], render_kw={"data-date-field": ""})
    starts = StringField(_l("von"), [InputRequired()])
    ends = StringField(_l("bis"), [InputRequired()])
    kind = SelectField(
        _l("Art der Fläche"),
        [InputRequired()],
        choices=[
            SelectChoice("desk", _l("Arbeitsplatz")),
            SelectChoice("meeting_room", _l("Besprechungsraum")),
            SelectChoice("event_area", _l("Eventfläche")),
        ],
    )
    layout = RadioField(
        _l("Bestuhlung"),
        [InputRequired()],
        choices=[
            SelectChoice("rows", _l("Reihen – bis 99 Personen")),
            SelectChoice("classroom", _l("Parlament – bis 60 Personen")),
            SelectChoice("u_shape", _l("U-Form – bis 32 Personen")),
        ],
    )
    needs = SelectMultipleField(
        _l("Ausstattung"),
        choices=[
            SelectChoice("screen", _l("Bildschirm")),
            SelectChoice("induction_loop", _l("Induktive Höranlage")),
            SelectChoice("step_free", _l("Stufenfreier Zugang")),
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    note = TextAreaField(_l("Was das Team wissen sollte"))
    password = PasswordField(_l("Kennwort"), [InputRequired()])
    house_rules = BooleanField(_l("Die Hausordnung gilt auch für unsere Gäste."), [InputRequired()])


def sample_form(*, refused: bool) -> SampleForm:
    """The form as it is first seen, or as it comes back with errors."""
    form = SampleForm(
        formdata=None, data={"kind": "desk", "layout": "rows", "starts": "10:00", "ends": "12:00"}
    )
    for field in form:
        field.name = field.id = f"{'refused-' if refused else ''}{field.name}"
        field.label.field_id = field.id
    if refused:
        form.title.errors = [_l("Bitte geben Sie der Veranstaltung einen Titel.")]
        form.ends.errors = [_l("Das Ende muss nach dem Beginn liegen.")]
        form.layout.errors = [_l("Bitte wählen Sie eine Bestuhlung.")]
        form.house_rules.errors = [_l("Bitte stimmen Sie der Hausordnung zu.")]
    return form


@bp.get("/bausteine")
@public
def show() -> ResponseReturnValue:
    """All components, each with its states."""
    scale = sample_scale()
    rows = sample_rows(scale)
    return render_template(
        "front/building_blocks.html",
        sections=SECTIONS,
        form=sample_form(refused=False),
        refused_form=sample_form(refused=True),
        scale=scale,
        rows=rows,
        week_rows=sample_week(rows),
        week_days=sample_week_days(),
        charts=sample_charts(),
        show_sheet="blatt" in request.args,
    )
