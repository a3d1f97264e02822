"""A cache shared by machines: each keeps its own file, and they exchange what is new in a common place.

A pack is a file of rows that never changes, named by its hash; whoever finds one takes its rows in, once. So
there is nothing to lock and nothing to wait for, on an object store as in a folder. Rows carry their digests:
a pack that was damaged adds nothing false.
"""

from __future__ import annotations

import hashlib
import zlib

from screening.batch.cache import KEY_BYTES, Cache, key_of
from screening.batch.places import Location, place_at

FOLDER = "packs"
LENGTH_BYTES = 4


class SharedCache(Cache):
    """A cache that takes in what others have put into a place, and puts there what it has that is new."""

    def __init__(self, cache: Cache, url: str) -> None:
        super().__init__(cache.path)
        cache.close()
        self.place: Location = place_at(url)
        self._new: dict[bytes, bytes] = {}
        self.exchange()

    def written(self, rows: list[tuple[bytes, bytes]]) -> None:
        """Remember what was made here, until it is put where others find it."""
        self._new |= dict(rows)

    def exchange(self) -> None:
        """Put what is new here into the place, then take in what is new there."""
        self.flush()
        if self._new:
            data = packed(self._new)
            self.place.write(f"{FOLDER}/{hashlib.sha256(data).hexdigest()}.pack", data)
            self._new = {}
            self._note(data)
        for name in self.place.names(FOLDER):
            if not self.read([_mark(name)]):
                self._take_in(name)

    def _take_in(self, name: str) -> None:
        data = self.place.read(name)
        if data is None:
            return
        rows = unpacked(data)
        self.damaged += rows is None
        self.store(list((rows or {}).items()))
        self._note(data, name)

    def _note(self, data: bytes, name: str = "") -> None:
        """Remember that a pack was taken in."""
        name = name or f"{FOLDER}/{hashlib.sha256(data).hexdigest()}.pack"
        self.store([self.sealed(_mark(name), b"taken in")])


def _mark(name: str) -> bytes:
    return key_of("pack", "", name)


def packed(rows: dict[bytes, bytes]) -> bytes:
    """Rows as the bytes of a pack: key, length and value of each, compressed."""
    parts = [key + len(row).to_bytes(LENGTH_BYTES, "big") + row for key, row in sorted(rows.items())]
    return zlib.compress(b"".join(parts), 1)


def unpacked(data: bytes) -> dict[bytes, bytes] | None:
    """The rows of a pack; None where it is damaged."""
    try:
        rest = memoryview(zlib.decompress(data))
    except zlib.error:
        return None
    rows: dict[bytes, bytes] = {}
    head = KEY_BYTES + LENGTH_BYTES
    while len(rest) >= head:
        length = int.from_bytes(rest[KEY_BYTES:head], "big")
        rows[bytes(rest[:KEY_BYTES])] = bytes(rest[head : head + length])
        rest = rest[head + length :]
    return rows
