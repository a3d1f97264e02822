"""A part of a run: three Parquet files and its rejects, written, sealed, checked and read back exactly.

``NNNNN.ratings.parquet``, a row for each applicant and KSA, applicants in the order of the input, KSAs in the
standard's:

- ``number`` (int64): the applicant's place in the input, from 0; ``candidate``, ``standard`` (the address)
- ``ksa, rating, score, strength, rule, code, because``: as in :class:`screening.results.Rating`
- ``evidence, against, elsewhere``: lists of records ``source, start, end, quote, relevance, findings``
- ``missing, notices``: lists of texts; ``elements``: list of ``name, touched``
- ``steps``: list of ``name, points, why``; the points add up to ``strength``
- ``fact_NAME`` (int64): one column for each fact, in the plan's order; the rules decide from these
- ``texts``: the SHA-256 of each text that was written for this KSA: its narrative, then essays for it

``NNNNN.applications.parquet``, a row for each applicant that was judged: ``number, where, candidate,
standard`` (as the application names it), ``submitted_on, outcome, because, gates, notices``, and what was
handed in: ``narratives`` (list of ``ksa, text``), ``essays`` (list of ``ksas, text``), ``exams``, texts as
SHA-256.

``NNNNN.texts.parquet``, a row for each distinct text: ``sha256, text``. These words are an applicant's own:
whoever must erase a candidate must erase the runs that hold them.

The standard, the KSAs' wording and every version stand in each file's metadata, under ``screening.…`` keys.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from screening.applications import Application, Essay, ExamResult, texts_for
from screening.batch.columns import arrow, rating_columns, rating_fields, rating_of, taken
from screening.batch.ledger import (
    APPLICATIONS,
    RATINGS,
    TEXTS,
    FileMark,
    Plan,
    Rejected,
    Seal,
    part_file,
    written,
)
from screening.batch.places import Location
from screening.errors import ScreeningError
from screening.records import sha256
from screening.reports.extras import demanded
from screening.results import OUTCOMES, Gate, Rating, Screened

PREFIX = "screening."
REJECTED, SEAL = "rejects.jsonl", "json"


@dataclass(frozen=True, slots=True)
class JudgedApplication:
    """An application with what came of it; ``number`` and ``where`` are its place in the input."""

    number: int
    where: str
    application: Application
    screened: Screened


# --- writing ---------------------------------------------------------------------------------------------


def write_part(
    place: Location,
    plan: Plan,
    part: int,
    judged: Sequence[JudgedApplication],
    rejected: Sequence[Rejected],
    ratings: Any = None,
) -> Seal:
    """Write a part's files, then its seal; both sequences in the order of the input.

    ``ratings`` is the table of all ratings where it is at hand already (see :func:`rating_table`). Written
    twice, as after an interruption or by two workers at once, the bytes are the same. Raises
    ``ScreeningError`` where the place cannot be written; the part then does not count.
    """
    tables = Tables(
        ratings=rating_table(plan, judged) if ratings is None else ratings,
        applications=_table(plan, *_applications(judged)),
        texts=_table(plan, *_texts(judged)),
        outcomes=Counter(one.screened.outcome for one in judged),
    )
    return write_tables(place, plan, part, tables, rejected)


@dataclass(frozen=True, slots=True)
class Tables:
    """What a part's files hold, as Arrow tables, and how many applicants came to each outcome."""

    ratings: Any
    applications: Any
    texts: Any
    outcomes: Mapping[str, int]


def write_tables(
    place: Location, plan: Plan, part: int, tables: Tables, rejected: Sequence[Rejected]
) -> Seal:
    """As :func:`write_part`, from tables; what they say of run and versions is put in order here."""
    files = {}
    for name, data in _files(plan, tables, rejected).items():
        path = part_file(part, name)
        place.write(path, data)
        files[path.partition("/")[2]] = file_mark(data)
    scored = len(tables.applications)
    seal = Seal(
        part=part,
        first=part * plan.part_size,
        read=scored + len(rejected),
        scored=scored,
        rejected=len(rejected),
        outcomes={name: tables.outcomes.get(name, 0) for name in OUTCOMES},
        files=files,
    )
    place.write(part_file(part, SEAL), written(seal).encode())
    return seal


def file_mark(data: bytes) -> FileMark:
    """The hash and the length of a file's bytes."""
    return FileMark(sha256=hashlib.sha256(data).hexdigest(), bytes=len(data))


def _files(plan: Plan, tables: Tables, rejected: Sequence[Rejected]) -> dict[str, bytes]:
    lines = [one.model_dump_json() + "\n" for one in rejected]
    about = metadata_of(plan)
    return {
        RATINGS: _parquet(tables.ratings.replace_schema_metadata(about)),
        APPLICATIONS: _parquet(tables.applications.replace_schema_metadata(about)),
        TEXTS: _parquet(tables.texts.replace_schema_metadata(about)),
        REJECTED: "".join(lines).encode(),
    }


