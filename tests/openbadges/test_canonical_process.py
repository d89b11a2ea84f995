"""The process that canonicalises what strangers send: it ends, and the next one is answered."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recognition.openbadges import canonical
from recognition.openbadges.canonical import CanonicaliserProcess, canonicalise
from recognition.openbadges.canonical_child import read, write
from recognition.openbadges.reasons import NotCanonical, Reason
from tests.openbadges.vectors import badge, clique


@pytest.fixture(scope="module")
def process() -> Iterator[CanonicaliserProcess]:
    process = CanonicaliserProcess()
    yield process
    process.close()


def children() -> list[int]:
    """The processes of ours that canonicalise, ended but unburied ones included."""
    found = []
    for task in Path("/proc/self/task").iterdir():
        for pid in (task / "children").read_text().split():
            command = Path(f"/proc/{pid}/cmdline")
            if not command.read_bytes() or b"canonical_child" in command.read_bytes():
                found.append(int(pid))
    return found


def refusal(process: CanonicaliserProcess, document: dict[str, Any]) -> Reason:
    with pytest.raises(NotCanonical) as refused:
        process.canonicalise(document)
    return refused.value.reason


def test_it_says_what_is_said_in_our_own_process(process: CanonicaliserProcess) -> None:
    assert process.canonicalise(badge()) == canonicalise(badge())
    assert refusal(process, badge() | {"colour": "blue"}) == Reason.UNDEFINED_TERM
    assert refusal(process, badge() | {"@context": "https://example.org/"}) == (
        Reason.UNKNOWN_CONTEXT
    )


def test_a_refusal_names_the_part_at_fault(process: CanonicaliserProcess) -> None:
    with pytest.raises(NotCanonical) as refused:
        process.canonicalise(badge() | {"colour": "blue"})
    assert refused.value.detail == "colour"


def test_what_breaks_the_processor_is_a_refusal(process: CanonicaliserProcess) -> None:
    odd = badge() | {"type": [["VerifiableCredential"]], "issuer": {"type": {"id": 5}}}
    with pytest.raises(NotCanonical):
        process.canonicalise(odd)
    assert process.canonicalise(badge()) == canonicalise(badge())


@pytest.fixture
def unbounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The effort is no longer counted in the processes: only the clock stands against a poison."""
    more = "from recognition.openbadges import canonical; canonical.EFFORT = 10**12;"
    start, serve = canonical.CHILD.split(";", 2)[:2], canonical.CHILD.split(";", 2)[2]
    monkeypatch.setattr(canonical, "CHILD", ";".join(start) + ";" + more + serve)


@pytest.mark.usefixtures("unbounded")
def test_past_its_time_it_is_ended_and_the_next_is_answered() -> None:
    before = set(children())
    process = CanonicaliserProcess()
    try:
        process.canonicalise(badge())
        started = time.monotonic()
        assert refusal(process, clique(8)) == Reason.TOO_LONG
        assert 1.4 < time.monotonic() - started < 2
        assert process.canonicalise(badge()) == canonicalise(badge())
        assert time.monotonic() - started < 4
    finally:
        process.close()
    assert set(children()) == before


@pytest.mark.usefixtures("unbounded")
def test_one_that_hangs_keeps_no_neighbour_waiting() -> None:
    process = CanonicaliserProcess(seconds=1.2)
    try:
        process.canonicalise(badge())
        hanging = threading.Thread(target=refusal, args=(process, clique(8)))
        hanging.start()
        time.sleep(0.1)
        process.canonicalise(badge())
        assert hanging.is_alive()
        hanging.join()
    finally:
        process.close()


