"""`recognition badge export` writes what the download page gives."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import Session
from typer.testing import CliRunner

from recognition.awards.models import AwardState
from recognition.cli import app
from recognition.people.models import Person
from tests.conftest import Visitor
from tests.credentials.worlds import OpenWorld, make_open_world
from tests.factories import make_award

SignedInAs = Callable[[Person], Visitor]
FORMS = ["ob3.json", "ob3.jwt", "ob3.png", "ob3.svg", "ob2.json", "ob2.png", "ob2.svg"]


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


def exported(out: Path, name: object, form: str) -> bytes:
    done = CliRunner().invoke(app, ["badge", "export", str(name), "--as", form, "--out", str(out)])
    assert done.exit_code == 0, done.output
    return out.read_bytes()


def refused(out: Path, name: object, form: str) -> str:
    done = CliRunner().invoke(app, ["badge", "export", str(name), "--as", form, "--out", str(out)])
    assert done.exit_code != 0
    assert not out.exists()
    return done.output


def test_every_form_of_an_award_is_the_file_that_its_holder_downloads(
    signed_in_as: SignedInAs, world: OpenWorld, tmp_path: Path
) -> None:
    browser = signed_in_as(world.holder)
    for form in FORMS:
        page = browser.get(f"/recus/{world.award.id}/emporter/{form}")
        assert exported(tmp_path / form, world.award.id, form) == page.content


def test_a_badge_an_issuer_and_an_endorsement_are_what_their_addresses_answer(
    visitor: Visitor, world: OpenWorld, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    giver, badge, paths = world.giver, world.badge, world.paths
    written = {
        "achievement": (badge.slug, "ob3.json"),
        "badge": (badge.id, "ob2.json"),
        "word": (world.word.id, "ob3.json"),
        "hosted word": (world.word.id, "ob2.json"),
        "profile": (f"@{giver.handle}", "ob2.json"),
    }
    for kind, (name, form) in written.items():
        assert exported(out, name, form) == visitor.get(paths[kind]).content
    issuer = visitor.get(f"/issuers/{world.collective.id}")
    assert exported(out, world.collective.slug, "ob3.json") == issuer.content
    token = visitor.get(f"{paths['word']}?as=jwt")
    assert exported(out, world.word.id, "ob3.jwt") == token.content


def test_what_does_not_exist_in_a_form_is_said_in_a_sentence(
    world: OpenWorld, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for name, form in (
        (world.badge.slug, "ob3.png"),
        (world.badge.id, "ob3.jwt"),
        (f"@{world.giver.handle}", "ob2.svg"),
        (world.word.id, "ob3.svg"),
    ):
        assert f"{name} does not exist as {form}" in refused(out, name, form)
    assert "Invalid value" in refused(out, world.award.id, "ob4.json")


def test_what_is_not_there_or_no_longer_holds_is_said_in_a_sentence(
    session: Session, world: OpenWorld, tmp_path: Path
) -> None:
    offered = make_award(session, state=AwardState.OFFERED, decided_at=None).id
    award = session.merge(world.award)
    award.state = AwardState.REVOKED
    session.commit()
    out = tmp_path / "out"
    assert "There is nothing" in refused(out, offered, "ob3.json")
    assert "There is nothing" in refused(out, "@personne-du-tout", "ob3.json")
    assert "There is nothing" in refused(out, "rien-du-tout", "ob3.json")
    assert "no longer holds" in refused(out, world.award.id, "ob3.png")


def test_a_file_that_cannot_be_written_is_said_in_a_sentence(
    world: OpenWorld, tmp_path: Path
) -> None:
    out = tmp_path / "no folder" / "badge.png"
    assert "cannot be written" in refused(out, world.award.id, "ob3.png")
