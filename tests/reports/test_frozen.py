"""What is frozen stays: the database itself refuses to change or delete it, and its digest can be checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from labspace.db import db
from labspace.errors import Refused
from labspace.ideas.kinds import MoneySource, MoneyStep
from labspace.reports.actions import Wanted, begin_version, discard, freeze, save_texts
from labspace.reports.canonical import canonical, digest_of
from labspace.reports.cli import reports
from labspace.reports.gathering.making import snapshot_of
from labspace.reports.guards import FROZEN, missing_kept
from labspace.reports.models import Report, ReportVersion
from labspace.reports.queries import final_versions, find_version
from labspace.schema import SchemaOutdated, check, upgrade
from tests.factories import Cast


def frozen(session: Session, report: Report, cast: Cast, now: datetime) -> ReportVersion:
    """The first version of the report, frozen with one text."""
    version = find_version(session, report.id, report.versions[-1].number if report.versions else 1)
    assert version is not None
    save_texts(session, version.id, {"results": Wanted("Zwei Läden.", 0)}, by=cast.nora, now=now)
    session.commit()
    freeze(session, version.id, snapshot_of(session, version, now=now), edits=1, by=cast.nora, now=now)
    session.commit()
    return version


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("UPDATE report_version SET content = '{}'", id="another content"),
        pytest.param("UPDATE report_version SET digest = 'x'", id="another digest"),
        pytest.param(
            "UPDATE report_version SET state = 'draft', content = NULL, final_at = NULL, digest = ''",
            id="a draft again",
        ),
        pytest.param("DELETE FROM report_version", id="no version"),
        pytest.param("UPDATE report_text SET text = 'Drei Läden.'", id="another text"),
        pytest.param("DELETE FROM report_text", id="no text"),
        pytest.param(
            "INSERT INTO report_text (version_id, field, text, revision, changed_by_id, changed_at)"
            " SELECT version_id, 'measures', 'x', 1, changed_by_id, changed_at FROM report_text",
            id="one text more",
        ),
        pytest.param("DELETE FROM report", id="no report"),
    ],
)
def test_the_database_refuses(
    session: Session, cast: Cast, now: datetime, report: Report, change: str
) -> None:
    version = frozen(session, report, cast, now)
    content = version.content
    with pytest.raises(DBAPIError) as refused:
        session.execute(text(change))
    session.rollback()
    assert (
        FROZEN in str(refused.value)
        or "FOREIGN KEY" in str(refused.value)
        or "foreign key" in str(refused.value)
    )
    (one,) = final_versions(session)
    assert one[2:] == (digest_of(one[3]), content)


def test_a_draft_may_still_be_changed_and_deleted(
    session: Session, cast: Cast, now: datetime, report: Report
) -> None:
    frozen(session, report, cast, now)
    draft = begin_version(session, report.id, correction="Ein Laden fehlte.", by=cast.nora, now=now)
    session.commit()
    save_texts(session, draft.id, {"results": Wanted("Drei Läden.", 1)}, by=cast.nora, now=now)
    session.commit()
    discard(session, draft.id)
    session.commit()
    assert [number for _report, number, _digest, _content in final_versions(session)] == [1]


def test_a_program_without_the_guards_does_not_start(session: Session, cast: Cast) -> None:
    engine = db.engine
    session.commit()
    trigger = (
        "report_version_kept_delete"
        if engine.dialect.name == "sqlite"
        else "report_version_kept ON report_version"
    )
    with engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER {trigger}"))
        assert len(missing_kept(connection)) == 1
    with pytest.raises(SchemaOutdated, match="report_version_kept"):
        check(engine)
    upgrade(engine)
    check(engine)


def test_what_was_counted_stays_though_the_house_changes_afterwards(
    session: Session, cast: Cast, now: datetime, report: Report
) -> None:
    version = frozen(session, report, cast, now)
    cast.house.name = "Ganz anderes Haus"
    session.commit()
    told = snapshot_of(session, version, now=now + timedelta(days=400))
    assert told.houses[0].name != "Ganz anderes Haus"
    assert canonical(told) == version.content


def test_frozen_twice_or_by_a_draft_that_changed_is_refused(
    session: Session, cast: Cast, now: datetime, report: Report
) -> None:
    version = find_version(session, report.id, 1)
    assert version is not None
    snapshot = snapshot_of(session, version, now=now)
    with pytest.raises(Refused) as refused:
        freeze(session, version.id, snapshot, edits=7, by=cast.nora, now=now)
    assert refused.value.codes == {"report_changed_meanwhile"}
    freeze(session, version.id, snapshot, edits=0, by=cast.nora, now=now)
    session.commit()
    with pytest.raises(Refused) as again:
        freeze(session, version.id, snapshot, edits=0, by=cast.nora, now=now)
    assert again.value.codes == {"report_already_final"}


def test_a_correction_names_every_figure_field_and_row_that_differs(
    session: Session, cast: Cast, now: datetime, report: Report, pay: Callable[..., object]
) -> None:
    first = frozen(session, report, cast, now)
    pay(MoneySource.OWN, MoneyStep.PAID, 100_000, now.date())
    pay(MoneySource.PUBLIC_GRANT, MoneyStep.GRANTED, 250_000, now.date())
    draft = begin_version(session, report.id, correction="Fördermittel fehlten.", by=cast.nora, now=now)
    session.commit()
    version = find_version(session, report.id, draft.number)
    assert version is not None
    told = snapshot_of(session, version, now=now)
    assert (told.corrects, told.correction) == (first.digest, "Fördermittel fehlten.")
    changes = {(one.part, one.what): (one.before, one.after) for one in told.changes}
    (leverage,) = [
        pair
        for (part, what), pair in changes.items()
        if part == "Kennzahlen" and what.startswith("K25 Fördermittelhebel,")
    ]
    assert leverage == ("k. A.", "2,50 € je €")
    money = [pair for (part, _what), pair in changes.items() if part == "Fördermittel"]
    assert sorted(money) == [("fehlte", "1.000,00\u00a0€"), ("fehlte", "2.500,00\u00a0€")]
    assert not [part for part, _what in changes if part in {"Texte", "Veranstaltungen", "Methode"}]


def test_the_command_finds_what_does_not_fit_its_checksum(
    app: Flask, session: Session, cast: Cast, now: datetime, report: Report
) -> None:
    frozen(session, report, cast, now)
    answer = app.test_cli_runner().invoke(reports, ["verify"])
    assert (answer.exit_code, answer.output) == (0, "1 frozen version(s), every checksum fits.\n")
    session.rollback()
    with db.engine.begin() as connection:
        on_postgres = connection.dialect.name == "postgresql"
        off = (
            "ALTER TABLE report_version DISABLE TRIGGER report_version_kept"
            if on_postgres
            else "DROP TRIGGER report_version_kept_update"
        )
        connection.execute(text(off))
        connection.execute(text("UPDATE report_version SET content = '{}'"))
    session.rollback()
    answer = app.test_cli_runner().invoke(reports, ["verify"])
    assert (answer.exit_code, "version 1: the checksum does not fit" in answer.output) == (1, True)
    with db.engine.begin() as connection:
        if on_postgres:
            connection.execute(text("ALTER TABLE report_version ENABLE TRIGGER report_version_kept"))
