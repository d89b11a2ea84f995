"""Handing what the platform serves to the judges, and reading what they say."""

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from recognition.openbadges import contexts
from recognition.paths import root

JUDGES = Path(__file__).parent / "judges"
VENV = root() / ".venv"
COMMANDS = {
    "openbadges": [str(VENV / "ob2" / "bin" / "python"), str(JUDGES / "ob2.py")],
    "openbadgeslib": [str(VENV / "ob3" / "bin" / "python"), str(JUDGES / "ob3.py")],
    "digitalbazaar and jose": [shutil.which("node") or "node", str(JUDGES / "credentials.mjs")],
}
INSTALLED = {
    "openbadges": VENV / ".ob2-judges",
    "openbadgeslib": VENV / ".ob3-judges",
    "digitalbazaar and jose": VENV / ".node-judges",
}
CONTEXTS = (
    contexts.CREDENTIALS_V2,
    contexts.OB3,
    contexts.OB3_EXTENSIONS,
    contexts.OB2,
    contexts.DATA_INTEGRITY_V2,
    contexts.MULTIKEY,
    contexts.DID,
)
BASE = "https://badges.example"
ADDRESS = re.compile(r"https://badges\.example/[^\s\"'<>)]*")
DID = re.compile(r"did:web:badges\.example:[^\s\"'#<>]*")


@dataclass(frozen=True)
class Case:
    """Something to judge: `form` is ``document``, ``token``, ``address`` or ``image``."""

    name: str
    form: str
    content: bytes
    recipient: str = ""


@dataclass(frozen=True)
class Saying:
    valid: bool
    reason: str


def judged(judge: str, cases: Sequence[Case], web: dict[str, Any]) -> dict[str, Saying]:
    """What one judge says of each case; skips where it is not installed (`make judges`)."""
    if not INSTALLED[judge].exists():
        pytest.skip(f"{judge} is not installed: make judges")
    known = {url: contexts.context(url) for url in CONTEXTS}
    job = {
        "documents": {**web, contexts.OB2: answer(json.dumps(known[contexts.OB2]).encode())},
        "contexts": known,
        "cases": [
            {
                "name": case.name,
                "form": case.form,
                "base64": base64.b64encode(case.content).decode(),
                "recipient": case.recipient,
            }
            for case in cases
        ],
    }
    told = subprocess.run(
        COMMANDS[judge],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert told.returncode == 0, told.stderr[-3000:]
    return {name: Saying(**said) for name, said in json.loads(told.stdout).items()}


def refused(sayings: dict[str, Saying]) -> dict[str, str]:
    """The cases that were not accepted, and why."""
    return {name: said.reason for name, said in sayings.items() if not said.valid}


def answer(content: bytes, media_type: str = "application/json", status: int = 200) -> Any:
    return {
        "status": status,
        "type": media_type,
        "base64": base64.b64encode(content).decode(),
    }


def web_around(client: TestClient, texts: Iterable[str], under: tuple[str, ...]) -> dict[str, Any]:
    """Every document of the platform under these paths that the texts name, and that those name
    in turn, as software is answered."""
    web: dict[str, Any] = {}
    starts = tuple(BASE + path for path in under)
    waiting = [address for text in texts for address in _named(text)]
    while waiting:
        address = waiting.pop()
        if address in web or not address.startswith(starts):
            continue
        told = client.get(address, headers={"Accept": "application/ld+json, application/json"})
        media_type = told.headers.get("content-type", "")
        web[address] = answer(told.content, media_type, told.status_code)
        if "json" in media_type:
            waiting.extend(_named(told.text))
    return web


def _named(text: str) -> set[str]:
    dids = {unquote(did.removeprefix("did:web:").replace(":", "/")) for did in DID.findall(text)}
    files = {f"https://{path}/{name}" for path in dids for name in ("did.json", "jwks.json")}
    return {address.partition("#")[0] for address in ADDRESS.findall(text)} | files
