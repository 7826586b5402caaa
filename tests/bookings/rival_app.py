"""The application of the rivals: assembled once in the process that forks them, so that each has it at once.

Each rival puts the database of the race at hand under it.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir

from sqlalchemy.orm import configure_mappers

import tests.bookings.race  # noqa: F401 - what the rivals do, imported before they are forked
from config import Settings
from labspace import create_app

APP = create_app(
    Settings(
        data_dir=Path(gettempdir()),
        database_url="sqlite://",
        secret_key="only for tests",
        password_hash_effort="test",
        deliver_in_server=False,
        # Thirty-two at once from one address are what a race is about, not too many.
        api_calls_per_address=0,
        api_calls_per_token=0,
    )
)
APP.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
configure_mappers()
