"""A PostgreSQL of a test's own, which it may stop, and what must be true of it afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, select

from config import Settings
from labspace.db import db
from labspace.notices.delivery import deliver_due
from labspace.notices.models import OutboxRow
from labspace.notices.senders import SmtpSender
from labspace.schema import upgrade
from labspace.times import utc_now
from labspace.upkeep.examining.contents import claim_findings
from labspace.upkeep.examining.findings import Grade
from tests.notices.sink import mail_sink
from tests.support.postgres import OPTIONS, Cluster, cluster, machine_binaries, packaged_binaries
from tests.support.skips import cannot_run
from tests.upkeep.program import assert_kept_once

KEEPS = {**OPTIONS, "synchronous_commit": "on"}
"""What was answered is in its log when it is ended at once; only the machine itself must not fail."""


@contextmanager
def own_postgres(*, disk: Callable[[Path], None] = Path.mkdir) -> Iterator[tuple[Cluster, str]]:
    """One that runs, and the URL of an upgraded database there; `disk` makes the folder of its data."""
    for binaries in [*machine_binaries(), *packaged_binaries()]:
        with cluster(binaries, KEEPS, disk=disk) as found:
            server = found.start() if found else None
            if found is not None and server is not None and server.has_btree_gist():
                url = server.url_of(server.create_database())
                engine = create_engine(url)
                upgrade(engine)
                engine.dispose()
                yield found, url
                return
    cannot_run("no PostgreSQL with btree_gist that a test may stop")


def settings_on(url: str, folder: Path) -> Settings:
    """Settings of a server on that database which leaves mails to somebody else."""
    return Settings(
        data_dir=folder,
        database_url=url,
        secret_key="only for tests",
        password_hash_effort="test",
        deliver_in_server=False,
    )


def assert_kept_and_told_once(app: Flask, promised: list[int]) -> None:
    """Each promise is a booking, there is no other, nothing overlaps, and each mail arrives once."""
    with app.app_context(), mail_sink() as sink:
        session, now = db.session(), utc_now()
        assert_kept_once(session, promised)
        assert [finding.grade for finding in claim_findings(session, now=now)] == [Grade.GOOD]
        session.rollback()
        deliver_due(db.engine, SmtpSender(sink.url, "haus@example.org"))
        arrived = Counter(str(message_from_bytes(mail)["Message-ID"]).strip("<>") for mail in sink.mails)
        assert arrived == Counter(one.strip("<>") for one in session.scalars(select(OutboxRow.message_id)))
        db.session.remove()
        db.engine.dispose()
