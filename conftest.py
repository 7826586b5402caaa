"""Makes the fixtures of tests/support known to every test; the others are in tests/conftest.py."""

from __future__ import annotations

import os
import tempfile

import pytest

pytest_plugins = ["tests.support.fixtures"]


def pytest_configure(config: pytest.Config) -> None:
    """Commands and servers that tests start find compiled modules, also where none may lie beside the code.

    Compiling all of them anew is half the time such a process takes to start.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None) and "PYTHONPYCACHEPREFIX" not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="labspace-compiled-")
        os.environ["PYTHONPYCACHEPREFIX"] = folder.name
        config.add_cleanup(folder.cleanup)
