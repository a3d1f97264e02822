"""The sections of one position into the fields of its standard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from screening.reading.drafting import PositionDraft
from screening.reading.duties import find_points
from screening.reading.examinations import Required, find_examinations
from screening.reading.headings import ASKING
from screening.reading.legends import decoded, find_legend, find_stars, starred
from screening.reading.naming import name_all
from screening.reading.openers import find_openers
from screening.reading.requirements import (
    PrintedRequirement,
    RequirementsSection,
    clause_of,
    read_requirements,
)
from screening.reading.sections import Section, find_parts
from screening.reading.source import Span, squeeze
from screening.standards import Examination, Ksa, Passage

LABELLED_LINE = re.compile(r"^[ \t]*[A-Z][\w /&-]{2,40}:[^\n]*$", re.MULTILINE)
WHOLE = {"function": "function", "description": "description", "physical": "physical",
         "supervision": "supervision", "selection": "selection_method"}  # fmt: skip
HEADED_IMPORTANCE = re.compile(r"(?:essential|mandatory)\b(?![ \t]+elements)", re.IGNORECASE)
STRUCK_WORDS = 4  # shorter ones are a date or a number in a heading
LISTED = re.compile(r"[ \t\-–—•*▪●]*\(?(?P<number>[0-9]{1,2}(?:\.[0-9]{1,2})*)[.)]+[ \t]*")


def read_fields(draft: PositionDraft, known: Mapping[str, Iterable[str]], extent: Span) -> dict[str, Any]:
    """Everything that the sections of a position say, as the fields of a standard."""
    parts = find_parts(draft.copy.text)
    for part in parts:
        draft.take(*part.heading, "heading")
    for match in LABELLED_LINE.finditer(draft.copy.text, parts[0].start, parts[0].end):
        if not find_openers(match.group()):
            draft.take(match.start(), match.end(), "heading")
    fields: dict[str, Any] = {}
    asked = _asked(draft, parts)
    _instructions(draft, asked, fields)
    parts = [_without_clause(draft, part, fields) for part in parts]
    fields["ksas"], fields["training_ksas"] = _ksas(draft, asked, known)
    fields["examinations"] = _examinations(draft, parts, asked)
    for part in parts:
        _whole(draft, part, fields)
    fields["duties"] = _duties(draft, parts)
    fields["additional"] = (*_additional(draft, parts), *fields.get("additional", ()))
    fields["struck"] = tuple(_struck(draft, extent, fields))
    return fields


def _asked(draft: PositionDraft, parts: list[Section]) -> list[tuple[Section, RequirementsSection]]:
    """What each section of requirements asks for; openers in small letters count when nothing else does."""
    asking = [part for part in parts if part.kind in ("requirements", "desirable", "training")]
    for lenient in (False, True):
        found = [(part, _read_part(draft, part, lenient)) for part in asking]
        if any(read.found for part, read in found if part.kind != "training"):
            return found
    return found if asking else []


def _read_part(draft: PositionDraft, part: Section, lenient: bool) -> RequirementsSection:
    """What a section asks for; one that is headed "Desirable" may write it in small letters."""
    text = draft.copy.text[part.start : part.end]
    read = read_requirements(text, lenient)
    return read if read.found or part.kind != "desirable" else read_requirements(text, lenient=True)


def _instructions(
    draft: PositionDraft, asked: list[tuple[Section, RequirementsSection]], fields: dict[str, Any]
) -> None:
    """The sentences before the first KSA, and the clause that disqualifies."""
    for part, read in asked:
        spans = read.instructions
        if spans and (part.kind == "training" or "instructions" in fields):
            draft.take(part.start + spans[0][0], part.start + spans[-1][1], "instructions")
        elif spans and _needed(read):
            passage = draft.passage(part.start + spans[0][0], part.start + spans[-1][1], "instructions")
            fields["instructions"] = passage
        after = [span for span in read.around if span not in spans and read.found and span != read.clause]
        for start, end in after:
            if passage := draft.passage(part.start + start, part.start + end, "additional"):
                fields.setdefault("additional", []).append(passage)
        if read.clause and "disqualification" not in fields:
            fields["disqualification"] = draft.passage(
                part.start + read.clause[0], part.start + read.clause[1], "disqualification"
            )


def _without_clause(draft: PositionDraft, part: Section, fields: dict[str, Any]) -> Section:
    """A section without the clause that disqualifies, where that stands last under another heading."""
    text = draft.copy.text[part.start : part.end]
    span = None if part.kind in ASKING or "disqualification" in fields else clause_of(text)
    if span is None:
        return part
    fields["disqualification"] = draft.passage(part.start + span[0], part.start + span[1], "disqualification")
    return part if text[span[1] :].strip() else replace(part, end=part.start + span[0])


def _ksas(
    draft: PositionDraft, asked: list[tuple[Section, RequirementsSection]], known: Mapping[str, Iterable[str]]
) -> tuple[tuple[Ksa, ...], tuple[Ksa, ...]]:
    """The KSAs asked for on entry and those of training, each with an id, in order."""
    legend = find_legend(draft.copy.text)
    moved = [(part, need.moved(part.start)) for part, read in asked for need in _needed(read)]
    stars = find_stars(draft.copy.source.text)
    needs = starred([need for _, need in moved], draft.copy.text, stars)
    found = [
        (part, decoded(need, draft.copy.text, legend))
        for (part, _), need in zip(moved, needs, strict=True)
    ]
    ids = name_all([draft.words(*need.pieces) for _, need in found], known)
    ksas = [_ksa(draft, part, need, ksa_id) for (part, need), ksa_id in zip(found, ids, strict=True)]
    entry = tuple(ksa for (part, _), ksa in zip(found, ksas, strict=True) if part.kind != "training")
    training = tuple(ksa for (part, _), ksa in zip(found, ksas, strict=True) if part.kind == "training")
    return _counted(entry), training


def _needed(read: RequirementsSection) -> list[PrintedRequirement]:
    """Without "experience in …" lines, unless they stand among real KSAs or are numbered."""
    real = any(need.kind != "other" for need in read.found)
    said = [need for need in read.found if need.body_end > need.body]
    return [need for need in said if real or need.number or need.kind != "other"]


def _counted(ksas: tuple[Ksa, ...]) -> tuple[Ksa, ...]:
    """KSAs of two columns that were numbered across, in the order of their numbers."""
    numbers = [int(k.number) if k.number and k.number.isdigit() else 0 for k in ksas]
    full = sorted(numbers) == list(range(1, len(ksas) + 1))
    return tuple(k for _, k in sorted(zip(numbers, ksas, strict=True), key=lambda p: p[0])) if full else ksas


def _ksa(draft: PositionDraft, part: Section, need: PrintedRequirement, ksa_id: str) -> Ksa:
    draft.take(need.start, need.end, f"ksa {ksa_id}")
    cite = draft.cite(need.body, need.body_end)
    return Ksa(
        id=ksa_id,
        kind=need.kind,
        text=draft.words(*need.pieces),
        number=need.number,
        origin=need.origin,
        importance=need.importance
        or draft.ranked(need.body)
        or ("desirable" if part.kind == "desirable" else _headed_importance(part)),
        scale=need.scale,
        qualification_proficiency=need.proficiency,
        marked=draft.marked(cite),
        cite=cite,
    )


def _headed_importance(part: Section) -> str | None:
    """The importance that a section's heading gives all that it asks for: "Essential criteria"."""
    said = HEADED_IMPORTANCE.match(part.phrase or "") if part.kind == "requirements" else None
    return said.group().lower() if said else None


