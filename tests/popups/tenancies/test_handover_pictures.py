"""Pictures of handover protocols: added while it is open, seen by both sides, locked by the signatures."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from labspace.errors import Refused
from labspace.pictures.encoding import encode
from labspace.pictures.models import Picture
from labspace.popups.tenancies.actions.handover_pictures import MOST_PICTURES, picture_handover
from labspace.popups.tenancies.documents import handover_document
from labspace.popups.tenancies.queries import handovers_of
from labspace.popups.tenancies.records import HandoverPicture
from labspace.popups.tenancies.states import Direction
from tests.pictures.files import SVG, picture_bytes

WRITTEN = {"was0": "Theke", "zustand0": "good", "schluessel": "2"}
SIGNED = {"name-nutzende": "Alice A.", "name-haus": "Nora N."}


def picture_form(data: bytes, words: str = "Kratzer an der Theke") -> dict[str, Any]:
    return {"bild": (BytesIO(data), "theke.jpg"), "bildbeschreibung": words}


@pytest.fixture
def url(tenancy) -> str:
    return f"/team/bochum/pop-up/nutzungen/{tenancy.id}/uebergabe/einzug"


@pytest.fixture
def picture(session, cast, visit, url) -> Picture:
    """One picture of a protocol nobody has signed yet."""
    visit(cast.nora).post(url, WRITTEN)
    visit(cast.nora).post(url + "/bilder", picture_form(picture_bytes()))
    session.rollback()
    found: Picture = session.scalars(select(Picture)).one()
    return found


def test_both_sides_see_it_and_nobody_else(cast, visit, tenancy, url, picture) -> None:
    page = visit(cast.nora).get(url)
    assert "Kratzer an der Theke" in page.text
    assert f"/bilder/{picture.id}/klein" in visit(cast.alice).get(f"/pop-up/nutzungen/{tenancy.id}").text
    for person in (cast.alice, cast.nora, cast.ada):
        visit(person).get(f"/bilder/{picture.id}/gross")
    for stranger in (None, cast.bob, cast.charlie):
        visit(stranger).get(f"/bilder/{picture.id}/gross", expect=404)
    assert "Bild hinzugefügt" in visit(cast.alice).get(f"/pop-up/nutzungen/{tenancy.id}").words()


def test_the_team_takes_it_away_and_brings_it_back(cast, visit, url, picture) -> None:
    nora = visit(cast.nora)
    visit(cast.alice).post(f"/bilder/{picture.id}/entfernung", expect=403)
    assert nora.post(f"/bilder/{picture.id}/entfernung").location == url
    assert "Entfernt: Kratzer an der Theke" in nora.get(url).words()
    nora.post(f"/bilder/{picture.id}/wiederherstellung")
    nora.post(f"/bilder/{picture.id}/beschreibung", {"bildbeschreibung": "Tiefer Kratzer"})
    assert "Tiefer Kratzer" in nora.get(url).text


def test_signed_it_stays_as_it_is(session, cast, visit, url, picture) -> None:
    nora = visit(cast.nora)
    nora.post(url + "/unterschrift", SIGNED)
    page = nora.get(url)
    assert "Kratzer an der Theke" in page.text
    assert "Bild hinzufügen" not in page.words()
    told = nora.post(url + "/bilder", picture_form(picture_bytes()), expect=422)
    assert "unterschrieben und ändert sich nicht mehr" in told.words()
    for what in ("entfernung", "beschreibung", "wiederherstellung"):
        nora.post(f"/bilder/{picture.id}/{what}", {"bildbeschreibung": "anders"}, expect=403)
    session.expire_all()
    assert (picture.alternative, picture.removed_at) == ("Kratzer an der Theke", None)


def test_the_printed_protocol_names_it(session, cast, visit, app, tenancy, url, picture) -> None:
    with app.test_request_context():
        handover = handovers_of(session, tenancy.id)[Direction.IN]
        values = handover_document(tenancy, handover, []).values
    assert values["pictures"] == ["Bilder", "Bild 1: Kratzer an der Theke"]
    session.rollback()
    printed = visit(cast.alice).get(f"/pop-up/nutzungen/{tenancy.id}/uebergabe/einzug.pdf")
    assert printed.data.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("data", "words", "sentence"),
    [
        pytest.param(picture_bytes(), " ", "Bitte beschreiben Sie das Bild", id="without words"),
        pytest.param(SVG, "Theke", "Das ist kein Bild, das wir zeigen können.", id="no picture"),
        pytest.param(b"", "Theke", "Die Datei ist leer.", id="empty"),
    ],
)
def test_a_wrong_picture_is_refused_with_a_reason(
    session, cast, visit, url, data: bytes, words: str, sentence: str
) -> None:
    nora = visit(cast.nora)
    nora.post(url, WRITTEN)
    page = nora.post(url + "/bilder", picture_form(data, words), expect=422)
    assert sentence in page.words()
    assert "Theke" in page.text
    assert session.scalar(select(func.count(Picture.id))) == 0


def test_the_protocol_comes_first(session, cast, visit, url) -> None:
    nora = visit(cast.nora)
    assert "Ist das Protokoll gespeichert, können Sie Bilder hinzufügen." in nora.get(url).words()
    page = nora.post(url + "/bilder", picture_form(picture_bytes()), expect=422)
    assert "Bitte zuerst das Protokoll speichern" in page.words()
    assert session.scalar(select(func.count(HandoverPicture.picture_id))) == 0


def test_a_protocol_has_so_many_pictures_and_no_more(session, cast, now, visit, tenancy, url) -> None:
    visit(cast.nora).post(url, WRITTEN)
    small = encode(picture_bytes(size=(8, 8)))
    session.rollback()
    for number in range(MOST_PICTURES):
        words = f"Bild {number}"
        picture_handover(session, tenancy.id, Direction.IN, small, alternative=words, by=cast.nora, now=now)
        session.commit()
    with pytest.raises(Refused) as refused:
        picture_handover(session, tenancy.id, Direction.IN, small, alternative="x", by=cast.nora, now=now)
    assert refused.value.refusals[0].code == "handover_pictures_full"
    session.rollback()
    page = visit(cast.nora).get(url)
    assert "Mehr Bilder hat ein Protokoll nicht." in page.words()
