"""Fetching against a real server on the loopback: conditions, limits, redirects, and what may not be asked."""

from __future__ import annotations

import gzip
import logging
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network
from threading import Event
from time import monotonic

import pytest

from labspace.busy.fetching import Fetched, Limits, NotFetched, fetch
from labspace.outward.addresses import AddressRefused, address_of, may_be_asked, redirected, shown
from tests.busy.small_server import SmallServer, running

LOOPBACK = Limits(seconds=5, networks=(ip_network("127.0.0.0/8"),))
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture(scope="module")
def running_server() -> Iterator[SmallServer]:
    with running() as server:
        yield server


@pytest.fixture
def server(running_server: SmallServer) -> SmallServer:
    running_server.asked.clear()
    return running_server


def brought(
    server: SmallServer, path: str, *, limits: Limits = LOOPBACK, etag: str = "", last_modified: str = ""
) -> Fetched:
    address = address_of(f"http://127.0.0.1:{server.port}{path}")
    return fetch(address, limits=limits, etag=etag, last_modified=last_modified)


def refused(server: SmallServer, path: str, *, limits: Limits = LOOPBACK) -> str:
    with pytest.raises(NotFetched) as problem:
        brought(server, path, limits=limits)
    return problem.value.code


def test_a_calendar_comes_with_what_to_ask_by_next_time(server: SmallServer) -> None:
    headers = {"ETag": '"a1"', "Last-Modified": "Mon, 23 Nov 2026 07:00:00 GMT"}
    server.says("/k.ics", body=CALENDAR, headers=headers)
    assert brought(server, "/k.ics") == Fetched(CALENDAR, '"a1"', headers["Last-Modified"])


def test_it_asks_by_what_it_knows_and_takes_no_for_an_answer(server: SmallServer) -> None:
    server.says("/k.ics", 304)
    assert brought(server, "/k.ics", etag='"a1"', last_modified="Mon, 23 Nov 2026 07:00:00 GMT") == Fetched(
        None
    )
    (_path, headers) = server.asked[0]
    assert headers["If-None-Match"] == '"a1"'
    assert headers["If-Modified-Since"] == "Mon, 23 Nov 2026 07:00:00 GMT"


@pytest.mark.parametrize(
    ("packing", "packed"),
    [("gzip", gzip.compress(CALENDAR, mtime=0)), ("deflate", zlib.compress(CALENDAR))],
    ids=["gzip", "deflate"],
)
def test_a_packed_calendar_is_unpacked(server: SmallServer, packing: str, packed: bytes) -> None:
    server.says("/k.ics", body=packed, headers={"Content-Encoding": packing})
    assert brought(server, "/k.ics").content == CALENDAR


def test_a_bomb_is_never_unfolded(server: SmallServer) -> None:
    server.says("/bomb", body=gzip.compress(b"x" * 50_000_000), headers={"Content-Encoding": "gzip"})
    assert refused(server, "/bomb") == "too_big"


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "sign_in_wanted"),
        (404, "gone"),
        (410, "gone"),
        (429, "asked_too_often"),
        (503, "server_error"),
        (418, "refused_by_server"),
    ],
)
def test_a_server_that_says_no_has_a_reason(server: SmallServer, status: int, code: str) -> None:
    server.says("/no", status)
    assert refused(server, "/no") == code


def test_a_server_may_ask_to_be_left_alone(server: SmallServer) -> None:
    server.says("/busy", 503, headers={"Retry-After": "7200"})
    with pytest.raises(NotFetched) as problem:
        brought(server, "/busy")
    assert problem.value.retry_after == 7200


def test_what_says_it_is_too_large_is_not_read(server: SmallServer) -> None:
    server.says("/large", headers={"Content-Length": "999999999"})
    assert refused(server, "/large") == "too_big"


def test_what_turns_out_too_large_is_left(server: SmallServer) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        for _ in range(200):
            request.wfile.write(b"x" * 65536)

    server.answers["/endless"] = answer
    assert refused(server, "/endless") == "too_big"


def test_what_is_cut_off_is_no_calendar(server: SmallServer) -> None:
    server.says("/short", body=CALENDAR, headers={"Content-Length": "400"})
    assert refused(server, "/short") == "cut_off"
    server.says("/torn", body=gzip.compress(CALENDAR)[:-8], headers={"Content-Encoding": "gzip"})
    assert refused(server, "/torn") == "cut_off"


@pytest.mark.parametrize("when", ["before the answer", "within the headers", "within the body"])
def test_who_keeps_us_waiting_is_left(server: SmallServer, when: str) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        if when == "within the headers":
            request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        elif when == "within the body":
            request.send_response(200)
            request.end_headers()
        while not server.over.wait(0.05):
            if when != "before the answer":
                request.wfile.write(b"X")
                request.wfile.flush()

    server.answers["/slow"] = drip
    began = monotonic()
    assert refused(server, "/slow", limits=Limits(seconds=0.4, networks=LOOPBACK.networks)) == "too_slow"
    assert monotonic() - began < 60


def test_a_name_that_is_never_resolved_is_left() -> None:
    waits = Event()

    def never(_host: str, _port: int) -> list[str]:
        waits.wait(60)
        return []

    with pytest.raises(NotFetched) as problem:
        fetch(address_of("https://haengt.example/k"), limits=Limits(seconds=0.2), resolver=never)
    waits.set()
    assert problem.value.code == "name_too_slow"


