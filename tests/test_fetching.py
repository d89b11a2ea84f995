"""The one way out, against servers that mean harm (requirements D1 to D8).

The servers stand on loopback, where the door leads nobody: names are looked up in a table, and an
address that was permitted is connected to a server here. What is permitted is not replaced.
"""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from httpcore2 import ConnectError, NetworkStream

from recognition.fetching.limits import HOST_MOST, KEPT_BYTES, KEPT_ENTRIES, HostRates, Kept
from recognition.fetching.network import Network, connect
from recognition.fetching.web import Web
from recognition.openbadges.resolving import Fetched, Gone, Unreachable

PUBLIC = "93.184.215.14"
OTHER = "93.184.215.15"
JSON = "application/json"

Answering = Callable[[socket.socket, bytes], None]


def reply(status: str = "200 OK", body: bytes = b"{}", **headers: str) -> Answering:
    """A whole answer, `headers` with underscores for hyphens."""
    told = {"Content-Type": JSON, "Content-Length": str(len(body))} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())

    def answer(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)

    return answer


def leading_to(location: str, status: str = "302 Found") -> Answering:
    return reply(status, b"", Location=location)


@dataclass
class Server:
    """Answers each request by its path; keeps what it was sent."""

    answers: dict[str, Answering]
    tls: ssl.SSLContext | None = None
    requests: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        try:
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            with connection:
                request = b""
                while b"\r\n\r\n" not in request:
                    request += connection.recv(4096)
                self.requests.append(request)
                path = request.split(b" ", 2)[1].decode()
                self.answers[path](connection, request)
        except OSError:
            return


@dataclass
class Table:
    """A network of a few names: `names` has their addresses, `served` where each leads."""

    names: dict[str, list[str]]
    served: dict[str, int]
    looked_up: list[str] = field(default_factory=list)
    connected: list[tuple[str, int]] = field(default_factory=list)

    def look_up(self, host: str, _port: int) -> list[str]:
        self.looked_up.append(host)
        if host not in self.names:
            raise socket.gaierror
        return self.names[host]

    def connect(self, address: str, port: int, seconds: float) -> NetworkStream:
        self.connected.append((address, port))
        if address not in self.served:
            raise ConnectError
        return connect("127.0.0.1", self.served[address], seconds)

    def web(self, *, seconds: float = 2.0, tls: ssl.SSLContext | None = None) -> Web:
        return Web(Network(self.look_up, self.connect, tls), seconds=seconds)


Serve = Callable[..., Server]


@pytest.fixture
def serve() -> Iterator[Serve]:
    running: list[Server] = []

    def begin(answers: dict[str, Answering], tls: ssl.SSLContext | None = None) -> Server:
        running.append(Server(answers, tls))
        return running[-1]

    yield begin
    for server in running:
        server.close()


@pytest.fixture
def at(serve: Serve) -> Callable[[dict[str, Answering]], tuple[Server, Table]]:
    """A server under the name badge.example, and a network that knows it."""

    def stand(answers: dict[str, Answering]) -> tuple[Server, Table]:
        server = serve(answers)
        return server, Table({"badge.example": [PUBLIC]}, {PUBLIC: server.port})

    return stand


At = Callable[[dict[str, Answering]], tuple[Server, Table]]


def test_what_an_address_answers_is_had_without_a_trace_of_who_asks(at: At) -> None:
    server, table = at({"/a?b=c": reply(body=b'{"id": 1}', Content_Type="Application/JSON; a=b")})
    found = table.web().fetch("http://badge.example/a?b=c#part", accept="application/ld+json")
    assert found == Fetched(b'{"id": 1}', "application/json", "http://badge.example/a?b=c", 0)
    assert server.requests == [
        b"GET /a?b=c HTTP/1.1\r\n"
        b"Host: badge.example\r\n"
        b"Accept: application/ld+json\r\n"
        b"Accept-Encoding: gzip\r\n"
        b"User-Agent: RecognitionBadgeVerifier/1\r\n"
        b"Connection: close\r\n\r\n"
    ]


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["169.254.169.254"],
        ["::ffff:93.184.215.14"],
        [PUBLIC, "10.0.0.1"],
        ["10.0.0.1", PUBLIC],
        [PUBLIC, "fe80::1%eth0"],
        [PUBLIC, "not an address"],
        [],
    ],
)
def test_one_address_that_leads_inside_condemns_the_name(at: At, addresses: list[str]) -> None:
    _, table = at({"/": reply()})
    table.names["badge.example"] = addresses
    with pytest.raises(Unreachable):
        table.web().fetch("http://badge.example/", accept=JSON)
    assert table.connected == []


