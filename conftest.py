"""Makes the fixtures of tests/support known to every test; the others are in tests/conftest.py."""

pytest_plugins = ["tests.support.fixtures"]
