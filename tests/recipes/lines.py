"""A store in one file of JSON, for one writer at a time: small panels on a shared drive.

The file is replaced whole, and only when its successor is complete; a lock beside it keeps writers apart.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from screening.errors import StoreError
from screening.records import (
    ERASED,
    Draft,
    Entry,
    Fault,
    Head,
    Sealed,
    check,
    entry_after,
    head_of,
    read_entry,
    seal,
    verify,
    verify_papers,
)  # fmt: skip
from screening.stores import Act

EMPTY: dict[str, Any] = {"entries": [], "papers": [], "head": head_of(()).model_dump()}


class LinesStore:
    """A record and its papers in one file."""

    def __init__(self, url: str, create: bool) -> None:
        self._path = Path(url.removeprefix("lines:///"))
        if not self._path.exists():
            if not create:
                raise StoreError("there is no store", where=url, expected="a file that a panel was opened in")
            self._save(EMPTY)

    def write(self, act: Act) -> tuple[Entry, ...]:
        """See the protocol; ``act`` runs while the file is held."""
        with self._held() as kept:
            seen = _entries(kept)
            check(seen, Head.model_validate(kept["head"]))
            return _added(kept, act(seen))

    def append(self, *drafts: Draft) -> tuple[Entry, ...]:
        """Add entries that depend on nothing in the record."""
        return self.write(lambda _: drafts)

    def entries(self) -> tuple[Entry, ...]:
        """The whole record in order."""
        return _entries(self._load())

    def head(self) -> Head:
        """The end of the chain as it is marked."""
        return Head.model_validate(self._load()["head"])

    def paper(self, digest: str) -> Sealed | None:
        """The paper of that digest, if it is kept."""
        return next((paper for paper in self.papers() if paper.digest == digest), None)

    def papers(self) -> tuple[Sealed, ...]:
        """Every paper that is kept, by digest."""
        kept = map(Sealed.model_validate, self._load()["papers"])
        return tuple(sorted(kept, key=lambda paper: paper.digest))

    def erase(self, candidate: str, draft: Draft) -> Entry:
        """Remove a candidate's papers, and say in an entry which they were."""
        with self._held() as kept:
            gone = sorted(p["digest"] for p in kept["papers"] if p["candidate"] == candidate)
            kept["papers"] = [p for p in kept["papers"] if p["candidate"] != candidate]
            body = {**draft.body, "candidate": candidate, ERASED: gone}
            return _added(kept, [draft.model_copy(update={"body": body})])[0]

    def verify(self, outside: Head | None = None) -> tuple[Fault, ...]:
        """Everything that is wrong with the record and its papers."""
        entries = self.entries()
        return (*verify(entries, self.head(), outside), *verify_papers(entries, self.papers()))

    def close(self) -> None:
        """Nothing is held between two calls."""

    @contextmanager
    def _held(self) -> Iterator[dict[str, Any]]:
        """The contents, held against other writers, and saved when all went well."""
        with self._path.with_name(f"{self._path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            kept = self._load()
            yield kept
            self._save(kept)

    def _load(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self._path.read_text(encoding="utf-8"))
        return loaded

    def _save(self, kept: dict[str, Any]) -> None:
        part = self._path.with_name(f"{self._path.name}.part")
        part.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        os.replace(part, self._path)


def _entries(kept: dict[str, Any]) -> tuple[Entry, ...]:
    return tuple(read_entry(one["content"], one["digest"]) for one in kept["entries"])


def _added(kept: dict[str, Any], drafts: Sequence[Draft]) -> tuple[Entry, ...]:
    """The drafts sealed, numbered and put at the end, and the mark moved."""
    added = []
    for draft in drafts:
        ready, sealed = seal(draft, lambda: secrets.token_hex(32))
        entry = entry_after(Head.model_validate(kept["head"]), ready)
        kept["papers"] += [paper.model_dump() for paper in sealed]
        kept["entries"].append({"content": entry.content, "digest": entry.digest})
        kept["head"] = Head(entries=entry.number, digest=entry.digest).model_dump()
        added.append(entry)
    return tuple(added)
