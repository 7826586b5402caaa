"""The town stands beside the figures of the same days and houses, with its sources, and claims to cause nothing."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from labspace.accounts.models import StaffRole
from labspace.context.actions import remove_series
from labspace.context.kinds import SeriesKind
from tests.context.test_actions import HEAD, make_series, take
from tests.context.test_beside import fill
from tests.dashboards.test_pages import rows_of
from tests.factories import Cast
from tests.support.statements import counted

OCTOBER = "/auslastung/uebersicht?zeitraum=24.10.2026–26.10.2026&haus=bochum"
BESIDE = "Das Umfeld in diesen Tagen"


def captions(page) -> list[str]:
    return [" ".join("".join(one.itertext()).split()) for one in page.all("caption")]


def test_the_town_stands_below_the_figures_of_the_same_days(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    fill(session, cast, now, "Brunnen")
    page = visit(cast.nora).get(OCTOBER)
    (caption,) = [one for one in captions(page) if one.startswith("Stadtlabor Bochum")]
    rows = rows_of(page, caption)
    passers = rows["Passantenfrequenz: Brunnen"]
    assert passers[-1] == "250"
    assert "an 1 vollständig gezählten von 3 Tagen" in passers[0]
    assert "keine Besuche des Hauses" in passers[0]
    assert "Quelle: Zählgerät (erfunden)" in passers[0]
    assert rows["Leerstandsquote: Brunnen"][-1] == "12,5 %"
    assert "Stand 01.01.2026 Erdgeschoss (Quelle: Begehung)" in rows["Leerstandsquote: Brunnen"][0]
    assert rows["Ereignis in der Stadt: Markt"][0] == "23.10.2026–24.10.2026"
    assert "Ereignis in der Stadt: Fest" not in rows
    assert "sagt nichts darüber, ob eines das andere bewirkt" in page.words()
    # Never mixed in: no row of the figures names the town.
    assert not [name for name in rows_of(page, "Kennzahlen des Zeitraums") if "Passant" in name]


def test_a_house_without_a_series_has_no_such_section(visit, session: Session, cast: Cast, now) -> None:
    nora = visit(cast.nora)
    assert BESIDE not in nora.get(OCTOBER).words()
    make_series(session, cast, now, SeriesKind.WEATHER, "Station")
    assert BESIDE not in nora.get(OCTOBER).words()
    assert BESIDE not in visit(cast.ada).get("/auslastung/uebersicht?zeitraum=2026-10&haus=witten").words()


def test_a_removed_series_is_gone_from_it(visit, session: Session, cast: Cast, now: datetime) -> None:
    weather = make_series(session, cast, now, SeriesKind.WEATHER, "Station")
    take(session, weather, "Datum;RSK\n24.10.2026;2,0\n", cast, now)
    nora = visit(cast.nora)
    assert "Wetter: Station" in nora.get(OCTOBER).words()
    remove_series(session, weather.id, by=cast.nora, now=now)
    session.commit()
    assert BESIDE not in nora.get(OCTOBER).words()


def test_passers_by_of_more_than_a_year_are_not_added_up(visit, session: Session, cast: Cast, now) -> None:
    fill(session, cast, now, "Brunnen")
    nora = visit(cast.nora)
    assert "Passantenfrequenz: Brunnen" in nora.get("/auslastung/uebersicht?zeitraum=2026").words()
    words = nora.get("/auslastung/uebersicht?zeitraum=01.01.2025–31.12.2026").words()
    assert "Passantenfrequenz: Brunnen" not in words
    assert "Leerstandsquote: Brunnen" in words
    assert "höchstens ein Jahr" in words


def test_the_town_asks_the_same_statements_however_much_there_is(
    visit, session: Session, cast: Cast, now: datetime
) -> None:
    session.add(StaffRole(user_id=cast.nora.id, location_id=cast.other_house.id))
    session.commit()
    nora, both = visit(cast.nora), "/auslastung/uebersicht?zeitraum=2026-10"

    def statements() -> int:
        nora.get(both)
        with counted(session) as asked:
            nora.get(both)
        return len(asked)

    without = statements()
    fill(session, cast, now, "Brunnen")
    once = statements()
    fill(session, cast, now, "Markt")
    for number in range(3):
        take(
            session,
            make_series(session, cast, now, name=f"Tor {number}"),
            f"{HEAD}{date(2026, 10, 5 + number):%d.%m.%Y} 09:00;7\n",
            cast,
            now,
        )
    assert statements() == once <= without + 5
