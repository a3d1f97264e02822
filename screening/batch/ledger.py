"""What a run writes down about itself: its plan, the seal of each part, and the manifest of the whole.

The folder of a run, by the names in it:

``run.json``                         the :class:`Plan`, written first; a run goes on only under the same plan
``parts/00000.ratings.parquet``      a row for each applicant and KSA (see :mod:`screening.batch.parts`)
``parts/00000.applications.parquet`` a row for each applicant that was judged
``parts/00000.texts.parquet``        each distinct text of the part, by its SHA-256
``parts/00000.rejects.jsonl``        a :class:`Rejected` a line
``parts/00000.json``                 the :class:`Seal`, written last: a part without one does not count
``rejects.jsonl``                    the rejects of all parts, in the order of the input
``manifest.json``                    the :class:`Manifest`, written when every part is sealed

No file holds a time, a path of the machine or the number of workers: the same input gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from screening.models import Record
from screening.records import canonical, sha256
from screening.results import OUTCOMES, Versions
from screening.settings import Settings
from screening.standards import Checklist, Standard

PLAN, MANIFEST, REJECTS = "run.json", "manifest.json", "rejects.jsonl"
RATINGS, APPLICATIONS, TEXTS = "ratings.parquet", "applications.parquet", "texts.parquet"


class InputMark(Record):
    """Which input was read: its kind, its own name without a folder, the SHA-256 of its bytes.

    Of a directory the hash is that of its files' names and hashes. ``units`` is how many applications, lines
    or groups of rows it holds: each of them is scored or rejected.
    """

    kind: Literal["directory", "jsonl", "csv", "parquet", "run"]
    name: str
    sha256: str
    units: int


class Plan(Record):
    """What is judged, by what: two runs with one plan give the same bytes.

    ``facts`` are the names of the facts of a rating, in their order. ``document`` and ``checklist`` are kept
    whole, and so are the settings, so that a later run can tell what changed without the library of that day.
    """

    format: Literal[1] = 1
    standard: str
    versions: Versions
    input: InputMark
    part_size: int = Field(ge=1)
    facts: tuple[str, ...]
    document: Standard
    checklist: Checklist
    settings: Settings
    elements: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def run(self) -> str:
        """The name of the run: the first 16 digits of the SHA-256 of its plan."""
        return sha256(canonical(self.model_dump(mode="json")))[:16]

    @property
    def parts(self) -> int:
        """How many parts the run has."""
        return -(-self.input.units // self.part_size)


class Rejected(Record):
    """A unit of the input that was not judged, and why; ``number`` is its place in the input, from 0."""

    number: int
    where: str
    found: str
    expected: str = ""
    do: str = ""
    candidate: str | None = None


class FileMark(Record):
    """A file as it was written."""

    sha256: str
    bytes: int


class Seal(Record):
    """A part that is complete: which units of the input it covers, what became of them, and its files.

    ``read`` is ``scored + rejected``; ``files`` are by their names within ``parts/``.
    """

    part: int
    first: int
    read: int
    scored: int
    rejected: int
    outcomes: dict[str, int]
    files: dict[str, FileMark]


class Manifest(Record):
    """A run that is complete: N read = N scored + N rejected, and the hash of everything it wrote."""

    run: str
    standard: str
    read: int
    scored: int
    rejected: int
    outcomes: dict[str, int]
    parts: tuple[Seal, ...]
    rejects: FileMark

    @property
    def sha256(self) -> str:
        """The SHA-256 of the manifest's bytes as written: it names everything in the run."""
        return sha256(written(self))


def manifest_of(plan: Plan, seals: Iterable[Seal], rejects: FileMark) -> Manifest:
    """The manifest of a run whose parts are all sealed."""
    parts = tuple(sorted(seals, key=lambda seal: seal.part))
    return Manifest(
        run=plan.run,
        standard=plan.standard,
        read=sum(seal.read for seal in parts),
        scored=sum(seal.scored for seal in parts),
        rejected=sum(seal.rejected for seal in parts),
        outcomes={name: sum(seal.outcomes.get(name, 0) for seal in parts) for name in OUTCOMES},
        parts=parts,
        rejects=rejects,
    )


def written(record: Record) -> str:
    """A record as its file holds it: canonical JSON and a line's end."""
    return canonical(record.model_dump(mode="json")) + "\n"


def part_file(part: int, name: str) -> str:
    """The name of one of a part's files within the folder of a run; ``json`` is its seal."""
    return f"parts/{part:05d}.{name}"
