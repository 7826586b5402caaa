"""The site's own pages, in versions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.accounts.models import User
from labspace.db import Base, IntPk
from labspace.houses.texts.kinds import SitePage


class PageText(Base):
    """One version of a page; the latest is shown. Never altered, never deleted."""

    __tablename__ = "page_text"
    __table_args__ = (UniqueConstraint("page", "version"),)

    id: Mapped[IntPk]
    page: Mapped[SitePage]
    version: Mapped[int]
    """Counts from 1."""
    text: Mapped[str] = mapped_column(Text)
    """As `labspace.paragraphs` reads it; empty: the text that comes with labspace."""
    text_en: Mapped[str] = mapped_column(Text, default="")
    """Empty: English readers get the German text."""
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    by: Mapped[User] = relationship()
