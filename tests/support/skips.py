"""What happens to a test whose machine lacks something."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest


def cannot_run(reason: str) -> NoReturn:
    """Skip the test with `reason`; fail it where LABSPACE_TEST_ALL=1 asks for all tests."""
    if os.environ.get("LABSPACE_TEST_ALL") == "1":
        pytest.fail(f"LABSPACE_TEST_ALL=1 allows no skip: {reason}", pytrace=False)
    pytest.skip(reason)
