"""The bytes of a file that was named on the command line; one that cannot be read is refused."""

from __future__ import annotations

from pathlib import Path

from screening.errors import ScreeningError


def bytes_of(path: Path, most: int = -1, expected: str = "a file that can be read") -> bytes:
    """A file's bytes, of a longer one the first ``most``."""
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise ScreeningError(
            f"it cannot be read: {error.strerror}",
            where=str(path),
            expected=expected,
            do="check the path, and who may read the file",
        ) from error
