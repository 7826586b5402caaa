"""Deployments beside the one of the test: empty databases of the same engine to take a backup back into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine

from config import Settings
from labspace import create_app
from labspace.db import db


@pytest.fixture
def site(app: Flask) -> Iterator[Callable[[Settings], Flask]]:
    """Makes another application on the database of the test."""
    made: list[Flask] = []

    def make(settings: Settings) -> Flask:
        made.append(create_app(settings))
        return made[-1]

    yield make
    for other in made:
        with other.app_context():
            db.engine.dispose()


@pytest.fixture
def empty(
    engine_name: str, settings: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[], tuple[Engine, Settings]]]:
    """Makes an empty deployment of the engine at hand: its database and its settings."""
    with ExitStack() as stack:

        def make() -> tuple[Engine, Settings]:
            folder = tmp_path / f"elsewhere-{len(list(tmp_path.glob('elsewhere-*')))}"
            folder.mkdir()
            if engine_name == "sqlite":
                url = f"sqlite:///{folder / 'labspace.sqlite3'}"
            else:
                url = stack.enter_context(request.getfixturevalue("_postgres").database())
            engine = create_engine(url)
            stack.callback(engine.dispose)
            return engine, replace(settings, data_dir=folder, database_url=url)

        yield make
