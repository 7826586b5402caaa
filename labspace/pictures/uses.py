"""What pictures are for: each package says who may see and change its own, and where they are shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from labspace.pictures.models import Picture


@dataclass(frozen=True, kw_only=True)
class Use:
    """One purpose of pictures."""

    may_see: Callable[[Session, Picture, User | None], bool]
    """Whether a person, or a visitor without an account, may see it."""
    may_change: Callable[[Session, Picture, User], bool]
    """Whether a person may take it away and describe it anew."""
    page: Callable[[Session, Picture], str]
    """The address of the page on which whoever changes it does so."""


_USES: dict[str, Use] = {}


def use_pictures(purpose: str, use: Use) -> None:
    """Register what pictures of this purpose are for."""
    _USES[purpose] = use


def use_of(picture: Picture) -> Use | None:
    """What the picture is for; None where its package is gone: then only its uploader sees it."""
    return _USES.get(picture.purpose)


def sees(session: Session, picture: Picture, person: User | None) -> bool:
    """Whether this person may see the picture; uploaders see their own."""
    if person is not None and picture.uploaded_by_id == person.id:
        return True
    use = use_of(picture)
    return use is not None and picture.removed_at is None and use.may_see(session, picture, person)


def changes(session: Session, picture: Picture, person: User) -> bool:
    """Whether this person may take the picture away or describe it anew."""
    use = use_of(picture)
    return use is not None and use.may_change(session, picture, person)
