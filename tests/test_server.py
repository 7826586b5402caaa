"""The server's own address, which mails and calendar links name when no other is set."""

from __future__ import annotations

import pytest

from labspace.server import own_address


@pytest.mark.parametrize(
    ("host", "address"),
    [
        pytest.param("127.0.0.1", "http://127.0.0.1:8080", id="this machine"),
        pytest.param("0.0.0.0", "http://127.0.0.1:8080", id="all addresses"),
        pytest.param("::", "http://[::1]:8080", id="all addresses, IPv6"),
        pytest.param("2001:db8::1", "http://[2001:db8::1]:8080", id="an IPv6 address"),
        pytest.param("plan.example.org", "http://plan.example.org:8080", id="a name"),
    ],
)
def test_names_where_the_server_is_reached(host: str, address: str) -> None:
    assert own_address(host, 8080) == address
