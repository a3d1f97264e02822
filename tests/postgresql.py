"""A PostgreSQL server of the tests' own: in a folder that is removed, on a Unix socket, never as root."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import text

from screening.stores.opening import address_of, engine_for

NUMBERS = count(1)
UNPRIVILEGED = ("postgres", "nobody")
WHY_NOT = "PostgreSQL was NOT tested: {}. Install it (Debian: apt-get install postgresql)."


class NoServerError(Exception):
    """Why no server can be started here, for the message of the skip."""


def programs() -> Path:
    """The folder with ``initdb`` and ``pg_ctl``: on the path, or where Debian puts them."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoServerError(WHY_NOT.format("there is no initdb"))


def _owner() -> str | None:
    """Whom the server runs as: the server refuses root, everybody else may run their own."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in names:
            return name
    raise NoServerError(WHY_NOT.format("only root is here, and the server refuses to run as root"))


def _run(command: list[str], owner: str | None) -> None:
    done = subprocess.run(
        command, user=owner, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, timeout=120,
    )  # fmt: skip
    if done.returncode:
        raise NoServerError(WHY_NOT.format(f"{Path(command[0]).name} failed: {done.stderr.strip()[-300:]}"))


@contextmanager
def cluster() -> Iterator[str]:
    """A running server; gives the URL of its databases up to the name: add it, and the query."""
    bin_, owner = programs(), _owner()
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket's path may have 107 characters only
    try:
        if owner:
            shutil.chown(folder, owner)
        data = folder / "data"
        _run([str(bin_ / "initdb"), "-D", str(data), "-U", "screening", "-A", "trust", "-E", "UTF8",
              "--no-sync", "--no-instructions"], owner)  # fmt: skip
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c max_connections=40"
        _run([str(bin_ / "pg_ctl"), "-D", str(data), "-l", str(folder / "log"), "-w", "-o", options, "start"],
             owner)  # fmt: skip
        try:
            yield f"postgresql://screening@/{{}}?host={folder}"
        finally:
            # not told to wait: where nobody reaps orphans pg_ctl would wait for a process that has ended
            _run([str(bin_ / "pg_ctl"), "-D", str(data), "-m", "immediate", "-W", "stop"], owner)
            until = time.monotonic() + 5
            while (data / "postmaster.pid").exists() and time.monotonic() < until:
                time.sleep(0.05)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL server, or a skip that nobody overlooks."""
    try:
        running = cluster()
        url = running.__enter__()
    except NoServerError as error:
        warnings.warn(str(error), stacklevel=1)
        pytest.skip(str(error))
    try:
        yield url
    finally:
        running.__exit__(None, None, None)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a store that is not there yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/panel.db"
    server: str = request.getfixturevalue("server")
    name = f"store{next(NUMBERS)}"
    with engine_for(address_of(server.format("postgres"))).connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(f"CREATE DATABASE {name}"))
    return server.format(name)
