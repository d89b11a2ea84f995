"""A real server on the demo, a real Chromium, and people who walk through.

One demo is loaded for the whole run; each journey gets a server on a copy of it.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from sqlalchemy import Engine

from recognition import schema
from recognition.db import make_engine, writing
from recognition.demo.loader import load_demo
from recognition.storage import Storage

CHROMIUM = "/usr/bin/chromium"
STARTS_WITHIN = 20.0  # seconds
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Site:
    """A server that runs, and its database for what a browser cannot do."""

    address: str
    engine: Engine
    log: Path

    def accidents(self) -> list[str]:
        """What the server logged as an error."""
        lines = self.log.read_text().splitlines()
        return [line for line in lines if '"level": "error"' in line or "Traceback" in line]


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory, on_postgresql: bool) -> Path:
    """The data folder of a freshly loaded demo, to copy."""
    if on_postgresql:
        pytest.skip("the journeys run on SQLite")
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium on this machine")
    folder = tmp_path_factory.mktemp("demo")
    engine = make_engine(f"sqlite:///{folder / 'recognition.sqlite3'}")
    schema.migrate(engine)
    with writing(engine) as session:
        assert load_demo(session, Storage(folder / "media"))
        session.commit()
    engine.dispose()
    return folder


@contextmanager
def serving(data: Path, log: Path) -> Iterator[Site]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("RECOGNITION")},
        "RECOGNITION_DEMO": "1",
        "RECOGNITION_BASE_URL": address,
        "RECOGNITION_DATA_DIR": str(data),
    }
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "recognition", "serve", "--port", str(port)],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    engine = make_engine(f"sqlite:///{data / 'recognition.sqlite3'}")
    try:
        _wait_for(f"{address}/readyz", server, log)
        yield Site(address, engine, log)
    finally:
        engine.dispose()
        server.terminate()
        assert server.wait(timeout=15) in {0, -15}


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"no answer from {address}: {log.read_text()}")


@pytest.fixture
def site(demo_data: Path, tmp_path: Path) -> Iterator[Site]:
    """A server of one's own."""
    data = tmp_path / "data"
    shutil.copytree(demo_data, data)
    with serving(data, tmp_path / "log") as site:
        yield site


@pytest.fixture(scope="session")
def shared_site(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server for those who only look."""
    folder = tmp_path_factory.mktemp("shared")
    shutil.copytree(demo_data, folder / "data")
    with serving(folder / "data", folder / "log") as site:
        yield site


@pytest.fixture(scope="package")
def chromium(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    home = str(tmp_path_factory.mktemp("home"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], env={**os.environ, "HOME": home}
        )
        yield browser
        browser.close()


@dataclass
class Walker:
    """One person in one browser; `faults` gathers what the browser complains about."""

    site: Site
    context: BrowserContext
    page: Page
    faults: list[str]

    def open(self, path: str) -> Page:
        answer = self.page.goto(self.site.address + path)
        assert answer is not None
        assert answer.status < 500, f"{path}: {answer.status}"
        return self.page

    def enter_as(self, handle: str) -> None:
        """Become a person of the demo."""
        self.open("/demo")
        self.page.locator(f'button[name="handle"][value="{handle}"]').click()
        self.page.wait_for_load_state()
        assert self.page.locator("header .menu").count() == 1, f"{handle} did not get in"

    def press(self, name: str, **where: Any) -> None:
        """Press a button, by the words on it. What is read next tells that it was done."""
        self.page.get_by_role("button", name=name, **where).first.click()

    def reads(self, text: str) -> None:
        """Wait until the page says `text`."""
        self.page.get_by_text(text).first.wait_for(state="visible", timeout=5000)


Walking = Callable[..., Walker]


@pytest.fixture
def walker(chromium: Browser) -> Iterator[Walking]:
    """Makes people: `walker(site, scripts=…, size=…, scheme=…)`. Whatever a browser complained
    about, or the server logged as an error, fails the test at its end."""
    made: list[Walker] = []

    def make(
        site: Site, *, scripts: bool = True, size: dict[str, int] = DESKTOP, scheme: str = "light"
    ) -> Walker:
        context = chromium.new_context(
            java_script_enabled=scripts,
            viewport=size,  # type: ignore[arg-type]
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            locale="fr-FR",
        )
        context.set_default_timeout(8000)
        page, faults = context.new_page(), []
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        made.append(Walker(site, context, page, faults))
        return made[-1]

    yield make
    for walker in made:
        walker.context.close()
    # A page answered with 4xx on purpose is an error of the console, not of the page.
    faults = [
        f for w in made for f in w.faults if "the server responded with a status of 4" not in f
    ]
    assert faults == []
    for site in {walker.site.address: walker.site for walker in made}.values():
        assert site.accidents() == []


def award_id(badge: str, holder: str) -> UUID:
    """The id of a demo award."""
    from recognition.demo.records import demo_id

    return demo_id("award", f"{badge}--{holder}")
