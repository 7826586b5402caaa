"""What whoever comes needs to know, for a house or for one of its spaces."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from labspace.db import Base, IntPk
from labspace.spaces.models import Space

OF_HOUSE = text("space_id IS NULL")


class DoorNote(Base):
    """Read only by those with a confirmed booking, and by the team."""

    __tablename__ = "door_note"
    __table_args__ = (
        Index(
            "uq_door_note_house",
            "location_id",
            unique=True,
            sqlite_where=OF_HOUSE,
            postgresql_where=OF_HOUSE,
        ),
        Index("uq_door_note_space", "space_id", unique=True),
    )

    id: Mapped[IntPk]
    location_id: Mapped[int] = mapped_column(ForeignKey("location.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("space.id"))
    """NULL: for all of the house."""
    words: Mapped[str] = mapped_column(String(1000))
    words_en: Mapped[str] = mapped_column(String(1000), default="")
    """Empty: English readers get the German words."""

    space: Mapped[Space | None] = relationship()
