"""What a qualification standard says: KSAs, examinations and clauses, each with its place in the source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from pydantic import Field, field_validator

from screening.errors import StandardError
from screening.models import Record

Kind = Literal["knowledge", "skill", "ability", "other"]
Status = Literal["in-force", "new", "proposed", "superseded"]
Threshold = Literal["demonstrated", "review", "standing", "relevance"]

SLUG = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
DRIVING = "DRIVING REQUIREMENT"
"""The heading under which a driving requirement is kept that a local addendum adds."""
ADDRESS = re.compile(
    r"^(?P<code>[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*)"
    r"(?:@(?P<version>[0-9A-Za-z][0-9A-Za-z.-]*))?(?:#(?P<ksa>[a-z0-9]+(?:-[a-z0-9]+)*))?$"
)


class Citation(Record):
    """A place in a source document: 1-based lines, and 0-based character offsets, end excluded."""

    lines: tuple[int, int]
    chars: tuple[int, int]


class Ksa(Record):
    """One requirement, word for word as printed, without its number, label or code.

    ``marked`` is the same text as the document marks it, when it does: ``~~struck~~`` and ``{++inserted++}``.
    """

    id: str
    kind: Kind
    text: str
    number: str | None = None
    origin: str | None = None
    importance: str | None = None
    scale: str | None = None
    qualification_proficiency: str | None = None
    marked: str | None = None
    cite: Citation | None = None

    @field_validator("id")
    @classmethod
    def _slug(cls, value: str) -> str:
        if not SLUG.match(value):
            raise ValueError(f"{value!r} is no KSA id; ids are lower-case words joined by hyphens")
        return value


class Examination(Record):
    """An examination that the standard requires; ``number`` is the key, names vary between sites."""

    number: int | None = None
    name: str | None = None
    text: str
    pass_mark: int | None = None
    cite: Citation | None = None


class Passage(Record):
    """A part of the standard kept word for word (function, physical requirement, a clause, a duty).

    ``heading`` is the printed heading of a part that has no field of its own; ``marked`` as in a KSA.
    """

    text: str
    number: str | None = None
    heading: str | None = None
    marked: str | None = None
    cite: Citation | None = None


class Note(Record):
    """Something odd in the source that a reader should know; ``line`` is 1-based."""

    text: str
    line: int | None = None


class PlannedPosition(Record):
    """A position that a letter creates, revises or abolishes; ``note`` is what it adds in parentheses."""

    action: Literal["new", "revised", "abolished"]
    title: str
    grade: str | None = None
    occupation_code: str | None = None
    note: str | None = None
    cite: Citation | None = None


class Ratio(Record):
    """A ratio that a letter changes, as in "from 1:20 to 1:19"."""

    text: str
    before: str
    after: str
    cite: Citation | None = None


class Consultation(Record):
    """What a letter that encloses standards says itself: who proposes what to whom, and under which law."""

    document_date: date | None = None
    sender: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()
    authority: str | None = None
    proposes: bool = False
    positions: tuple[PlannedPosition, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    reduction_in_force: bool | None = None
    purpose: Passage | None = None


class Source(Record):
    """The document that a standard was read from, by name and hash, with what was odd in it."""

    file: str
    sha256: str
    lines: int | None = None
    notes: tuple[Note, ...] = ()


class Standard(Record):
    """One version of one position's qualification standard.

    ``edition`` tells apart texts of one position that share a date: one letter enclosed the standard
    ``as-it-stands``, a ``redline`` of it, and the clean copy, which has no edition and the plain address.
    """

    occupation_code: str
    title: str
    grade: str | None = None
    document_date: date | None = None
    edition: str | None = None
    status: Status = "in-force"
    function: Passage | None = None
    description: Passage | None = None
    duties: tuple[Passage, ...] = ()
    supervision: Passage | None = None
    selection_method: Passage | None = None
    instructions: Passage | None = None
    disqualification: Passage | None = None
    ksas: tuple[Ksa, ...] = ()
    training_ksas: tuple[Ksa, ...] = ()
    examinations: tuple[Examination, ...] = ()
    physical: Passage | None = None
    additional: tuple[Passage, ...] = ()
    struck: tuple[Passage, ...] = ()
    consultation: Consultation | None = None
    source: Source

    @property
    def version(self) -> str:
        """The part of the address after the ``@``: the document's date, or ``undated``, then the edition."""
        day = self.document_date.isoformat() if self.document_date else "undated"
        return f"{day}.{self.edition}" if self.edition else day

    @property
    def address(self) -> str:
        """Where this version is found, for example ``2320-0012@2019-03-16``."""
        return f"{self.occupation_code}@{self.version}"

    @property
    def driving(self) -> Passage | None:
        """The driving requirement, the standard's own or one that was added locally."""
        headed = ((part, part.heading or "") for part in self.additional)
        return next((part for part, heading in headed if re.search(r"\bdriv(?:er|ing)", heading, re.I)), None)

    def labelled(self) -> Iterator[tuple[str, str]]:
        """Every text printed that an applicant could copy, with what it is called, KSAs first."""
        yield from ((f"requirement {number}", ksa.text) for number, ksa in enumerate(self.ksas, start=1))
        yield from (("the training requirements", ksa.text) for ksa in self.training_ksas)
        parts = {"the function": self.function, "the description": self.description,
                 "the instructions": self.instructions, "the selection method": self.selection_method,
                 "the physical requirement": self.physical, "the clause": self.disqualification,
                 "the supervision": self.supervision}  # fmt: skip
        yield from ((label, part.text) for label, part in parts.items() if part is not None)
        yield from (("the duties", duty.text) for duty in self.duties)
        yield from (("the examinations", examination.text) for examination in self.examinations)
        yield from ((part.heading or "a further part", part.text) for part in self.additional)

    def printed(self) -> tuple[str, ...]:
        """Every text of the standard that an applicant could copy."""
        return tuple(text for _, text in self.labelled())

    def ksa(self, ksa_id: str) -> Ksa:
        """The KSA of that id; an unknown id is refused with the ids that exist."""
        for ksa in self.ksas:
            if ksa.id == ksa_id:
                return ksa
        raise StandardError(
            f"no KSA {ksa_id!r} in {self.address}",
            expected="one of " + ", ".join(ksa.id for ksa in self.ksas),
            do="use one of these ids, or name the standard that has this KSA",
        )


