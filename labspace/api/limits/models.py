"""What was given out of this minute's calls."""

from __future__ import annotations

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from labspace.db import Base


class ApiAllowance(Base):
    """How many calls were handed to processes in the latest minute somebody called in; swept after an hour."""

    __tablename__ = "api_allowance"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Keyed hash of a token's hash or of an address; neither is stored."""
    minute: Mapped[int] = mapped_column(BigInteger, index=True)
    """Minutes since 1970."""
    handed_out: Mapped[int]
