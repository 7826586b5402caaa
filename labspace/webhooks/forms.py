"""What the team types about an endpoint."""

from __future__ import annotations

from ipaddress import ip_address

from flask import current_app
from wtforms import BooleanField, Field, SelectMultipleField, StringField, ValidationError
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from labspace.forms import LabForm, SelectChoice
from labspace.outward.addresses import LONGEST, AddressRefused, address_of, may_be_asked
from labspace.webhooks.kinds import CHOOSABLE, Event
from labspace.webhooks.words import problem_text
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l


class EndpointForm(LabForm):
    """Where to call, and for what."""

    name = StringField(
        _l("Name"),
        [DataRequired(_l("Bitte geben Sie einen Namen an.")), Length(max=60)],
        name="name",
        description=_l("Was angerufen wird, zum Beispiel „Türschlösser“ oder „Lichtsteuerung“."),
    )
    address = StringField(
        _l("Adresse"),
        [DataRequired(_l("Bitte geben Sie die Adresse an, die angerufen wird.")), Length(max=LONGEST)],
        name="adresse",
        description=_l("Sie muss mit https:// beginnen. Umleitungen folgt labspace nicht."),
        render_kw={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"},
    )
    events = SelectMultipleField(
        _l("Wovon soll sie hören?"),
        name="ereignisse",
        choices=[SelectChoice(event.value, event.label) for event in CHOOSABLE],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def validate_address(self, field: Field) -> None:
        try:
            address = address_of(field.data or "")
        except AddressRefused as refused:
            raise ValidationError(problem_text(refused.code)) from refused
        networks = current_app.extensions["labspace.settings"].networks_for_webhooks()
        if not address.is_safe and not networks:
            raise ValidationError(problem_text("in_the_clear"))
        if _is_number(address.host) and not may_be_asked(address.host, networks=networks):
            raise ValidationError(problem_text("not_public"))

    def validate_events(self, field: Field) -> None:
        if not field.data:
            raise ValidationError(_("Bitte wählen Sie mindestens ein Ereignis."))

    @property
    def chosen(self) -> list[Event]:
        """Only valid after `validate()`."""
        return [event for event in CHOOSABLE if event.value in (self.events.data or [])]


class NewEndpointForm(EndpointForm):
    """A new one; those who administer all houses may let it hear of all of them."""

    all_houses = BooleanField(
        _l("Von allen Häusern, auch von künftigen"),
        name="alle-haeuser",
        description=_l("Sonst nur von diesem Haus."),
    )


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
