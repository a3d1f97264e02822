"""What the engine itself wrote, with bytes changed since: stored runs, stores, caches, packs, settings, keys.

Each reader here takes the bytes of one file, or of a folder as a ZIP archive, puts them in their place and
reads all of it, as a command would.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from batches import applications, small_screener, write_lines
from test_sheets import Desk

from screening.batch.cache import Cache
from screening.batch.local import Local
from screening.batch.places import Folder
from screening.batch.running import plan_of, run
from screening.batch.runs import open_run
from screening.batch.sharing import packed, unpacked
from screening.batch.sources import open_source
from screening.files.settings import read_settings
from screening.files.signing import signed_by
from screening.records import Draft
from screening.settings import Settings
from screening.stores.opening import open_store

KEYS = [bytes([i]) * 32 for i in range(4)]


def _archive(folder: Path) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            archive.writestr(str(path.relative_to(folder)), path.read_bytes())
    return stream.getvalue()


@cache
def stored_run() -> list[bytes]:
    """A small complete run: its plan, parts, seals, rejects and manifest."""
    with tempfile.TemporaryDirectory() as folder:
        lines = write_lines(Path(folder) / "in.jsonl", applications(6))
        lines.write_text(lines.read_text(encoding="utf-8") + "{\n", encoding="utf-8")
        screener, out = small_screener(), Path(folder) / "out"
        source = open_source(lines, screener)
        plan = plan_of(screener, source.mark, 4)
        run(source, plan, Folder(out), opening=small_screener, executor=Local(1), cache=None)
        return [_archive(out)]


def read_stored_run(raw: bytes) -> object:
    """Everything that a run holds: whether it is whole, its columns, its applications, its rejects."""
    with tempfile.TemporaryDirectory() as folder:
        with suppress(zipfile.BadZipFile, ValueError), zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in archive.namelist():
                path = Path(folder) / name.replace("..", "")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(archive.read(name))
        opened = open_run(folder)
        told = [*opened.judged(), *opened.rejected()]
        return opened.faults(), opened.columns("candidate", "strength"), told


@cache
def store() -> list[bytes]:
    """A record with entries in a SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "panel.db"
        opened = open_store(f"sqlite:///{path}", create=True)
        entries = Desk().entries
        opened.append(*(Draft(who=e.who, at=e.at, kind=e.kind, body=e.body) for e in entries[:4]))
        opened.close()
        return [path.read_bytes()]


def read_store(path: Path) -> object:
    """Everything that a store holds, and whether it is what it was."""
    opened = open_store(f"sqlite:///{path}")
    try:
        return opened.verify(), opened.head(), opened.papers(), opened.entries()
    finally:
        opened.close()


@cache
def model_cache() -> list[bytes]:
    """A cache of models' answers in a SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Cache(Path(folder) / "c.sqlite")
        kept.keep({key: key * 40 for key in KEYS})
        kept.close()
        return [(Path(folder) / "c.sqlite").read_bytes()]


def read_cache(path: Path) -> object:
    """Every answer that the cache gives is one that was kept."""
    kept = Cache(path)
    try:
        found = kept.read(KEYS)
        assert all(value == key * 40 for key, value in found.items())
        return found
    finally:
        kept.close()


def pack() -> list[bytes]:
    """What workers exchange."""
    return [packed({key: key * 40 for key in KEYS})]


def settings() -> list[bytes]:
    """Settings as a panel would write them."""
    return [b"bands: {demonstrated: 900, review: -400}\ncredit_elsewhere: true\nexams: {pass_mark: 70}\n",
            b'{"gates": {"narrative": 200}, "weights": {"own_acts": {"points": 300, "most": 4}}}']


def key() -> list[bytes]:
    """A public key as other programs write it."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    public = Ed25519PrivateKey.from_private_bytes(b"k" * 32).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return [public.public_bytes(serialization.Encoding.PEM, form)]


KEPT: dict[str, tuple[Callable[[], list[bytes]], Callable[..., object], str]] = {
    "settings": (settings, lambda path: read_settings(path, Settings()), "s.yaml"),
    "record store": (store, read_store, "panel.db"),
    "model cache": (model_cache, read_cache, "c.sqlite"),
    "public key": (key, lambda path: signed_by(b"head", b"s" * 64, path), "k.pem"),
    "shared pack": (pack, unpacked, ""),
    "stored run": (stored_run, read_stored_run, ""),
}
"""The small real files, what reads them, and the name that a file must have; without one, bytes are read."""
