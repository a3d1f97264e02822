"""Applications streamed in, from a folder, a ``.jsonl``, a ``.csv`` or a ``.parquet``, in bounded memory.

Every unit of the input is told: it is an application, or it says where it stands, what was found, what was
expected and what to do. A unit is a file of a folder, a line of JSON, or all rows of one candidate in a
table; a row without a usable candidate is a unit by itself. An application of which any row is bad is
rejected whole: rated without the row, it would be rated wrongly. A candidate who comes twice is rejected the
second time.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from screening.applications import Application
from screening.batch.ledger import InputMark, Rejected
from screening.batch.rows import application_from, csv_rows, parquet_rows
from screening.batch.spilling import Seen, Spill
from screening.batch.workers import Taken, Unit, rejected
from screening.errors import ApplicationError, ScreeningError
from screening.files.applications import files_under, read_application
from screening.files.parsed import MAX_BYTES, Parsed, validate
from screening.screener import Screener

BLOCK = 1 << 20
LINE_BYTES = MAX_BYTES
"""The longest line of JSON that is read; a longer one is rejected without being held in memory."""

Read = Callable[[], Iterator[Unit]]


@dataclass
class Stream:
    """A source whose units are read anew, in the same order, each time they are asked for."""

    mark: InputMark
    _read: Read = field(repr=False)

    def units(self) -> Iterator[Unit]:
        """Every unit in order; a candidate who has come before is rejected."""
        seen = Seen()
        for unit in self._read():
            if isinstance(unit, Rejected):
                yield unit
                continue
            candidate = unit.application.candidate
            first = seen.before(candidate, unit.where)
            yield unit if first is None else rejected(unit.number, unit.where, _twice(first), candidate)


def open_source(path: Path, screener: Screener) -> Stream:
    """The source that a path is, by its ending; looked through once, for its hash and the number of units.

    ``screener`` says for which standard the rows of a table are. Raises ``ScreeningError`` for a path that is
    none of these, or a table that cannot be read as one at all.
    """
    if path.is_dir():
        return _directory(path)
    kinds = {".jsonl": _lines, ".csv": _csv, ".parquet": _parquet}
    kind = kinds.get(path.suffix.lower())
    if kind is None or not path.is_file():
        raise ApplicationError(
            "there is no such file or folder" if kind else f"a path ending in {path.suffix!r} is no input",
            where=str(path),
            expected="a folder of applications, a .jsonl, a .csv or a .parquet",
            do="check the path" if kind else "convert it; one application a line of JSON is the simplest",
        )
    return kind(path, screener)


def _twice(first: str) -> ApplicationError:
    return ApplicationError(
        f"this candidate's application was read before, at {first}",
        expected="one application for each candidate",
        do="remove one of them, or give each applicant an id of their own",
    )


# --- a folder --------------------------------------------------------------------------------------------


def _directory(path: Path) -> Stream:
    told, units = hashlib.sha256(), 0
    for file in files_under([path]):
        line = f"{file.relative_to(path).as_posix()}\0{_sha256(file)}\n"
        told.update(line.encode("utf-8", "surrogateescape"))
        units += 1
    mark = InputMark(kind="directory", name=path.resolve().name, sha256=told.hexdigest(), units=units)
    return Stream(mark, lambda: _files(path))


def _files(path: Path) -> Iterator[Unit]:
    for number, file in enumerate(files_under([path])):
        where = file.relative_to(path).as_posix().encode("utf-8", "replace").decode()
        try:
            application = read_application(file)
            _check_words(application)
        except ScreeningError as error:
            error.where = error.where.replace(str(file), where)
            yield rejected(number, error.where or where, error)
        else:
            yield Taken(number, where, application)


# --- lines of JSON ---------------------------------------------------------------------------------------


def _lines(path: Path, _screener: Screener) -> Stream:
    units = sum(1 for _ in _raw_lines(path))
    mark = InputMark(kind="jsonl", name=path.name, sha256=_sha256(path), units=units)
    return Stream(mark, lambda: _applications_by_line(path))


def _applications_by_line(path: Path) -> Iterator[Unit]:
    for number, (line, raw) in enumerate(_raw_lines(path)):
        where = f"{path.name}:{line}"
        try:
            yield Taken(number, where, _application_in(raw, Path(where)))
        except ScreeningError as error:
            yield rejected(number, where, error)


def _raw_lines(path: Path) -> Iterator[tuple[int, bytes | None]]:
    """Each line that is not blank with its number, from 1; None in place of one that is too long."""
    with path.open("rb") as stream:
        number = 0
        while raw := stream.readline(LINE_BYTES):
            number += 1
            if raw.endswith(b"\n") or len(raw) < LINE_BYTES:
                if raw.strip():
                    yield number, raw
                continue
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(BLOCK)
            yield number, None


def _application_in(raw: bytes | None, where: Path) -> Application:
    """The application in a line of JSON, under the law of a JSON file: no key twice, no half characters."""
    if raw is None:
        raise ApplicationError(
            f"the line is longer than {LINE_BYTES:,} bytes",
            expected="an application of at most that length",
            do="put each application on a line of its own, and shorten this one if it is that long",
        )
    try:
        value = json.loads(
            raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant
        )
    except UnicodeDecodeError as error:
        raise ApplicationError(
            f"byte 0x{raw[error.start]:02x} is not UTF-8",
            expected="text saved as UTF-8",
            do="save the file again with the encoding UTF-8",
        ) from error
    except (ValueError, RecursionError) as error:
        told = "nested too deep" if isinstance(error, RecursionError) else str(error)
        raise ApplicationError(
            f"this is not JSON: {told}",
            expected="one application in one line",
            do="correct the line; write each application without line breaks inside it",
        ) from error
    if not isinstance(value, dict):
        raise ApplicationError(
            "this is no application",
            expected="candidate, standard, narratives, …",
            do="see the example under 'The applicant' in the README, and write it as JSON on one line",
        )
    application = validate(Application, Parsed(value, where, {}), ApplicationError)
    _check_words(application)
    return application


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} is given twice")
    return made


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _check_words(application: Application) -> None:
    """Refuse half characters, which no file can hold as UTF-8."""
    try:
        application.model_dump_json().encode()
    except (UnicodeEncodeError, ValueError) as error:
        raise ApplicationError(
            "half of a surrogate pair stands alone", expected="whole characters", do="save the text again"
        ) from error


# --- tables ----------------------------------------------------------------------------------------------


def _csv(path: Path, screener: Screener) -> Stream:
    return _table(path, screener, Spill(csv_rows(path)), "csv")


def _parquet(path: Path, screener: Screener) -> Stream:
    return _table(path, screener, Spill(parquet_rows(path)), "parquet")


def _table(path: Path, screener: Screener, spill: Spill, kind: Any) -> Stream:
    """The rows of a table, gathered by candidate, as applications for the screener's standard."""
    mark = InputMark(kind=kind, name=path.name, sha256=_sha256(path), units=spill.groups)
    code = screener.standard.occupation_code

    def read() -> Iterator[Unit]:
        for number, rows in enumerate(spill.read()):
            candidate, where = rows[0].candidate, rows[0].where
            try:
                application = application_from(rows, code)
                _check_words(application)
            except ScreeningError as error:
                yield rejected(number, error.where or where, error, candidate)
            else:
                yield Taken(number, where, application)

    return Stream(mark, read)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ApplicationError(
            f"it cannot be read: {error.strerror}",
            where=str(path),
            do="check the path, and who may read the file",
        ) from error
