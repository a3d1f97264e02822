"""Where a run is written: a folder of this machine, or a URL that fsspec opens (``s3://…``, ``gs://…``).

A file is there whole or not at all. In a folder it is written under another name, forced to the disk and
renamed; on an object store an upload appears only when it is complete.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from screening.errors import ScreeningError
from screening.reports.extras import demanded

TEMPORARY = ".writing-"
"""How the names begin under which files are written before they are renamed."""


class Location(Protocol):
    """A folder to read from and to write to, by names with ``/`` between their parts."""

    url: str

    def write(self, name: str, data: bytes) -> None:
        """Put a file in its place, whole; refused with ``ScreeningError`` where that cannot be."""
        ...

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None where there is none."""
        ...

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of the files in a folder of it, in alphabetical order, with the folder's."""
        ...

    def tidy(self) -> None:
        """Remove what interrupted writers have left."""
        ...


def place_at(url: str) -> Location:
    """The place that a path or a URL names; nothing is made or looked at yet."""
    scheme, found, rest = url.partition("://")
    if not found:
        return Folder(Path(url))
    return Folder(Path(rest)) if scheme == "file" else Remote(url)


class Folder:
    """A folder of this machine, or one that it has mounted."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.url = str(self.path)

    def write(self, name: str, data: bytes) -> None:
        """Put a file in its place, whole."""
        path = self.path / name
        part = path.with_name(f"{TEMPORARY}{path.name}-{socket.gethostname()}-{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_through(part, data)
            os.replace(part, path)
        except OSError as error:
            with suppress(OSError):
                part.unlink()
            raise _refused(error, str(path)) from error

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None where there is none."""
        try:
            return (self.path / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise ScreeningError(
                f"it cannot be read: {error.strerror}",
                where=str(self.path / name),
                do="check who may read this file, then run the same command again",
            ) from error

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of the files in a folder of it, in alphabetical order, with the folder's."""
        at = self.path / folder
        found = sorted(p.name for p in at.iterdir() if p.is_file()) if at.is_dir() else []
        return tuple(f"{folder}/{name}" for name in found)

    def tidy(self) -> None:
        """Remove what interrupted writers have left."""
        for path in self.path.rglob(f"{TEMPORARY}*"):
            path.unlink(missing_ok=True)


class Remote:
    """A place behind fsspec: object stores, HDFS, memory. An upload appears only when it is complete."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def write(self, name: str, data: bytes) -> None:
        """Put a file in its place, whole."""
        try:
            files, root = self._open()
            path = f"{root}/{name}"
            files.makedirs(path.rpartition("/")[0], exist_ok=True)
            files.pipe_file(path, data)
        except OSError as error:
            raise _refused(error, f"{self.url}/{name}") from error

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None where there is none."""
        files, root = self._open()
        try:
            data: bytes = files.cat_file(f"{root}/{name}")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ScreeningError(
                f"it cannot be read: {error}",
                where=f"{self.url}/{name}",
                do="check the connection and who may read there, then run the same command again",
            ) from error
        return data

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of the files in a folder of it, in alphabetical order, with the folder's."""
        files, root = self._open()
        try:
            listed = files.ls(f"{root}/{folder}", detail=False)
        except FileNotFoundError:
            return ()
        return tuple(sorted(f"{folder}/{str(path).rpartition('/')[2]}" for path in listed))

    def tidy(self) -> None:
        """Nothing is left there by an upload that broke off."""

    def _open(self) -> tuple[Any, str]:
        fsspec = demanded("fsspec", "dask")
        try:
            files, root = fsspec.core.url_to_fs(self.url)
        except (ValueError, ImportError) as error:
            raise ScreeningError(
                f"{self.url!r} cannot be opened: {error}",
                expected="a folder, or a URL that fsspec knows",
                do="install the package for it, such as s3fs or gcsfs",
            ) from error
        return files, str(root)


def _write_through(path: Path, data: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _refused(error: OSError, where: str) -> ScreeningError:
    return ScreeningError(
        f"it cannot be written: {error.strerror or error}",
        where=where,
        expected="a place that can be written and has room",
        do="make room or name another place, then run the same command: what is done is not done again",
    )
