"""The team's pages of tracing: a picture laid and scaled, drawings looked at and taken over, bad files in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labspace.locations.house_file import Texts
from labspace.plans.actions import discard_draft, save_draft, start_empty_draft
from labspace.plans.models import PlanDraft
from labspace.plans.tracing.actions import bring_drawing, sweep
from labspace.plans.tracing.dxf import read_dxf
from labspace.plans.tracing.models import ForeignDrawing, PlanUnderlay
from labspace.plans.tracing.queries import underlay_of
from labspace.plans.tracing.svg import read_svg
from tests.factories import Cast
from tests.pictures.files import HEIC, HTML, picture_bytes, png_bomb
from tests.plans.tracing.drawn import floor, nested, pdf, written
from tests.support.statements import counted
from tests.support.visit import XHTML, Page, Visitor

Visit = Callable[..., Visitor]
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="120mm" viewBox="0 0 120 80"><script>alert(1)</script>'
    b'<g id="Wand"><path d="M0 0H120V80H0z"/></g>'
    b'<g id="Tische"><rect x="10" y="10" width="16" height="8"/><rect x="40" y="10" width="16" height="8"/></g></svg>'
)


@pytest.fixture
def draft(session: Session, cast: Cast, now: datetime) -> PlanDraft:
    """An empty sheet of 12 by 9 metres."""
    made = start_empty_draft(
        session, cast.house.id, level=0, name=Texts("EG", "GF"), width_m=12, height_m=9, by=cast.nora, now=now
    )
    session.commit()
    return made


@pytest.fixture
def url(draft: PlanDraft) -> str:
    return f"/team/bochum/plaene/entwurf/{draft.id}"


def file(name: str, data: bytes, **more: str) -> dict[str, Any]:
    return {name: (BytesIO(data), f"{name}.bin"), **more}


def lay(nora: Visitor, url: str, data: bytes | None = None, *, expect: int = 303, **more: str) -> Page:
    picture = picture_bytes("PNG", size=(1200, 800)) if data is None else data
    return nora.post(f"{url}/vorlage", file("bild", picture, **more), expect=expect)


def scale(**changed: str) -> dict[str, str]:
    return {
        "ax": "100", "ay": "100", "bx": "1100", "by": "100", "laenge": "10", "lage": "waagerecht", "x": "1", "y": "1",
        "stand": "1", **changed,
    }  # fmt: skip


def lying(session: Session, draft: PlanDraft) -> PlanUnderlay:
    session.expire_all()
    found = underlay_of(session, draft.id)
    assert found is not None
    return found


def bring(nora: Visitor, url: str, data: bytes = SVG) -> str:
    """Upload a drawing; the address of its page."""
    return nora.post(f"{url}/zeichnungen", file("zeichnung", data), expect=303).location


@pytest.fixture
def waiting(session: Session, cast: Cast, draft: PlanDraft, url: str, now: datetime) -> Callable[..., str]:
    """Let a drawing wait that was read here, without the process that reads what is uploaded; its address."""

    def put(data: bytes = SVG) -> str:
        sheet = read_svg(data) if data.startswith(b"<svg") else read_dxf(data)
        drawing = bring_drawing(
            session, draft.id, sheet, file_name="eg", is_on_paper=data == SVG, by=cast.nora, now=now
        )
        session.commit()
        return f"{url}/zeichnungen/{drawing.id}"

    return put


def chosen(page: Page, **changed: str) -> dict[str, str]:
    """What the form of a drawing would send as it stands."""
    form = next(one for one in page.all("form") if one.get("action", "").endswith("/uebernahme"))
    sent = {one.get("name", ""): one.get("value", "") for one in form.iter(f"{XHTML}input")}
    for select_ in form.iter(f"{XHTML}select"):
        options = list(select_.iter(f"{XHTML}option"))
        sent[select_.get("name", "")] = next(
            (one.get("value", "") for one in options if one.get("selected") is not None),
            options[0].get("value", ""),
        )
    return {**sent, **changed}


def test_a_picture_is_laid_under_the_draft_made_anew(
    session: Session, cast: Cast, visit: Visit, draft: PlanDraft, url: str
) -> None:
    nora = visit(cast.nora)
    lay(nora, url, picture_bytes("JPEG", size=(4000, 2000)))
    underlay = lying(session, draft)
    assert (underlay.width_px, underlay.height_px, underlay.is_scaled) == (3200, 1600, False)
    page = nora.get(f"{url}/vorlage")
    assert "Noch ohne Maßstab" in page.words()
    (image,) = [one for one in page.all("img") if "/vorlage/bild" in one.get("src", "")]
    answer = nora.get(image.get("src", ""))
    assert (answer.headers["Content-Type"], answer.data[:4], answer.data[8:12]) == (
        "image/webp",
        b"RIFF",
        b"WEBP",
    )
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    nora.get(f"{url}/vorlage/bild", expect=304, headers={"If-None-Match": answer.headers["ETag"]})


def test_a_page_of_a_pdf_is_laid_too(
    session: Session, cast: Cast, visit: Visit, draft: PlanDraft, url: str
) -> None:
    nora = visit(cast.nora)
    lay(nora, url, pdf(pages=2), pdfseite="2")
    underlay = lying(session, draft)
    assert underlay.width_px > underlay.height_px
    assert "Das PDF hat 2 Seiten" in lay(nora, url, pdf(pages=2), pdfseite="3", expect=422).text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "Bitte wählen Sie eine Datei|Die Datei ist leer", id="nothing"),
        pytest.param(png_bomb(10_000, 10_000), "50 Millionen Bildpunkte", id="a hundred megapixels"),
        pytest.param(picture_bytes("PNG")[:400], "beschädigt", id="cut off"),
        pytest.param(HTML, "JPEG, PNG oder WebP", id="a web page"),
        pytest.param(HEIC, "HEIC", id="a picture of a telephone"),
        pytest.param(SVG, "JPEG, PNG oder WebP", id="an SVG"),
        pytest.param(b"%PDF-1.7 rubbish", "Das PDF ist beschädigt", id="a broken PDF"),
        pytest.param(pdf(password="x"), "mit einem Kennwort geschützt", id="a locked PDF"),
    ],
)
def test_bad_pictures_are_refused_in_words(
    session: Session, cast: Cast, visit: Visit, url: str, data: bytes, words: str
) -> None:
    page = lay(visit(cast.nora), url, data, expect=422)
    assert any(word in page.text for word in words.split("|"))
    assert session.scalar(select(func.count(PlanUnderlay.id))) == 0


def test_two_points_give_it_its_scale(
    session: Session, cast: Cast, visit: Visit, draft: PlanDraft, url: str
) -> None:
    nora = visit(cast.nora)
    lay(nora, url)
    nora.post(f"{url}/vorlage/massstab", scale())
    underlay = lying(session, draft)
    assert underlay.laid.metres_per_pixel == pytest.approx(0.01)
    assert (underlay.at_x, underlay.at_y) == pytest.approx((0, 0))
    assert "12,00 × 8,00 m" in nora.get(f"{url}/vorlage").words()
    page = nora.get(f"{url}/vorlage/massstab")
    (image,) = [one for one in page.document.iter() if str(one.tag).endswith("}image")]
    assert image.get("transform") == "matrix(0.01 0 0 0.01 0 0)"


def test_a_click_sets_a_point_and_loses_nothing(cast: Cast, visit: Visit, url: str) -> None:
    nora = visit(cast.nora)
    lay(nora, url)
    sent = {
        "laenge": "4,25",
        "lage": "senkrecht",
        "punkt": "a",
        "groesse": "0",
        "klick.x": "450",
        "klick.y": "300",
    }
    page = nora.get(nora.post(f"{url}/vorlage/massstab", sent, expect=303).location)
    values = {one.get("name"): one.get("value") for one in page.all("input") if one.get("type") != "radio"}
    # 900 pixels of the page show 1200 of the picture.
    assert (values["ax"], values["ay"], values["bx"], values["laenge"]) == ("600", "400", "", "4,25")
    checked = {one.get("value") for one in page.all("input") if one.get("checked") is not None}
    assert checked == {"b", "senkrecht"}


def test_enter_in_a_field_is_no_click(
    session: Session, cast: Cast, visit: Visit, draft: PlanDraft, url: str
) -> None:
    nora = visit(cast.nora)
    lay(nora, url)
    nora.post(f"{url}/vorlage/massstab", scale(**{"klick.x": "0", "klick.y": "0"}))
    assert lying(session, draft).is_scaled


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        pytest.param({"bx": "105", "by": "105"}, "zu nah beieinander", id="one point twice"),
        pytest.param({"laenge": "0"}, "von 10 cm bis 500 m", id="no length"),
        pytest.param({"laenge": ""}, "Länge der Strecke", id="length left out"),
        pytest.param({"ax": "", "ay": "x"}, "auf das Bild klicken", id="a point left out"),
        pytest.param({"bx": "120", "laenge": "500"}, "Bitte prüfen Sie die Länge", id="kilometres"),
    ],
)
def test_a_bad_scale_is_told_and_what_was_typed_stays(
    session: Session,
    cast: Cast,
    visit: Visit,
    draft: PlanDraft,
    url: str,
    changed: dict[str, str],
    words: str,
) -> None:
    nora = visit(cast.nora)
    lay(nora, url)
    page = nora.post(f"{url}/vorlage/massstab", scale(**changed), expect=422)
    assert words in page.text
    assert not lying(session, draft).is_scaled


def test_two_people_do_not_move_it_unseen(
    session: Session, cast: Cast, visit: Visit, draft: PlanDraft, url: str
) -> None:
    nora = visit(cast.nora)
    lay(nora, url)
    nora.post(f"{url}/vorlage/massstab", scale())
    page = nora.post(f"{url}/vorlage/massstab", scale(laenge="7"), expect=409)
    assert "inzwischen verschoben" in page.text
    assert lying(session, draft).laid.metres_per_pixel == pytest.approx(0.01)
    # Now that it was seen, the same form may be sent again.
    nora.post(f"{url}/vorlage/massstab", scale(laenge="7", stand="2"))
    assert lying(session, draft).laid.metres_per_pixel == pytest.approx(0.007)


def test_every_change_can_be_taken_back(
    session: Session, cast: Cast, visit: Visit, draft: PlanDraft, url: str
) -> None:
    nora = visit(cast.nora)
    lay(nora, url)
    nora.post(f"{url}/vorlage/massstab", scale())
    nora.post(f"{url}/vorlage/massstab/ruecknahme", {"stand": "2"})
    assert not lying(session, draft).is_scaled
    nora.post(f"{url}/vorlage/massstab/ruecknahme", {"stand": "3"})
    assert lying(session, draft).is_scaled
    first = lying(session, draft).id
    nora.post(f"{url}/vorlage/entfernung", {"stand": "4"})
    assert underlay_of(session, draft.id) is None
    nora.get(f"{url}/vorlage/bild", expect=404)
    nora.post(f"{url}/vorlage/rueckkehr")
    assert lying(session, draft).id == first
    lay(nora, url)
    assert lying(session, draft).id != first
    nora.post(f"{url}/vorlage/rueckkehr")
    assert lying(session, draft).id == first


def test_a_picture_taken_away_is_deleted_after_a_day(
    session: Session, cast: Cast, visit: Visit, url: str, now: datetime
) -> None:
    nora = visit(cast.nora)
    lay(nora, url)
    nora.post(f"{url}/vorlage/entfernung", {"stand": "1"})
    assert sweep(session, now=now + timedelta(hours=23)) == 0
    assert sweep(session, now=now + timedelta(hours=25)) == 1
    session.commit()
    assert session.scalar(select(func.count(PlanUnderlay.id))) == 0
    nora.post(f"{url}/vorlage/rueckkehr")
    assert "Dieses Bild gibt es nicht mehr" in nora.get(f"{url}/vorlage").words()


def test_layers_are_shown_with_what_they_probably_are(
    cast: Cast, visit: Visit, url: str, waiting: Callable[..., str]
) -> None:
    nora = visit(cast.nora)
    page = nora.get(waiting())
    sent = chosen(page)
    assert (sent["einheit"], sent["massstab"], sent["ebene-0"], sent["ebene-1"]) == ("datei", "50", "innenwaende", "tische")  # fmt: skip
    words = page.words()
    assert "1 Skript; es wurde nicht ausgeführt" in words
    assert "6,00 × 4,00 m" in words


def test_what_would_run_or_be_fetched_is_told_after_the_upload(
    cast: Cast, visit: Visit, url: str, waiting: Callable[..., str]
) -> None:
    wild = SVG.replace(
        b'<g id="Tische">',
        b'<image href="http://a.example/x.png"/><use href="//a.example/y.svg#a"/><g id="Tische" onclick="alert(2)">',
    )
    address = waiting(wild)
    words = visit(cast.nora).get(address).words()
    assert "In der Datei, aber nicht gelesen" in words
    assert "2 Skripte; sie wurden nicht ausgeführt" in words
    assert "2 Verweise auf andere Dateien; sie wurden nicht verfolgt" in words
    told = visit(cast.nora, language="en").get(address)
    assert "a.example" not in told.text
    assert "alert(" not in told.text


def test_a_preview_is_an_address_and_changes_nothing(
    session: Session, cast: Cast, visit: Visit, draft: PlanDraft, url: str, waiting: Callable[..., str]
) -> None:
    nora = visit(cast.nora)
    address = waiting()
    sent = chosen(
        nora.get(address),
        massstab="100",
        **{"ebene-0": "umriss", "ebene-1": "arbeitsplaetze", "vorschau": "1"},
    )
    preview = nora.get(nora.post(f"{address}/uebernahme", sent, expect=303).location)
    assert "12,00 × 8,00 m" in preview.words()
    assert (chosen(preview)["massstab"], chosen(preview)["ebene-1"]) == ("100", "arbeitsplaetze")
    session.expire_all()
    assert draft.version == 1


def test_a_drawing_is_taken_over_as_one_step(
    session: Session, cast: Cast, visit: Visit, draft: PlanDraft, url: str
) -> None:
    nora = visit(cast.nora)
    address = bring(nora, url)
    sent = chosen(nora.get(address), massstab="100", **{"ebene-0": "umriss", "ebene-1": "arbeitsplaetze"})
    assert nora.post(f"{address}/uebernahme", sent, expect=303).location == url
    session.expire_all()
    assert draft.document["drawing"]["outline"] == [[1, 1], [13, 1], [13, 9], [1, 9]]
    assert [space["id"] for space in draft.document["spaces"]] == ["bochum-desk-03", "bochum-desk-04"]
    assert draft.document["placements"][0]["shape"] == [[2, 2], [3.6, 2], [3.6, 2.8], [2, 2.8]]
    assert (draft.version, draft.document["width_m"]) == (2, 14)
    drawing = session.scalars(select(ForeignDrawing)).one()
    assert (drawing.accepted_version, drawing.body) == (2, None)
    nora.post(f"{url}/schritt-zurueck", {"stand": "2"})
    session.expire_all()
    assert draft.document["drawing"]["outline"] == []
    assert draft.document["spaces"] == []
    nora.get(address, expect=404)
    assert "übernommen" in nora.get(f"{url}/vorlage").words()


def test_a_dxf_with_layers_is_taken_over(
    session: Session, cast: Cast, visit: Visit, draft: PlanDraft, url: str, waiting: Callable[..., str]
) -> None:
    nora = visit(cast.nora)
    address = waiting(written(floor()))
    page = nora.get(address)
    sent = chosen(page)
    assert sent["einheit"] == "mm"
    assert "ausgeblendet" in page.words()
    nora.post(f"{address}/uebernahme", {**sent, "x": "0", "y": "0"})
    session.expire_all()
    drawing = draft.document["drawing"]
    assert [len(drawing[name]) for name in ("outer_walls", "inner_walls", "areas", "furniture")] == [
        1,
        1,
        2,
        2,
    ]
    assert [one["name"]["de"] for one in drawing["areas"]] == ["Büro West", "Büro Ost"]


def test_who_draws_meanwhile_loses_nothing(
    session: Session,
    cast: Cast,
    visit: Visit,
    draft: PlanDraft,
    url: str,
    now: datetime,
    waiting: Callable[..., str],
) -> None:
    nora = visit(cast.nora)
    address = waiting()
    sent = chosen(nora.get(address))
    document = json.loads(json.dumps(draft.document))
    document["drawing"]["inner_walls"].append([[1, 1], [2, 2]])
    save_draft(session, draft.id, document, expected_version=1, by=cast.ada, now=now)
    session.commit()
    page = nora.post(f"{address}/uebernahme", sent, expect=409)
    assert "hat diesen Entwurf inzwischen geändert" in page.text
    session.expire_all()
    assert draft.version == 2
    nora.post(f"{address}/uebernahme", chosen(page))
    session.expire_all()
    assert len(draft.document["drawing"]["inner_walls"]) == 2


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        pytest.param({"einheit": ""}, "in welcher Einheit", id="no unit"),
        pytest.param({"einheit": "parsec"}, "aus der Liste", id="an odd unit"),
        pytest.param({"einheit": "breite", "breite": ""}, "wie breit das Gewählte", id="no width"),
        pytest.param({"massstab": "0"}, "Zahl von 1 bis", id="no scale"),
        pytest.param({"einheit": "m", "massstab": "100"}, "Einheit und Maßstab", id="kilometres"),
        pytest.param({"ebene-0": "nichts", "ebene-1": "nichts"}, "was daraus wird", id="nothing chosen"),
        pytest.param({"ebene-0": "boden"}, "aus der Liste", id="an odd role"),
    ],
)
def test_a_bad_choice_is_told_and_stays(
    session: Session,
    cast: Cast,
    visit: Visit,
    draft: PlanDraft,
    url: str,
    changed: dict[str, str],
    words: str,
    waiting: Callable[..., str],
) -> None:
    nora = visit(cast.nora)
    address = waiting()
    sent = chosen(nora.get(address), x="7,5", **changed)
    page = nora.post(f"{address}/uebernahme", sent, expect=422)
    assert words in page.text
    assert chosen(page)["x"] == "7,5"
    session.expire_all()
    assert draft.version == 1


def test_a_known_width_stands_for_the_unit(
    session: Session, cast: Cast, visit: Visit, draft: PlanDraft, url: str, waiting: Callable[..., str]
) -> None:
    nora = visit(cast.nora)
    address = waiting(SVG.replace(b'width="120mm" ', b""))
    first = nora.get(address)
    assert chosen(first)["einheit"] == ""
    assert "So sähe der Entwurf aus" not in first.words()
    sent = chosen(first, einheit="breite", breite="24", **{"ebene-0": "umriss", "ebene-1": "nichts"})
    nora.post(f"{address}/uebernahme", sent)
    session.expire_all()
    assert draft.document["drawing"]["outline"][2] == [25, 17]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "Bitte wählen Sie eine Datei|Die Datei ist leer", id="nothing"),
        pytest.param(b"PK\x03\x04", "weder SVG noch DXF", id="an archive"),
        pytest.param(picture_bytes(), "weder SVG noch DXF", id="a picture"),
        pytest.param(HTML, "beschädigt|kein SVG", id="a web page"),
        pytest.param(b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>', "Entitäten", id="entities"),
        pytest.param(b"AC1027", "DWG-Datei", id="a DWG"),
        pytest.param(b"0\nSECTION\n", "beschädigt oder abgeschnitten", id="cut off"),
        pytest.param(written(nested(blocks=12, times=10)), "faltet sich beim Lesen", id="a bomb"),
        pytest.param(b"\x1f\x8b\x08", "Komprimiertes SVG", id="compressed"),
    ],
)  # fmt: skip
def test_bad_drawings_are_refused_in_words(
    session: Session, cast: Cast, visit: Visit, url: str, data: bytes, words: str
) -> None:
    page = visit(cast.nora).post(f"{url}/zeichnungen", file("zeichnung", data), expect=422)
    assert any(word in page.text for word in words.split("|"))
    assert session.scalar(select(func.count(ForeignDrawing.id))) == 0


def test_only_a_few_drawings_wait(
    session: Session, cast: Cast, visit: Visit, url: str, now: datetime, waiting: Callable[..., str]
) -> None:
    nora = visit(cast.nora)
    addresses = [waiting() for _turn in range(6)]
    assert session.scalar(select(func.count(ForeignDrawing.id))) == 5
    nora.get(addresses[0], expect=404)
    nora.post(f"{addresses[5]}/verwerfung")
    nora.get(addresses[5], expect=404)
    assert sweep(session, now=now + timedelta(days=8)) == 4


def test_a_closed_draft_takes_nothing(
    session: Session,
    cast: Cast,
    visit: Visit,
    draft: PlanDraft,
    url: str,
    now: datetime,
    waiting: Callable[..., str],
) -> None:
    nora = visit(cast.nora)
    lay(nora, url)
    address = waiting()
    sent = chosen(nora.get(address))
    discard_draft(session, draft.id, by=cast.nora, now=now)
    session.commit()
    lay(nora, url, expect=409)
    nora.post(f"{url}/vorlage/massstab", scale(), expect=409)
    nora.post(f"{address}/uebernahme", sent, expect=409)
    assert "ändert sich nicht mehr" in nora.get(f"{url}/vorlage").words()


def test_only_the_team_of_the_house_traces(
    cast: Cast, visit: Visit, url: str, waiting: Callable[..., str]
) -> None:
    nora = visit(cast.nora)
    lay(nora, url)
    address = waiting()
    for person in (cast.alice, cast.charlie):
        for page in (f"{url}/vorlage", f"{url}/vorlage/bild", f"{url}/vorlage/massstab", address):
            visit(person).get(page, expect=403)
        visit(person).post(f"{address}/uebernahme", expect=403)


def test_pages_cost_the_same_however_much_waits(
    session: Session, cast: Cast, visit: Visit, url: str, waiting: Callable[..., str]
) -> None:
    nora = visit(cast.nora)
    with counted(session) as few:
        nora.get(f"{url}/vorlage")
    lay(nora, url)
    for _turn in range(3):
        waiting()
    with counted(session) as many:
        nora.get(f"{url}/vorlage")
    assert len(many) <= len(few) + 1
