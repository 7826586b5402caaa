"""What is typed after a decision: answers, the checklist, a share, a handover."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from labspace.bookings.forms import version_of
from labspace.day_words import day_from, minute_from
from labspace.events.decision.checks import WHO
from labspace.forms import LabForm, OnceForm, choice_field
from labspace.times import clock_of, moment_from
from labspace.words import lazy_gettext as _l


class AnswerForm(LabForm):
    """The organiser's answer to the team."""

    answer = TextAreaField(
        _l("Ihre Antwort"),
        [DataRequired(_l("Bitte die Frage des Teams beantworten.")), Length(max=2000)],
        name="antwort",
    )


class TraitsForm(LabForm):
    """What an event brings with it; what is not ticked is not there."""

    music = BooleanField(_l("Es gibt Musik, live oder vom Band"), name="musik")
    alcohol = BooleanField(_l("Es wird Alkohol ausgeschenkt"), name="alkohol")
    sells = BooleanField(_l("Es wird etwas verkauft"), name="verkauf")


class CheckForm(LabForm):
    """How something of the checklist was settled."""

    document = StringField(_l("Nachweis"), [Length(max=200)], name="beleg")
    waived = StringField(_l("Warum nicht nötig"), [Length(max=300)], name="erlass")


class NewCheckForm(OnceForm):
    """Something the team wants settled for this event."""

    title = StringField(
        _l("Was ist zu erledigen?"),
        [DataRequired(_l("Bitte schreiben, was zu erledigen ist.")), Length(max=200)],
        name="punkt",
    )
    who = choice_field(
        _l("Wer erledigt es?"), {who.value: label for who, label in WHO.items()}, name="wer_erledigt"
    )
    due = StringField(
        _l("bis Tag"), [DataRequired(_l("Bitte einen Tag angeben, zum Beispiel 24.11.2026."))], name="faellig"
    )

    def due_on(self, *, today: date) -> date | None:
        """The day that was typed; None for what is none."""
        return day_from(self.due.data or "", today=today)


class ShareForm(LabForm):
    """What the house asks for a cancelled event."""

    percent = IntegerField(
        _l("Anteil in Prozent"),
        [
            InputRequired(_l("Bitte einen Anteil von 0 bis 100 Prozent angeben.")),
            NumberRange(0, 100, _l("Bitte einen Anteil von 0 bis 100 Prozent angeben.")),
        ],
        name="anteil",
    )
    reason = StringField(_l("Begründung"), [Length(max=300)], name="begruendung")


class HandoverForm(LabForm):
    """The protocol of one handover."""

    direction = choice_field(
        _l("Richtung"),
        {"in": _l("Übergabe vor der Veranstaltung"), "out": _l("Rücknahme danach")},
        name="richtung",
        taps=True,
    )
    day = StringField(
        _l("Tag"), [DataRequired(_l("Bitte einen Tag angeben, zum Beispiel 24.11.2026."))], name="tag"
    )
    clock = StringField(
        _l("Uhrzeit"), [DataRequired(_l("Bitte eine Uhrzeit angeben, zum Beispiel 14:00."))], name="uhr"
    )
    keys = StringField(_l("Schlüssel"), [Length(max=200)], name="schluessel")
    condition = TextAreaField(_l("Zustand"), [Length(max=2000)], name="zustand")
    meter = StringField(_l("Zählerstand"), [Length(max=100)], name="zaehler")
    defects = TextAreaField(_l("Mängel"), [Length(max=2000)], name="maengel")
    signed_name = StringField(
        _l("Unterschrieben von"),
        [DataRequired(_l("Bitte angeben, wer für die Veranstaltenden unterschreibt.")), Length(max=200)],
        name="unterschrift",
    )
    edition_in = HiddenField(name="fassung_in")
    edition_out = HiddenField(name="fassung_out")

    def seen_edition(self) -> int:
        """Which edition of this direction was seen; one that never was, where somebody changed it."""
        return version_of(self.edition_in.data if self.direction.data == "in" else self.edition_out.data)

    def handed_at(self, *, today: date, zone: ZoneInfo) -> datetime | None:
        """The moment that was typed; None for a day or a time that there is not."""
        day, minute = day_from(self.day.data or "", today=today), minute_from(self.clock.data or "")
        if day is None or minute is None or minute >= 1440:
            return None
        return moment_from(day, clock_of(minute), zone=zone)
