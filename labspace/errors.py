"""What labspace refuses: machine codes with their numbers; sentences come from the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Refusal:
    """One broken rule: a stable English code (http-api.md) and the values its sentence needs."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


class Refused(Exception):
    """An action that may not happen; carries every broken rule, never only the first."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(", ".join(refusal.code for refusal in refusals))
        self.refusals: tuple[Refusal, ...] = refusals

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(refusal.code for refusal in self.refusals)


def refuse_any(refusals: Iterable[Refusal], *, because: type[Refused] = Refused) -> None:
    """Raise `because` with all `refusals`, or return when there are none."""
    if found := tuple(refusals):
        raise because(*found)
