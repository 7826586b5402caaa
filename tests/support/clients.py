"""Calendar programs that people use, in an environment of their own: their versions must not bind ours.

vdirsyncer and khal, the `caldav` client, and two more readers (Home Assistant's `ical`, `ics`). Made by uv
from `requirements/clients.txt` into `.stamps/clients` when the first test asks: about a second where
the packages are cached, some seconds where they are not; afterwards nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCKED = ROOT / "requirements" / "clients.txt"
FOLDER = ROOT / ".stamps" / "clients"
MAKING_SECONDS, RUNNING_SECONDS = 240, 60


class NoClients(Exception):
    """The environment could not be made; the text says why."""


@dataclass(frozen=True)
class Clients:
    """The environment, ready to run its programs."""

    python: Path

    def run(self, *arguments: str, home: Path, given: str | bytes = b"") -> str:
        """What a program prints that believes `home` to be all of its person's files.

        `clients.run("-m", "khal", "list", home=tmp_path)`; fails the test with what the program complained of.
        """
        done = subprocess.run(
            [str(self.python), *arguments],
            input=given.encode() if isinstance(given, str) else given,
            env=_environment(home),
            cwd=home,
            capture_output=True,
            timeout=RUNNING_SECONDS,
            check=False,
        )
        said = done.stdout.decode() + done.stderr.decode()
        assert done.returncode == 0, f"{' '.join(arguments[:3])} ended with {done.returncode}:\n{said}"
        return done.stdout.decode()


def calendar_clients() -> Clients:
    """The programs, made ready first where that is to be done; raises `NoClients`."""
    python = FOLDER / "bin" / "python"
    stamp, wanted = FOLDER / "made-of", _fingerprint()
    FOLDER.parent.mkdir(exist_ok=True)
    # Several workers ask at once; one of them makes it.
    with FOLDER.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != wanted:
            _make(python)
            stamp.write_text(wanted)
    return Clients(python)


def _make(python: Path) -> None:
    uv = Path(sys.executable).parent / "uv"
    program = str(uv) if uv.exists() else shutil.which("uv")
    if program is None:
        raise NoClients("uv is not installed beside this Python; `make setup-dev` does it.")
    shutil.rmtree(FOLDER, ignore_errors=True)
    environment = [program, "venv", "--quiet", "--python", sys.executable, str(FOLDER)]
    packages = [program, "pip", "sync", "--quiet", "--python", str(python), "--require-hashes", str(LOCKED)]
    for command in (environment, packages):
        try:
            done = subprocess.run(command, capture_output=True, timeout=MAKING_SECONDS, check=False)
        except subprocess.TimeoutExpired as slow:
            raise NoClients(f"the calendar programs were not fetched in {MAKING_SECONDS} seconds") from slow
        if done.returncode:
            last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            raise NoClients(f"the calendar programs could not be installed: {' '.join(last)}")


def _fingerprint() -> str:
    content = LOCKED.read_bytes() + sys.version.encode()
    return hashlib.sha256(content).hexdigest()


def _environment(home: Path) -> dict[str, str]:
    # Neither this machine's files nor its proxies: the server is on the loopback.
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LD_LIBRARY_PATH")}
    return kept | {"HOME": str(home), "LANG": "C.UTF-8", "TZ": "Europe/Berlin", "PYTHONUTF8": "1"}
