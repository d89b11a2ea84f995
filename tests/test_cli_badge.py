"""`recognition badge verify` in a terminal, with a platform on the machine and without."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session
from typer.testing import CliRunner, Result

from recognition.cli import app
from recognition.openbadges import png as baking
from tests.conftest import Visitor
from tests.credentials.worlds import OpenWorld, make_open_world
from tests.openbadges.pictures import FILES, png

GOOD = FILES / "dcpv__ob30__simple.json"


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with no platform in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RECOGNITION_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("RECOGNITION_DATABASE_URL", raising=False)
    return tmp_path


def verify(*words: object, sent: bytes = b"") -> Result:
    return CliRunner().invoke(app, ["badge", "verify", *map(str, words)], input=sent)


def as_json(*words: object) -> dict[str, Any]:
    done = verify(*words, "--json")
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def test_a_badge_is_told_one_line_a_step(alone: Path) -> None:
    done = verify(GOOD)
    lines = done.stdout.splitlines()
    assert done.exit_code == 2
    assert lines[:2] == ["UNVERIFIED: Teamwork, Open Badges 3.0, award", "by Example Corp"]
    assert [line.split()[:2] for line in lines[2:]] == [
        ["yes", "readable"],
        ["?", "issuer"],
        ["yes", "signature"],
        ["-", "revocation"],
        ["yes", "dates"],
        ["?", "recipient"],
    ]
    assert "Nothing confirms who issued it." in lines[3]


def test_the_machine_without_platform_is_left_without_one(alone: Path) -> None:
    verify(GOOD)
    assert list(alone.iterdir()) == []


def test_json_says_all_that_was_found(alone: Path) -> None:
    said = as_json(GOOD)
    assert (said["outcome"], said["version"], said["kind"]) == ("unverified", "3.0", "award")
    assert (said["id"], said["name"]) == ("http://example.com/credentials/3527", "Teamwork")
    assert said["issuer"] == {
        "name": "Example Corp",
        "id": "https://example.com/issuers/876543",
        "url": "",
        "host": "",
    }
    assert said["steps"][1] == {
        "check": "issuer",
        "state": "unknown",
        "reason": "issuer.not_confirmed",
        "detail": "",
    }
    assert said["endorsements"] == []


def test_the_recipient_is_compared_with_what_is_given(alone: Path) -> None:
    badge = FILES / "openbadges-bakery__openbadges_bakery__testfiles__baked_heart.png"
    theirs = as_json(badge, "--recipient", "x@example.com", "--recipient", "test@example.com")
    nobody = as_json(badge, "--recipient", "x@example.com")
    assert theirs["steps"][-1]["state"] == "holds"
    assert nobody["steps"][-1]["state"] == "fails"
    assert theirs["recipient"] == [
        {"type": "email", "identity": "test@example.com", "hashed": False}
    ]


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("dcpv__ob30__simple-err-proof-value.json", "invalid"),
        ("openbadges-verifier-chrome__test__img__no-text-chunk.png", "no-badge"),
    ],
)
def test_what_is_refused_ends_with_one(alone: Path, name: str, outcome: str) -> None:
    assert verify(FILES / name).exit_code == 1
    assert as_json(FILES / name)["outcome"] == outcome


def test_a_file_that_cannot_be_read_is_an_error(alone: Path) -> None:
    done = verify("nowhere.png")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "nowhere.png cannot be read: No such file or directory." in done.stderr
    assert as_json("nowhere.png")["outcome"] == "error"
    assert as_json(alone)["outcome"] == "error"


def test_a_badge_can_be_piped_in(alone: Path) -> None:
    assert verify("-", sent=GOOD.read_bytes()).stdout == verify(GOOD).stdout


def test_an_address_that_may_not_be_asked_is_unverified(alone: Path) -> None:
    done = verify("http://127.0.0.1:9/badge.json")
    assert done.exit_code == 2
    assert done.stdout.splitlines()[1].split()[:2] == ["?", "readable"]


def test_a_name_does_not_command_the_terminal(alone: Path) -> None:
    badge = json.loads(GOOD.read_text())
    badge["credentialSubject"]["achievement"]["name"] = "A\x1b[2J\x9b31m\u202eB"
    badge["issuer"]["name"] = "C\r\nVERIFIED"
    file = alone / "badge.json"
    file.write_text(json.dumps(badge))
    lines = verify(file).stdout.splitlines()
    assert lines[:2] == ["INVALID: A [2J 31m B, Open Badges 3.0, award", "by C  VERIFIED"]
    assert "\x9b" not in verify(file, "--json").stdout


@pytest.fixture
def world(
    session: Session,
    visitor: Visitor,
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> OpenWorld:
    """The command reads the same database, files and keys as the pages."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RECOGNITION_DATABASE_URL", database)
    monkeypatch.setenv("RECOGNITION_DATA_DIR", str(tmp_path))
    return make_open_world(session)


def exported(world: OpenWorld, form: str) -> Path:
    out = Path(f"badge.{form}")
    words = ["badge", "export", str(world.award.id), "--as", form, "--out", str(out)]
    assert CliRunner().invoke(app, words).exit_code == 0
    return out


@pytest.mark.parametrize(
    "form", ["ob3.json", "ob3.jwt", "ob3.png", "ob3.svg", "ob2.json", "ob2.png", "ob2.svg"]
)
def test_an_award_of_the_platform_on_this_machine_is_verified_in_every_form(
    world: OpenWorld, form: str
) -> None:
    said = as_json(exported(world, form))
    assert (said["outcome"], said["issuer"]["host"]) == ("verified", "127.0.0.1:8000")
    assert {step["state"] for step in said["steps"][:-1]} == {"holds"}  # nobody was named
    told = [(each["target"], each["outcome"]) for each in said["endorsements"]]
    assert told == [("badge", "verified"), ("issuer", "verified")]


def test_a_changed_award_of_the_platform_is_invalid(world: OpenWorld) -> None:
    file = exported(world, "ob3.json")
    document = json.loads(file.read_text())
    document["credentialSubject"]["achievement"]["name"] = "Autre chose"
    picture = baking.bake(png(), "openbadgecredential", json.dumps(document))
    file.write_bytes(picture)
    assert as_json(file)["outcome"] == "invalid"
