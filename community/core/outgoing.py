"""The one way out: requests to other sites, none of which can lead into the operator's own network.

Where an address comes from a setting, from a member or from another site's redirect, the answer must not become a
way to read what only this machine reaches (server-side request forgery; OWASP ASVS 5.0.0, 1.3.6 and 13.2.4). Every
connection, those of redirects included, is made to an address that was looked up, judged and then connected to
itself: a name that changes its meaning between the check and the connection finds no gap.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

import requests
from flask_babel import lazy_gettext as _l
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.util.connection import create_connection

from community.config import Settings
from community.core.errors import Refusal

log = logging.getLogger(__name__)

CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5.0, 10.0, 20.0
MOST_BYTES = 4 * 1024 * 1024
MOST_REDIRECTS = 5
_MOST_ADDRESSES = 3
_CHUNK = 64 * 1024
_NAT64 = ip_network("64:ff9b::/96")


class Unreachable(Refusal):
    """Another site did not answer, or with something that we do not take. The reason is for the log only."""

    status = 502
    code = "unreachable"
    message = _l(
        "The other site gave no answer that we can use. Nothing was changed; please try again later."
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What another site said."""

    status: int
    media_type: str
    """Without parameters, in small letters."""
    body: bytes


def get(settings: Settings, url: str, headers: Mapping[str, str] | None = None) -> Answer:
    """Ask for `url`. Raises Unreachable; a status such as 404 is an answer."""
    return _answer(settings, lambda session: session.get(url, headers=headers))


def post(
    settings: Settings, url: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None
) -> Answer:
    """Send a form to `url`. Raises Unreachable; a status such as 404 is an answer."""
    return _answer(settings, lambda session: session.post(url, data=dict(fields), headers=headers))


def guard(session: requests.Session, settings: Settings) -> None:
    """Let an existing session, such as a library's, go out through this door only.

    What it refuses raises Unreachable; its own exceptions are those of `requests`.
    """
    session.trust_env = False  # neither a proxy nor a .netrc from the environment
    session.max_redirects = MOST_REDIRECTS
    session.adapters.clear()
    for scheme in ("https://", "http://"):
        session.mount(scheme, _GuardedAdapter(settings.outgoing_to_this_machine))


def is_outside(address: str) -> bool:
    """Whether an IP address belongs to somebody else's public machine."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address):
        hidden = _ipv4_within(ip)
        if hidden is not None:
            return is_outside(str(hidden))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _ipv4_within(ip: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that a mapped, 6to4, Teredo or NAT64 address leads to."""
    if ip in _NAT64:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)


def _answer(settings: Settings, ask: Callable[[requests.Session], requests.Response]) -> Answer:
    with requests.Session() as session:
        guard(session, settings)
        try:
            response = ask(session)
        except (requests.RequestException, ValueError) as error:
            raise _unreachable(error) from error
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Answer(response.status_code, media_type, response.content)


def _unreachable(reason: object) -> Unreachable:
    log.warning(
        "outgoing request failed: %s", type(reason).__name__ if isinstance(reason, Exception) else reason
    )
    return Unreachable()


class _GuardedAdapter(HTTPAdapter):
    """Judges each request, redirects included, and reads its answer within bounds."""

    def __init__(self, to_this_machine: bool) -> None:
        self._to_this_machine = to_this_machine
        super().__init__(max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {
            "http": _pool(HTTPConnectionPool, _LoopbackConnection),
            "https": _pool(HTTPSConnectionPool, _OutsideConnection),
        }

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        self._judge(request.url or "")
        request.headers["Accept-Encoding"] = "identity"
        with _Watch() as watch:
            try:
                response = super().send(request, True, timeout or (CONNECT_SECONDS, READ_SECONDS), True)
                body = _read(response.raw, watch)
            except (requests.RequestException, HTTPError, OSError) as error:
                raise _unreachable("too slow" if watch.is_over else error) from error
        response.raw.close()
        response.raw = HTTPResponse(BytesIO(body), preload_content=False)
        return response

    def _judge(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme == "https" and parts.port in {None, 443}:
            return
        if self._to_this_machine and parts.scheme == "http":
            return  # the connection is made to loopback and to nothing else
        raise _unreachable("neither https nor this machine")


def _read(raw: HTTPResponse, watch: _Watch) -> bytes:
    parts: list[bytes] = []
    left = MOST_BYTES
    while part := raw.read1(_CHUNK, decode_content=True):
        parts.append(part)
        left -= len(part)
        if left < 0 or watch.is_over:
            raw.close()
            raise _unreachable("too slow" if watch.is_over else "too large")
    return b"".join(parts)


class _Watch:
    """Ends a conversation that lasts too long, whatever drips in meanwhile: a socket's timeout counts from byte to
    byte only."""

    _now = threading.local()

    def __init__(self) -> None:
        self._ends_at = time.monotonic() + WHOLE_SECONDS
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(WHOLE_SECONDS, self._end)
        self._timer.daemon = True

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self._ends_at

    def __enter__(self) -> _Watch:
        _Watch._now.watch = self
        self._timer.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._timer.cancel()
        del _Watch._now.watch

    @classmethod
    def over(cls, connected: socket.socket | None) -> None:
        """Watch this socket, too."""
        if connected is not None:
            cls._now.watch._sockets.append(connected)

    def _end(self) -> None:
        for connected in self._sockets:
            try:
                connected.shutdown(socket.SHUT_RDWR)
            except OSError:
                log.debug("closed already")


class _OutsideConnection(HTTPSConnection):
    """Connects to public addresses only; the certificate is checked against the name."""

    def _new_conn(self) -> socket.socket:
        return _connect(self, is_outside)

    def connect(self) -> None:
        super().connect()
        _Watch.over(self.sock)


class _LoopbackConnection(HTTPConnection):
    """Plain http, to this machine only: for services that stand in for others in a test."""

    def _new_conn(self) -> socket.socket:
        return _connect(self, lambda address: ip_address(address).is_loopback)

    def connect(self) -> None:
        super().connect()
        _Watch.over(self.sock)


def _connect(connection: HTTPConnection, may: Callable[[str], bool]) -> socket.socket:
    """A socket to an address of the connection's host, if it may have all of its addresses."""
    try:
        found = socket.getaddrinfo(connection.host, connection.port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    except (OSError, UnicodeError) as error:
        raise NewConnectionError(connection, "the name is not known") from error
    if not addresses or not all(may(address) for address in addresses):
        raise NewConnectionError(connection, "the name leads into a private network")
    for address in addresses[:_MOST_ADDRESSES]:
        try:
            return create_connection((address, connection.port), connection.timeout)
        except OSError as error:
            last = error
    raise NewConnectionError(connection, "nobody answers") from last


def _pool(pool: type[HTTPConnectionPool], connection: type[Any]) -> type[HTTPConnectionPool]:
    return type(connection.__name__ + "Pool", (pool,), {"ConnectionCls": connection})