def _examinations(
    draft: PositionDraft, parts: list[Section], asked: list[tuple[Section, RequirementsSection]]
) -> tuple[Examination, ...]:
    """The examinations of their own sections, then those that other parts name as tests, each once."""
    found: list[tuple[int, Required, str]] = []
    for part in parts:
        text = draft.copy.text[part.start : part.end]
        if part.kind == "examination":
            found += [(part.start, need, text) for need in find_examinations(text)]
            draft.take(part.start, part.end, "examinations")
        elif part.kind in ("local", "additional", "opening", "other", "physical", "apart"):
            found += [(part.start, need, text) for need in find_examinations(text, led_only=True)]
    for part, read in asked:
        plain = [(need.body, need.body_end) for need in read.found if need.kind == "other"]
        for start, end in [*read.around, *plain]:
            text = draft.copy.text[part.start + start : part.start + end]
            found += [(part.start + start, need, text) for need in find_examinations(text, led_only=True)]
    exams: dict[int | None, Examination] = {}
    for base, need, text in found:
        exams.setdefault(need.number, _examination(draft, base, need, text))
    return tuple(exam for number, exam in exams.items() if number is not None or len(exams) == 1)


def _examination(draft: PositionDraft, base: int, need: Required, text: str) -> Examination:
    return Examination(
        number=need.number,
        name=need.name,
        text=squeeze(text[need.start : need.end]),
        pass_mark=need.pass_mark,
        cite=draft.cite(base + need.start, base + need.end),
    )


