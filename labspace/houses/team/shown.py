"""The team in the words of its page and of the record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from labspace.accounts.models import StaffRole
from labspace.houses.record.models import HouseRecord
from labspace.houses.record.subjects import Subject, register
from labspace.houses.team.actions import role_again
from labspace.houses.team.kinds import TeamRole
from labspace.words import gettext as _


@dataclass(frozen=True, kw_only=True)
class ShownMember:
    """One person of the team."""

    user_id: int
    name: str
    email: str
    role: str
    role_code: str
    is_locked_out: bool
    others: Sequence[tuple[str, str]]
    """(code, what the button says) of what they may become; the empty code ends it."""


def shown_member(row: StaffRole) -> ShownMember:
    """Needs the person loaded."""
    role = TeamRole.KEEPS if row.keeps_house else TeamRole.DAYS
    other = (
        (TeamRole.DAYS.value, _("Nur noch Team"))
        if row.keeps_house
        else (TeamRole.KEEPS.value, _("Leitung geben"))
    )
    return ShownMember(
        user_id=row.user_id,
        name=row.user.name,
        email=row.user.email,
        role=str(role.label),
        role_code=role.value,
        is_locked_out=not row.user.is_active,
        others=[other, ("", _("Aus dem Team nehmen"))],
    )


def _title(record: HouseRecord) -> str:
    name = record.about_user.name if record.about_user else ""
    if not record.before["role"]:
        return _("Ins Team genommen: %(name)s", name=name)
    if not record.after["role"]:
        return _("Aus dem Team genommen: %(name)s", name=name)
    return _("Andere Rolle im Team: %(name)s", name=name)


def _lines(record: HouseRecord) -> list[str]:
    role = record.after["role"]
    return [str(TeamRole(role).label)] if role else []


register("team_role", Subject(title=_title, lines=_lines, take_back=role_again))
