"""A source text into standards: every field with its place, every line accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from screening.errors import DocumentError
from screening.reading.by_importance import by_columns, find_sorted
from screening.reading.changing import find_change
from screening.reading.columns import unflatten
from screening.reading.coverage import Coverage
from screening.reading.drafting import PositionDraft
from screening.reading.editions import CopyRead, said, settle
from screening.reading.fields import read_fields
from screening.reading.footnotes import find_footnotes
from screening.reading.furniture import (
    emptied_lines,
    furniture_lines,
    leftovers,
    letter_spaces,
    quote_marks,
    table_edges,
)
from screening.reading.grids import grid_heads, pair_names, ungrid
from screening.reading.heads import headed_code, headed_date
from screening.reading.identity import find_mentions
from screening.reading.legends import find_stars
from screening.reading.letters import Letter, find_letter
from screening.reading.naming import normal
from screening.reading.noting import with_notes
from screening.reading.openers import find_openers
from screening.reading.positions import PrintedPosition, find_positions, spans_of
from screening.reading.reconciling import reconcile
from screening.reading.source import Copy, SourceText, Span, cut, marked, squeeze, without
from screening.reading.ticks import find_ticks
from screening.standards import Note, Source, Standard

ANNOUNCES = re.compile(
    r"\b(?:vacancy|announcement|job posting|posting (?:date|period|number)"
    r"|job title|facility location|position information)\b",
    re.IGNORECASE,
)
OPENERS_AT_MOST = 3_000
BEGINNINGS = '"Knowledge of", "Ability to" or "Skill in"'
AS_LIST = f"if it is, set the requirements as a list, one a line, each beginning {BEGINNINGS}"
HEADED_WITHIN, HEADED_WORDS = (
    200,
    6,
)  # characters of a heading, and words of a line under it, that tell a status
Known = Mapping[str, Iterable[str]]


@dataclass(frozen=True)
class DocumentReading:
    """What was read from one document: its standards, its letter's facts, and what became of every line."""

    standards: tuple[Standard, ...]
    letter: Letter | None
    notes: tuple[Note, ...]
    coverage: Coverage


def read_standards(source: SourceText, known: Known) -> DocumentReading:
    """Read every position of a document; ``known`` maps KSA ids to wordings seen elsewhere."""
    coverage = Coverage(source)
    copy = _accepted(source, coverage)
    _refuse_endless(copy)
    positions = [p for p in find_positions(copy) if p.first("title") or p.first("code")]
    changes = [find_change(copy.text[p.start : p.end]) for p in positions]
    letter = find_letter(copy, positions[0].start) if positions else None
    if letter:
        coverage.take(copy, letter.start, letter.end, "consultation")
    elif positions and ANNOUNCES.search(copy.text[: positions[0].start]):
        coverage.take(copy, 0, positions[0].start, "announcement")
    names = {ksa_id: list(wordings) for ksa_id, wordings in known.items()}
    read = []
    for position, change in zip(positions, changes, strict=True):
        if change is None and (found := _read_position(copy, position, names, coverage)):
            _learn(names, found.standard)
            read.append(found)
    _refuse_changes(source, changes, read)
    _refuse_others(copy, positions, read)
    told = [Note(text=f"A change to a standard was not read: {said}.") for said in changes if said]
    standards = [with_notes(one, told) for one in reconcile(settle(read, letter))]
    return DocumentReading(tuple(standards), letter, (*source.notes, *told), coverage)


def _refuse_changes(source: SourceText, changes: list[str | None], read: list[CopyRead]) -> None:
    """Refuse what only says how the text of a standard changes."""
    if not read and (said := next((change for change in changes if change), None)):
        raise DocumentError(
            f"this is no qualification standard: it orders changes to one, {said}",
            where=source.file,
            expected="a standard with its whole text, changed or not",
            do="make the change in the standard's own text and import that; nothing was written",
        )


def _refuse_endless(copy: Copy) -> None:
    """Refuse what asks for more than any library of standards does."""
    count = len(find_openers(copy.text))
    if count > OPENERS_AT_MOST:
        raise DocumentError(
            f"this is no qualification standard: it asks {count:,} times for a knowledge, skill or ability",
            where=copy.source.file,
            expected=f"at most {OPENERS_AT_MOST:,} requirements",
            do="split the document, if it is a collection of standards",
        )


def _accepted(source: SourceText, coverage: Coverage) -> Copy:
    """The text that stands: without what is struck or hidden, without furniture, in one column."""
    deleted = _merged(marked(source, "markup", "struck", "hidden"))
    furniture = [*furniture_lines(source), *table_edges(source), *emptied_lines(source, deleted)]
    furniture += [*letter_spaces(source), *quote_marks(source), *grid_heads(source)]
    furniture += [cell for tick in find_ticks(source) for cell in tick.cells]
    furniture += [note for _, note in find_stars(source.text).values()]
    furniture += [name for table in find_sorted(source) for name in table.names]
    coverage.drop(marked(source, "markup", "hidden"), "furniture")
    coverage.drop(marked(source, "struck"), "struck")
    coverage.drop(furniture, "furniture")
    marks, notes = find_footnotes(source)
    coverage.drop(marks, "furniture")
    return unflatten(pair_names(by_columns(ungrid(without(source, [*deleted, *furniture, *marks, *notes])))))


