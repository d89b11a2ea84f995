"""The lock files hold what pyproject.toml asks for, pinned and hashed, and name no server."""

import re
import tomllib
from importlib.metadata import distribution

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from recognition.paths import root

PROJECT = tomllib.loads((root() / "pyproject.toml").read_text())
RUN = [
    *PROJECT["project"]["dependencies"],
    *PROJECT["project"]["optional-dependencies"]["postgres"],
]
GROUPS = PROJECT["dependency-groups"]
BUILD = GROUPS["build"]
DEVELOP = [*RUN, *BUILD, *(line for line in GROUPS["dev"] if isinstance(line, str))]

LOCKS = {
    "requirements.lock": RUN,
    "requirements-build.lock": BUILD,
    "requirements-dev.lock": DEVELOP,
}
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;]+)(?: ;[^\\]*)? \\$", re.M)


def pins(lock: str) -> dict[str, str]:
    """The version of each package in a lock."""
    text = (root() / lock).read_text()
    return {canonicalize_name(found["name"]): found["version"] for found in PIN.finditer(text)}


def needed(requirements: list[str]) -> dict[str, str]:
    """The installed version of each requirement and of all that it needs in turn."""
    found: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    waiting = [Requirement(line) for line in requirements]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        installed = distribution(name)
        assert requirement.specifier.contains(installed.version, prereleases=True), name
        found[name] = installed.version
        for extra in {"", *requirement.extras} - {extra for n, extra in seen if n == name}:
            seen.add((name, extra))
            environment = {**default_environment(), "extra": extra}
            for line in installed.requires or []:
                inner = Requirement(line)
                if inner.marker is None or inner.marker.evaluate(environment):
                    waiting.append(inner)
    return found


@pytest.mark.parametrize(("lock", "requirements"), LOCKS.items(), ids=LOCKS)
def test_a_lock_pins_exactly_what_the_project_needs(lock: str, requirements: list[str]) -> None:
    locked, wanted = pins(lock), needed(requirements)
    assert {name: locked.get(name) for name in wanted} == wanted
    assert set(locked) - set(wanted) <= {"colorama", "tzdata"}  # for other systems


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pinned_package_is_hashed(lock: str) -> None:
    text = (root() / lock).read_text()
    blocks = re.split(r"^(?=[\w.-]+==)", text, flags=re.M)[1:]
    assert len(blocks) == len(pins(lock))
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_server_and_no_folder(lock: str) -> None:
    text = (root() / lock).read_text()
    assert re.findall(r"https?:|file:|--index|--find-links|/home/|/opt/", text) == []


def test_one_package_has_one_version_in_all_locks() -> None:
    every = pins("requirements-dev.lock")
    for lock in ("requirements.lock", "requirements-build.lock"):
        assert {name: every.get(name) for name in pins(lock)} == pins(lock)
