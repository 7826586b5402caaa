"""Two handover protocols side by side, in words."""

from __future__ import annotations

from collections.abc import Mapping

from labspace.popups.tenancies.documents import reading_text
from labspace.popups.tenancies.handover_differences import consumption, item_differences
from labspace.popups.tenancies.records import Handover
from labspace.popups.tenancies.states import Condition, Direction
from labspace.words import gettext as _


def difference_rows(handovers: Mapping[Direction, Handover]) -> list[list[str]]:
    """What, how at the beginning, how at the end; empty unless both protocols are there."""
    before, after = handovers.get(Direction.IN), handovers.get(Direction.OUT)
    if before is None or after is None:
        return []
    rows = [
        [one.name, _condition(one.before), _condition(one.after)]
        for one in item_differences(
            [(item.name, item.condition, item.remark) for item in before.items],
            [(item.name, item.condition, item.remark) for item in after.items],
        )
    ]
    if before.keys != after.keys:
        rows.append([_("Schlüssel"), str(before.keys), str(after.keys)])
    old = {row.meter: row.thousandths for row in before.readings}
    new = {row.meter: row.thousandths for row in after.readings}
    for meter, used in consumption(old, new).items():
        told = _("%(reading)s, Verbrauch %(used)s", reading=reading_text(new[meter]), used=reading_text(used))
        rows.append([str(meter.label), reading_text(old[meter]), told])
    return rows


def _condition(condition: Condition | None) -> str:
    return str(condition.label) if condition else _("nicht aufgeführt")
