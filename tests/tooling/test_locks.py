"""What is declared is what is pinned, and nothing says where it comes from."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.assets import package_of

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
EXTRAS = PROJECT["project"]["optional-dependencies"]
DECLARED = {
    "uv": GROUPS["uv"],
    "node": GROUPS["node"],
    "clients": GROUPS["clients"],
    "run": [*PROJECT["project"]["dependencies"], *GROUPS["setup"]],
    "dev": [*PROJECT["project"]["dependencies"], *EXTRAS["postgres"], *GROUPS["setup"], *GROUPS["dev"]],
}
PIN = re.compile(r"^(?P<name>[a-z0-9._-]+)==(?P<version>\S+)", re.MULTILINE)


def pinned(name: str) -> dict[str, str]:
    """The packages of a requirements file and their versions."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return {canonicalize_name(pin["name"]): pin["version"] for pin in PIN.finditer(text)}


def imported(*places: str) -> set[str]:
    """The top-level names that the Python files below these places import, own and standard ones left out."""
    own = {path.stem for path in ROOT.iterdir()} | set(sys.stdlib_module_names)
    names: set[str] = set()
    for path in (file for place in places for file in (ROOT / place).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names - own


@pytest.mark.parametrize(
    ("places", "declared"),
    [
        pytest.param(["labspace", "migrations"], [*DECLARED["run"], *EXTRAS["postgres"]], id="product"),
        pytest.param(["tests", "tools", "bench"], DECLARED["dev"], id="development"),
    ],
)
def test_each_imported_package_is_declared(places: list[str], declared: list[object]) -> None:
    packages = packages_distributions()
    names = {canonicalize_name(Requirement(text).name) for text in declared if isinstance(text, str)}
    undeclared = {
        module
        for module in imported(*places)
        if not names & {canonicalize_name(name) for name in packages.get(module, [module])}
    }
    assert not undeclared, f"declare in pyproject.toml, then make lock: {sorted(undeclared)}"


@pytest.mark.parametrize("name", DECLARED)
def test_each_declared_package_is_pinned_within_its_bounds(name: str) -> None:
    pins = pinned(name)
    for requirement in map(Requirement, (text for text in DECLARED[name] if isinstance(text, str))):
        version = pins.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is declared but not pinned: run make lock"
        assert requirement.specifier.contains(version), f"{requirement} is pinned to {version}: run make lock"


def test_developers_run_the_same_versions_as_everybody() -> None:
    assert pinned("run").items() <= pinned("dev").items()


def test_npm_packages_are_pinned_as_declared() -> None:
    declared = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for kind in ("dependencies", "devDependencies"):
        for name, version in declared.get(kind, {}).items():
            assert locked[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in package for path, package in locked.items() if path)


def test_only_packages_of_the_product_are_delivered() -> None:
    listed = json.loads((ROOT / "tools" / "assets.json").read_text(encoding="utf-8"))
    declared = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert {package_of(source) for source in listed.values()} == set(declared)


@pytest.mark.parametrize("path", [".npmrc", *(f"requirements/{name}.txt" for name in DECLARED)])
def test_no_file_names_a_registry(path: str) -> None:
    assert not re.search(r"https?://|index-url|\bregistry *=", (ROOT / path).read_text(encoding="utf-8"))


def test_the_npm_lock_does_not_say_where_packages_come_from() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text(encoding="utf-8")
