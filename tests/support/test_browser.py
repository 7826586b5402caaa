"""The browser fixtures on a small loopback site of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.support import axe, chromium
from tests.support.chromium import ARGUMENTS, NoChromium
from tests.support.skips import cannot_run
from tests.support.watch import Watch

pytestmark = pytest.mark.browser

CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
FRAME = (
    '<!doctype html><html lang="de"><title>Haus</title><link rel="icon" href="data:,"><main><h1>Haus</h1>{}'
)
PAGES = {
    "/": FRAME.format("<p>Willkommen</p>"),
    "/abgelehnt": FRAME.format("<p>Das ging nicht.</p>"),
    "/namenlos": FRAME.format("<button></button>"),
    "/inline": FRAME.format("<script>document.title = 'x'</script>"),
    "/fremd": FRAME.format('<img alt="" src="http://outside.invalid/x.png">'),
    "/luecke": FRAME.format('<img alt="" src="/fehlt.png">'),
}


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = PAGES.get(self.path)
        self.send_response(404 if page is None else 422 if self.path == "/abgelehnt" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if self.path != "/fremd":
            self.send_header("Content-Security-Policy", CSP + " data:")
        self.end_headers()
        self.wfile.write((page or "").encode())

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_good_page_passes_also_under_a_strict_csp(open_page, site) -> None:
    page = open_page(base_url=site)
    page.goto("/")
    assert page.title() == "Haus"
    axe.assert_accessible(page)


def test_a_refused_page_is_no_fault(open_page, site) -> None:
    answer = open_page(base_url=site).goto("/abgelehnt")
    assert answer.status == 422


def test_axe_names_a_button_without_a_name(open_page, site) -> None:
    page = open_page(base_url=site)
    page.goto("/namenlos")
    assert any(line.startswith("button-name (critical) at button:") for line in axe.findings(page))
    with pytest.raises(AssertionError, match="button-name"):
        axe.assert_accessible(page)


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        pytest.param("/inline", "Content Security Policy", id="inline script"),
        pytest.param("/fremd", "request to an outside host: http://outside.invalid/x.png", id="outside host"),
        pytest.param("/luecke", "404 for image", id="missing file"),
    ],
)
def test_a_fault_in_the_page_fails_the_test(browser, site, path, fault) -> None:
    context = browser.new_context()
    watch = Watch().over(context)
    context.new_page().goto(site + path, wait_until="networkidle")
    context.close()
    with pytest.raises(AssertionError, match=fault):
        watch.verify()


def test_the_packaged_browser_renders_with_its_own_libraries_and_fonts(browser, site) -> None:
    if not chromium.NPM_PACKAGE.is_dir():
        cannot_run("@sparticuz/chromium is not installed")
    packaged = chromium.packaged_chromium()
    other = browser.browser_type.launch(
        executable_path=packaged.executable, args=list(ARGUMENTS), env={**os.environ, **packaged.environment}
    )
    page = other.new_page(base_url=site)
    page.goto("/")
    heading = page.get_by_role("heading", name="Haus").bounding_box()
    axe.assert_accessible(page)
    other.close()
    assert heading is not None
    assert heading["height"] > 20


def test_a_named_browser_must_be_there(monkeypatch) -> None:
    monkeypatch.setenv("LABSPACE_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(NoChromium, match="/nowhere/chromium"):
        chromium.find_chromium()
