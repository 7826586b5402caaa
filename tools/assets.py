"""Copies what tools/assets.json names from node_modules to static/vendor.

The file maps a path below static/vendor to a path below node_modules; an asset is one line there.
Beside the assets lie the licence of each package they come from and `manifest.json`, the SHA-256 of each.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[1]


class AssetRefused(Exception):
    """An asset that may not or cannot be delivered; the text says which and why."""


def package_of(source: str) -> str:
    """The npm package a path below node_modules belongs to: `axe-core`, `@scope/name`."""
    parts = PurePosixPath(source).parts
    return "/".join(parts[:2] if source.startswith("@") else parts[:1])


def licence_of(package: Path) -> Path:
    """The licence file of an installed npm package."""
    for found in sorted(package.iterdir()):
        if found.is_file() and found.name.lower().startswith(("license", "licence", "copying", "ofl")):
            return found
    raise AssetRefused(f"{package.name} has no licence file, so it may not be delivered.")


def copy_assets(listed: dict[str, str], *, modules: Path, vendor: Path) -> dict[str, str]:
    """Fill `vendor` anew with exactly the listed files and their licences; return path → SHA-256."""
    wanted = {target: modules / source for target, source in listed.items()}
    for package in sorted({package_of(source) for source in listed.values()}):
        if not (modules / package).is_dir():
            raise AssetRefused(f"{package} is listed in tools/assets.json but not in package.json.")
        wanted[f"licences/{package.replace('/', '-').lstrip('@')}.txt"] = licence_of(modules / package)
    if missing := [str(source) for source in wanted.values() if not source.is_file()]:
        raise AssetRefused(f"Listed in tools/assets.json but not there: {', '.join(missing)}")
    shutil.rmtree(vendor, ignore_errors=True)
    vendor.mkdir(parents=True)
    manifest = {}
    for target, source in sorted(wanted.items()):
        (vendor / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, vendor / target)
        manifest[target] = hashlib.sha256(source.read_bytes()).hexdigest()
    (vendor / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    return manifest


def main() -> int:
    listed = json.loads((ROOT / "tools" / "assets.json").read_text(encoding="utf-8"))
    try:
        copy_assets(listed, modules=ROOT / "node_modules", vendor=ROOT / "static" / "vendor")
    except AssetRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
