"""How a space is called in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from labspace.formats import is_german
from labspace.spaces.house import HouseSpace
from labspace.spaces.models import Space
from labspace.words import gettext as _
from labspace.words import ngettext


def space_name(space: Space | HouseSpace) -> str:
    """Its name; the English one for English readers, where there is one."""
    return space.name if is_german() or not space.name_en else space.name_en


def space_names(spaces: Iterable[Space | HouseSpace]) -> str:
    """Several names in one line."""
    return ", ".join(space_name(space) for space in spaces)


def wheelchair_text(places: int) -> str:
    """How many places for wheelchairs are approved, in words."""
    if not places:
        return _("ohne Plätze für Rollstühle")
    return ngettext("%(num)d Platz für Rollstühle", "%(num)d Plätze für Rollstühle", places)
