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


def shown_otherwise(reason: str, *, by: str) -> NoReturn:
    """Skip the test with `reason` wherever another one, `by`, shows the same by other means."""
    pytest.skip(f"{reason}; {by} shows it by other means")
