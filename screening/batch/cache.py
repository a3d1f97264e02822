"""What models have said, kept by content: a vector, a parse or an appraisal is made once for the same words.

The key is the hash of the kind, the model's name with its hash, the kind of machine, and the words: shared by
runs, standards, revisions and processes, and never stale. A new model has new keys. Each value carries a
digest; a row that was damaged is noticed, made again and replaced. The cache only saves time: where it cannot
be read or written the run goes on without it, and says so.
"""

from __future__ import annotations

import hashlib
import platform
import re
import sqlite3
import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from screening.errors import ScreeningError
from screening.stores.waiting import PATIENCE_S, write_ahead

KEY_BYTES, DIGEST_BYTES = 20, 8
PENDING = 4_000
"""New values that are held before they are written in one transaction."""
ASKED_AT_ONCE = 500
COMPUTING = ("torch", "numpy", "spacy", "tokenizers")
"""The packages whose version may change the last digit of what a model says."""


class Cache:
    """A cache in one SQLite file (write-ahead log), for any number of processes of one machine."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damaged = 0
        """Rows whose digest did not hold."""
        self.failed = ""
        """Why the cache is no longer used, if so."""
        self._pending: dict[bytes, bytes] = {}
        self._lock = threading.RLock()
        self._connection = self._open()

    def read(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """The values of those keys that are there and sound."""
        with self._lock:
            found = {key: self._pending[key] for key in keys if key in self._pending}
            missing = [key for key in keys if key not in found]
            for start in range(0, len(missing), ASKED_AT_ONCE):
                for key, row in self._select(missing[start : start + ASKED_AT_ONCE]):
                    if _seal(key, row[DIGEST_BYTES:]) == row[:DIGEST_BYTES]:
                        found[key] = row[DIGEST_BYTES:]
                    else:
                        self.damaged += 1
            return found

    def keep(self, values: Mapping[bytes, bytes]) -> None:
        """Keep values; they are written with the next :meth:`flush`, or when there are many."""
        with self._lock:
            self._pending |= values
            if len(self._pending) >= PENDING:
                self.flush()

    def flush(self) -> None:
        """Write what is pending; a disk that is full, or a file that is broken, ends the use of the cache."""
        with self._lock:
            rows = [self.sealed(key, value) for key, value in self._pending.items()]
            self._pending = {}
            self.store(rows)
            self.written(rows)

    def store(self, rows: list[tuple[bytes, bytes]]) -> None:
        """Write rows that carry their digests, in one transaction."""
        if self.failed or not rows:
            return
        try:
            with self._connection:
                self._connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", rows)
        except sqlite3.Error as error:
            self.failed = str(error)

    def written(self, rows: list[tuple[bytes, bytes]]) -> None:
        """Told of rows that were made here; a cache that is shared hands them on."""

    def exchange(self) -> None:
        """Write what is pending; a cache that is shared exchanges with the others."""
        self.flush()

    def sealed(self, key: bytes, value: bytes) -> tuple[bytes, bytes]:
        """A row as it is stored: its key, and its value behind the digest of both."""
        return key, _seal(key, value) + value

    def close(self) -> None:
        """Write what is pending and let go of the file."""
        self.flush()
        self._connection.close()

    def _select(self, keys: Sequence[bytes]) -> Iterable[tuple[bytes, bytes]]:
        if self.failed or not keys:
            return []
        marks = ",".join("?" * len(keys))
        try:
            return self._connection.execute(
                f"SELECT key, value FROM kept WHERE key IN ({marks})", keys
            ).fetchall()
        except sqlite3.Error as error:
            self.failed = str(error)
            return []

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=PATIENCE_S, check_same_thread=False)
            write_ahead(connection.execute)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID"
            )
        except (sqlite3.Error, OSError) as error:
            raise ScreeningError(
                f"the cache cannot be opened: {error}", where=str(self.path),
                expected="a SQLite file that this program made, or a place for one",
                do="name another file with --cache, or `--cache none`; deleting the file loses only time",
            ) from error  # fmt: skip
        return connection


class NoCache:
    """Where nothing is kept: every answer is made anew."""

    damaged, failed = 0, ""

    def read(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Nothing."""
        return {}

    def keep(self, values: Mapping[bytes, bytes]) -> None:
        """Keep nothing."""

    def exchange(self) -> None:
        """Exchange nothing."""

    def close(self) -> None:
        """Let go of nothing."""


def key_of(kind: str, model: str, *words: str) -> bytes:
    """Where the answer of a model to these words is kept; nothing else has the same key."""
    told = hashlib.blake2b(digest_size=KEY_BYTES)
    for part in (kind, model, machine(), *words):
        data = part.encode("utf-8", "surrogatepass")
        told.update(len(data).to_bytes(8, "big") + data)
    return told.digest()


@lru_cache(maxsize=1)
def machine() -> str:
    """What the last digit of a model's answer may depend on: processor features, package versions.

    Two kinds of machine have two sets of keys, so a shared cache never mixes their answers.
    """
    return "; ".join([platform.machine(), _features(), *(f"{name} {version_of(name)}" for name in COMPUTING)])


def _features() -> str:
    """The vector instructions of this processor, where the system tells."""
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return platform.processor()
    line = re.search(r"^(?:flags|Features)\s*:(.*)$", told, re.MULTILINE)
    words = line.group(1).split() if line else []
    return " ".join(sorted(w for w in words if re.match(r"avx|amx|fma|sse4|asimd|sve|bf16", w)))


def version_of(package: str) -> str:
    """The version of an installed package, or ``none``."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def _seal(key: bytes, value: bytes) -> bytes:
    return hashlib.blake2b(key + value, digest_size=DIGEST_BYTES).digest()
