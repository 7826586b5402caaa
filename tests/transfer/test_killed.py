"""An import that is killed in its middle leaves the database as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from labspace.db import Base, begin_write, table_of
from labspace.pictures.kinds import PictureSize
from labspace.pictures.models import PictureFile
from tests.scene import Scene
from tests.transfer.systems import fill_at_random

COMMAND = [sys.executable, "-c", "from labspace.cli import main; main()", "import"]
MEGABYTE = 1024 * 1024


def test_killed_in_the_middle_nothing_is_there(
    session: Session,
    scene: Scene,
    other: Engine,
    export: Callable[..., Path],
    take_in: Callable[[Engine, Path], int],
    tmp_path: Path,
):
    fill_at_random(session, scene, seed=1)
    begin_write(session)
    large = {
        "size": PictureSize.LARGE,
        "width": 1,
        "height": 1,
        "digest": "x",
        "data": os.urandom(2 * MEGABYTE),
    }
    pictures = table_of(PictureFile)
    session.execute(pictures.delete().where(pictures.c.picture_id == 3000))
    session.execute(insert(pictures), {"picture_id": 3000, **large})
    session.commit()
    file = export()
    content = file.read_bytes()
    pipe = tmp_path / "pipe.json.gz"
    os.mkfifo(pipe)
    environment = {
        **os.environ,
        "LABSPACE_DATABASE_URL": other.url.render_as_string(hide_password=False),
        "LABSPACE_DATA_DIR": str(tmp_path / "data"),
    }
    with subprocess.Popen([*COMMAND, str(pipe)], env=environment, stderr=subprocess.PIPE) as importing:
        # The import waits for the rest of the large picture, in its middle, when it is killed.
        Thread(target=_begin_to_write, args=(pipe, content[:-MEGABYTE]), daemon=True).start()
        assert importing.stderr is not None
        assert b"%" in importing.stderr.readline()
        importing.send_signal(signal.SIGKILL)
    with other.connect() as connection:
        counts = [select(func.count()).select_from(table) for table in Base.metadata.sorted_tables]
        assert sum(connection.scalar(count) or 0 for count in counts) == 0
    assert take_in(other, file)
    assert export("again.json.gz", other).read_bytes() == content


def _begin_to_write(pipe: Path, content: bytes) -> None:
    file = os.open(pipe, os.O_RDWR)  # nobody need read yet, and it stays open
    while content:
        content = content[os.write(file, content) :]
