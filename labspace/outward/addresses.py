"""Pure: which addresses may be asked from here, and how one is shown without its secret."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import unquote, urljoin, urlsplit

from config import Network

LONGEST = 2000
_CARRYING_IPV4 = (IPv6Network("64:ff9b::/96"), IPv6Network("::ffff:0:0/96"), IPv6Network("::/96"))
"""Their last 32 bits are the IPv4 address that is reached in the end."""
_TUNNELS = (IPv6Network("2002::/16"), IPv6Network("2001::/32"), IPv6Network("64:ff9b:1::/48"))
_PORTS = {"http": 80, "https": 443}


class AddressRefused(ValueError):
    """An address nobody is asked at; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Address:
    """Where something lies outside; the secret in it is never printed."""

    scheme: str
    host: str
    port: int
    target: str
    """Path and query."""
    user: str = ""
    password: str = ""

    @property
    def is_safe(self) -> bool:
        return self.scheme == "https"

    @property
    def origin(self) -> tuple[str, str, int]:
        return self.scheme, self.host, self.port

    @property
    def host_and_port(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def __repr__(self) -> str:
        return f"<Address {self.scheme}://{self.host_and_port}/…>"


def address_of(text: str) -> Address:
    """The address a person typed or a server named; raises `AddressRefused`."""
    text = text.strip()
    if not text or len(text) > LONGEST or not text.isprintable() or any(sign.isspace() for sign in text):
        raise AddressRefused("not_an_address")
    if text.lower().startswith(("webcal://", "webcals://")):
        text = "https://" + text.partition("://")[2]
    try:
        parts = urlsplit(text)
        port, host = parts.port, _ascii(parts.hostname or "")
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        target.encode("ascii")
    except ValueError:
        raise AddressRefused("not_an_address") from None
    if parts.scheme not in _PORTS or not host or port == 0:
        raise AddressRefused("not_an_address")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if user and parts.scheme != "https":
        raise AddressRefused("password_in_the_clear")
    return Address(parts.scheme, host, port or _PORTS[parts.scheme], target, user, password)


def redirected(address: Address, location: str) -> Address:
    """Where a server sends on to: never from https to http; the password goes nowhere else."""
    here = f"{address.scheme}://{address.host_and_port}{address.target}"
    try:
        there = address_of(urljoin(here, location))
    except ValueError:
        raise AddressRefused("bad_redirect") from None
    if address.is_safe and not there.is_safe:
        raise AddressRefused("redirect_into_the_clear")
    if there.origin == address.origin and not there.user:
        return Address(*there.origin, there.target, address.user, address.password)
    return there


def shown(address: str) -> str:
    """An address for people: whose it is and how it ends; what is between is the secret."""
    try:
        parsed = address_of(address)
    except AddressRefused:
        return "…"
    return f"{parsed.scheme}://{parsed.host_and_port}/…{parsed.target[-4:]}"


def may_be_asked(address: str, *, networks: tuple[Network, ...]) -> bool:
    """Whether the machine with this resolved address may be asked: it is public, or in one of `networks`.

    What hides an IPv4 address in IPv6 is judged by the address that is reached in the end.
    """
    try:
        asked = _reached(ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    if asked is None:
        return False
    if any(asked.version == network.version and asked in network for network in networks):
        return True
    return asked.is_global and not (
        asked.is_private
        or asked.is_loopback
        or asked.is_link_local
        or asked.is_multicast
        or asked.is_reserved
        or asked.is_unspecified
        or any(asked in network for network in _NOT_PUBLIC if network.version == asked.version)
    )


_NOT_PUBLIC = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "fec0::/10",
        "100::/64",
    )
)
"""What older versions of Python count among the public ones."""


def _reached(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address | None:
    if isinstance(address, IPv4Address):
        return address
    if any(address in tunnel for tunnel in _TUNNELS):
        return None
    if any(address in network for network in _CARRYING_IPV4) and int(address) > 1:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def _ascii(host: str) -> str:
    return host.lower() if host.isascii() else host.encode("idna").decode("ascii")
