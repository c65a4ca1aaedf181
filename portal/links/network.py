"""Asking an address of the web, and nothing but the web: no machine of the local network ever gets a request.

The name is resolved once, every address it has is judged, and the connection goes to the address that was
judged: a name that changes its mind in between (DNS rebinding) gains nothing. Redirects go the same way.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from portal.errors import reason

AGENT = "portal-links"
TIMEOUT = 15.0  # seconds
LONGEST = 60.0  # seconds for one body
REDIRECTS = 5
MAIL = 25  # port
BETWEEN = 1.0  # seconds between two requests to a host
ROBOTS_SIZE = 500 * 1024  # bytes read of robots.txt (RFC 9309, 2.5)
_PERMANENT, _REDIRECT = {301, 308}, {301, 302, 303, 307, 308}


class Refused(Exception):  # noqa: N818 - not an error of ours: an answer
    """An address that is not asked."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host. Raises OSError when it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[4][0]) for address in found]


def is_public(address: str) -> bool:
    """True when an address is of the Internet: not of this machine, of a local network, or reserved."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inside = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
    return inside.is_global and found.is_global and not found.is_multicast


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered."""

    status: int  # of HTTP; 0 when nothing did
    moved_to: str = ""  # where every redirect on the way says that the page is for good
    why: str = ""  # the error, when nothing answered


@dataclass(frozen=True, slots=True)
class Reply:
    """What a browser would have got."""

    url: str  # after redirects
    status: int
    headers: Mapping[str, str]  # names in small letters
    body: bytes
    hops: tuple[int, ...]  # the status of each redirect on the way
    certified_until: datetime | None  # of the certificate; None without TLS


@dataclass
class Network:
    """The web, as a link checker sees it; tests give another resolver, judge and interval."""

    resolve: Callable[[str, int], list[str]] = resolve
    is_allowed: Callable[[str], bool] = is_public
    between: float = BETWEEN
    _last: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)
    _turns: dict[str, threading.Lock] = field(default_factory=lambda: defaultdict(threading.Lock))

    def get(self, url: str, size: int, headers: Mapping[str, str] | None = None) -> Reply:
        """What an address of one's own site gives, after its redirects; robots.txt has no say in it.

        Args:
            url: The address.
            size: How many bytes are read at most.
            headers: What is asked with it.

        Raises:
            Refused: It is no public address.
            OSError: Nothing answered, or too slowly, or not as a web server does.
        """
        hops: list[int] = []
        for _ in range(REDIRECTS + 1):
            try:
                with self._open(url, headers) as answer:
                    location = answer.getheader("Location")
                    if answer.status not in _REDIRECT or not location:
                        names = {name.lower(): value for name, value in answer.getheaders()}
                        until = _end_of_certificate(answer)
                        return Reply(url, answer.status, names, _whole(answer, size), tuple(hops), until)
                    hops.append(answer.status)
            except (http.client.HTTPException, ValueError) as error:
                raise OSError(str(error) or type(error).__name__) from None
            url = urljoin(url, location)
        raise OSError(f"> {REDIRECTS} redirects")

    def ask(self, url: str) -> Answer:
        """What an address answers, after its redirects.

        Raises:
            Refused: It is no public address, or robots.txt asks to stay away.
        """
        here, lasting = url, True
        for _ in range(REDIRECTS + 1):
            self._check_robots(here)
            try:
                with self._open(here) as answer:
                    status, location = answer.status, answer.getheader("Location")
            except (OSError, http.client.HTTPException, ValueError) as error:
                return Answer(0, why=reason(error))
            if status not in _REDIRECT or not location:
                return Answer(status, here if lasting and here != url else "")
            lasting = lasting and status in _PERMANENT
            here = urljoin(here, location)
        return Answer(0, why=f"> {REDIRECTS} redirects")

    def absent(self, domain: str) -> str:
        """Why a domain does not exist, nor any mail server of it (RFC 5321, 5.1); empty when it exists.

        Raises:
            Refused: Nobody can tell now: no network, no answer.
        """
        try:
            self.resolve(domain, MAIL)
        except socket.gaierror as error:
            if error.errno == socket.EAI_NONAME:
                return reason(error)
            if error.errno != getattr(socket, "EAI_NODATA", None):  # a domain for mail alone has no address
                raise Refused(reason(error)) from None
        except (OSError, UnicodeError) as error:
            raise Refused(str(error)) from None
        return ""

    def _check_robots(self, url: str) -> None:
        """Raise Refused when the host asks robots to stay away from the address (RFC 9309)."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            rules = RobotFileParser()
            rules.parse(self._robots_txt(f"{origin}/robots.txt"))
            self._robots[origin] = rules
        if not self._robots[origin].can_fetch(AGENT, url):
            raise Refused("robots.txt")

    def _robots_txt(self, url: str) -> list[str]:
        """The lines of robots.txt; none when it cannot be read: the address itself will say what is wrong."""
        try:
            with self._open(url) as answer:
                found = answer.status == http.HTTPStatus.OK
                return answer.read(ROBOTS_SIZE).decode("utf-8", "replace").splitlines() if found else []
        except (OSError, http.client.HTTPException, ValueError):
            return []

    @contextmanager
    def _open(self, url: str, headers: Mapping[str, str] | None = None) -> Iterator[http.client.HTTPResponse]:
        parts = urlsplit(url)
        host, secure = parts.hostname or "", parts.scheme == "https"
        if parts.scheme not in {"http", "https"} or not host or parts.username or parts.password:
            raise Refused(parts.scheme)
        port = parts.port or (443 if secure else 80)
        addresses = self.resolve(host, port)
        if not addresses or not all(map(self.is_allowed, addresses)):
            raise Refused(host)
        self._wait(host)
        with closing(_Pinned(host, port, addresses[0], secure=secure)) as connection:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            asked = {"User-Agent": AGENT, "Accept": "*/*", **(headers or {})}
            connection.request("GET", path, headers=asked)
            with connection.getresponse() as answer:
                yield answer

    def _wait(self, host: str) -> None:
        with self._turns[host]:
            time.sleep(max(0.0, self._last[host] + self.between - time.monotonic()))
            self._last[host] = time.monotonic()


def _whole(answer: http.client.HTTPResponse, size: int) -> bytes:
    """The body, as far as wanted. Raises OSError when it comes too slowly, byte after byte."""
    end, parts, left = time.monotonic() + LONGEST, [], size
    while left and (part := answer.read1(min(left, 65536))):
        parts.append(part)
        left -= len(part)
        if time.monotonic() > end:
            raise TimeoutError(f"> {LONGEST:.0f} s")
    return b"".join(parts)


def _end_of_certificate(answer: http.client.HTTPResponse) -> datetime | None:
    secured = getattr(getattr(answer.fp, "raw", None), "_sock", None)
    told = (secured.getpeercert() or {}).get("notAfter") if isinstance(secured, ssl.SSLSocket) else None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(told), UTC) if isinstance(told, str) else None


class _Pinned(http.client.HTTPConnection):
    """A connection to an address already judged, under the name of its host."""

    def __init__(self, host: str, port: int, address: str, *, secure: bool) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self._address, self._secure = address, secure

    def connect(self) -> None:
        """Open the socket; the certificate must be of the host."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
