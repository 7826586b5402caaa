"""What staff type to give roles."""

from __future__ import annotations

from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from labspace.forms import LabForm, choice_field
from labspace.houses.team.kinds import TeamRole
from labspace.words import lazy_gettext as _l


class NewMemberForm(LabForm):
    """Somebody new in the team."""

    email = StringField(
        _l("Mail-Adresse"),
        [
            DataRequired(_l("Bitte die Mail-Adresse angeben, mit der sich die Person anmeldet.")),
            Length(max=254),
        ],
        name="mail",
        description=_l("Die Person braucht schon ein Konto."),
    )
    role = choice_field(_l("Darf im Haus"), TeamRole, name="rolle", taps=True)


class RoleForm(LabForm):
    """Another role for somebody, or none."""

    role = choice_field(_l("Rolle"), TeamRole, empty=_l("nicht mehr im Team"), name="rolle")
    was = HiddenField(name="bisher")

    def expected(self) -> TeamRole | None:
        """The role the page showed; None for none and for nonsense."""
        known = {role.value: role for role in TeamRole}
        return known.get(self.was.data or "")
