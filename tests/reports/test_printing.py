"""The PDF is made as a job: progress is seen, a killed process loses nothing, and the same report is the same bytes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from labspace.documents.typesetting import Document, DocumentFailed, pdf_of
from labspace.notices.jobs import run_waited_for
from labspace.reports import printing
from labspace.reports.actions import freeze
from labspace.reports.gathering.making import snapshot_of
from labspace.reports.models import Report
from labspace.reports.printing import LEASE, ask_print, make_waiting
from labspace.reports.queries import find_print, find_version
from labspace.reports.states import PrintState


def version_id(session: Session, report: Report) -> int:
    version = find_version(session, report.id, 1)
    assert version is not None
    return version.id


def state(session: Session, number: int) -> PrintState | None:
    session.rollback()
    made = find_print(session, number)
    return made.state if made else None


def test_the_page_tells_how_far_it_has_come_and_hands_it_out(app, session, cast, visit, report, now) -> None:
    nora = visit(cast.nora)
    address = f"/berichte/{report.id}/fassungen/1"
    assert "Noch hat niemand" in nora.get(f"{address}/druck").words()
    nora.get(f"{address}/bericht.pdf", expect=404)
    page = nora.post(f"{address}/druck")
    told = nora.get(page.location)
    assert "Schritt 1 von 3" in told.words()
    assert "Stand ansehen" in told.words()
    session.commit()
    run_waited_for(app)
    assert "Das PDF ist fertig" in nora.get(page.location).words()
    made = nora.get(f"{address}/bericht.pdf")
    assert made.data.startswith(b"%PDF-")
    assert (
        made.headers["Content-Disposition"] == f'inline; filename="bericht-{report.id}-fassung-1-entwurf.pdf"'
    )


def test_each_step_can_be_seen_by_others(session, cast, report, now, monkeypatch) -> None:
    number = version_id(session, report)
    seen: list[PrintState | None] = []

    def look(document: Document) -> bytes:
        seen.append(state(session, number))
        return pdf_of(document)

    monkeypatch.setattr(printing, "pdf_of", look)
    ask_print(session, number, now=now)
    session.commit()
    assert make_waiting(session, now) == 1
    assert (seen, state(session, number)) == ([PrintState.SETTING], PrintState.DONE)
    assert make_waiting(session, now) == 0


def test_what_a_killed_process_left_is_taken_up(session, cast, report, now, monkeypatch) -> None:
    number = version_id(session, report)

    def die(document: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(printing, "pdf_of", die)
    ask_print(session, number, now=now)
    session.commit()
    with pytest.raises(KeyboardInterrupt):
        make_waiting(session, now)
    session.rollback()
    monkeypatch.undo()
    assert make_waiting(session, now + LEASE - timedelta(seconds=1)) == 0
    assert make_waiting(session, now + LEASE) == 1
    assert state(session, number) is PrintState.DONE


def test_a_pdf_that_fails_says_so_and_can_be_tried_again(
    session, cast, visit, report, now, monkeypatch
) -> None:
    number = version_id(session, report)

    def fail(document: object) -> bytes:
        raise DocumentFailed("reports/report.typ: broken")

    monkeypatch.setattr(printing, "pdf_of", fail)
    ask_print(session, number, now=now)
    session.commit()
    assert make_waiting(session, now) == 0
    page = visit(cast.nora).get(f"/berichte/{report.id}/fassungen/1/druck")
    assert "nicht gelungen" in page.words()
    monkeypatch.undo()
    ask_print(session, number, now=now)
    session.commit()
    assert make_waiting(session, now) == 1


def test_the_pdf_of_a_frozen_version_is_made_once(
    session: Session, cast, report: Report, now: datetime
) -> None:
    version = find_version(session, report.id, 1)
    assert version is not None
    freeze(session, version.id, snapshot_of(session, version, now=now), edits=0, by=cast.nora, now=now)
    session.commit()
    ask_print(session, version.id, now=now)
    session.commit()
    make_waiting(session, now)
    made = find_print(session, version.id, with_body=True)
    assert made is not None
    body = made.body
    assert ask_print(session, version.id, now=now + timedelta(days=9)) is PrintState.DONE
    session.commit()
    again = find_print(session, version.id, with_body=True)
    assert again is not None
    assert again.body == body
