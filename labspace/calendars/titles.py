"""What a feed is called, in the reader's language."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from labspace.calendars.scopes import FeedKind, Scope
from labspace.locations.models import Location
from labspace.spaces.models import Space
from labspace.spaces.names import space_name
from labspace.words import gettext as _


def title_of(session: Session, scope: Scope) -> str:
    """The name a calendar program shows; at most one statement. Raises `LookupError` for what is gone."""
    if scope.kind is FeedKind.PERSONAL:
        return _("Meine Buchungen – Stadtlabor")
    if scope.kind is FeedKind.SPACE:
        question = select(Space).where(Space.id == scope.subject_id).options(joinedload(Space.location))
        space = session.scalars(question).one_or_none()
        if space is None:
            raise LookupError(scope.key)
        return _("%(space)s – %(house)s", space=space_name(space), house=space.location.name)
    house = session.get(Location, scope.subject_id)
    if house is None:
        raise LookupError(scope.key)
    if scope.kind is FeedKind.STAFF:
        return _("Aufgaben – %(house)s", house=house.name)
    if scope.space_kind is not None:
        return _("%(kind)s – %(house)s", kind=scope.space_kind.plural, house=house.name)
    return _("Belegung – %(house)s", house=house.name)
