"""A source text into standards: every field with its place, every line accounted for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from screening.errors import DocumentError
from screening.reading.coverage import Coverage
from screening.reading.examinations import find_examinations
from screening.reading.furniture import furniture_lines, table_edges
from screening.reading.headings import find_headings
from screening.reading.identity import Mention
from screening.reading.naming import name_all
from screening.reading.positions import Position, find_positions, spans_of
from screening.reading.requirements import Requirement, read_requirements
from screening.reading.source import Copy, SourceText, marked, squeeze, without
from screening.standards import Citation, Examination, Ksa, Note, Passage, Source, Standard

Known = Mapping[str, Iterable[str]]


@dataclass(frozen=True)
class Reading:
    """What was read from one document: its standards, what was odd, and what became of every line."""

    standards: tuple[Standard, ...]
    notes: tuple[Note, ...]
    coverage: Coverage


@dataclass
class _Section:
    kind: str
    start: int
    end: int


@dataclass
class _Draft:
    """A position while it is read: the copy of its own text and what has been found in it."""

    copy: Copy
    coverage: Coverage
    notes: list[Note] = field(default_factory=list)

    def text(self, start: int, end: int) -> str:
        """The words of a range, on one line."""
        return squeeze(self.copy.text[start:end])

    def passage(self, start: int, end: int, name: str, number: str | None = None) -> Passage | None:
        """A range as a passage, accounted for under a name; None when it holds no words."""
        words = self.text(start, end)
        if not words:
            return None
        self.coverage.take(self.copy, start, end, name)
        start += len(self.copy.text[start:end]) - len(self.copy.text[start:end].lstrip())
        return Passage(text=words, number=number, cite=self.cite(start, end))

    def cite(self, start: int, end: int) -> Citation:
        """The place of a range, without the white space at its end."""
        return self.copy.cite(start, start + len(self.copy.text[start:end].rstrip()))


def read_standards(source: SourceText, known: Known) -> Reading:
    """Read every position of a document; ``known`` maps KSA ids to wordings seen elsewhere."""
    coverage = Coverage(source)
    furniture, edges = furniture_lines(source), table_edges(source)
    struck = marked(source, "struck")
    coverage.drop(marked(source, "markup", "hidden"), "furniture")
    coverage.drop(struck, "struck")
    coverage.drop([*furniture, *edges], "furniture")
    copy = without(source, [*marked(source, "markup", "struck", "hidden"), *furniture, *edges])
    read = [_read_position(copy, position, known, coverage) for position in find_positions(copy)]
    standards = tuple(s for s in read if s is not None)
    if not standards:
        raise DocumentError(
            "this is no qualification standard: " + _missing(read),
            where=source.file,
            expected="a position with its requirements, its examinations or both",
            do="check that this is the document you meant; nothing was written",
        )
    return Reading(standards, tuple(source.notes), coverage)


def _missing(read: list[Standard | None]) -> str:
    if not read:
        return "no title with a grade and no occupation code stands over any section"
    return "no requirement and no examination was found under the position that it names"


def _read_position(copy: Copy, position: Position, known: Known, coverage: Coverage) -> Standard | None:
    """One position as a standard, or None when it requires nothing."""
    draft = _Draft(_body(copy, position), coverage)
    for head in position.heads:
        coverage.take(copy, head.start, head.end, "heading" if head is position.heads[0] else "furniture")
    sections = _sections(draft)
    fields = _fields(draft, sections, known)
    if not fields["ksas"] and not fields["examinations"]:
        return None
    day = _date(copy, position, draft)
    code = _code(copy, position, draft)
    return Standard(
        occupation_code=code or "unknown",
        title=squeeze(position.first("title") or "untitled"),
        grade=position.first("grade"),
        document_date=day,
        source=Source(
            file=copy.source.file,
            sha256=copy.source.sha256,
            lines=len(copy.source.lines),
            notes=tuple([*copy.source.notes, *draft.notes]),
        ),
        **fields,
    )


def _body(copy: Copy, position: Position) -> Copy:
    """The text of a position without its heads."""
    spans = [(0, position.start), (position.end, len(copy.text)), *spans_of(position)]
    gone = bytearray(len(copy.text))
    for start, end in spans:
        gone[start:end] = b"\x01" * (end - start)
    kept = [i for i in range(len(copy.text)) if not gone[i]]
    return Copy(copy.source, "".join(copy.text[i] for i in kept), tuple(copy.offsets[i] for i in kept))


def _sections(draft: _Draft) -> list[_Section]:
    """The sections of a position; what stands before the first heading is a section of its own."""
    headings = find_headings(draft.copy.text)
    for heading in headings:
        draft.coverage.take(draft.copy, heading.start, heading.end, "heading")
    starts = [_Section("opening", 0, 0), *(_Section(h.kind, h.end, h.start) for h in headings)]
    ends = [*(h.start for h in headings), len(draft.copy.text)]
    return [_Section(s.kind, s.start, end) for s, end in zip(starts, ends, strict=True)]


def _fields(draft: _Draft, sections: list[_Section], known: Known) -> dict[str, object]:
    """The fields of a standard that its sections give."""
    fields: dict[str, object] = {}
    asked: list[tuple[_Section, Requirement]] = []
    for section in sections:
        if section.kind in ("requirements", "desirable"):
            asked += [(section, found) for found in _requirements(draft, section, fields)]
    fields["ksas"] = _ksas(draft, asked, known)
    fields["examinations"] = tuple(
        exam for s in sections if s.kind == "examination" for exam in _examinations(draft, s)
    )
    for kind, name in (("function", "function"), ("physical", "physical"), ("supervision", "supervision"),
                       ("selection", "selection_method")):  # fmt: skip
        for section in sections:
            if section.kind == kind and (passage := draft.passage(section.start, section.end, name)):
                fields.setdefault(name, passage)
    for section in sections:
        if section.kind == "description":
            draft.coverage.take(draft.copy, section.start, section.end, "description")
    return fields


def _requirements(draft: _Draft, section: _Section, fields: dict[str, object]) -> list[Requirement]:
    """The requirements of a section; sentences about applicants become the instructions."""
    base = section.start
    read = read_requirements(draft.copy.text[base : section.end])
    if read.instructions and not fields.get("instructions"):
        start, end = read.instructions[0][0], read.instructions[-1][1]
        if not read.found or end <= read.found[0].start:
            fields["instructions"] = draft.passage(base + start, base + end, "instructions")
    if read.clause and not fields.get("disqualification"):
        fields["disqualification"] = draft.passage(
            base + read.clause[0], base + read.clause[1], "disqualification"
        )
    return [r.moved(base) for r in read.found]


def _ksas(draft: _Draft, asked: list[tuple[_Section, Requirement]], known: Known) -> tuple[Ksa, ...]:
    """The KSAs with ids, in order."""
    texts = [draft.text(r.body, r.body_end) for _, r in asked]
    ids = name_all(texts, known)
    ksas = []
    for (section, found), text, ksa_id in zip(asked, texts, ids, strict=True):
        draft.coverage.take(draft.copy, found.start, found.end, f"ksa {ksa_id}")
        importance = found.importance or ("desirable" if section.kind == "desirable" else None)
        ksas.append(
            Ksa(
                id=ksa_id,
                kind=found.kind,
                text=text,
                number=found.number,
                origin=found.origin,
                importance=importance,
                scale=found.scale,
                qualification_proficiency=found.proficiency,
                cite=draft.cite(found.body, found.body_end),
            )  # fmt: skip
        )
    return tuple(ksas)


def _examinations(draft: _Draft, section: _Section) -> list[Examination]:
    """The examinations of a section."""
    text = draft.copy.text[section.start : section.end]
    draft.coverage.take(draft.copy, section.start, section.end, "examinations")
    return [
        Examination(
            number=exam.number,
            name=exam.name,
            text=squeeze(text[exam.start : exam.end]),
            pass_mark=exam.pass_mark,
            cite=draft.cite(section.start + exam.start, section.start + exam.end),
        )  # fmt: skip
        for exam in find_examinations(text)
    ]


def _date(copy: Copy, position: Position, draft: _Draft) -> date | None:
    """The heading's date if it is one, else the footer's; what is no date, or disagrees, is noted."""
    chosen: date | None = None
    for printed in position.dates:
        line = copy.line_of(printed.start)
        said = squeeze(copy.text[printed.start : printed.end])
        if printed.day is None:
            kept = f"; {chosen} is kept" if chosen else ""
            draft.notes.append(Note(text=f'"{said}" is no date{kept}.', line=line))
        elif chosen is None:
            chosen = printed.day
        elif printed.day != chosen:
            draft.notes.append(Note(text=f'"{said}" disagrees with {chosen}, which is kept.', line=line))
    return chosen


def _code(copy: Copy, position: Position, draft: _Draft) -> str | None:
    """The first occupation code; a later one that differs is noted."""
    mentions: list[Mention] = [m for head in position.heads for m in head.mentions if m.code]
    for other in mentions[1:]:
        if other.code != mentions[0].code:
            draft.notes.append(
                Note(
                    text=f"The code {other.code} disagrees with {mentions[0].code}, which is kept.",
                    line=copy.line_of(other.start),
                )
            )
    return mentions[0].code if mentions else None
