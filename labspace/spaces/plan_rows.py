"""Where spaces lie on a plan, from how it is written down to the rows that keep it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from labspace.spaces.models import Placement, Space
from labspace.spaces.plans import PlacementSpec


def placements_of(specs: Iterable[PlacementSpec], spaces: Mapping[str, Space]) -> list[Placement]:
    """A row for each; `spaces` by public id."""
    return [
        Placement(
            space=spaces[spec.space],
            shape=[list(point) for point in spec.shape],
            detail={
                "rotation": spec.rotation,
                "seats": spec.seats,
                "label": list(spec.label) if spec.label else None,
            },
        )
        for spec in specs
    ]
