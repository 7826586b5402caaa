"""Pure: what differs between the slot as it was handed over and as it came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from labspace.popups.tenancies.states import Condition, Meter


@dataclass(frozen=True, kw_only=True)
class ItemDifference:
    """One thing that is not as it was; None: it was not in that protocol."""

    name: str
    before: Condition | None
    after: Condition | None
    remark: str

    @property
    def is_worse(self) -> bool:
        """Worse than before, or gone without being written down."""
        if self.after is None:
            return self.before is not Condition.MISSING
        return self.before is not None and _BADNESS[self.after] > _BADNESS[self.before]


_BADNESS = {condition: badness for badness, condition in enumerate(Condition)}
"""The conditions stand from good to missing."""

Items = Sequence[tuple[str, Condition, str]]


def item_differences(before: Items, after: Items) -> list[ItemDifference]:
    """Things whose condition changed, that are new or that were left out, by name as first written.

    Things are the same if their names are, but for case and blanks; of two alike the first counts
    with the first.
    """
    left = list(after)
    found = []
    for name, condition, _remark in before:
        match = next((item for item in left if _same(item[0], name)), None)
        if match is None:
            found.append(ItemDifference(name=name, before=condition, after=None, remark=""))
            continue
        left.remove(match)
        if match[1] is not condition:
            found.append(ItemDifference(name=name, before=condition, after=match[1], remark=match[2]))
    found += [
        ItemDifference(name=name, before=None, after=condition, remark=remark)
        for name, condition, remark in left
    ]
    return found


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def consumption(before: Mapping[Meter, int], after: Mapping[Meter, int]) -> dict[Meter, int]:
    """Thousandths used by each meter that was read twice; negative if it was changed or misread."""
    return {meter: after[meter] - value for meter, value in before.items() if meter in after}
