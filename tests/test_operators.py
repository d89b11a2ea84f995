"""What an operator reads and types agrees with the code."""

import os
import re
import stat
import subprocess

import pytest

from recognition.paths import root
from recognition.settings import Settings

EXAMPLE = (root() / ".env.example").read_text()


def _values() -> dict[str, str]:
    return dict(re.findall(r"^(RECOGNITION_[A-Z0-9_]+)=(.*)$", EXAMPLE, re.M))


def test_every_setting_is_explained_with_its_default() -> None:
    fields = {f"RECOGNITION_{name.upper()}" for name in Settings.model_fields}
    assert set(_values()) == fields
    for name in fields:
        explained = re.search(rf"^# .+\n{name}=", EXAMPLE, re.M)
        assert explained is not None, f"{name} has no explanation"


def test_the_example_used_as_it_is_gives_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("RECOGNITION_")]:
        monkeypatch.delenv(name)
    assert Settings(_env_file=root() / ".env.example") == Settings(_env_file=None)


def test_what_the_gate_runs_can_be_run() -> None:
    for name in ("run", "tools"):
        assert (root() / ".ci" / name).stat().st_mode & stat.S_IXUSR


def test_make_help_lists_every_target_that_is_meant_to_be_typed() -> None:
    listed = subprocess.run(
        ["make", "--silent", "help"], cwd=root(), capture_output=True, text=True, check=True
    ).stdout
    names = {line.split()[0] for line in listed.splitlines()}
    assert names >= {"run", "test", "check", "bench", "format", "clean", "lock", "translations"}
