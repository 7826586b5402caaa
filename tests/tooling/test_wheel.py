"""A wheel holds all that a deployment needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.skips import cannot_run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    if not (ROOT / "static" / "vendor" / "manifest.json").exists():
        cannot_run("static/vendor is missing: run make setup")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
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
