"""Which spaces of the houses a page of figures is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from labspace.occupancy.rates import PUBLIC_KINDS
from labspace.spaces.kinds import SpaceKind
from labspace.words import gettext as _

ALL_KINDS = frozenset(SpaceKind)


@dataclass(frozen=True, slots=True)
class Scope:
    """Spaces of some kinds; what is alive of them is their union, no sum over the kinds (K10)."""

    kinds: frozenset[SpaceKind] = ALL_KINDS

    @property
    def is_all(self) -> bool:
        return self.kinds == ALL_KINDS

    @property
    def public(self) -> frozenset[SpaceKind]:
        """Those of them whose use draws people in."""
        return self.kinds & PUBLIC_KINDS

    @property
    def names(self) -> list[str]:
        """As the address bar writes them."""
        return [kind.value for kind in SpaceKind if kind in self.kinds]

    @property
    def label(self) -> str:
        """alle Flächen · Arbeitsplätze, Café-Tische."""
        if self.is_all:
            return _("alle Flächen")
        return ", ".join(str(kind.plural) for kind in SpaceKind if kind in self.kinds)


def scope_of(names: Iterable[str]) -> Scope:
    """The spaces named by their values; all, if none is."""
    found = frozenset(SpaceKind(name) for name in names)
    return Scope(found or ALL_KINDS)
