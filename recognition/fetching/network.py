"""One exchange with one host, over a connection to an address that was checked (D1, D3, D5)."""
# ruff: noqa: ARG002  (the signatures are those of httpcore2; every wait ends at our deadline)

import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread

import httpcore2

from recognition.fetching.addresses import permits
from recognition.fetching.targets import Target
from recognition.openbadges.resolving import Unreachable

AGENT = "RecognitionBadgeVerifier/1"
CONNECTING = 4.0  # seconds at most for one address of a host, when it has others
_LOOKUPS = 8  # names looked up at once; the system has no limit of time for one


@dataclass(frozen=True)
class Answer:
    """What one host said. `location` is empty unless it redirects."""

    status: int
    media_type: str
    location: str
    content: bytes


def look_up(host: str, port: int) -> list[str]:
    """Every address of a name, in the system's order. Raises OSError, UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connect(address: str, port: int, seconds: float) -> httpcore2.NetworkStream:
    """A connection to an address. Raises httpcore2.ConnectError, ConnectTimeout."""
    return httpcore2.SyncBackend().connect_tcp(address, port, timeout=seconds)


@dataclass
class Network:
    """How names are looked up and addresses connected to. Both are parameters so that tests can
    stand on a loopback server; what may be connected to is not."""

    look_up: Callable[[str, int], Sequence[str]] = look_up
    connect: Callable[[str, int, float], httpcore2.NetworkStream] = connect
    tls: ssl.SSLContext | None = None  # None: the authorities that the system trusts
    _free: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_LOOKUPS))

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Made at first need: it takes 20 ms."""
        return self.tls or httpcore2.default_ssl_context()

    def exchange(self, target: Target, *, accept: str, limit: int, deadline: float) -> Answer:
        """Ask for `target` once. `limit` is in bytes, after decompression; `deadline` is a time
        of the monotonic clock. Raises Unreachable."""
        backend = _Guarded(self, deadline)
        headers: dict[str | bytes, str | bytes] = {
            "Host": target.authority,
            "Accept": accept,
            "Accept-Encoding": "gzip",
            "User-Agent": AGENT,
            "Connection": "close",
        }
        url = httpcore2.URL(
            scheme=target.scheme.encode(),
            host=target.host.encode(),
            port=target.port,
            target=target.path.encode(),
        )
        pool = httpcore2.ConnectionPool(ssl_context=self._tls, network_backend=backend)
        try:
            with pool, pool.stream("GET", url, headers=headers) as response:
                told = {name.lower(): value for name, value in response.headers}
                chunks = _bounded(response.iter_stream(), limit)
                return Answer(
                    response.status,
                    _header(told, b"content-type").partition(";")[0].strip().lower(),
                    _header(told, b"location"),
                    _decoded(chunks, _header(told, b"content-encoding"), limit),
                )
        except (
            httpcore2.NetworkError,
            httpcore2.ProtocolError,
            httpcore2.TimeoutException,
            OSError,
            ValueError,
            zlib.error,
        ) as problem:
            raise Unreachable from problem

    def checked_addresses(self, host: str, port: int, deadline: float) -> Sequence[str]:
        """The addresses of a host, all of them permitted: one that is not condemns the others,
        since who answers for the name chooses which of them is met. Raises Unreachable."""
        found = self._looked_up(host, port, deadline)
        if not found or not all(permits(address) for address in found):
            raise Unreachable
        return found

    def _looked_up(self, host: str, port: int, deadline: float) -> Sequence[str]:
        """In a thread of its own, that is left behind when the system takes too long."""
        found: SimpleQueue[Sequence[str]] = SimpleQueue()

        def ask() -> None:
            try:
                found.put(self.look_up(host, port))
            except (OSError, UnicodeError):
                found.put(())
            finally:
                self._free.release()

        if not self._free.acquire(timeout=_left(deadline)):
            raise Unreachable
        Thread(target=ask, name="lookup", daemon=True).start()
        try:
            return found.get(timeout=_left(deadline))
        except Empty as too_slow:
            raise Unreachable from too_slow


class _Guarded(httpcore2.NetworkBackend):
    """Looks a name up once, and connects to what was checked: between the two nobody can answer
    otherwise. The name stays in the request and in TLS."""

    def __init__(self, network: Network, deadline: float) -> None:
        self._network = network
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        addresses = self._network.checked_addresses(host, port, self._deadline)
        for address in addresses[:-1]:
            try:
                return self._open(address, port, min(CONNECTING, _left(self._deadline)))
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                continue
        return self._open(addresses[-1], port, _left(self._deadline))

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        raise Unreachable

    def _open(self, address: str, port: int, seconds: float) -> httpcore2.NetworkStream:
        return _Timed(self._network.connect(address, port, seconds), self._deadline)


class _Timed(httpcore2.NetworkStream):
    """A stream whose every step ends at one deadline, however little it brings."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _Timed(stream, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _left(deadline: float) -> float:
    """Seconds until then. Raises Unreachable when it has come."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise Unreachable
    return seconds


def _header(headers: dict[bytes, bytes], name: bytes) -> str:
    return headers.get(name, b"").decode("latin-1").strip()


def _bounded(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """The body as sent; raises Unreachable past the limit."""
    count = 0
    for chunk in chunks:
        count += len(chunk)
        if count > limit:
            raise Unreachable
        yield chunk


def _decoded(chunks: Iterator[bytes], encoding: str, limit: int) -> bytes:
    """The body without its compression; raises Unreachable past the limit or for another
    encoding than we asked for, zlib.error when it is broken."""
    if encoding.lower() in {"", "identity"}:
        return b"".join(chunks)
    if encoding.lower() not in {"gzip", "x-gzip"}:
        raise Unreachable
    inflating = zlib.decompressobj(wbits=31)  # 31: in the framing of gzip
    content = bytearray()
    for chunk in chunks:
        content += inflating.decompress(chunk, limit + 1 - len(content))
        if len(content) > limit or inflating.unconsumed_tail:
            raise Unreachable
    if not inflating.eof:
        raise Unreachable
    return bytes(content)
