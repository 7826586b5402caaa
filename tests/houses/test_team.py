"""Who runs a house and what they may do there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.accounts.models import StaffRole, User
from labspace.errors import Refused
from labspace.houses.record.actions import take_back
from labspace.houses.record.models import HouseRecord
from labspace.houses.team.actions import role_in, set_role
from labspace.houses.team.kinds import TeamRole
from tests.factories import Cast
from tests.support.visit import Visitor

Visit = Callable[..., Visitor]


def give(
    session: Session,
    cast: Cast,
    user: User,
    role: TeamRole | None,
    *,
    expected: TeamRole | None,
    now: datetime,
) -> HouseRecord | None:
    record = set_role(session, cast.house.id, user.id, role, expected=expected, by=cast.nora, now=now)
    session.commit()
    return record


def test_somebody_with_an_account_joins_the_team(visit: Visit, session: Session, cast: Cast) -> None:
    nora, alice = visit(cast.nora), visit(cast.alice)
    alice.get("/team/bochum", expect=403)
    nora.post("/team/bochum/personen", {"mail": "ALICE@example.org", "rolle": "days"})
    assert "Alice" in nora.get("/team/bochum/personen").words()
    alice.get("/team/bochum")
    alice.get("/team/witten", expect=403)
    assert "Ins Team genommen: Alice" in nora.get("/team/bochum/aenderungen").words()


def test_the_team_runs_the_days_and_its_lead_keeps_the_house(
    visit: Visit, session: Session, cast: Cast, now: datetime
) -> None:
    give(session, cast, cast.alice, TeamRole.DAYS, expected=None, now=now)
    alice = visit(cast.alice)
    for url in ("haus", "personen", "aenderungen", "schliessungen"):
        alice.get(f"/team/bochum/{url}")
    for url in ("umzug", "dauerhafte-schliessung"):
        alice.get(f"/team/bochum/{url}", expect=403)
    for url in ("haus", "personen", "schliessungen", "umzug", "dauerhafte-schliessung"):
        alice.post(f"/team/bochum/{url}", expect=403)
    alice.post("/team/bochum/haus/listen", expect=403)
    alice.post("/team/bochum/wiedereroeffnung", expect=403)
    assert "Jemanden ins Team nehmen" not in alice.get("/team/bochum/personen").words()
    visit(cast.nora).post(f"/team/bochum/personen/{cast.alice.id}", {"rolle": "keeps", "bisher": "days"})
    alice.post("/team/bochum/haus/listen", {"zeigen": "nein"})


def test_a_role_is_taken_and_given_back(visit: Visit, session: Session, cast: Cast, now: datetime) -> None:
    give(session, cast, cast.alice, TeamRole.KEEPS, expected=None, now=now)
    nora = visit(cast.nora)
    nora.post(f"/team/bochum/personen/{cast.alice.id}", {"rolle": "", "bisher": "keeps"})
    visit(cast.alice).get("/team/bochum", expect=403)
    record = session.scalars(select(HouseRecord).order_by(HouseRecord.id.desc())).first()
    assert record is not None
    nora.post(f"/team/bochum/aenderungen/{record.id}/ruecknahme")
    assert role_in(session, cast.house.id, cast.alice.id) is TeamRole.KEEPS
    visit(cast.alice).get("/team/bochum")


@pytest.mark.parametrize(
    "form",
    [{"mail": ""}, {"mail": "niemand@example.org"}, {"mail": "alice@example.org", "rolle": "alles"}],
    ids=["no address", "no account", "no such role"],
)
def test_who_cannot_join_is_told_why(
    visit: Visit, session: Session, cast: Cast, form: dict[str, str]
) -> None:
    page = visit(cast.nora).post("/team/bochum/personen", {"rolle": "days", **form}, expect=422)
    assert "Bitte prüfen Sie Ihre Angaben" in page.words()
    assert session.scalar(select(func.count(StaffRole.id))) == 1


def test_an_account_that_is_locked_does_not_join(session: Session, cast: Cast, now: datetime) -> None:
    cast.alice.disabled_at = now
    session.commit()
    with pytest.raises(Refused) as refused:
        give(session, cast, cast.alice, TeamRole.DAYS, expected=None, now=now)
    session.rollback()
    assert refused.value.codes == {"person_locked_out"}


def test_nobody_changes_their_own_role(visit: Visit, session: Session, cast: Cast) -> None:
    nora = visit(cast.nora)
    answer = nora.post(f"/team/bochum/personen/{cast.nora.id}", {"rolle": "", "bisher": "keeps"})
    assert "Die eigene Rolle" in nora.get(answer.location).words()
    assert role_in(session, cast.house.id, cast.nora.id) is TeamRole.KEEPS


def test_two_people_never_overwrite_each_other(session: Session, cast: Cast, now: datetime) -> None:
    give(session, cast, cast.alice, TeamRole.DAYS, expected=None, now=now)
    first = give(session, cast, cast.alice, TeamRole.KEEPS, expected=TeamRole.DAYS, now=now)
    with pytest.raises(Refused) as refused:
        give(session, cast, cast.alice, None, expected=TeamRole.DAYS, now=now)
    session.rollback()
    assert refused.value.codes == {"role_changed_meanwhile"}
    give(session, cast, cast.alice, None, expected=TeamRole.KEEPS, now=now)
    assert first is not None
    with pytest.raises(Refused) as refused:
        take_back(session, first.id, by=cast.nora, now=now)
    session.rollback()
    assert refused.value.codes == {"changed_since"}


def test_a_second_time_changes_nothing(session: Session, cast: Cast, now: datetime) -> None:
    assert give(session, cast, cast.alice, TeamRole.DAYS, expected=None, now=now)
    assert give(session, cast, cast.alice, TeamRole.DAYS, expected=None, now=now) is None
    assert session.scalar(select(func.count(HouseRecord.id))) == 1


def test_only_the_houses_own_lead_changes_its_team(visit: Visit, cast: Cast) -> None:
    form = {"mail": "charlie@example.org", "rolle": "days"}
    visit(cast.alice).post("/team/bochum/personen", form, expect=403)
    visit(cast.nora).post("/team/witten/personen", form, expect=403)
    visit(cast.nora).get("/team/witten/personen", expect=403)
    visit(cast.nora).post("/team/bochum/personen/99999999999999999999", {"rolle": ""}, expect=404)
    visit(cast.ada).post("/team/witten/personen", form)


def test_the_team_of_the_days_is_offered_only_what_it_may_open(
    visit: Visit, session: Session, cast: Cast, now: datetime
) -> None:
    give(session, cast, cast.alice, TeamRole.DAYS, expected=None, now=now)
    alice, nora = visit(cast.alice), visit(cast.nora)

    def offered(to: Visitor) -> set[str]:
        page = to.get("/team/bochum")
        links = {str(link.get("href", "")).partition("?")[0] for link in page.all("a")}
        return {link for link in links if link.startswith("/team/bochum/")}

    kept = {f"/team/bochum/{name}" for name in ("oeffnungszeiten", "feiertage", "plaene", "preise", "tueren")}
    assert kept <= offered(nora)
    assert not kept & offered(alice)
    for link in offered(alice):
        alice.get(link)
    assert "Regeln festlegen" not in alice.get("/team/bochum/regeln").words()


def test_hours_rules_prices_and_plans_are_for_those_who_keep_the_house(
    visit: Visit, session: Session, cast: Cast, now: datetime
) -> None:
    give(session, cast, cast.alice, TeamRole.DAYS, expected=None, now=now)
    alice = visit(cast.alice)
    for page in ("oeffnungszeiten", "sonderoeffnungen", "feiertage", "stille-tage"):
        alice.get(f"/team/bochum/{page}", expect=403)
        alice.post(f"/team/bochum/{page}", expect=403)
    for page in ("preise", "regeln/festlegung", "plaene"):
        alice.get(f"/team/bochum/{page}", expect=403)
    for page in ("regeln/festlegung/haus", "plaene/entwurf", "plaene/leeres-blatt"):
        alice.post(f"/team/bochum/{page}", expect=403)
