"""What the reading of a text depends on besides its words and the parser: our own code, told by its hash.

Models have names with hashes; how a text is cut into sentences, and what is set aside in it, has none. So
what is kept of it is kept under the hash of the modules that decide it: change one, and nothing old is found.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import screening.findings
import screening.language
import screening.texts
from screening.batch.cache import version_of

PACKAGES = ("syntok", "py3langid")


@lru_cache(maxsize=1)
def reader_hash() -> str:
    """The reading of texts by this program, as 32 hexadecimal digits."""
    told = hashlib.blake2b(digest_size=16)
    for file in _modules():
        told.update(file.name.encode() + b"\0" + file.read_bytes())
    for package in PACKAGES:
        told.update(f"{package} {version_of(package)}".encode())
    return told.hexdigest()


def _modules() -> list[Path]:
    """The files that decide it, in an order that does not depend on the machine."""
    rooms = (screening.language, screening.findings)
    files = [file for room in rooms for folder in room.__path__ for file in sorted(Path(folder).glob("*.py"))]
    return [*files, Path(str(screening.texts.__file__))]
