"""How soon a phone can use the public plan of 300 spaces and 2 000 elements: `python -m bench.phone`.

A headless Chromium with a phone's screen comes for the first time, with nothing kept, over a slow mobile network and
with a quarter of this machine's speed – the profile Lighthouse measures phones with. What is measured runs from
the beginning of the navigation to the end of the frame in which the plan has answered an arrow key, once taps are
taken by the page's scripts too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import select

from bench.large_plan import HEIGHT_M, WIDTH_M, large_document
from bench.server import serving
from config import Settings
from labspace import create_app
from labspace.accounts.models import User
from labspace.db import db
from labspace.demo.loading import load_houses
from labspace.demo.people import TEAM, load_people
from labspace.locations.house_file import Texts
from labspace.plans.actions import save_draft, start_empty_draft
from labspace.plans.publishing.actions import publish_draft
from labspace.schema import upgrade
from labspace.times import utc_now
from tests.support.chromium import ARGUMENTS, NoChromium, find_chromium

PROMISED_MS = 1000
TIMES = 5
HOUSE, LEVEL = "bochum", 9
PORT = 5274
PAGE = f"/standorte/{HOUSE}"
PHONE: Mapping[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "de-DE",
}
SLOWER = 4
NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
"""Milliseconds to and fro; bytes a second."""

WATCH = """() => {
  const painted = (done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now());
    port2.postMessage(null);
  });
  const plan = () => [...document.querySelectorAll("[data-plan]")].find((one) => one.querySelectorAll("a.space").length >= 300);
  const look = () => {
    const found = plan();
    if (!found || found.querySelector(".plan__tools")?.hidden !== false || !document.querySelector(".house--live")) return setTimeout(look, 5);
    const first = found.querySelector("a.space");
    first.focus({ preventScroll: true });
    first.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
    if (document.activeElement === first) throw new Error("the plan did not answer");
    painted((at) => { window.answered = at; console.debug("answered"); });
  };
  look();
}"""
FIGURES = """() => {
  const [page] = performance.getEntriesByType("navigation");
  const files = performance.getEntriesByType("resource");
  return {
    answered: window.answered,
    html: page.responseEnd,
    painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0,
    page_bytes: page.transferSize,
    bytes: files.reduce((sum, one) => sum + one.transferSize, page.transferSize),
    requests: files.length + 1,
    files: files.map((one) => [one.name.replace(/.*\\/|\\?.*/g, ""), Math.round(one.startTime), Math.round(one.responseEnd), one.transferSize]),
  };
}"""


def main() -> None:
    """Print the median and the worst of five first visits."""
    try:
        chromium = find_chromium()
    except NoChromium as missing:
        sys.exit(f"No browser to measure with: {missing}")
    with (
        TemporaryDirectory(prefix="labspace-phone-") as name,
        _site(Path(name)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=chromium.executable,
            args=list(ARGUMENTS),
            env={**os.environ, **chromium.environment},
        )
        _visit(browser, address)
        found = [_visit(browser, address) for _ in range(TIMES)]
        browser.close()
    _print(found)


def _visit(browser: Browser, address: str) -> dict[str, Any]:
    """One first visit; its times in milliseconds, its bytes as they came over the wire."""
    context = browser.new_context(base_url=address, **PHONE)
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("Network.enable")
    device.send("Network.emulateNetworkConditions", NETWORK)
    device.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(f"({WATCH})()")
    # Whoever asks the page whether it is ready takes a phone's time for that: the page says so itself.
    with page.expect_console_message(lambda said: said.text == "answered", timeout=60_000):
        page.goto(PAGE, wait_until="commit")
    found: dict[str, Any] = page.evaluate(FIGURES)
    context.close()
    return found


def _print(found: list[dict[str, Any]]) -> None:
    for name, text in (
        ("html", "the page is there"),
        ("painted", "something is painted"),
        ("answered", "the plan answers"),
    ):
        took = sorted(one[name] for one in found)
        late = name == "answered" and median(took) > PROMISED_MS
        verdict = f"  more than {PROMISED_MS} ms" if late else ""
        print(f"{text:28}{median(took):8.0f} ms{took[-1]:8.0f} ms at worst{verdict}", flush=True)
    last = found[-1]
    print(
        f"{'over the wire':28}{last['bytes'] / 1000:8.1f} kB in {last['requests']} requests, the page itself {last['page_bytes'] / 1000:.1f} kB"
    )
    if "--files" in sys.argv:
        for name, begun, ended, size in last["files"]:
            print(f"  {name:26}{begun:8} –{ended:6} ms{size / 1000:8.1f} kB")
    print(f"load of this machine {os.getloadavg()[0]:.1f}")


@contextmanager
def _site(folder: Path) -> Iterator[str]:
    """The real server with the demonstration houses, one of them with the large floor."""
    url = f"sqlite:///{folder / 'labspace.sqlite3'}"
    app = create_app(Settings(data_dir=folder, database_url=url, secret_key="bench", deliver_in_server=False))
    with app.app_context():
        _publish()
        db.session.remove()
        db.engine.dispose()
    with serving(database_url=url, folder=folder, port=PORT) as server:
        yield f"http://127.0.0.1:{server.port}"


def _publish() -> None:
    upgrade(db.engine)
    session, now = db.session(), utc_now()
    houses = load_houses(session)
    load_people(session, houses, now=now)
    house = next(house for house in houses if house.slug == HOUSE)
    person = session.scalars(select(User).where(User.email == TEAM.email)).one()
    session.commit()
    draft = start_empty_draft(
        session, house.id, level=LEVEL, name=Texts("Großraum", "Open space"), width_m=WIDTH_M, height_m=HEIGHT_M,
        by=person, now=now,
    )  # fmt: skip
    save_draft(session, draft.id, large_document(slug=HOUSE, level=LEVEL), expected_version=draft.version, by=person, now=now)  # fmt: skip
    today = now.astimezone(house.zone).date()
    publish_draft(session, draft.id, starts_on=today, expected_version=draft.version, seen="", decisions={}, by=person, now=now)  # fmt: skip
    session.commit()


if __name__ == "__main__":
    main()
