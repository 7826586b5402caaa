"""A full disk: a backup that does not fit leaves nothing under its name, and the doctor says what to do."""

from __future__ import annotations

import errno
import os
from collections import namedtuple
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from config import Settings
from labspace.db import db
from labspace.upkeep.backups.archive import BackupRefused, Writer
from labspace.upkeep.backups.making import make_backup
from labspace.upkeep.examining.findings import Grade
from labspace.upkeep.examining.surroundings import folder_findings
from tests.scene import Scene

Usage = namedtuple("Usage", "total used free")


def test_a_backup_that_does_not_fit_leaves_nothing_behind(
    app: Flask,
    scene: Scene,
    settings: Settings,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_values: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    db.session.remove()
    folder = tmp_path / "full"
    folder.mkdir()
    monkeypatch.setattr(Writer, "close", full)
    monkeypatch.setattr(Writer, "add", full)
    with pytest.raises(BackupRefused, match="No space left"):
        make_backup(folder / "tonight.labspace", engine=db.engine, settings=settings, now=now)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("free", "grade"),
    [(50_000_000, Grade.TROUBLE), (500_000_000, Grade.WARNING), (5_000_000_000, Grade.GOOD)],
    ids=["full", "tight", "room"],
)
def test_little_room_is_told_in_time(
    free: int, grade: Grade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: Usage(free, 0, free))
    (found,) = folder_findings(Settings(data_dir=tmp_path))
    assert found.grade is grade
