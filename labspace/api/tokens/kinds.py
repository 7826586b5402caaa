"""What a token may do."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from flask_babel import LazyString

from labspace.words import lazy_gettext as _l


class Scope(enum.Enum):
    """How far a token reaches; each includes those before it. The person's own rights bound them all."""

    READ = "read"
    BOOK = "book"
    STAFF = "staff"

    @property
    def label(self) -> LazyString:
        return _LABELS[self]

    @property
    def includes(self) -> frozenset[Scope]:
        """This scope and those it stands for too."""
        order = list(Scope)
        return frozenset(order[: order.index(self) + 1])


_LABELS = {
    Scope.READ: _l("lesen: eigene Buchungen sehen"),
    Scope.BOOK: _l("buchen: dazu buchen, ändern, absagen"),
    Scope.STAFF: _l("Team: dazu alles in den Häusern, die man betreut"),
}


def allowed_by(scopes: Iterable[Scope]) -> frozenset[Scope]:
    """All that a token with `scopes` may do."""
    return frozenset().union(*(scope.includes for scope in scopes))
