"""On how many days a pop-up must have been open for its idea to count as tried (K19): what the deployment says."""

from __future__ import annotations

from flask import current_app


def tried_days() -> int:
    """The number in force; five unless LABSPACE_TRIED_DAYS says otherwise."""
    return int(current_app.extensions["labspace.settings"].tried_days)


class TriedDays:
    """The number inside sentences that are made before there is an application."""

    def __str__(self) -> str:
        return str(tried_days())
