"""Requests to other sites: what they may reach, and how much of an answer is taken."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any, BinaryIO

import pytest
import requests
from pydantic import ValidationError

from community.config import Settings
from community.core import outgoing
from community.core.outgoing import Unreachable, get, guard, is_outside, post
from tests.conftest import make_settings
from tests.elsewhere import Elsewhere, Page, elsewhere

METADATA = "http://169.254.169.254/latest/meta-data/"


@pytest.fixture
def site() -> Iterator[Elsewhere]:
    with elsewhere() as served:
        yield served


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of a test: this machine may be asked."""
    return make_settings(tmp_path, outgoing_to_this_machine=True)


@pytest.mark.parametrize(
    "address",
    "127.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 240.0.0.1"
    " 198.18.0.1 ::1 :: fe80::1%eth0 fd00::1 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 2002:7f00:1::"
    " 2001:db8::1".split(),
)
def test_addresses_that_are_not_outside(address: str) -> None:
    assert not is_outside(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_that_are_outside(address: str) -> None:
    assert is_outside(address)


def test_a_site_is_asked_and_answers(site: Elsewhere, settings: Settings) -> None:
    site.pages["/record"] = Page(b"{}", headers={"Content-Type": "Application/JSON; charset=utf-8"})
    answer = get(settings, f"{site.origin}/record", {"Accept": "application/json"})
    assert (answer.status, answer.media_type, answer.body) == (200, "application/json", b"{}")
    assert site.asked[0][2]["Accept"] == "application/json"
    assert get(settings, f"{site.origin}/nothing").status == 404
    post(settings, f"{site.origin}/token", {"grant_type": "client_credentials"})
    assert site.asked[-1][0] == "POST"
    assert site.asked[-1][3] == "grant_type=client_credentials"


def test_without_the_tests_setting_this_machine_cannot_be_asked(site: Elsewhere, tmp_path: Path) -> None:
    site.pages["/"] = Page(b"secret")
    strict = make_settings(tmp_path)
    for url in (f"{site.origin}/", METADATA, "https://localhost/", "https://127.0.0.1/", "https://[::1]/"):
        with pytest.raises(Unreachable):
            get(strict, url)
    assert not site.asked


@pytest.mark.parametrize(
    "target",
    [
        METADATA,
        "https://localhost/",
        "https://[::ffff:127.0.0.1]/",
        "https://10.0.0.1/",
        "file:///etc/passwd",
        "/loop",
    ],
)
def test_a_redirect_leads_nowhere_else(target: str, site: Elsewhere, settings: Settings) -> None:
    site.pages["/loop"] = Page(status=302, headers={"Location": target})
    with pytest.raises(Unreachable):
        get(settings, f"{site.origin}/loop")
    assert 1 <= len(site.asked) <= outgoing.MOST_REDIRECTS + 1


def test_a_redirect_on_the_way_is_followed(site: Elsewhere, settings: Settings) -> None:
    site.pages["/doi"] = Page(status=302, headers={"Location": "/record"})
    site.pages["/record"] = Page(b"found")
    assert get(settings, f"{site.origin}/doi").body == b"found"


def test_a_name_is_looked_up_once_and_no_part_of_its_answer_may_be_inside(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hostile name server stands in here: no real one of ours could answer for a public name."""
    looked_up: list[str] = []
    connected: list[Any] = []
    answer = ["93.184.215.14"]

    def look_up(host: str, *args: Any, **kwargs: Any) -> list[Any]:
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in answer]

    def connect(address: Any, *args: Any) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(outgoing, "create_connection", connect)
    with pytest.raises(Unreachable):
        get(settings, "https://rebinding.example/")
    assert looked_up == ["rebinding.example"]
    assert connected == [("93.184.215.14", 443)]  # the address that was judged, not the name again
    answer.append("127.0.0.1")
    with pytest.raises(Unreachable):
        get(settings, "https://rebinding.example/")
    assert len(connected) == 1


def test_an_answer_is_bounded_in_bytes(
    site: Elsewhere, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "MOST_BYTES", 100_000)
    site.pages["/fits"] = Page(b"x" * 100_000)
    site.pages["/large"] = Page(b"x" * 100_001)
    site.pages["/bomb"] = Page(gzip.compress(b"x" * 50_000_000), headers={"Content-Encoding": "gzip"})
    assert len(get(settings, f"{site.origin}/fits").body) == 100_000
    for path in ("/large", "/bomb"):
        with pytest.raises(Unreachable):
            get(settings, site.origin + path)


def test_an_answer_that_drips_is_given_up(
    site: Elsewhere, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "WHOLE_SECONDS", 0.3)
    given_up = Event()

    def drip(out: BinaryIO) -> None:
        try:
            while not given_up.wait(0.02):  # a byte of a header, for ever
                out.write(b"H")
        except OSError:
            given_up.set()

    site.pages["/drip"] = Page(write=drip)
    with pytest.raises(Unreachable):
        get(settings, f"{site.origin}/drip")
    assert given_up.wait(5)


def test_a_proxy_of_the_environment_is_not_asked(
    site: Elsewhere, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    site.pages["/"] = Page(b"direct")
    assert get(settings, f"{site.origin}/").body == b"direct"


def test_a_session_of_a_library_can_be_guarded(site: Elsewhere, settings: Settings, tmp_path: Path) -> None:
    site.pages["/"] = Page(b"hello")
    with requests.Session() as session:
        guard(session, settings)
        assert session.get(f"{site.origin}/").text == "hello"
        with pytest.raises(Unreachable):
            session.get(METADATA)
        guard(session, make_settings(tmp_path))
        with pytest.raises(Unreachable):
            session.get(f"{site.origin}/")


def test_production_never_asks_itself(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="for tests only"):
        make_settings(tmp_path, outgoing_to_this_machine=True, environment="production")
