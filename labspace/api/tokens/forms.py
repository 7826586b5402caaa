"""What people say about a program."""

from __future__ import annotations

from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from labspace.accounts.keys.models import MAX_NAME
from labspace.api.tokens.kinds import Scope
from labspace.forms import LabForm, SelectChoice, choice_field
from labspace.words import lazy_gettext as _l

DAYS = {"90": _l("90 Tage"), "30": _l("30 Tage"), "365": _l("ein Jahr")}


class TokenForm(LabForm):
    """The program a new token is for, and how far it reaches."""

    name = StringField(
        _l("Name des Programms"),
        [
            InputRequired(_l("Bitte geben Sie dem Token einen Namen, zum Beispiel „Türschild“.")),
            Length(max=MAX_NAME, message=_l("Bitte nehmen Sie höchstens 60 Zeichen.")),
        ],
    )
    scope = RadioField(_l("Was es darf"), default=Scope.READ.value)
    days = choice_field(_l("Gültig für"), DAYS)

    def offer(self, *, is_staff: bool) -> None:
        """Offer what the person may do themselves."""
        offered = [scope for scope in Scope if scope is not Scope.STAFF or is_staff]
        self.scope.choices = [SelectChoice(scope.value, scope.label) for scope in offered]