def test_the_connection_goes_to_the_address_that_was_checked(at: At) -> None:
    """A name that answers otherwise the second time is asked once."""
    _, table = at({"/": reply()})
    answers = iter([[PUBLIC], ["127.0.0.1"]])
    web = Web(Network(lambda _host, _port: next(answers), table.connect))
    assert web.fetch("http://badge.example/", accept=JSON).content == b"{}"
    assert table.connected == [(PUBLIC, 80)]
    assert next(answers) == ["127.0.0.1"]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "[::1]", "localhost"]
)
def test_the_real_network_leads_nobody_to_this_machine(host: str, serve: Serve) -> None:
    with pytest.raises(Unreachable):
        Web(seconds=2.0).fetch(f"http://{host}/", accept=JSON)


def test_an_unknown_name_is_unreachable_and_nothing_is_said_of_why(at: At) -> None:
    _, table = at({})
    with pytest.raises(Unreachable) as refused:
        table.web().fetch("http://nobody.example/", accept=JSON)
    assert (type(refused.value), str(refused.value)) == (Unreachable, "")


def test_a_host_whose_first_address_is_dead_is_met_at_the_next(at: At) -> None:
    _, table = at({"/": reply()})
    table.names["badge.example"] = [OTHER, PUBLIC]
    assert table.web().fetch("http://badge.example/", accept=JSON).content == b"{}"
    assert table.connected == [(OTHER, 80), (PUBLIC, 80)]


@pytest.mark.parametrize(
    "status", ["204 No Content", "206 Partial", "304 Not Modified", "401 No", "404 No", "500 No"]
)
def test_only_200_is_an_answer(at: At, status: str) -> None:
    _, table = at({"/": reply(status, b"")})
    with pytest.raises(Unreachable) as refused:
        table.web().fetch("http://badge.example/", accept=JSON)
    assert type(refused.value) is Unreachable


def test_410_says_what_is_gone(at: At) -> None:
    server, table = at({"/": reply("410 Gone", b'{"revoked": true}')})
    web = table.web()
    for _ in range(2):
        with pytest.raises(Gone) as gone:
            web.fetch("http://badge.example/", accept=JSON)
        assert gone.value.content == b'{"revoked": true}'
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 300_000 + b"\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\x16\x03\x01\x02\x00",
    ],
)
def test_a_broken_answer_is_unreachable(at: At, answer: bytes) -> None:
    _, table = at({"/": lambda connection, _request: connection.sendall(answer)})
    with pytest.raises(Unreachable):
        table.web(seconds=0.8).fetch("http://badge.example/", accept=JSON)


def test_a_body_up_to_the_limit_is_read_and_not_one_byte_more(at: At) -> None:
    _, table = at({"/fits": reply(body=b"x" * 1000), "/over": reply(body=b"x" * 1001)})
    web = table.web()
    assert len(web.fetch("http://badge.example/fits", accept=JSON, limit=1000).content) == 1000
    with pytest.raises(Unreachable):
        web.fetch("http://badge.example/over", accept=JSON, limit=1000)


def test_compression_counts_for_what_it_unfolds_to(at: At) -> None:
    small, bomb = gzip.compress(b"x" * 1000), gzip.compress(b"\0" * (64 << 20))
    _, table = at(
        {
            "/small": reply(body=small, Content_Encoding="gzip"),
            "/bomb": reply(body=bomb, Content_Encoding="gzip"),
            "/cut": reply(body=small[:-9], Content_Encoding="gzip"),
        }
    )
    web = table.web()
    assert web.fetch("http://badge.example/small", accept=JSON).content == b"x" * 1000
    assert len(web.fetch("http://badge.example/small", accept=JSON, limit=1000).content) == 1000
    for path, limit in (("bomb", 1 << 20), ("cut", 1 << 20), ("small", 999)):
        with pytest.raises(Unreachable):
            web.fetch(f"http://badge.example/{path}", accept=JSON, limit=limit)