class Address(Record):
    """A standard, one of its versions, or one KSA of it: ``2320-0012@2019-03-16#postal-products``."""

    code: str
    version: str | None = None
    ksa: str | None = None

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read an address; anything else is refused with the three forms."""
        match = ADDRESS.match(text.strip())
        if not match:
            raise StandardError(
                f"{text!r} is no address of a standard",
                expected="CODE, CODE@DATE or CODE@DATE#KSA, for example 2320-0012@2019-03-16#postal-products",
                do="`screening standards list` shows the addresses in the library",
            )
        return cls(**match.groupdict())

    def __str__(self) -> str:
        version = f"@{self.version}" if self.version else ""
        return f"{self.code}{version}" + (f"#{self.ksa}" if self.ksa else "")


class KsaChecklist(Record):
    """How one KSA is read: what a person says who has shown it, in the first person."""

    shown_by: tuple[str, ...] = Field(min_length=1)
    ruleset: str = "evidence"
    thresholds: dict[Threshold, int] = Field(default_factory=dict)


class Checklist(Record):
    """How a standard is read, kept beside it; a draft was not confirmed by a subject-matter expert."""

    reads: str
    status: Literal["draft", "confirmed"] = "confirmed"
    ksas: dict[str, KsaChecklist]

    def entry(self, ksa: Ksa) -> KsaChecklist:
        """How a KSA is read; by its own words where nobody has said."""
        return self.ksas.get(ksa.id) or KsaChecklist(shown_by=(ksa.text,))


class Series(Record):
    """The versions of one occupation code, oldest first."""

    occupation_code: str
    versions: tuple[Standard, ...]

    def as_of(self, day: date | None = None) -> Standard:
        """The version in force on ``day``, or the newest one in force when None.

        Proposed and new versions never are, whatever their date: they take effect when somebody writes that
        they do. A superseded version was in force in its time, so it is found by a day and never without one.
        """
        never = {"proposed", "new"} if day else {"proposed", "new", "superseded"}
        dated = [s for s in self.versions if s.status not in never]
        if day is not None:
            dated = [s for s in dated if s.document_date is None or s.document_date <= day]
        if not dated:
            raise StandardError(
                f"no version of {self.occupation_code} is in force" + (f" on {day}" if day else ""),
                expected="one of " + ", ".join(s.address for s in self.versions),
                do="name the version in full",
            )
        return max(dated, key=lambda s: (s.document_date or date.min, s.status == "in-force"))

    def version(self, version: str) -> Standard:
        """The version of that name."""
        for standard in self.versions:
            if standard.version == version:
                return standard
        raise StandardError(
            f"no version {version!r} of {self.occupation_code}",
            expected="one of " + ", ".join(s.version for s in self.versions),
            do="use one of these versions",
        )


def series_of(standards: Iterable[Standard]) -> dict[str, Series]:
    """Group standards by occupation code, each series oldest first."""
    groups: dict[str, list[Standard]] = {}
    for standard in standards:
        groups.setdefault(standard.occupation_code, []).append(standard)
    return {
        code: Series(
            occupation_code=code,
            versions=tuple(sorted(group, key=lambda s: (s.document_date or date.min, s.status))),
        )
        for code, group in groups.items()
    }
