"""What the documents name exists: tests, files, commands, settings."""

import ast
import re
from pathlib import Path

import pytest

from recognition.cli import app as command_line
from recognition.paths import root

DOCUMENTS = sorted([*root().glob("*.md"), *(root() / "docs").rglob("*.md")])


def name_of(path: Path) -> str:
    return path.relative_to(root()).as_posix()


def _tests_in(path: Path) -> set[str]:
    return {
        node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)
    }


def test_every_test_that_a_document_cites_exists() -> None:
    cited = {
        (file, test)
        for document in DOCUMENTS
        for file, test in re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", document.read_text())
    }
    assert len(cited) > 40
    missing = [file for file, _ in cited if not (root() / file).exists()]
    assert missing == []
    assert [
        (f, test) for f, test in sorted(cited) if test and test not in _tests_in(root() / f)
    ] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_inside_the_repository_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_path_that_a_document_names_is_there(document: Path) -> None:
    named = re.findall(
        r"`((?:recognition|templates|static|alembic|tests|docs|\.ci)/[\w./-]*\w)`",
        document.read_text(),
    )
    assert [path for path in named if not (root() / path).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_command_that_a_document_gives_can_be_typed(document: Path) -> None:
    text = document.read_text()
    targets = re.findall(r"^([a-z-]+):", (root() / "Makefile").read_text(), re.M)
    made = re.findall(r"(?:`|^    )make ([a-z-]+)", text, re.M)
    assert set(made) - set(targets) == set()
    verbs = {
        command.name or (command.callback.__name__.replace("_", "-") if command.callback else "")
        for command in command_line.registered_commands
    } | {group.name for group in command_line.registered_groups}
    typed = re.findall(r"(?:`|^    )recognition ([a-z-]+)", text, re.M)
    assert set(typed) - verbs == set()


def test_every_decision_is_listed() -> None:
    folder = root() / "docs" / "decisions"
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text())
    assert listed == sorted(path.name for path in folder.glob("0*.md"))
