"""What two states of a booking tell differently, besides place and time; one sentence each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labspace.formats import duration_text, euro_text
from labspace.spaces.kinds import Layout
from labspace.words import gettext as _

Snapshot = Mapping[str, Any]


def retold(before: Snapshot, after: Snapshot, *, with_words: bool = True) -> list[str]:
    """The changes in the order in which the booking's page shows them.

    With `with_words` a change of which nothing is to be seen here was one of the note to the team:
    what somebody wrote there is not kept a second time.
    """
    found = []
    for name, say in _SAID.items():
        # Histories of older days do not know every value.
        if name in before and name in after and before[name] != after[name]:
            found.append(say(before[name], after[name]))
    if not found and with_words:
        found.append(_("Hinweis an das Team geändert"))
    return found


def _title(_old: Any, new: Any) -> str:
    return _("Titel geändert in „%(title)s“", title=new) if new else _("Titel entfernt")


def _people(old: Any, new: Any) -> str:
    return _("Personenzahl von %(old)s auf %(new)s geändert", old=old, new=new)


def _layout(_old: Any, new: Any) -> str:
    if not new:
        return _("Bestuhlung abbestellt")
    return _("Bestuhlung geändert in „%(layout)s“", layout=Layout(new).label)


def _setup(old: Any, new: Any) -> str:
    return _("Aufbau von %(old)s auf %(new)s geändert", old=duration_text(old), new=duration_text(new))


def _teardown(old: Any, new: Any) -> str:
    return _("Abbau von %(old)s auf %(new)s geändert", old=duration_text(old), new=duration_text(new))


def _price(old: Any, new: Any) -> str:
    if new is None:
        return _("Für die neue Zeit hat das Haus keinen Preis hinterlegt")
    if old is None:
        return _("Preis: %(new)s", new=euro_text(new))
    return _("Preis von %(old)s auf %(new)s geändert", old=euro_text(old), new=euro_text(new))


_SAID = {
    "title": _title,
    "people": _people,
    "layout": _layout,
    "setup_minutes": _setup,
    "teardown_minutes": _teardown,
    "price_cents": _price,
}
