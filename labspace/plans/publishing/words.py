"""The difference between a draft and the plan in force, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from labspace.formats import is_german, number_text
from labspace.locations.house_file import Texts
from labspace.plans.publishing.differences import ElementCount, Fate, SpaceFate
from labspace.plans.publishing.review import Review
from labspace.plans.publishing.walls import length
from labspace.spaces.features import Feature
from labspace.spaces.plans import SpaceSpec
from labspace.words import gettext as _
from labspace.words import ngettext


@dataclass(frozen=True, slots=True)
class Line:
    """One difference."""

    name: str
    """Of the space; empty for what concerns the building."""
    text: str
    anchor: str = ""
    """Id of the line on the page, for the picture to link to."""


@dataclass(frozen=True, slots=True)
class Section:
    """Differences of one kind."""

    title: str
    lines: Sequence[Line]


def text_of(texts: Texts) -> str:
    """In the reader's language."""
    return texts.de if is_german() else texts.en or texts.de


def sections(review: Review) -> list[Section]:
    """All that differs, the bookable first; no section is empty."""
    drawn = {space.public_id: space for space in review.after.spaces}
    found = [
        Section(_("Neue Flächen"), [_new(one, review, drawn) for one in review.difference.of(Fate.NEW)]),
        Section(_("Flächen, die enden"), [_ending(one, review) for one in review.difference.of(Fate.ENDS)]),
        Section(
            _("Geänderte Flächen"),
            [_changed(one, review.existing, drawn) for one in review.difference.of(Fate.CHANGES)],
        ),
        Section(
            _("Flächen, die anders liegen"),
            [_line(one, _way(one)) for one in review.difference.of(Fate.MOVES)],
        ),
        Section(_("Gebäude und Einrichtung"), [Line("", text) for text in _building(review)]),
    ]
    return [section for section in found if section.lines]


def anchor_of(public_id: str) -> str:
    """Id of the line of a space on the page."""
    return f"flaeche-{public_id}"


def _line(space: SpaceFate, text: str) -> Line:
    return Line(text_of(space.name), text, anchor_of(space.public_id))


def _new(space: SpaceFate, review: Review, drawn: Mapping[str, SpaceSpec]) -> Line:
    spec = drawn[space.public_id]
    told = ngettext(
        "%(kind)s, %(num)d Person", "%(kind)s, %(num)d Personen", spec.capacity, kind=spec.kind.label
    )
    if not space.follows:
        return _line(space, told)
    before = review.existing[space.follows]
    return _line(
        space,
        _(
            "%(told)s; folgt auf „%(old)s“ (%(why)s)",
            told=told,
            old=text_of(before.name),
            why=", ".join(_reasons(before, spec)),
        ),
    )


def _reasons(before: SpaceSpec, after: SpaceSpec) -> list[str]:
    """Why it does not stay the same space."""
    found = []
    if before.kind != after.kind:
        found.append(_("bisher %(kind)s", kind=before.kind.label))
    if before.capacity != after.capacity:
        found.append(ngettext("bisher %(num)d Person", "bisher %(num)d Personen", before.capacity))
    if {row.layout: row.capacity for row in before.layouts} != {
        row.layout: row.capacity for row in after.layouts
    }:
        found.append(_("andere Bestuhlungen"))
    if set(before.parts) != set(after.parts):
        found.append(_("andere Teile"))
    return found


def _ending(space: SpaceFate, review: Review) -> Line:
    followed = [new for new, old in review.follows.items() if old == space.public_id]
    bookings = sum(space.public_id in {one.public_id for one in booking.spaces} for booking in review.touched)
    told = (
        ngettext("%(num)d Buchung betroffen", "%(num)d Buchungen betroffen", bookings)
        if bookings
        else _("keine Buchung betroffen")
    )
    return _line(space, _("wird abgelöst; %(told)s", told=told) if followed else told)


def _changed(space: SpaceFate, existing: Mapping[str, SpaceSpec], drawn: Mapping[str, SpaceSpec]) -> Line:
    before, after = existing[space.public_id], drawn[space.public_id]
    told = [_TOLD[name](before, after) for name in space.told]
    return _line(space, "; ".join([*told, *([_way(space)] if space.metres or space.is_reshaped else [])]))