def test_a_body_without_an_end_is_left(at: At) -> None:
    def endless(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    _, table = at({"/": endless})
    with pytest.raises(Unreachable):
        table.web().fetch("http://badge.example/", accept=JSON)


def dripping(connection: socket.socket, _request: bytes) -> None:
    """A byte now and then: no single wait is long."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(1000):
        connection.sendall(b"x")
        time.sleep(0.02)


def silent(connection: socket.socket, _request: bytes) -> None:
    connection.recv(1)


def dripping_head(connection: socket.socket, _request: bytes) -> None:
    for _ in range(1000):
        connection.sendall(b"H")
        time.sleep(0.02)


@pytest.mark.parametrize("answer", [dripping, silent, dripping_head])
def test_the_time_is_that_of_everything(at: At, answer: Answering) -> None:
    _, table = at({"/": answer})
    began = time.monotonic()
    with pytest.raises(Unreachable):
        table.web(seconds=0.3).fetch("http://badge.example/", accept=JSON)
    assert time.monotonic() - began < 0.9


def test_a_lookup_that_does_not_end_is_left_behind(at: At) -> None:
    _, table = at({"/": reply()})
    never = threading.Event()

    def stuck(_host: str, _port: int) -> list[str]:
        never.wait()
        return []

    began = time.monotonic()
    with pytest.raises(Unreachable):
        Web(Network(stuck, table.connect), seconds=0.2).fetch("http://badge.example/", accept=JSON)
    assert time.monotonic() - began < 0.8
    never.set()


def test_one_errand_has_one_time_for_all_that_it_asks(at: At) -> None:
    def slow(connection: socket.socket, request: bytes) -> None:
        time.sleep(0.15)
        reply()(connection, request)

    _, table = at({f"/{number}": slow for number in range(6)})
    errand = table.web(seconds=5.0).errand(seconds=0.4)
    assert errand.fetch("http://badge.example/0", accept=JSON).content == b"{}"
    time.sleep(0.2)
    for number in range(1, 6):
        with pytest.raises(Unreachable):
            errand.fetch(f"http://badge.example/{number}", accept=JSON)


def test_redirects_are_followed_three_times_and_each_is_checked(at: At) -> None:
    _, table = at(
        {
            "/1": leading_to("/2", "301 Moved"),
            "/2": leading_to("http://badge.example/3", "307 Moved"),
            "/3": leading_to("4", "308 Moved"),
            "/4": reply(body=b'"four"'),
            "/0": leading_to("/1", "303 See Other"),
        }
    )
    web = table.web()
    found = web.fetch("http://badge.example/1", accept=JSON)
    assert (found.content, found.url, found.hops) == (b'"four"', "http://badge.example/4", 3)
    assert table.looked_up == ["badge.example"] * 4
    with pytest.raises(Unreachable):
        web.fetch("http://badge.example/0", accept=JSON)


@pytest.mark.parametrize(
    "location",
    [
        "http://inside.example/",
        "http://127.0.0.1/",
        "http://badge.example:8080/",
        "file:///etc/passwd",
        "http://user@badge.example/",
        "",
    ],
)
def test_a_redirect_is_no_way_around(at: At, location: str) -> None:
    _, table = at({"/": leading_to(location)})
    table.names |= {"inside.example": ["192.168.0.1"], "127.0.0.1": ["127.0.0.1"]}
    with pytest.raises(Unreachable):
        table.web().fetch("http://badge.example/", accept=JSON)
    assert {address for address, _ in table.connected} == {PUBLIC}


def test_a_cookie_is_not_sent_back(at: At) -> None:
    server, table = at(
        {"/": reply("302 Found", b"", Location="/next", Set_Cookie="a=b"), "/next": reply()}
    )
    table.web().fetch("http://badge.example/", accept=JSON)
    assert [b"cookie" in request.lower() for request in server.requests] == [False, False]


def test_no_variable_of_the_environment_leads_elsewhere(
    at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, table = at({"/": reply()})
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    table.web().fetch("http://badge.example/", accept=JSON)
    assert table.connected == [(PUBLIC, 80)]


def test_what_was_had_is_kept_for_those_who_ask_alike(at: At) -> None:
    server, table = at({"/": reply()})
    web = table.web()
    for accept in (JSON, JSON, "image/png"):
        web.fetch("http://badge.example/", accept=accept)
    assert len(server.requests) == 2


def test_what_could_not_be_had_is_asked_again(at: At) -> None:
    server, table = at({"/": reply("503 Busy")})
    web = table.web()
    with pytest.raises(Unreachable):
        web.fetch("http://badge.example/", accept=JSON)
    server.answers["/"] = reply()
    assert web.fetch("http://badge.example/", accept=JSON).content == b"{}"


def test_one_host_is_asked_sixty_times_and_not_once_more(at: At) -> None:
    server, table = at({f"/{number}": reply() for number in range(HOST_MOST + 1)})
    table.names["other.example"] = [PUBLIC]
    web = table.web()
    for number in range(HOST_MOST):
        web.fetch(f"http://badge.example/{number}", accept=JSON)
    for name in ("badge.example", "BADGE.example."):
        with pytest.raises(Unreachable):
            web.fetch(f"http://{name}/{HOST_MOST}", accept=JSON)
    assert len(server.requests) == HOST_MOST
    assert web.fetch("http://badge.example/0", accept=JSON).content == b"{}"  # it was kept
    assert web.fetch("http://other.example/1", accept=JSON).content == b"{}"


def test_a_host_may_be_asked_again_an_hour_later() -> None:
    rates = HostRates()
    assert all(rates.admits("badge.example", at=float(second)) for second in range(HOST_MOST))
    assert not rates.admits("badge.example", at=3599.9)
    assert rates.admits("badge.example", at=3600.5)
    assert not rates.admits("badge.example", at=3600.6)


def test_an_answer_is_kept_ten_minutes() -> None:
    kept, key = Kept(), ("http://badge.example/", JSON, 1000)
    answer = Fetched(b"{}", JSON, key[0])
    kept.keep(key, answer, at=0.0)
    assert kept.find(key, at=599.9) is answer
    assert kept.find(key, at=600.0) is None
    assert kept.find(key, at=1.0) is None  # forgotten, and not only too old


def test_what_is_kept_is_bounded_in_number_and_in_size() -> None:
    kept = Kept()
    keys = [(f"http://badge.example/{number}", JSON, 10) for number in range(KEPT_ENTRIES + 1)]
    for key in keys:
        kept.keep(key, Fetched(b"{}", JSON, key[0]), at=0.0)
    assert kept.find(keys[0], at=1.0) is None
    assert kept.find(keys[-1], at=1.0) is not None
    for key in keys[:5]:
        kept.keep(key, Fetched(b"x" * (KEPT_BYTES // 4), JSON, key[0]), at=0.0)
    assert [kept.find(key, at=1.0) is not None for key in keys[:5]] == [False, *[True] * 4]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For badge.example, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "badge.example")])
    today = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("badge.example")]), False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    path.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@pytest.fixture
def over_tls(serve: Serve, certificate: Path) -> Callable[[dict[str, Answering]], Table]:
    def stand(answers: dict[str, Answering]) -> Table:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
        server = serve(answers, tls)
        return Table({"badge.example": [PUBLIC], "other.example": [PUBLIC]}, {PUBLIC: server.port})

    return stand


OverTls = Callable[[dict[str, Answering]], Table]


def test_tls_is_with_the_name_and_not_with_the_address(
    over_tls: OverTls, certificate: Path
) -> None:
    table = over_tls({"/": reply()})
    web = table.web(tls=ssl.create_default_context(cafile=str(certificate)))
    assert web.fetch("https://badge.example/", accept=JSON).content == b"{}"
    assert table.connected == [(PUBLIC, 443)]
    with pytest.raises(Unreachable):
        web.fetch("https://other.example/", accept=JSON)


def test_a_certificate_that_nobody_vouches_for_is_refused(over_tls: OverTls) -> None:
    table = over_tls({"/": reply()})
    with pytest.raises(Unreachable):
        table.web().fetch("https://badge.example/", accept=JSON)


def test_a_redirect_does_not_leave_tls(over_tls: OverTls, certificate: Path) -> None:
    table = over_tls({"/": leading_to("http://badge.example/plain")})
    web = table.web(tls=ssl.create_default_context(cafile=str(certificate)))
    with pytest.raises(Unreachable):
        web.fetch("https://badge.example/", accept=JSON)
    assert table.connected == [(PUBLIC, 443)]


def test_a_handshake_that_does_not_end_is_left(serve: Serve) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as mute:
        table = Table({"badge.example": [PUBLIC]}, {PUBLIC: mute.getsockname()[1]})
        began = time.monotonic()
        with pytest.raises(Unreachable):
            table.web(seconds=0.3).fetch("https://badge.example/", accept=JSON)
        assert time.monotonic() - began < 0.9
