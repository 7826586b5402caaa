"""Pure: who used anything of a choice, told apart; how long and what for is not asked (K16, R12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from labspace.occupancy.people.users import User


@dataclass(frozen=True, slots=True)
class Who:
    """Persons and organisations by number, each with whether it was the chamber's own use (R10)."""

    persons: set[tuple[int, bool]] = field(default_factory=set)
    organisations: set[tuple[int, bool]] = field(default_factory=set)
    private: set[int] = field(default_factory=set)
    """Persons who came for no organisation, without internal use."""

    @staticmethod
    def among(users: Iterable[User]) -> Who:
        found = Who()
        for user in users:
            found.note(user.person, user.organisation, is_internal=user.is_internal)
        return found

    def note(self, person: int, organisation: int, *, is_internal: bool) -> None:
        """Somebody used something; organisation 0: privately."""
        self.persons.add((person, is_internal))
        if organisation:
            self.organisations.add((organisation, is_internal))
        elif not is_internal:
            self.private.add(person)

    @property
    def outside(self) -> set[int]:
        """Persons without internal use."""
        return {person for person, is_internal in self.persons if not is_internal}

    @property
    def active(self) -> set[int]:
        """Organisations without internal use (K16)."""
        return {body for body, is_internal in self.organisations if not is_internal}

    @property
    def numbers(self) -> tuple[int, int]:
        """How many persons and organisations, internal use included."""
        return len({person for person, _ in self.persons}), len({body for body, _ in self.organisations})
