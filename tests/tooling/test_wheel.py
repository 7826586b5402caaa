"""A wheel holds all that a deployment needs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin
from zipfile import ZipFile

import pytest

from tests.support.serve import free_port
from tests.support.skips import cannot_run

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 240
"""Seconds that anything may take on a loaded machine."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (ROOT / "static" / "vendor" / "manifest.json").exists():
        cannot_run("static/vendor is missing: run make setup")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def contents(wheel: Path) -> set[str]:
    with ZipFile(wheel) as file:
        return set(file.namelist())


@pytest.mark.parametrize("name", ["templates", "static", "migrations"])
def test_the_home_is_inside_the_package(contents: set[str], name: str) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", name], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    assert tracked
    assert {f"labspace/_home/{path}" for path in tracked} <= contents


def test_settings_assets_and_english_are_inside(contents: set[str]) -> None:
    assert "labspace/_home/config.py" in contents
    assert "labspace/_home/static/vendor/manifest.json" in contents
    assert "labspace/translations/en/LC_MESSAGES/messages.mo" in contents


def test_nothing_lies_beside_the_package(contents: set[str]) -> None:
    assert {path.partition("/")[0] for path in contents} == {"labspace", "labspace-0.1.0.dist-info"}


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment with the wheel in it; the packages it needs are those at hand."""
    folder = tmp_path_factory.mktemp("fresh") / "venv"
    run([sys.executable, "-m", "venv", str(folder)])
    python = folder / "bin" / "python"
    run([str(python), "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel)])
    (place,) = folder.glob("lib/python*/site-packages")
    # Behind the environment's own packages, so that labspace is the wheel's.
    (place / "needed.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    return folder / "bin"


@pytest.fixture(scope="module")
def site(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A deployment served from the wheel as operations.md says, without Node and far from the sources."""
    home, port = tmp_path_factory.mktemp("home"), free_port()
    environment = {
        "PATH": f"{installed}:/usr/bin:/bin",
        "HOME": str(home),
        "LANG": os.environ.get("LANG", "C.UTF-8"),
        "LABSPACE_DATA_DIR": str(home / "data"),
        "LABSPACE_WORKERS": "1",
        "LABSPACE_DELIVER_IN_SERVER": "no",
    }
    run(["labspace", "db", "upgrade"], cwd=home, env=environment)
    where = run(
        [str(installed / "python"), "-c", "import labspace; print(labspace.__file__)"],
        cwd=home,
        env=environment,
    )
    assert str(installed.parent) in where
    server = subprocess.Popen(
        ["labspace", "serve", "--port", str(port)],
        cwd=home,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}/"
        wait_for(f"{address}healthz")
        yield address
    finally:
        server.terminate()
        server.wait(PATIENCE)


def run(command: list[str], *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=env, check=False, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def fetch(address: str) -> tuple[str, str]:
    """Type and text of an answer; raises unless it is a 200."""
    with urllib.request.urlopen(address, timeout=60) as answer:
        assert answer.status == 200
        return answer.headers["Content-Type"], answer.read().decode("utf-8", "replace")


def wait_for(address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fetch(address)
        except urllib.error.URLError:
            assert time.monotonic() < deadline, f"{address} does not answer"
            time.sleep(0.1)
        else:
            return


def test_a_fresh_environment_serves_pages_with_all_their_files(site: str) -> None:
    fetched: dict[str, str] = {}
    waiting = [site, urljoin(site, "anmeldung"), urljoin(site, "api/v1/docs"), urljoin(site, "readyz")]
    while waiting:
        address = waiting.pop()
        if address in fetched:
            continue
        kind, text = fetch(address)
        fetched[address] = kind.partition(";")[0]
        if "text/html" in kind:
            named = re.findall(
                r'(?:<link[^>]+href|<script[^>]+src|<img[^>]+src|<use[^>]+href)="([^"#]+)', text
            )
            waiting += [urljoin(address, one) for one in named if not one.startswith("data:")]
        elif "text/css" in kind:
            named = re.findall(r'url\(["\']?([^"\')#]+)', text)
            waiting += [urljoin(address, one) for one in named if not one.startswith("data:")]
        elif "javascript" in kind:
            named = re.findall(r'^import [^"]*"([^"]+)"', text, re.MULTILINE)
            waiting += [urljoin(address, one) for one in named]
    assert {"text/html", "text/css", "text/javascript", "font/woff2"} <= set(fetched.values())
    assert all(one.startswith(site) for one in fetched)
