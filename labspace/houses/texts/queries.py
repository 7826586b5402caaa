"""Questions about texts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from labspace.houses.texts.kinds import SitePage
from labspace.houses.texts.models import PageText


def page_in_force(session: Session, page: SitePage) -> PageText | None:
    """The latest version of a page; None where nobody wrote one."""
    return session.scalars(
        select(PageText).where(PageText.page == page).order_by(PageText.version.desc()).limit(1)
    ).first()


def versions_of(session: Session, page: SitePage, *, limit: int = 50) -> Sequence[PageText]:
    """Versions of a page, the latest first, with who wrote them."""
    return session.scalars(
        select(PageText)
        .options(joinedload(PageText.by))
        .where(PageText.page == page)
        .order_by(PageText.version.desc())
        .limit(limit)
    ).all()


def latest_versions(session: Session) -> dict[SitePage, int]:
    """How many versions each page has; pages without one are missing."""
    rows = session.execute(
        select(PageText.page, func.max(PageText.version).label("versions")).group_by(PageText.page)
    )
    return {row.page: row.versions for row in rows}
