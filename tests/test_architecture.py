"""Imports point one way: a package imports only packages below it, a file only kinds of file below its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "labspace"

PACKAGES = (
    "charts", "documents", "outward", "notices", "locations", "accounts", "pictures", "spaces", "bookings", "houses", "plans", "defects",
    "busy",
    "visits", "context", "events", "popups", "ideas", "partners", "calendars", "caldav", "occupancy",
    "dashboards", "reports", "webhooks", "displays", "privacy", "front", "api", "transfer", "upkeep", "demo",
)  # fmt: skip
"""From the lowest to the highest (design.md, docs/adr/0015)."""

APART = ({"calendars", "occupancy", "privacy"},)
"""Packages that read what is below them and never each other."""

ASSEMBLING = {"__init__", "cli", "models", "schema", "wsgi", "server", "upkeep"}
"""What puts the packages together, or looks after the whole of them; no package imports it."""

KINDS = (
    {"states", "kinds", "features"},
    {"rules", "rates", "geometry", "spans"},
    {"models"},
    {"queries"},
    {"actions"},
    {"forms"},
    {"views", "staff"},
    {"cli"},
)
"""Kinds of file inside a package, lowest first; files of other names are placed by what they import."""

MODULES = sorted(path for path in ROOT.rglob("*.py") if "_home" not in path.parts)


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> Iterator[str]:
    """Every labspace module a file imports at run time; those for type checking do not count."""
    tree = ast.parse(path.read_text("utf-8"))
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "labspace":
            yield str(node.module)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "labspace")


def package_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_imports_only_what_lies_below_it(path: Path) -> None:
    own = package_of(name_of(path))
    if own in ASSEMBLING or own == "":
        return
    for module in imports(path):
        other = package_of(module)
        if other in ASSEMBLING or module == "labspace":
            pytest.fail(f"{name_of(path)} imports {module}, which assembles the whole")
        if other in PACKAGES and own not in PACKAGES:
            pytest.fail(f"the foundation {name_of(path)} imports the package {module}")
        if other in PACKAGES and own in PACKAGES:
            assert PACKAGES.index(other) <= PACKAGES.index(own), f"{name_of(path)} imports {module} above it"
            for group in APART:
                assert not (own != other and {own, other} <= group), (
                    f"{name_of(path)} imports {module} beside it"
                )


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_inside_a_package_a_file_imports_only_lower_kinds(path: Path) -> None:
    own = rank_of(name_of(path))
    for module in imports(path):
        if package_of(module) == package_of(name_of(path)) and own is not None:
            other = rank_of(module)
            assert other is None or other <= own, f"{name_of(path)} imports {module}, a higher kind of file"


def rank_of(module: str) -> int | None:
    names = set(module.split(".")[2:3])
    return next((rank for rank, kinds in enumerate(KINDS) if names & kinds), None)


def test_every_package_is_in_the_plan() -> None:
    found = {path.name for path in ROOT.iterdir() if (path / "__init__.py").exists()}
    assert found <= set(PACKAGES)