def test_redirects_are_followed_some_times(server: SmallServer) -> None:
    server.says("/a", 302, headers={"Location": "/b"})
    server.says("/b", 308, headers={"Location": f"http://127.0.0.1:{server.port}/k.ics"})
    server.says("/k.ics", body=CALENDAR)
    assert brought(server, "/a").content == CALENDAR
    server.says("/round", 301, headers={"Location": "/round"})
    assert refused(server, "/round") == "too_many_redirects"


def test_a_redirect_to_the_inside_is_not_followed(server: SmallServer) -> None:
    server.says("/a", 302, headers={"Location": "http://169.254.169.254/latest/meta-data"})
    assert refused(server, "/a") == "not_public"
    server.says("/b", 302, headers={"Location": "file:///etc/passwd"})
    assert refused(server, "/b") == "bad_redirect"
    server.says("/c", 302)
    assert refused(server, "/c") == "too_many_redirects"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "0x7f000001", "2130706433", "127.1"],
)
def test_the_own_machine_is_not_asked_unless_allowed(server: SmallServer, host: str) -> None:
    server.says("/k.ics", body=CALENDAR)
    with pytest.raises(NotFetched) as problem:
        fetch(address_of(f"http://{host}:{server.port}/k.ics"), limits=Limits(seconds=5))
    assert problem.value.code in {"not_public", "unknown_host"}
    assert server.asked == []


def test_a_name_with_one_address_inside_is_not_asked(server: SmallServer) -> None:
    with pytest.raises(NotFetched) as problem:
        fetch(
            address_of(f"http://kalender.example:{server.port}/k.ics"),
            resolver=lambda _host, _port: ["93.184.215.14", "127.0.0.1"],
            limits=Limits(seconds=1),
        )
    assert problem.value.code == "not_public"
    assert server.asked == []


def test_the_judged_address_is_the_one_connected_to(server: SmallServer) -> None:
    server.says("/k.ics", body=CALENDAR)
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    fetched = fetch(
        address_of(f"http://kalender.example:{server.port}/k.ics"),
        resolver=lambda _host, _port: next(answers),
        limits=LOOPBACK,
    )
    assert fetched.content == CALENDAR
    assert next(answers) == ["10.0.0.1"]


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "192.0.0.8", "192.168.1.1",
        "198.18.0.1", "203.0.113.5", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:10.0.0.1",
        "::7f00:1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fec0::1", "ff02::1", "2001:db8::1", "unsinn",
    ],
)  # fmt: skip
def test_an_address_inside_or_of_no_use_is_not_asked(address: str) -> None:
    assert not may_be_asked(address, networks=())


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2a00:1450:4001::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]
)
def test_a_public_address_is_asked(address: str) -> None:
    assert may_be_asked(address, networks=())


def test_an_allowed_network_is_asked_and_no_other() -> None:
    networks = (ip_network("10.1.0.0/16"), ip_network("fd12::/16"))
    assert may_be_asked("10.1.9.9", networks=networks)
    assert may_be_asked("::ffff:10.1.9.9", networks=networks)
    assert may_be_asked("fd12::5", networks=networks)
    assert not may_be_asked("10.2.0.1", networks=networks)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_an_address"),
        ("ftp://kalender.example/k", "not_an_address"),
        ("https://", "not_an_address"),
        ("https://kalender.example:0/k", "not_an_address"),
        ("https://kalender.example:99999/k", "not_an_address"),
        ("https://kalender.example/k\r\nX: y", "not_an_address"),
        ("https://kalender.example/übersicht", "not_an_address"),
        ("http://alice:geheim@kalender.example/k", "password_in_the_clear"),
    ],
)
def test_what_is_no_address_is_refused(text: str, code: str) -> None:
    with pytest.raises(AddressRefused) as problem:
        address_of(text)
    assert problem.value.code == code


def test_webcal_means_https_and_umlauts_in_names_are_understood() -> None:
    assert address_of("webcal://kalender.example/k.ics").is_safe
    assert address_of("https://münchen.example/k").host == "xn--mnchen-3ya.example"


def test_a_password_stays_with_its_server_and_never_goes_into_the_clear() -> None:
    home = address_of("https://alice:geheim@kalender.example/k")
    assert redirected(home, "/anders").password == "geheim"
    assert redirected(home, "https://anderswo.example/k").password == ""
    with pytest.raises(AddressRefused) as problem:
        redirected(home, "http://kalender.example/k")
    assert problem.value.code == "redirect_into_the_clear"


def test_a_secret_is_neither_shown_nor_logged(server: SmallServer, caplog: pytest.LogCaptureFixture) -> None:
    secret = "https://alice:geheim@kalender.example/dav/abcdefghij?token=xyz"
    assert shown(secret) == "https://kalender.example/…=xyz"
    assert "geheim" not in repr(address_of(secret))
    assert "abcdefghij" not in repr(address_of(secret))
    server.says("/geheimer-pfad", 503)
    with caplog.at_level(logging.DEBUG):
        code = refused(server, "/geheimer-pfad")
    assert "geheimer-pfad" not in caplog.text + code
