"""Foreign files are read in a process of their own, which knows nothing and may do little."""

from __future__ import annotations

import subprocess
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from labspace.errors import Refused
from labspace.plans.tracing import apart
from labspace.plans.tracing.apart import Format, read_drawing, read_pdf_page
from labspace.plans.tracing.limits import MAX_BYTES, MAX_SIDE_PX
from tests.plans.tracing.drawn import floor, nested, pdf, pdf_with_script, written

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="30" height="20"/></svg>'


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    (refusal,) = refused.value.refusals
    return refusal.code


def test_both_formats_are_read() -> None:
    assert len(read_drawing(Format.SVG, SVG).lines) == 1
    assert len(read_drawing(Format.DXF, written(floor())).lines) == 10


@pytest.mark.parametrize(
    "data", [pytest.param(pdf(pages=2), id="plain"), pytest.param(pdf_with_script(), id="with a script")]
)
def test_a_page_of_a_pdf_is_a_picture(data: bytes) -> None:
    image = Image.open(BytesIO(read_pdf_page(data, 1)))
    assert image.format == "JPEG"
    assert max(image.size) <= MAX_SIDE_PX


@pytest.mark.parametrize(
    ("data", "page", "code"),
    [
        pytest.param(pdf(), 2, "pdf_page", id="a page that is not there"),
        pytest.param(pdf(password="geheim"), 1, "pdf_locked", id="locked"),
        pytest.param(pdf()[:300], 1, "pdf_broken", id="cut off"),
        pytest.param(b"%PDF-1.7 nothing", 1, "pdf_broken", id="rubbish"),
    ],
)
def test_bad_pdfs_are_refused_by_name(data: bytes, page: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_pdf_page(data, page)
    assert code_of(refused) == code


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        pytest.param(Format.SVG, b"", "file_empty", id="nothing"),
        pytest.param(Format.SVG, b" " * (MAX_BYTES + 1), "file_too_large", id="too large"),
        pytest.param(Format.SVG, b"<svg/>", "drawing_empty", id="no lines"),
        pytest.param(Format.SVG, b"<svg", "svg_broken", id="broken"),
        pytest.param(Format.DXF, written(nested(blocks=12, times=10)), "drawing_too_much", id="a bomb"),
    ],
)
def test_bad_drawings_are_refused_by_name(kind: Format, data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_drawing(kind, data)
    assert code_of(refused) == code


def test_the_reader_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LABSPACE_SECRET_KEY", "geheim")
    seen: dict[str, Any] = {}

    def run(*args: Any, **options: Any) -> subprocess.CompletedProcess[bytes]:
        seen.update(options)
        return subprocess.CompletedProcess(args, 0, b'{"layers":[["",false]],"lines":[[0,false,[[0,0],[1,1]]]],"labels":[],"metres_per_unit":null,"skipped":{}}', b"")  # fmt: skip

    monkeypatch.setattr(subprocess, "run", run)
    read_drawing(Format.SVG, SVG)
    assert not [name for name in seen["env"] if name.startswith("LABSPACE")]
    assert seen["timeout"] == apart.SECONDS


@pytest.mark.parametrize(
    ("ended", "code"),
    [
        pytest.param(-9, "drawing_too_much", id="killed by its limits"),
        pytest.param(-11, "drawing_too_much", id="crashed"),
        pytest.param(1, "dxf_broken", id="failed"),
    ],
)
def test_whatever_becomes_of_the_reader_the_server_answers(
    monkeypatch: pytest.MonkeyPatch, ended: int, code: str
) -> None:
    monkeypatch.setattr(
        subprocess, "run", lambda *args, **_options: subprocess.CompletedProcess(args, ended, b"", b"")
    )
    with pytest.raises(Refused) as refused:
        read_drawing(Format.DXF, b"x")
    assert code_of(refused) == code


def test_a_reader_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_args: Any, **_options: Any) -> None:
        raise subprocess.TimeoutExpired("reader", 60)

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(Refused) as refused:
        read_drawing(Format.SVG, SVG)
    assert code_of(refused) == "drawing_too_much"


def test_only_so_many_files_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "WAITING_SECONDS", 0)
    taken = [apart._TURNS.acquire(blocking=False) for _turn in range(2)]
    try:
        with pytest.raises(Refused) as refused:
            read_drawing(Format.SVG, SVG)
    finally:
        for _turn in taken:
            apart._TURNS.release()
    assert code_of(refused) == "readers_busy"
