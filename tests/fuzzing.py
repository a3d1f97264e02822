"""Every reader with small files of its kind, and mutations of their bytes, each named by a number.

What a reader may raise is a ``ScreeningError``; anything else is a crash. To add a reader, add a line to
``READERS``. ``tests/test_fuzz.py`` tries a few inputs of each, ``scripts/fuzz`` as many as are asked for.
"""

from __future__ import annotations

import hashlib
import io
import random
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow
import pyarrow.parquet
from attacking import WAYS, stories
from batches import applications, small_screener
from fuzzing_kept import KEPT
from test_sheets import Desk

from screening.batch.sources import open_source
from screening.documents.opening import read_document
from screening.errors import ScreeningError, StandardError
from screening.files.addenda import read_addendum
from screening.files.applications import application_in
from screening.files.cases import read_cases
from screening.files.groups import read_groups
from screening.files.library import Library
from screening.files.narratives import read_narratives
from screening.files.parsed import decode, validate
from screening.files.slates import read_sample
from screening.files.submissions import read_submissions
from screening.files.yaml import read_yaml
from screening.records import read_entry
from screening.rules.loading import read_ruleset
from screening.sheets import read as read_sheet
from screening.sheets import render
from screening.standards import Standard

ROOT = Path(__file__).resolve().parent.parent
NASTY = [
    b"", b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\r", b"\n", b"\t", b'"', b"'", b"{", b"}", b"[", b"]",
    b"&a ", b"*a", b"!!python/object ", b"%", b"<", b">", b"<!DOCTYPE x [<!ENTITY e 'e'>]>", b"&e;",
    b"---\n", b"|", b">-", b"[" * 200, b'{"a":' * 200, b"9" * 400, b"1e999", b"-0", b"NaN", b"null",
    b"true", b"0x1f", b"2019-02-30", b"../../x", b"\\u0000", b"\\ud800", b"\xe2\x80\xae",
    b"\xef\xbb\xbf", b"/" * 99, b"a" * 5000, b": ", b"- ", b",", b"00000000", b"-1", b"4294967296",
    b"%PDF-1.7", b"PK\x03\x04", b"endobj", b"<<", b">>",
]  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """A reader, its small real files, and how many inputs it is given for a hundred of the others."""

    seeds: Callable[[], list[bytes]]
    read: Callable[[bytes], object]
    packed: bool = False
    share: int = 100


def mutated(reader: Reader, number: int) -> bytes:
    """Input number ``number`` of a reader: the same each time."""
    chance = random.Random(number)
    raw = chance.choice(reader.seeds())
    if reader.packed and chance.random() < 0.8:
        return _repacked(raw, chance)
    return _changed(raw, chance)


