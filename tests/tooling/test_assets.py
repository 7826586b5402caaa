"""The asset copy, on a small node_modules of its own."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tools.assets import AssetRefused, copy_assets

FONT = "@fonts/town/files/town.woff2"


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    package = tmp_path / "node_modules" / "@fonts" / "town"
    (package / "files").mkdir(parents=True)
    (package / "files" / "town.woff2").write_bytes(b"woff2")
    (package / "LICENSE").write_text("OFL", encoding="utf-8")
    return tmp_path / "node_modules"


def test_a_listed_file_is_delivered_with_its_licence_and_hash(modules: Path, tmp_path: Path) -> None:
    vendor = tmp_path / "vendor"
    manifest = copy_assets({"fonts/town.woff2": FONT}, modules=modules, vendor=vendor)

    assert (vendor / "fonts/town.woff2").read_bytes() == b"woff2"
    assert (vendor / "licences/fonts-town.txt").read_text(encoding="utf-8") == "OFL"
    assert manifest["fonts/town.woff2"] == hashlib.sha256(b"woff2").hexdigest()
    assert json.loads((vendor / "manifest.json").read_text(encoding="utf-8")) == manifest


def test_a_file_no_longer_listed_is_gone(modules: Path, tmp_path: Path) -> None:
    copy_assets({"old.woff2": FONT}, modules=modules, vendor=tmp_path / "vendor")
    copy_assets({"new.woff2": FONT}, modules=modules, vendor=tmp_path / "vendor")
    assert {path.name for path in (tmp_path / "vendor").glob("*.woff2")} == {"new.woff2"}


@pytest.mark.parametrize(
    ("source", "because"),
    [
        pytest.param(
            "@fonts/village/a.woff2", "@fonts/village is listed in .* not in package.json", id="package"
        ),
        pytest.param("@fonts/town/files/b.woff2", "not there: .*b.woff2", id="file"),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_copied(modules, tmp_path, source, because) -> None:
    with pytest.raises(AssetRefused, match=because):
        copy_assets({"x.woff2": source}, modules=modules, vendor=tmp_path / "vendor")
    assert not (tmp_path / "vendor").exists()


def test_a_package_without_a_licence_is_not_delivered(modules: Path, tmp_path: Path) -> None:
    (modules / "@fonts" / "town" / "LICENSE").unlink()
    with pytest.raises(AssetRefused, match="no licence file"):
        copy_assets({"town.woff2": FONT}, modules=modules, vendor=tmp_path / "vendor")