def rating_table(plan: Plan, judged: Sequence[JudgedApplication]) -> Any:
    """The rows of a ratings file as an Arrow table: each rating that the results hold, in their order."""
    return _table(plan, *_ratings(plan, judged))


def _table(plan: Plan, fields: list[tuple[str, Any]], columns: dict[str, Any]) -> Any:
    schema = arrow().schema(fields, metadata=metadata_of(plan))
    return arrow().table([columns[name] for name, _ in fields], schema=schema)


def _parquet(table: Any) -> bytes:
    pa, parquet = arrow(), demanded("pyarrow.parquet", "parquet")
    out = pa.BufferOutputStream()
    parquet.write_table(table, out, compression="zstd")
    data: bytes = out.getvalue().to_pybytes()
    return data


def metadata_of(plan: Plan) -> dict[str, str]:
    """What every file of a run says of itself: the run, the standard, the KSAs, each version."""
    ksas = {ksa.id: ksa.text for ksa in plan.document.ksas}
    about = {"run": plan.run, "standard": plan.standard, "ksas": json.dumps(ksas, ensure_ascii=False)}
    versions = {f"versions.{name}": value for name, value in plan.versions.model_dump().items()}
    return {PREFIX + name: value for name, value in (about | versions).items()}


def rating_schema(plan: Plan) -> Any:
    """The columns of a ratings file with their types."""
    return arrow().schema(_rating_fields(plan))


def application_schema() -> Any:
    """The columns of a file of applications with their types."""
    return arrow().schema(_application_fields())


def _rating_fields(plan: Plan) -> list[tuple[str, Any]]:
    pa = arrow()
    return [
        ("number", pa.int64()), ("candidate", pa.string()), ("standard", pa.string()),
        *rating_fields(plan.facts), ("texts", pa.list_(pa.string())),
    ]  # fmt: skip


def _ratings(plan: Plan, judged: Sequence[JudgedApplication]) -> tuple[list[tuple[str, Any]], dict[str, Any]]:
    pa = arrow()
    rows = [(one, rating) for one in judged for rating in one.screened.ratings]
    columns = {
        "number": pa.array([one.number for one, _ in rows], type=pa.int64()),
        "candidate": pa.array([one.application.candidate for one, _ in rows], type=pa.string()),
        "standard": pa.array([one.screened.standard for one, _ in rows], type=pa.string()),
        "texts": pa.array([_written_for(one, rating) for one, rating in rows], type=pa.list_(pa.string())),
    }
    return _rating_fields(plan), columns | rating_columns([rating for _, rating in rows], plan.facts)


_digest = lru_cache(maxsize=4_096)(sha256)
"""How parts name a text."""


def _written_for(one: JudgedApplication, rating: Rating) -> list[str]:
    return [_digest(text.text) for text in texts_for(one.application, rating.ksa)]


def _applications(judged: Sequence[JudgedApplication]) -> tuple[list[tuple[str, Any]], dict[str, Any]]:
    fields = _application_fields()
    handed_in = [_handed_in(one.application) for one in judged]
    values: dict[str, list[Any]] = {
        "number": [one.number for one in judged],
        "where": [one.where for one in judged],
        "candidate": [one.application.candidate for one in judged],
        "standard": [one.application.standard for one in judged],
        "submitted_on": [one.application.submitted_on for one in judged],
        "outcome": [one.screened.outcome for one in judged],
        **{name: [told[name] for told in handed_in] for name in ("narratives", "essays", "exams")},
    }
    kinds = dict(fields)
    columns = {name: arrow().array(column, type=kinds[name]) for name, column in values.items()}
    for name in ("because", "gates", "notices"):
        rows = [getattr(one.screened, name) for one in judged]
        columns[name] = taken(rows, _plain, kinds[name])
    return fields, columns


def _plain(values: Iterable[Any]) -> list[Any]:
    return [value.model_dump() if isinstance(value, Gate) else value for value in values]


def _application_fields() -> list[tuple[str, Any]]:
    pa = arrow()
    text, texts = pa.string(), pa.list_(pa.string())
    gate = pa.struct([("gate", text), ("result", text), ("because", text)])
    narrative = pa.struct([("ksa", text), ("text", text)])
    essay = pa.struct([("ksas", texts), ("text", text)])
    exam = pa.struct(
        [("number", pa.int32()), ("taken_on", pa.date32()), ("score", pa.float64()), ("result", text)]
    )
    return [
        ("number", pa.int64()), ("where", text), ("candidate", text), ("standard", text),
        ("submitted_on", pa.date32()), ("outcome", text), ("because", texts), ("gates", pa.list_(gate)),
        ("notices", texts), ("narratives", pa.list_(narrative)), ("essays", pa.list_(essay)),
        ("exams", pa.list_(exam)),
    ]  # fmt: skip