def _changed(raw: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at, length = chance.randint(0, len(raw)), chance.choice((0, 1, 2, 5, 40))
        way = chance.randrange(5)
        if way == 0:
            raw = raw[:at] + chance.choice(NASTY) + raw[at + length :]
        elif way == 1:
            raw = raw[:at] + chance.randbytes(length) + raw[at + length :]
        elif way == 2:
            raw = raw[:at] + raw[at : at + 200] + raw[at:]
        elif way == 3:
            other = chance.randint(0, len(raw))
            raw = raw[:at] + raw[other : other + 100] + raw[at + length :]
        elif chance.random() < 0.3:
            raw = raw[:at]
    return raw


def _repacked(raw: bytes, chance: random.Random) -> bytes:
    """A zip archive with one of its parts changed, gone, or under another name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = chance.choice([n for n in names if n.endswith((".xml", ".rels"))] or names)
        for name in names:
            data = old.read(name)
            if name == chosen:
                if chance.random() < 0.05:
                    continue
                data = _changed(data, chance)
                name = "../../escaped.xml" if chance.random() < 0.05 else name
            new.writestr(name, data)
    return stream.getvalue()


def _through(read: Callable[[Path], object], name: str) -> Callable[[bytes], object]:
    """A reader of paths as one of bytes."""

    def of(raw: bytes) -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(raw)
            return read(path)

    return of


def _files(*patterns: str) -> Callable[[], list[bytes]]:
    @cache
    def found() -> list[bytes]:
        return [path.read_bytes() for pattern in patterns for path in sorted(ROOT.glob(pattern))[:6]]

    return found


def _given(*texts: str) -> Callable[[], list[bytes]]:
    return lambda: [text.encode() for text in texts]


def _hidden(ending: str) -> Callable[[], list[bytes]]:
    @cache
    def made() -> list[bytes]:
        return [way.make(stories()[0]) for way in WAYS.values() if way.file.endswith(ending)]

    return made


@cache
def _standard() -> Standard:
    return Library().resolve("2320-0012@2019-03-16").standard


@cache
def _lines() -> list[bytes]:
    return ["\n".join(one.model_dump_json(exclude_none=True) for one in applications(4)).encode()]


@cache
def _one_line() -> list[bytes]:
    return _lines()[0].splitlines()


@cache
def _sheets() -> list[bytes]:
    return [render(Desk().sheet())]


@cache
def _parquet() -> list[bytes]:
    columns = {"candidate": ["c-1", "c-1"], "ksa": ["sorting", "records"], "text": ["I sorted.", ""]}
    table = pyarrow.table(columns)
    stream = io.BytesIO()
    pyarrow.parquet.write_table(table, stream)
    return [stream.getvalue()]


@cache
def _entries() -> list[bytes]:
    return [entry.content.encode() for entry in Desk().entries]


def _entry(raw: bytes) -> object:
    words = raw.decode("utf-8", "surrogateescape")
    return read_entry(words, hashlib.sha256(raw).hexdigest())


def _standard_in(path: Path) -> Standard:
    return validate(Standard, read_yaml(path), StandardError)


def _source(name: str) -> Callable[[bytes], object]:
    return _through(lambda path: list(open_source(path, small_screener()).units()), name)


def _narratives(file: str) -> Callable[[bytes], object]:
    return lambda raw: read_narratives(raw, file, _standard())


def _application(file: str) -> Callable[[bytes], object]:
    return lambda raw: application_in(decode(raw, Path(file)), Path(file))


RESUME = ('{"basics": {"name": "A", "summary": "I sort."}, "work": [{"name": "Mill", "position": "clerk",'
          ' "startDate": "2015", "highlights": ["I counted 40 boxes a day."]}]}')  # fmt: skip
GROUPS = "candidate,sex,veteran\nc-1,female,yes\nc-2,male,no\n"
ADDENDUM = ("adds_to: 2320-0012\nissued_on: 2024-05-01\n"
            "examinations: [{number: 718, text: Examination 718.}]\n"
            "source: {file: memo.pdf, sha256: " + "0" * 64 + "}\n")  # fmt: skip
SLATE = ('{"standard": "2320-0012@2019-03-16", "slate": [{"candidate": "c-1", "outcome": "qualified",'
         ' "gates": [], "ratings": [{"ksa": "a", "rating": "demonstrated", "score": 0.9}]}],'
         ' "versions": {}}')  # fmt: skip
CASE = '{"id": "x-1", "ksa": "Ability to sort parcels.", "text": "I sorted parcels.", "label": 2}'
TABLE = "candidate,ksa,text,submitted_on\nc-1,sorting,I sorted.,2019-04-02\nc-2,records,\"I, too\",\n"

READERS: dict[str, Reader] = {
    "application YAML": Reader(_files("candidates/2320-0012/*.yaml"), _application("a.yaml")),
    "application JSON": Reader(_one_line, _application("a.json")),
    "uploaded lines": Reader(_lines, lambda raw: read_submissions(raw, "a.jsonl")),
    "JSON Resume": Reader(_given(RESUME), _narratives("a.json")),
    "draft YAML": Reader(_files("candidates/2320-0012/*.yaml"), _narratives("a.yaml")),
    "groups CSV": Reader(_given(GROUPS), _through(read_groups, "a.csv")),
    "groups YAML": Reader(_given("c-1: {sex: female}\nc-2: {sex: male}\n"), _through(read_groups, "a.yaml")),
    "addendum": Reader(_given(ADDENDUM), _through(read_addendum, "a.addendum.yaml")),
    "slate": Reader(_given(SLATE), _through(read_sample, "a.json")),
    "cases": Reader(_given(CASE), _through(lambda path: read_cases([path]), "a.jsonl")),
    "standard": Reader(_files("standards/*/*[0-9].yaml"), _through(_standard_in, "a.yaml")),
    "ruleset": Reader(_files("screening/rules/*.yaml"), read_ruleset, share=20),
    "record entry": Reader(_entries, _entry),
    "batch JSONL": Reader(_lines, _source("a.jsonl")),
    "batch CSV": Reader(_given(TABLE), _source("a.csv")),
    "batch Parquet": Reader(_parquet, _source("a.parquet")),
    "text document": Reader(_files("tests/documents/*.txt"), lambda raw: read_document(raw, "a.txt")),
    "Markdown": Reader(_hidden(".md"), lambda raw: read_document(raw, "a.md")),
    "HTML": Reader(_hidden(".html"), lambda raw: read_document(raw, "a.html")),
    "DOCX": Reader(_hidden(".docx"), lambda raw: read_document(raw, "a.docx"), packed=True, share=50),
    "PDF": Reader(_hidden(".pdf"), lambda raw: read_document(raw, "a.pdf"), share=4),
    "score sheet": Reader(_sheets, lambda raw: read_sheet(raw, "a.xlsx"), packed=True, share=20),
}  # fmt: skip


READERS |= {
    name: Reader(seeds, _through(read, file) if file else read, packed=name == "stored run", share=20)
    for name, (seeds, read, file) in KEPT.items()
}


@dataclass
class Count:
    """What came of a reader's inputs."""

    read: int = 0
    refused: int = 0
    crashes: list[str] | None = None


def fuzz(name: str, count: int, first: int = 0) -> Count:
    """Give a reader its share of ``count`` inputs; crashes are told with the number of the input."""
    reader, told = READERS[name], Count(crashes=[])
    assert told.crashes is not None
    for number in range(first, first + max(1, count * reader.share // 100)):
        try:
            reader.read(mutated(reader, number))
        except ScreeningError:
            told.refused += 1
        except Exception as error:
            told.crashes.append(f"{name} {number}: {type(error).__name__}: {str(error)[:120]}")
        else:
            told.read += 1
    return told
