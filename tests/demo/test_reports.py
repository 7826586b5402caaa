"""The demonstration has a report to look at, and says that it is invented."""

from __future__ import annotations

from sqlalchemy import select

from labspace.demo.loading import load_houses
from labspace.demo.people import load_people
from labspace.demo.reports import PROGRAMME, load_report
from labspace.reports.models import Report, ReportText


def test_there_is_a_draft_about_two_houses(session, now) -> None:
    load_people(session, load_houses(session), now=now)
    session.commit()
    load_report(session, now=now)
    session.commit()
    (report,) = session.scalars(select(Report)).all()
    assert (report.programme, [house.slug for house in report.houses]) == (PROGRAMME, ["bochum", "herne"])
    assert report.first_on <= now.date() <= report.last_on
    assert all("Frei erfunden" in text.text for text in session.scalars(select(ReportText)))


def test_without_people_there_is_none(session, now) -> None:
    load_houses(session)
    session.commit()
    load_report(session, now=now)
    assert session.scalars(select(Report)).all() == []
