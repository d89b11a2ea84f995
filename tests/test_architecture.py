"""What the layers of import-linter cannot see: who reads the clock, the environment, the network.

The contracts between modules are in `pyproject.toml`; `make check` runs them.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from recognition.paths import root
from recognition.web.sentences import FIELD_FAULTS, REFUSALS, SAID

PACKAGE = root() / "recognition"
MODULES = sorted(PACKAGE.rglob("*.py"))
CODE = re.compile(r"^[a-z_]+\.[a-z_]+$")


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))


def imported(path: Path) -> set[str]:
    """The modules a module imports, by their full names."""
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def modules_that(find: str) -> set[str]:
    """The modules whose code, strings and comments included, matches."""
    return {name_of(path) for path in MODULES if re.search(find, path.read_text())}


def test_only_one_module_reads_the_clock() -> None:
    found = modules_that(r"datetime\.now\(|utcnow|date\.today\(|time\.time\(")
    assert found == {"clock.py"}


def test_the_clock_is_read_by_views_and_by_the_outermost_modules_only() -> None:
    asking = {name_of(p) for p in MODULES if "recognition.clock.now" in imported(p)}
    outermost = {"cli.py", "cli_keys.py", "cli_verify.py", "worker.py", "demo/loader.py"}
    assert asking <= outermost | {"web/answering.py"}


def test_only_the_settings_read_the_environment() -> None:
    assert modules_that(r"os\.environ|getenv\(") == set()


def test_only_the_sending_of_mails_and_the_guarded_door_open_a_connection() -> None:
    """Requirement D1; what is known of the standards may name a host, and asks nobody."""
    doors = {
        "aiohttp",
        "ftplib",
        "http.client",
        "httpcore",
        "httpcore2",
        "httpx",
        "httpx2",
        "requests",
        "smtplib",
        "socket",
        "ssl",
        "urllib.request",
        "urllib3",
    }
    found = {
        name_of(path)
        for path in MODULES
        for name in imported(path)
        if name in doors or name.partition(".")[0] in doors
    }
    assert found == {"mail/commands.py", "fetching/network.py"}


def test_views_hold_no_query() -> None:
    wrong = {
        name_of(path)
        for path in MODULES
        if path.name == "views.py" or "views" in path.parts
        for name in imported(path)
        if name in {"sqlmodel.select", "sqlalchemy.select", "sqlalchemy.text"}
    }
    assert wrong == set()


def test_commands_leave_the_commit_to_their_caller() -> None:
    committing = {
        name_of(path)
        for path in MODULES
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "commit"
    }
    # Each mail and each round of the worker is a transaction of its own; a file is deleted once
    # no row names it; a wrong code counts although its page is a 422; nobody waits with a lock for
    # the servers of others.
    assert committing == {
        "cli.py",
        "cli_keys.py",
        "worker.py",
        "mail/commands.py",
        "web/answering.py",
        "evidence/views.py",
        "imports/views/asking.py",
        "imports/views/keeping.py",
        "people/views/signing_in.py",
    }


def test_markup_is_made_where_it_was_escaped_or_sanitised_only() -> None:
    """Requirement B1: a new place is a decision."""
    making = {
        name_of(path)
        for path in MODULES
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id == "Markup"
    }
    assert making == {"web/markdown.py", "mail/views.py", "badges/views/composer.py"}


def test_a_file_can_be_read_in_one_sitting() -> None:
    lines = {name_of(path): path.read_text().count("\n") for path in MODULES}
    assert {name: count for name, count in lines.items() if count > 460} == {}


def _refused() -> set[str]:
    """The codes that are raised as they stand."""
    return {
        call.args[0].value
        for path in MODULES
        for call in calls(path)
        if isinstance(call.func, ast.Name)
        and call.func.id in {"NotFound", "NotAllowed", "Refused"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def _spoken() -> set[str]:
    """Every string of the code outside the sentences."""
    return {
        node.value
        for path in MODULES
        if "sentences" not in path.parts
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_refusal_has_its_sentence_and_every_sentence_its_refusal() -> None:
    refused = _refused()
    assert len(refused) > 10
    assert sorted(refused - REFUSALS.keys()) == []
    assert sorted(REFUSALS.keys() - _spoken()) == []


def test_every_confirmation_is_said_and_every_fault_found_somewhere() -> None:
    said = {
        keyword.value.value
        for path in MODULES
        for call in calls(path)
        for keyword in call.keywords
        if keyword.arg == "said" and isinstance(keyword.value, ast.Constant) and keyword.value.value
    }
    assert sorted(said - SAID.keys()) == []
    assert sorted(SAID.keys() - _spoken()) == []
    assert sorted(FIELD_FAULTS.keys() - _spoken()) == []


def test_routes_are_named_by_their_room_and_each_name_is_one_address() -> None:
    from recognition.app import routes
    from recognition.web.static import StaticFiles

    names: dict[str, set[str]] = {}
    for route in routes(StaticFiles(root() / "static")):
        names.setdefault(route.name, set()).add(route.path)  # type: ignore[attr-defined]
    assert [name for name in names if not re.match(r"^[a-z]+:[a-z_]+$", name)] == []
    assert {name: paths for name, paths in names.items() if len(paths) > 1} == {}
