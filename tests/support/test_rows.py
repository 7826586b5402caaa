"""What is counted is what was committed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import User
from tests.factories import Cast, make_user
from tests.support.rows import Rows


def test_only_what_was_committed_is_counted(session: Session, cast: Cast, now: datetime) -> None:
    session.commit()
    rows = Rows(session)
    before = rows.count()
    make_user(session, "Olga", now=now)
    session.rollback()
    assert rows.count() == before

    make_user(session, "Olga", now=now)
    session.commit()
    assert rows.count() == {**before, User.__tablename__: before[User.__tablename__] + 1}
