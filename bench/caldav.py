"""What CalDAV costs with a thousand events: `python -m bench.caldav`.

Through the real server over one connection, each request with its app password: the list of all
events, a sync without news, one with a change, the first sync, a time range and a hundred events by name.
"""

from __future__ import annotations

import argparse
import base64
import re
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from sqlalchemy import create_engine, select, text

from bench.feed_data import MANY, SECRET, database, load
from bench.server import serving
from bench.shares import cpu_seconds, with_children
from config import Settings
from labspace import create_app
from labspace.accounts.app_passwords.actions import create_app_password
from labspace.accounts.models import User
from labspace.db import db
from labspace.schema import upgrade
from labspace.times import utc_now

TURNS = 20
NAMES = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
LIST = f"<d:propfind {NAMES}><d:prop><d:getcontenttype/><d:getetag/></d:prop></d:propfind>"
SYNC = (
    f"<d:sync-collection {NAMES}><d:sync-token>{{}}</d:sync-token><d:sync-level>1</d:sync-level>"
    "<d:prop><d:getetag/></d:prop></d:sync-collection>"
)
DATA = "<d:prop><d:getetag/><c:calendar-data/></d:prop>"
RANGE = (
    f'<c:calendar-query {NAMES}>{DATA}<c:filter><c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">'
    '<c:time-range start="{}" end="{}"/></c:comp-filter></c:comp-filter></c:filter></c:calendar-query>'
)
FETCH = f"<c:calendar-multiget {NAMES}>{DATA}{{}}</c:calendar-multiget>"


class Program:
    """A calendar program with its access and one open connection."""

    def __init__(self, port: int, email: str, secret: str, path: str) -> None:
        self._connection, self._path = HTTPConnection("127.0.0.1", port, timeout=60), path
        signed = base64.b64encode(f"{email}:{secret}".encode()).decode()
        self._headers = {"Authorization": f"Basic {signed}", "Depth": "1", "Accept-Encoding": "gzip"}

    def ask(self, method: str, body: str, *, zipped: bool = True) -> tuple[float, bytes]:
        """Milliseconds until the whole answer was there, and the answer."""
        headers = self._headers if zipped else {**self._headers, "Accept-Encoding": "identity"}
        begun = time.perf_counter()
        self._connection.request(method, self._path, body.encode(), headers)
        answer = self._connection.getresponse()
        found = answer.read()
        taken = (time.perf_counter() - begun) * 1000
        if answer.status != 207:
            raise RuntimeError(f"{method} was answered {answer.status}: {found[:200]!r}")
        return taken, found


def main() -> None:
    """Build, serve, measure, print; less than a minute."""
    parser = argparse.ArgumentParser(prog="python -m bench.caldav", description=__doc__)
    parser.add_argument("--port", type=int, default=5273)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="labspace-caldav-") as name:
        folder = Path(name)
        url = database(folder)
        upgrade(create_engine(url))
        app = create_app(
            Settings(data_dir=folder, database_url=url, secret_key=SECRET, deliver_in_server=False)
        )
        with app.app_context():
            load(db.session(), now=utc_now())
            person = db.session().scalars(select(User).order_by(User.id)).first()
            assert person is not None
            email, person_id = person.email, person.id
            secret = create_app_password(db.session(), person_id, name="bench", now=utc_now())
            db.session().commit()
            db.session.remove()
        with serving(database_url=url, folder=folder, port=wanted.port) as server:
            path = f"/caldav/personen/{person_id}/kalender/buchungen/"
            _measure(Program(server.port, email, secret, path), url, pid=server.pid)


def _measure(program: Program, url: str, *, pid: int) -> None:
    first, answer = program.ask("REPORT", SYNC.format(""), zipped=False)
    token = re.findall(rb"<d:sync-token>([^<]+)</d:sync-token>", answer)[-1].decode()
    links = "".join(
        f"<d:href>{link.decode()}</d:href>" for link in re.findall(rb"<d:href>([^<]+\.ics)<", answer)[:100]
    )
    print(
        f"{MANY[0]} events; the very first look, which writes them: {first:.0f} ms (medians of {TURNS} below)"
    )
    _say("list of all, PROPFIND Depth 1", lambda: program.ask("PROPFIND", LIST), pid=pid)
    _say("sync without news", lambda: program.ask("REPORT", SYNC.format(token)), pid=pid)
    _say("first sync", lambda: program.ask("REPORT", SYNC.format("")), pid=pid)
    _say("a week by time range", lambda: program.ask("REPORT", RANGE.format(*_week())), pid=pid)
    _say("a hundred events by name", lambda: program.ask("REPORT", FETCH.format(links)), pid=pid)

    def changed() -> tuple[float, bytes]:
        with create_engine(url).begin() as connection:
            connection.execute(text("UPDATE calendar_feed SET revision = revision + 1"))
            connection.execute(
                text(
                    "UPDATE calendar_entry SET ics = CAST(replace(CAST(ics AS TEXT), 'SEQUENCE:', 'SEQUENCE:1') AS BLOB)"
                    " WHERE id = (SELECT min(id) FROM calendar_entry)"
                )
            )
        return program.ask("REPORT", SYNC.format(token))

    _say("sync after one event changed", changed, pid=pid)


def _week() -> tuple[str, str]:
    now = utc_now()
    return f"{now:%Y%m%d}T000000Z", f"{now + timedelta(days=7):%Y%m%d}T000000Z"


def _say(what: str, ask: Callable[[], tuple[float, bytes]], *, pid: int) -> None:
    ask()
    pids = with_children(pid)
    before = cpu_seconds(pids)
    found = [ask() for _turn in range(TURNS)]
    used = (cpu_seconds(pids) - before) * 1000 / TURNS
    size = len(found[-1][1])
    taken = median(taken for taken, _body in found)
    print(f"  {what}: {taken:.1f} ms ({used:.0f} ms of processor time), {size / 1000:.1f} kB", flush=True)


if __name__ == "__main__":
    main()
