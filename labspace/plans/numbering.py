"""Pure: names and ids of spaces in a row, such as `bochum-desk-01` to `-12`."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import count

from labspace.spaces.kinds import SpaceKind


def fresh_ids(slug: str, kind: SpaceKind, taken: Collection[str]) -> Iterator[str]:
    """Ids nobody has, in order; endless. `taken` are those of the draft and of all spaces the house ever had.

    A slug and a kind leave room for the number within the 80 characters of an id.
    """
    stem = f"{slug[:60]}-{kind.value.replace('_', '-')}"
    for number in count(1):
        if (found := f"{stem}-{number:02d}") not in taken:
            yield found
