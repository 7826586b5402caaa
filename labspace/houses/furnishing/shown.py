"""Changes of spaces in the words of the record, and who sees and changes their pictures."""

from __future__ import annotations

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.houses.furnishing.actions import PURPOSE, describe_again, undo_picture
from labspace.houses.record.models import HouseRecord
from labspace.houses.record.subjects import Subject, changed_lines, register
from labspace.locations.models import Location
from labspace.pictures.models import Picture
from labspace.pictures.uses import Use, use_pictures
from labspace.spaces.features import Feature
from labspace.spaces.models import Space, SpacePicture
from labspace.words import gettext as _


def _lines(record: HouseRecord) -> list[str]:
    lines = changed_lines(
        record, {"description": _("Beschreibung"), "description_en": _("Beschreibung auf Englisch")}
    )
    before, after = set(record.before["features"]), set(record.after["features"])
    labels = {feature.value: str(feature.label) for feature in Feature}
    if gained := [labels[code] for code in labels if code in after - before]:
        lines.append(_("Neu: %(features)s", features=", ".join(gained)))
    if lost := [labels[code] for code in labels if code in before - after]:
        lines.append(_("Nicht mehr: %(features)s", features=", ".join(lost)))
    return lines


def _pictured(record: HouseRecord) -> list[str]:
    return [str(record.after["alternative"])]


register(
    "space_described",
    Subject(
        title=lambda record: _("Fläche beschrieben: %(space)s", space=record.about),
        lines=_lines,
        take_back=describe_again,
    ),
)
register(
    "picture_added",
    Subject(
        title=lambda record: _("Bild hinzugefügt: %(space)s", space=record.about),
        lines=_pictured,
        take_back=undo_picture,
    ),
)
register(
    "picture_hidden",
    Subject(
        title=lambda record: _("Bild entfernt: %(space)s", space=record.about),
        lines=_pictured,
        take_back=undo_picture,
    ),
)


def _everybody(session: Session, picture: Picture, person: User | None) -> bool:
    return True


def _by_its_own_page(session: Session, picture: Picture, person: User) -> bool:
    # Its own page keeps on record who took it away.
    return False


def _page(session: Session, picture: Picture) -> str:
    row = session.execute(
        select(Location.slug, Space.public_id)
        .join(Space, Space.location_id == Location.id)
        .join(SpacePicture, SpacePicture.space_id == Space.id)
        .where(SpacePicture.picture_id == picture.id)
    ).one()
    return url_for("furnishing_staff.edit", slug=row.slug, public_id=row.public_id)


use_pictures(PURPOSE, Use(may_see=_everybody, may_change=_by_its_own_page, page=_page))