def _merged(spans: list[Span]) -> list[Span]:
    """Ranges that touch, joined: a struck word with the signs around it."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _learn(names: dict[str, list[str]], standard: Standard) -> None:
    """A KSA named in one copy keeps its name in the next."""
    for ksa in (*standard.ksas, *standard.training_ksas):
        names.setdefault(ksa.id, []).append(ksa.text)


def _read_position(
    copy: Copy, position: PrintedPosition, known: Known, coverage: Coverage
) -> CopyRead | None:
    """One position as a standard, or None when it requires nothing."""
    outside = [(0, position.start), (position.end, len(copy.text))]
    heads = spans_of(position)
    gone = leftovers(copy.text, heads)
    for head, span in zip(position.heads, heads, strict=True):
        coverage.take(copy, *span, "heading" if head is position.heads[0] else "furniture")
    status_lines = [span for span in _lines_over(copy, position) if said(copy.text[slice(*span)])]
    for span in [*gone, *status_lines]:
        coverage.take(copy, *span, "furniture")
    vocabulary = frozenset(
        word for texts in known.values() for text in texts for word in normal(text).split()
    )
    draft = PositionDraft(cut(copy, [*outside, *heads, *gone]), coverage, vocabulary=vocabulary)
    code, title = headed_code(copy, position, draft.notes), squeeze(position.first("title") or "")
    day = headed_date(copy, position, draft.notes)
    fields = read_fields(draft, known, _extent(copy, position))
    if not fields["ksas"] and not fields["examinations"]:
        return None
    if not title:
        draft.notes.append(Note(text="No title is printed; the occupation code stands for it."))
    standard = Standard(
        occupation_code=code or _slug(title, draft.notes),
        title=title or f"POSITION {code}",
        grade=position.first("grade"),
        document_date=day,
        source=Source(
            file=copy.source.file,
            sha256=copy.source.sha256,
            lines=len(copy.source.lines),
            notes=(*copy.source.notes, *draft.notes),
        ),
        **fields,
    )
    return CopyRead(standard, _is_marked(copy, position), _headed(copy, position), _struck_texts(standard))


def _extent(copy: Copy, position: PrintedPosition) -> tuple[int, int]:
    """The range of the source that a position was read from."""
    return copy.place(position.start, position.end)


def _is_marked(copy: Copy, position: PrintedPosition) -> bool:
    start, end = _extent(copy, position)
    return any(m.kind in ("struck", "inserted") and start <= m.start < end for m in copy.source.marks)


def _headed(copy: Copy, position: PrintedPosition) -> str:
    """The words that head a position: two short lines before, its first head's lines, short lines below."""
    first = position.heads[0]
    line_end = copy.text.find("\n", first.end)
    line_end = len(copy.text) if line_end < 0 else line_end
    over = [copy.text[start:end] for start, end in _lines_over(copy, position)]
    under = copy.text[line_end : max(line_end, position.body)][:HEADED_WITHIN].split("\n")
    short = [line for line in under if len(line.split()) <= HEADED_WORDS]
    return "\n".join([*over, copy.text[first.start : line_end][:HEADED_WITHIN], *short])


def _lines_over(copy: Copy, position: PrintedPosition) -> list[Span]:
    """The last two short lines with words before a position."""
    lines = [m.span() for m in re.finditer(r"[^\n]+", copy.text[: position.start]) if m.group().strip()][-2:]
    return [(start, end) for start, end in lines if len(copy.text[start:end].split()) <= 8]


def _struck_texts(standard: Standard) -> tuple[str, ...]:
    return tuple(passage.text for passage in standard.struck)


def _slug(title: str, notes: list[Note]) -> str:
    """What a position without a code is filed under."""
    notes.append(Note(text="No occupation code is printed; the standard is filed under its title."))
    return "-".join(re.findall(r"[a-z0-9]+", title.lower())) or "unknown"


def _refuse_others(copy: Copy, positions: list[PrintedPosition], read: list[CopyRead]) -> None:
    """Refuse a document that is no standard, with what it lacks or what it looks like."""
    named = "" if read else _named(copy)
    reason, do = "", f"check that this is the document you meant{f'; {AS_LIST}' if named else ''}"
    if not positions and named:
        reason = named
    elif not positions:
        reason = "no title with a grade and no occupation code stands over a section of it"
    elif not read:
        reason = "no requirement and no examination was found under the position that it names"
        reason += f": {named}" if named else ""
    elif all(_narrates(copy.standard) for copy in read):
        reason = "its requirements are answered in the first person, so it reads like an application"
    if reason:
        raise DocumentError(
            f"this is no qualification standard: {reason}",
            where=copy.source.file,
            expected="a position with its requirements, its examinations or both",
            do=f"{do}; nothing was written",
        )


def _named(copy: Copy) -> str:
    """The position that a document without requirements names, with its line, and what no line of it says."""
    mentions = find_mentions(copy.text)
    first = next((m for m in mentions if m.code), next((m for m in mentions if m.grade), None))
    if first is None:
        return ""
    said = f"code {first.code}" if first.code else f"grade {first.grade}"
    asks = bool(find_openers(copy.text))
    lacks = "no requirement of it can be read" if asks else f"no line begins with {BEGINNINGS}"
    return f"{said} stands in line {copy.line_of(first.start)}, but {lacks}"


def _narrates(standard: Standard) -> bool:
    """Whether the requirements are somebody's answers."""
    said = " ".join(ksa.text for ksa in standard.ksas)
    return len(re.findall(r"\b(?:I(?=[ '’][a-z])|my|me)\b", said)) > max(2, len(standard.ksas) // 2)
