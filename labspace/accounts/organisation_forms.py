"""What people type about their organisation."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, EmailField, SearchField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from labspace.accounts.actions.organisations import OrganisationFacts
from labspace.accounts.forms import NEEDS_ADDRESS, real_address
from labspace.accounts.kinds import NO_TRADE, SECTORS, PartnerType, Theme
from labspace.forms import LabForm, choice_field
from labspace.words import gettext as _
from labspace.words import lazy_gettext as _l

OWN_TYPES = tuple(kind for kind in PartnerType if kind not in {PartnerType.PRIVATE, PartnerType.INTERNAL})
"""What an organisation may call itself; `internal` is the chamber's own and set by administrators."""


class OrganisationForm(LabForm):
    """An organisation as its members know it."""

    name = StringField(
        _l("Name der Organisation"),
        [InputRequired(_l("Bitte geben Sie den Namen der Organisation ein.")), Length(max=160)],
    )
    partner_type = choice_field(_l("Art der Organisation"), OWN_TYPES)
    theme = choice_field(_l("Thema"), Theme, empty=_l("keines davon"))
    sector = choice_field(_l("Wirtschaftszweig (WZ 2025)"), {NO_TRADE: _l("noch kein Gewerbe"), **SECTORS})
    is_chamber_member = BooleanField(_l("Mitglied der Industrie- und Handelskammer"))

    def validate_is_chamber_member(self, field: BooleanField) -> None:
        if field.data and self.partner_type.data is PartnerType.OTHER_COMPANY:
            raise ValidationError(
                _(
                    "Als Art steht „nicht IHK-Mitglied“. Bitte ändern Sie die Art oder entfernen Sie den Haken."
                )
            )

    def facts(self) -> OrganisationFacts:
        """What was typed. Only valid after `validate()`."""
        kind = self.partner_type.data
        return OrganisationFacts(
            name=self.name.data or "",
            partner_type=kind,
            theme=self.theme.data,
            sector=self.sector.data,
            is_chamber_member=bool(self.is_chamber_member.data) or kind is PartnerType.MEMBER_COMPANY,
        )


class AnyOrganisationForm(OrganisationForm):
    """The same for administrators, who may call an organisation the chamber's own."""

    partner_type = choice_field(_l("Art der Organisation"), (*OWN_TYPES, PartnerType.INTERNAL))


class InvitationForm(LabForm):
    """Whom to invite."""

    email = EmailField(_l("Mail-Adresse"), [NEEDS_ADDRESS, Length(max=254), real_address])


class SearchForm(LabForm):
    """Words to look for."""

    q = SearchField(_l("Name oder Mail-Adresse"), [Length(max=100)])


class HousesForm(LabForm):
    """Which houses somebody runs."""

    houses = SelectMultipleField(
        _l("Team in diesen Häusern"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, *, choices: list[Any], chosen: list[int]) -> None:
        super().__init__(houses=chosen)
        self.houses.choices = choices
