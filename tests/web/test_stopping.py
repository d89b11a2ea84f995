"""The server is killed, or asked to stop: what it acknowledged stays, what runs is finished
(J1, J4)."""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest
from sqlmodel import select

from recognition import schema
from recognition.db import make_engine, reading
from recognition.people.models import SignInToken
from recognition.settings import Settings
from recognition.web.csrf import csrf_token

KILLS = 8
WRITES_A_LIFE = 7  # 60 tries in 15 minutes are allowed to one client
STARTS_WITHIN = 20.0  # seconds
HOLDER = "a-browser"


@dataclass(frozen=True)
class Place:
    """Where a server runs, and what it runs on."""

    settings: Settings
    port: int

    def fields(self, address: str) -> bytes:
        token = csrf_token(self.settings, HOLDER)
        return urlencode({"csrf_token": token, "address": address}).encode()

    @property
    def headers(self) -> dict[str, str]:
        return {
            "Host": self.settings.host,
            "Origin": self.settings.base_url,
            "Cookie": f"browser={HOLDER}",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def kept(self) -> set[str]:
        """The addresses for which a code is in the database."""
        engine = make_engine(self.settings.database)
        with reading(engine) as session:
            addresses = set(session.exec(select(SignInToken.address)))
        engine.dispose()
        return addresses


@pytest.fixture
def place(settings: Settings, on_postgresql: bool) -> Place:
    if on_postgresql:
        pytest.skip("a PostgreSQL server outlives ours")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    engine = make_engine(settings.database)
    schema.check(engine)
    engine.dispose()
    return Place(settings.model_copy(update={"base_url": f"http://127.0.0.1:{port}"}), port)


@contextmanager
def serving(place: Place, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A server of one's own process, ready to answer; killed at the end if it still runs."""
    settings = place.settings
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("RECOGNITION")},
        "RECOGNITION_BASE_URL": settings.base_url,
        "RECOGNITION_DATA_DIR": str(settings.data_dir),
        "RECOGNITION_DATABASE_URL": settings.database,
        "RECOGNITION_SECRET_KEY": settings.secret_key.get_secret_value(),
    }
    command = [sys.executable, "-m", "recognition", "serve", "--no-worker", "--port"]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*command, str(place.port)], env=environment, stdout=output, stderr=output
        )
    try:
        until = time.monotonic() + STARTS_WITHIN
        while not answers(place):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.wait()


def answers(place: Place) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def write(place: Place, life: int, acknowledged: list[str]) -> None:
    """Ask for codes, one after the other, until nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=5)
    try:
        for number in range(WRITES_A_LIFE):
            address = f"vie-{life}-{number}@exemple.org"
            connection.request("POST", "/connexion", place.fields(address), place.headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 303
            acknowledged.append(address)
    except (OSError, http.client.HTTPException):
        return
    finally:
        connection.close()


def test_nothing_acknowledged_is_lost_however_often_the_server_is_killed(
    place: Place, tmp_path: Path
) -> None:
    acknowledged: list[str] = []
    moments = random.Random(20260314)
    for life in range(KILLS):
        with serving(place, tmp_path / "server.log") as process:
            writer = Thread(target=write, args=(place, life, acknowledged))
            writer.start()
            time.sleep(moments.uniform(0.02, 0.2))
            process.send_signal(signal.SIGKILL)
            writer.join(timeout=10)
            assert not writer.is_alive()
    kept = place.kept()
    assert len(acknowledged) > KILLS
    assert set(acknowledged) - kept == set()
    # A write that was not acknowledged may have been kept; one that was never sent may not.
    assert len(kept) <= len(acknowledged) + KILLS


def test_asked_to_stop_it_finishes_what_it_was_doing_and_ends_well(
    place: Place, tmp_path: Path
) -> None:
    with serving(place, tmp_path / "server.log") as process:
        body = place.fields("zoe@exemple.org")
        half = len(body) // 2
        lines = [f"{name}: {value}" for name, value in place.headers.items()]
        head = "\r\n".join(
            ["POST /connexion HTTP/1.1", *lines, f"Content-Length: {len(body)}", "", ""]
        )
        with socket.create_connection(("127.0.0.1", place.port), timeout=10) as running:
            running.sendall(head.encode() + body[:half])
            time.sleep(0.3)
            process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            assert process.poll() is None
            assert not answers(place)  # no new visitor is let in
            running.sendall(body[half:])
            answer = running.recv(65536)
        assert answer.startswith(b"HTTP/1.1 303")
        assert process.wait(timeout=10) == 0
    assert place.kept() == {"zoe@exemple.org"}
