"""A PostgreSQL server for the tests: on loopback, in a temporary folder, gone afterwards."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class PostgresqlMissing(Exception):
    """There is no PostgreSQL on this machine."""


def _tools() -> Path:
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    found = shutil.which("initdb")
    if found is None:
        raise PostgresqlMissing("initdb is not installed: apt-get install postgresql")
    return Path(found).parent


@contextmanager
def server() -> Iterator[str]:
    """The address of an empty database on a fresh server."""
    tools = _tools()
    folder = Path(tempfile.mkdtemp(prefix="recognition-postgresql-"))
    as_other: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_other = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def run(*words: str) -> None:
        subprocess.run(words, check=True, capture_output=True, cwd="/", **as_other)

    data = str(folder / "data")
    options = (
        f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off -c synchronous_commit=off"
        " -c full_page_writes=off"
    )
    try:
        run(str(tools / "initdb"), "-D", data, "-U", "recognition", "-A", "trust", "-E", "UTF8")
        log = str(folder / "log")
        run(str(tools / "pg_ctl"), "-D", data, "-l", log, "-o", options, "-w", "start")
        try:
            yield f"postgresql+psycopg://recognition@127.0.0.1:{port}/postgres"
        finally:
            run(str(tools / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