def _way(space: SpaceFate) -> str:
    metres = number_text(space.metres, digits=2)
    if space.metres and space.is_reshaped:
        return _("%(metres)s m weiter, andere Form oder Richtung", metres=metres)
    if space.metres:
        return _("%(metres)s m weiter", metres=metres)
    return _("andere Form oder Richtung")


def _features(before: SpaceSpec, after: SpaceSpec) -> str:
    new = [_feature(one) for one in after.features if one not in before.features]
    gone = [_feature(one) for one in before.features if one not in after.features]
    if new and gone:
        return _("dazu: %(new)s; nicht mehr: %(gone)s", new=", ".join(new), gone=", ".join(gone))
    if new:
        return _("dazu: %(new)s", new=", ".join(new))
    return (
        _("nicht mehr: %(gone)s", gone=", ".join(gone)) if gone else _("Ausstattung in anderer Reihenfolge")
    )


def _feature(feature: Feature) -> str:
    return str(feature.label)


def _instead(new: object, old: object) -> dict[str, object]:
    return {"new": new, "old": old}


_TOLD: Mapping[str, Callable[[SpaceSpec, SpaceSpec], str]] = {
    "name": lambda a, b: _("heißt „%(new)s“ statt „%(old)s“", **_instead(_both(b.name), _both(a.name))),
    "label": lambda a, b: _(
        "auf dem Plan „%(new)s“ statt „%(old)s“", **_instead(b.label or "–", a.label or "–")
    ),
    "description": lambda a, b: _("andere Beschreibung"),
    "area_m2": lambda a, b: _("%(new)s m² statt %(old)s m²", **_instead(_size(b), _size(a))),
    "wheelchair_places": lambda a, b: _(
        "Plätze für Rollstühle: %(new)s statt %(old)s", **_instead(_places(b), _places(a))
    ),
    "features": _features,
    "layouts": lambda a, b: _("Bestuhlungen in anderer Reihenfolge oder mit anderen Plätzen für Rollstühle"),
}


def _both(texts: Texts) -> str:
    return texts.de if not texts.en or texts.en == texts.de else f"{texts.de} / {texts.en}"


def _size(space: SpaceSpec) -> str:
    return "–" if space.area_m2 is None else number_text(space.area_m2, digits=1)


def _places(space: SpaceSpec) -> str:
    return "–" if space.wheelchair_places is None else str(space.wheelchair_places)


def _building(review: Review) -> list[str]:
    differs = review.difference
    found = []
    if review.before is None:
        found.append(_("Der erste Plan dieser Ebene."))
    elif differs.sheet_differs:
        found.append(_("Name der Ebene, Größe des Blattes oder Nordpfeil sind anders."))
    if review.before is not None and differs.outline_differs:
        found.append(_("Der Umriss des Gebäudes ist anders."))
    if differs.walls_new:
        found.append(_("Wände: %(metres)s m neu", metres=number_text(length(differs.walls_new), digits=1)))
    if differs.walls_gone:
        found.append(_("Wände: %(metres)s m weg", metres=number_text(length(differs.walls_gone), digits=1)))
    found += [_count(one) for one in differs.elements]
    return found


def _count(one: ElementCount) -> str:
    kind = _KINDS[one.kind]()
    if one.new and one.gone:
        return _("%(kind)s: %(new)d neu, %(gone)d weg", kind=kind, new=one.new, gone=one.gone)
    if one.new:
        return _("%(kind)s: %(new)d neu", kind=kind, new=one.new)
    return _("%(kind)s: %(gone)d weg", kind=kind, gone=one.gone)


_KINDS: Mapping[str, Callable[[], str]] = {
    "doors": lambda: _("Türen"),
    "windows": lambda: _("Fenster"),
    "furniture": lambda: _("Möbel"),
    "areas": lambda: _("Bereiche"),
    "entrances": lambda: _("Eingänge"),
    "step_free_ways": lambda: _("Stufenlose Wege"),
}
