"""`labspace doctor` finds what is wrong, says what to do, and ends with 1 only where something must be done."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from config import Settings
from labspace.bookings.guards import ensure_guards
from labspace.db import db
from labspace.notices.models import Channel, OutboxRow
from labspace.occupancy.facts.models import FactCheck
from labspace.upkeep.backups.nightly import backup_findings
from labspace.upkeep.examining.cli import doctor
from labspace.upkeep.examining.contents import (
    claim_findings,
    clock_findings,
    fact_findings,
    queue_findings,
    schema_findings,
)
from labspace.upkeep.examining.findings import Finding, Grade
from labspace.upkeep.examining.surroundings import folder_findings, mail_findings, settings_findings
from tests.notices.sink import mail_sink
from tests.scene import Scene


def only(found: Iterable[Finding]) -> Finding:
    """The one finding there is."""
    (finding,) = found
    return finding


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_deployment_in_order_has_nothing_to_act_on(app: Flask, scene: Scene) -> None:
    result = app.test_cli_runner().invoke(doctor)
    assert result.exit_code == 0, result.output
    assert "Nothing to act on." in result.output
    assert "All guards are in force." in result.output


def test_trouble_ends_with_one_and_every_trouble_says_what_to_do(app: Flask, scene: Scene) -> None:
    app.extensions["labspace.settings"] = replace(
        app.extensions["labspace.settings"], base_url="http://haus.example", mail="smtp://127.0.0.1:1"
    )
    result = app.test_cli_runner().invoke(doctor)
    assert result.exit_code == 1
    told = result.output.splitlines()
    for number, line in enumerate(told):
        if line.startswith(("act", "look")):
            assert told[number + 1].strip().startswith("→"), line
    assert "thing(s) to act on." in result.output


def test_a_missing_guard_is_found(app: Flask, engine_name: str) -> None:
    with db.engine.begin() as connection:
        if engine_name == "sqlite":
            name = connection.scalar(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'claim%'")
            )
            connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("ALTER TABLE claim DROP CONSTRAINT ex_claim_overlap"))
    found = [finding for finding in schema_findings(db.engine) if finding.grade is Grade.TROUBLE]
    assert [finding.subject for finding in found] == ["guards"]
    assert "double bookings" in found[0].says
    with db.engine.begin() as connection:
        ensure_guards(connection)
    assert all(finding.grade is Grade.GOOD for finding in schema_findings(db.engine))


@pytest.mark.parametrize(
    ("minutes", "grade"),
    [
        pytest.param(0, Grade.GOOD, id="in order"),
        pytest.param(-60, Grade.TROUBLE, id="an hour back"),
    ],
)
def test_a_clock_that_was_set_back_is_found(
    session: Session, scene: Scene, now: datetime, minutes: int, grade: Grade, engine_name: str
) -> None:
    seen = now + timedelta(minutes=minutes)
    if engine_name == "postgresql":
        # The database's own clock is the real one, the test's stands still.
        real = session.scalar(text("SELECT now()"))
        assert real is not None
        assert only(clock_findings(session, now=real + timedelta(hours=1))).grade is Grade.TROUBLE
        return
    assert only(clock_findings(session, now=seen)).grade is grade


@pytest.fixture
def waiting(session: Session, now: datetime) -> OutboxRow:
    row = OutboxRow(
        channel=Channel.MAIL, topic="t", message_id="m", recipient="a@b.invalid",
        created_at=now - timedelta(hours=1), run_at=now, last_error="smtp: 451",
    )  # fmt: skip
    session.add(row)
    session.commit()
    return row


def test_mails_that_wait_too_long_are_told_with_the_last_answer(
    session: Session, waiting: OutboxRow, now: datetime
) -> None:
    found = only(queue_findings(session, now=now))
    assert (found.grade, "60 min" in found.says, "smtp: 451" in found.says) == (Grade.TROUBLE, True, True)
    waiting.last_error = ""
    session.commit()
    assert "labspace worker" in only(queue_findings(session, now=now)).do


def test_claims_that_overlap_are_found_though_a_guard_was_gone_only_once(
    session: Session, scene: Scene, now: datetime, engine_name: str
) -> None:
    assert only(claim_findings(session, now=now)).grade is Grade.GOOD
    if engine_name == "sqlite":
        names = session.scalars(
            text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'claim'")
        ).all()
        for name in names:
            session.execute(text(f"DROP TRIGGER {name}"))
        twice = "INSERT INTO claim (space_id, starts_at, ends_at, is_core, booking_id, blocking_id, hold_id)"
        later = "ends_at > " + str(int(now.timestamp()))
        session.execute(
            text(
                f"{twice} SELECT space_id, starts_at, ends_at, is_core, booking_id, blocking_id, hold_id"
                f" FROM claim WHERE is_core AND {later} LIMIT 1"
            )
        )
        found = only(claim_findings(session, now=now))
        assert (found.grade, found.says) == (Grade.TROUBLE, "2 claim(s) overlap others.")
        session.rollback()


def test_figures_that_differ_are_told(session: Session, scene: Scene, now: datetime) -> None:
    assert only(fact_findings(session, now=now)).grade is Grade.WARNING
    session.add(FactCheck(checked_at=now, compared=3, passed_over=0, found=0))
    session.flush()
    assert only(fact_findings(session, now=now)).grade is Grade.GOOD
    session.add(FactCheck(checked_at=now, compared=3, passed_over=0, found=2))
    session.flush()
    assert only(fact_findings(session, now=now)).grade is Grade.TROUBLE
    session.rollback()


@pytest.mark.parametrize(
    ("change", "grades"),
    [
        pytest.param({}, [Grade.WARNING], id="own machine"),
        pytest.param({"base_url": "http://haus.example"}, [Grade.TROUBLE, Grade.WARNING], id="no TLS"),
        pytest.param(
            {"base_url": "https://haus.example", "trusted_proxies": 1}, [Grade.TROUBLE], id="open cookies"
        ),
        pytest.param(
            {"base_url": "https://haus.example", "trusted_proxies": 1, "secure_cookies": True},
            [Grade.GOOD],
            id="in order",
        ),
    ],
)
def test_settings_that_would_hurt_are_told(change: dict[str, object], grades: list[Grade]) -> None:
    settings = replace(Settings(), **change)  # type: ignore[arg-type]
    assert [finding.grade for finding in settings_findings(settings)] == grades


def test_a_folder_that_cannot_be_written_is_trouble(tmp_path: Path) -> None:
    gone = replace(Settings(), data_dir=tmp_path / "gone")
    assert only(folder_findings(gone)).grade is Grade.TROUBLE
    key = tmp_path / "secret_key"
    key.write_text("x")
    key.chmod(0o644)
    told = [found.says for found in folder_findings(replace(Settings(), data_dir=tmp_path))]
    assert "Others may read the secret key." in told


def test_the_mail_server_is_greeted_and_nothing_is_sent() -> None:
    with mail_sink() as sink:
        assert only(mail_findings(replace(Settings(), mail=sink.url))).grade is Grade.GOOD
        assert sink.mails == []
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    found = only(mail_findings(replace(Settings(), mail=f"smtp://127.0.0.1:{port}")))
    assert (found.grade, "each once" in found.do) == (Grade.TROUBLE, True)


def test_an_old_backup_is_told(tmp_path: Path, now: datetime) -> None:
    settings = replace(Settings(), data_dir=tmp_path)
    assert only(backup_findings(replace(settings, backups="no"), now=now)).grade is Grade.WARNING
    assert only(backup_findings(settings, now=now)).grade is Grade.WARNING
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "labspace-2026-11-20.labspace").touch()
    assert only(backup_findings(settings, now=now)).grade is Grade.TROUBLE
    (folder / "labspace-2026-11-23.labspace").touch()
    assert only(backup_findings(settings, now=now)).grade is Grade.GOOD