def _handed_in(application: Application) -> dict[str, list[dict[str, Any]]]:
    """What an application holds besides its id, with each text by its digest."""
    essays = [
        {"ksas": None if essay.ksas is None else list(essay.ksas), "text": _digest(essay.text)}
        for essay in application.essays
    ]
    return {
        "narratives": [{"ksa": k, "text": _digest(text)} for k, text in application.narratives.items()],
        "essays": essays,
        "exams": [exam.model_dump() for exam in application.exams],
    }


def _texts(judged: Sequence[JudgedApplication]) -> tuple[list[tuple[str, Any]], dict[str, Any]]:
    pa = arrow()
    found: dict[str, str] = {}
    for one in judged:
        essays = (essay.text for essay in one.application.essays)
        for text in (*one.application.narratives.values(), *essays):
            found.setdefault(_digest(text), text)
    fields = [("sha256", pa.string()), ("text", pa.string())]
    return fields, {
        "sha256": pa.array(list(found), type=pa.string()),
        "text": pa.array(list(found.values()), type=pa.string()),
    }


# --- reading ---------------------------------------------------------------------------------------------


def read_seal(place: Location, part: int, *, whole: bool = True) -> Seal | None:
    """The seal of a part that is complete; None where it is not there.

    With ``whole`` its files are read and hashed: a part of which anything is missing or changed does not
    count as complete.
    """
    data = place.read(part_file(part, SEAL))
    if data is None:
        return None
    try:
        seal = Seal.model_validate_json(data)
    except ValueError:
        return None
    if seal.part != part:
        return None
    return seal if not whole or all(_holds(place, name, mark) for name, mark in seal.files.items()) else None


def _holds(place: Location, name: str, mark: FileMark) -> bool:
    data = place.read(f"parts/{name}")
    return data is not None and file_mark(data) == mark


def read_table(place: Location, part: int, name: str, columns: Sequence[str] | None = None) -> Any:
    """One of a part's Parquet files as an Arrow table, or only some of its columns."""
    data = _sealed(place, part, name)
    parquet = demanded("pyarrow.parquet", "parquet")
    try:
        return parquet.read_table(arrow().BufferReader(data), columns=list(columns) if columns else None)
    except (OSError, ValueError, KeyError) as error:
        raise _changed(place, part_file(part, name)) from error


def _sealed(place: Location, part: int, name: str) -> bytes:
    """The bytes of a part's file, as its seal names them: what is read back is what was written."""
    path = part_file(part, name)
    data, seal = place.read(path), read_seal(place, part, whole=False)
    if data is None:
        raise ScreeningError("a file of the run is missing", where=f"{place.url}/{path}",
                             expected="a complete run", do="run the same `screening batch` again")
    if seal is None or seal.files.get(path.partition("/")[2]) != file_mark(data):
        raise _changed(place, path)
    return data


def _changed(place: Location, path: str) -> ScreeningError:
    return ScreeningError(
        "a file of the run was changed since it was written", where=f"{place.url}/{path}",
        expected="the bytes that its seal names",
        do="run the same `screening batch` again: it makes the part anew",
    )  # fmt: skip


def read_part(place: Location, plan: Plan, part: int) -> Iterator[JudgedApplication]:
    """Everything that a part holds, as it was judged: equal, to the byte of its JSON, to what was written."""
    words = dict(zip(*read_table(place, part, TEXTS).to_pydict().values(), strict=True))
    ratings: dict[int, list[Rating]] = {}
    for row in read_table(place, part, RATINGS).to_pylist():
        ratings.setdefault(row["number"], []).append(rating_of(row))
    for row in read_table(place, part, APPLICATIONS).to_pylist():
        application = application_of(row, words)
        screened = Screened(
            candidate=application.candidate,
            standard=plan.standard,
            outcome=row["outcome"],
            because=tuple(row["because"]),
            gates=tuple(Gate(**gate) for gate in row["gates"]),
            ratings=tuple(ratings.get(row["number"], ())),
            notices=tuple(row["notices"]),
            versions=plan.versions,
        )
        yield JudgedApplication(row["number"], row["where"], application, screened)


def application_of(row: dict[str, Any], words: dict[str, str]) -> Application:
    """The application of one row, with the texts that its digests name."""
    submitted: date | None = row["submitted_on"]
    return Application(
        candidate=row["candidate"],
        standard=row["standard"],
        submitted_on=submitted,
        narratives={told["ksa"]: words[told["text"]] for told in row["narratives"]},
        essays=tuple(
            Essay(ksas=None if told["ksas"] is None else tuple(told["ksas"]), text=words[told["text"]])
            for told in row["essays"]
        ),
        exams=tuple(ExamResult(**told) for told in row["exams"]),
    )


def read_rejects(place: Location, part: int) -> tuple[Rejected, ...]:
    """What a part's units were rejected for."""
    data = _sealed(place, part, REJECTED)
    try:
        return tuple(map(Rejected.model_validate_json, data.splitlines()))
    except ValueError as error:
        raise _changed(place, part_file(part, REJECTED)) from error