@pytest.mark.usefixtures("unbounded")
def test_when_all_hang_the_wait_is_bounded() -> None:
    process = CanonicaliserProcess(seconds=0.3, workers=1)
    try:
        process.canonicalise(badge())
        started = time.monotonic()
        threads = [threading.Thread(target=refusal, args=(process, clique(8))) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert time.monotonic() - started < 3 * 0.3 + 1
        assert process.canonicalise(badge()) == canonicalise(badge())
    finally:
        process.close()


def test_many_threads_each_get_their_own_answer(process: CanonicaliserProcess) -> None:
    names = [f"Accueil {number}" for number in range(12)]
    answers: dict[str, bytes] = {}

    def ask(name: str) -> None:
        answers[name] = process.canonicalise(badge() | {"name": name})

    threads = [threading.Thread(target=ask, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {name: canonicalise(badge() | {"name": name}) for name in names}


def test_it_starts_when_first_asked_and_leaves_nothing_behind() -> None:
    gc.collect()
    before = set(children())
    process = CanonicaliserProcess()
    assert set(children()) == before
    process.canonicalise(badge())
    assert len(set(children()) - before) == 1
    process.close()
    assert set(children()) == before
    with pytest.raises(RuntimeError):
        process.canonicalise(badge())


def test_forgetting_to_close_it_leaves_nothing_behind() -> None:
    before = set(children())
    process = CanonicaliserProcess()
    process.canonicalise(badge())
    del process
    gc.collect()
    assert set(children()) == before


def test_a_process_that_died_in_the_meantime_is_replaced() -> None:
    before = set(children())
    process = CanonicaliserProcess()
    try:
        process.canonicalise(badge())
        (child,) = set(children()) - before
        os.kill(child, signal.SIGKILL)
        time.sleep(0.1)
        assert process.canonicalise(badge()) == canonicalise(badge())
    finally:
        process.close()


def test_the_end_of_the_interpreter_ends_it_without_a_word() -> None:
    code = (
        "from recognition.openbadges.canonical import CanonicaliserProcess as P;"
        "from tests.openbadges.vectors import badge;"
        "p = P(); print(len(p.canonicalise(badge())))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, timeout=20, check=True
    )
    assert done.stdout.decode() == f"{len(canonicalise(badge()))}\n"
    assert done.stderr == b""


def test_after_a_fork_each_side_has_processes_of_its_own() -> None:
    code = (
        "import os\n"
        "from recognition.openbadges.canonical import CanonicaliserProcess as P\n"
        "from tests.openbadges.vectors import badge\n"
        "p = P(); one = p.canonicalise(badge())\n"
        "if (pid := os.fork()) == 0:\n"
        "    same = p.canonicalise(badge()) == one\n"
        "    p.close()\n"
        "    os._exit(0 if same else 1)\n"
        "assert os.waitpid(pid, 0)[1] == 0\n"
        "assert p.canonicalise(badge()) == one\n"
        "print('both')\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, timeout=20
    )
    assert (done.stdout, done.stderr) == (b"both\n", b"")


def test_a_frame_that_is_cut_short_is_the_end(tmp_path: Path) -> None:
    path = tmp_path / "frames"
    with path.open("wb") as stream:
        write(stream, b"{}")
        stream.write(b"\0\0")
    with path.open("rb") as stream:
        assert [read(stream), read(stream)] == [b"{}", None]


def test_an_orphan_ends_by_itself() -> None:
    """The parent was killed, and the child does not know it: it is in the middle of a poison."""
    code = (
        "from recognition.openbadges import canonical\n"
        "from tests.openbadges.vectors import badge, clique\n"
        "more = 'from recognition.openbadges import canonical; canonical.EFFORT = 10**12;'\n"
        "start, path, serve = canonical.CHILD.split(';', 2)\n"
        "canonical.CHILD = ';'.join((start, path, more + serve))\n"
        "p = canonical.CanonicaliserProcess(seconds=0.8)\n"
        "p.canonicalise(badge())\n"
        "print(min(p._children)._process.pid, flush=True)\n"
        "p._seconds = 60\n"
        "p.canonicalise(clique(9))\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        child = Path(f"/proc/{int(parent.stdout.readline())}")
        time.sleep(0.3)
        parent.kill()
    assert "canonical_child" in child.joinpath("cmdline").read_text()
    deadline = time.monotonic() + 5
    while child.exists() and child.joinpath("cmdline").read_bytes():
        assert time.monotonic() < deadline
        time.sleep(0.05)