def _whole(draft: PositionDraft, part: Section, fields: dict[str, Any]) -> None:
    """A section that is one field, word for word; a second one of its kind goes on with it."""
    name = WHOLE.get(part.kind)
    if name is None or not (passage := draft.passage(part.start, part.end, part.kind)):
        return
    before: Passage | None = fields.get(name)
    if before is not None and before.cite and passage.cite:
        cite = before.cite.model_copy(
            update={
                "lines": (before.cite.lines[0], passage.cite.lines[1]),
                "chars": (before.cite.chars[0], passage.cite.chars[1]),
            }
        )
        passage = Passage(text=f"{before.text} {passage.text}", cite=cite)
    fields[name] = passage


def _duties(draft: PositionDraft, parts: list[Section]) -> tuple[Passage, ...]:
    """The duties, one passage each."""
    duties = []
    for part in parts:
        if part.kind == "duties":
            for point in find_points(draft.copy.text, part.start, part.end):
                draft.take(point.start, point.end, "duty")
                if passage := draft.passage(point.body, point.end, "duty", point.number):
                    duties.append(passage)
    return tuple(duties)


def _additional(draft: PositionDraft, parts: list[Section]) -> Iterable[Passage]:
    """Parts without a field of their own: kept under their heading, announcements only accounted for."""
    for part in parts:
        if part.kind == "apart":
            draft.take(part.start, part.end, "announcement")
        elif part.kind in ("local", "additional", "other", *ASKING):
            if part.kind in ASKING and not _is_free(draft, part):
                continue
            if passage := draft.passage(part.start, part.end, part.kind, heading=part.phrase):
                yield passage


def _is_free(draft: PositionDraft, part: Section) -> bool:
    """Whether no KSA was read in a section."""
    return not _needed(_read_part(draft, part, lenient=False))


def _struck(draft: PositionDraft, extent: Span, fields: dict[str, Any]) -> Iterable[Passage]:
    """What is struck and lies inside no passage that stands."""
    source = draft.copy.source
    named = [p for p in (fields.get(name) for name in WHOLE.values()) if p]
    standing = [
        p.cite.chars for p in (*fields["ksas"], *fields["duties"], *fields["examinations"], *named) if p.cite
    ]
    for mark in source.marks:
        inside = any(start <= mark.start and mark.end <= end for start, end in standing)
        if mark.kind != "struck" or inside or not extent[0] <= mark.start < extent[1]:
            continue
        printed = source.text[mark.start : mark.end]
        number = LISTED.match(printed)
        words = squeeze(printed[number.end() :] if number else printed)
        if len(words.split()) >= STRUCK_WORDS:
            yield Passage(
                text=words,
                number=number.group("number") if number else None,
                cite=source.cite(mark.start, mark.end),
            )
