"""A disk with little room, made of memory: it can be filled to the last byte and given room again."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


class NotAllowed(Exception):
    """This machine lets the test mount nothing."""


def mount(folder: Path, *, size: int) -> None:
    """Make `folder` with a file system of its own of `size` bytes in it. Raises `NotAllowed`."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as problem:
        raise NotAllowed(str(getattr(problem, "stderr", "") or problem)) from problem


@dataclass(frozen=True)
class Ballast:
    """A file that takes all room there is, beside what others wrote."""

    file: Path

    def fill(self) -> None:
        """Take what is left."""
        with self.file.open("ab", buffering=0) as out:
            for size in (2**16, 2**12, 1):
                with suppress(OSError):
                    while out.write(b"x" * size):
                        pass

    def drop(self) -> None:
        """Give it back."""
        self.file.unlink(missing_ok=True)
        os.sync()
