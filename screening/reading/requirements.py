"""The section of requirements into KSAs, its instructions and its disqualification clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from screening.reading.items import Item, find_items
from screening.reading.source import squeeze
from screening.standards import Kind

IMPORTANCE = (
    r"(?:highly[ \t]+)?(?:essential|desirable|desired|preferred|mandatory|required|important|optional)"
)
FIELD = re.compile(
    rf"(?:(?:^|[\s\-–—(|\[:])(?:importance[ \t]*:[ \t]*)?(?P<importance>{IMPORTANCE})(?=[\s)|\].,:;]|$)"
    r"|scale[ \t]*[:|][ \t]*(?P<scale>\w+(?:[ \t]*/[ \t]*\w+)*)"
    r"|qualification[ \t]+proficiency[ \t]*[:|][ \t]*(?P<proficiency>\w+(?:[ \t]*/[ \t]*\w+)*))",
    re.IGNORECASE,
)
TRAILING = re.compile(
    rf"[ \t\n]*(?:[-–—|][ \t]*|[(\[][ \t]*)(?:importance[ \t]*:[ \t]*)?{IMPORTANCE}[ \t]*[)\]]?[ \t\n.|]*\Z"
    r"|[ \t\n]*\|[ \t|]*(?:yes|no)?[ \t|]*\Z"
    r"|[ \t\n]*(?:scale[ \t]*:[ \t]*\w+(?:/\w+)?|qualification[ \t]+proficiency[ \t]*:[ \t]*\w+)[ \t\n|]*\Z"
    r"|(?:[;,][ \t\n]*(?:and|or|and/or)?|[ \t\n]+(?:and|or))[ \t\n]*\Z",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[.!?])[\"”)]?\s+(?=[\"“(]?[A-Z])")
ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs|no|u\.s|st|mr|ms|dr|inc|approx|max|min)\.$", re.IGNORECASE)
ABOUT_APPLICANTS = re.compile(
    r"(?:(?:all|the|qualified|successful|eligible)\s+)?(?:applicants?|candidates?|eligibles|bidders?|incumbents?|persons)\b"
    r"|you\b|ratings?\b|failure\b|this section\b|note\b|please\b|see\b|equal\b|the (?:united states )?postal service\b",
    re.IGNORECASE,
)
DISQUALIFYING = re.compile(r"\b(?:disqualif\w+|ineligible)\b|\bnot\s+be\s+considered\b", re.IGNORECASE)


@dataclass(frozen=True)
class Requirement:
    """A KSA as found: the range of its words in the text given, and what is said around it."""

    start: int
    body: int
    body_end: int
    end: int
    kind: Kind
    number: str | None = None
    origin: str | None = None
    importance: str | None = None
    scale: str | None = None
    proficiency: str | None = None

    def moved(self, by: int) -> Requirement:
        """The same requirement with its offsets counted from an earlier place."""
        return replace(
            self, start=self.start + by, body=self.body + by, body_end=self.body_end + by, end=self.end + by
        )


@dataclass(frozen=True)
class Requirements:
    """A section read: its KSAs, and the ranges of sentences that are about applicants and no KSA."""

    found: tuple[Requirement, ...]
    instructions: tuple[tuple[int, int], ...]
    clause: tuple[int, int] | None


def read_requirements(text: str) -> Requirements:
    """The KSAs of a section's text, in order, and the sentences around them."""
    items = find_items(text)
    first = items[0].start if items else len(text)
    found = [_requirement(text, item) for item in items]
    around = [(0, first), *((r.end, item.end) for r, item in zip(found, items, strict=True))]
    sentences = [span for start, end in around for span in sentences_of(text, start, end)]
    clauses = [span for span in sentences if DISQUALIFYING.search(text[slice(*span)])]
    return Requirements(tuple(found), tuple(sentences), clauses[0] if clauses else None)


def sentences_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The ranges of the sentences between two offsets, without the white space around them."""
    spans, at = [], start
    for match in [*SENTENCE.finditer(text, start, end), None]:
        stop = match.start() if match else end
        if match and ABBREVIATION.search(text[at:stop]):
            continue
        said = text[at:stop]
        if said.strip():
            lead = len(said) - len(said.lstrip())
            spans.append((at + lead, at + len(said.rstrip())))
        at = match.end() if match else end
    return spans


def _requirement(text: str, item: Item) -> Requirement:
    """An item with its label and fields taken from before and after its words."""
    end = _own_end(text, item)
    body_end, after = end, ""
    while match := TRAILING.search(text, item.body, body_end):
        after = text[match.start() : body_end] + after
        body_end = match.start()
    before = text[item.start : item.body]
    fields = _fields(before + "\n" + after)
    return Requirement(
        item.start, item.body, len(text[:body_end].rstrip()), end, item.kind, item.number,
        _origin(before, item.number), *fields,
    )  # fmt: skip


def _own_end(text: str, item: Item) -> int:
    """Where an item ends: before a sentence about applicants, or a block that is not its own."""
    spans = sentences_of(text, item.body, item.end)
    for previous, (start, end) in zip(spans, spans[1:], strict=False):
        if ABOUT_APPLICANTS.match(text, start):
            return previous[1]
    return item.end


def _fields(around: str) -> tuple[str | None, str | None, str | None]:
    """Importance (lower case), scale and proficiency (as printed) from the words around a KSA."""
    values: dict[str, str] = {}
    for match in FIELD.finditer(around):
        for name, value in match.groupdict().items():
            if value:
                values.setdefault(name, squeeze(value))
    importance = values.get("importance")
    return importance.lower() if importance else None, values.get("scale"), values.get("proficiency")


def _origin(before: str, number: str | None) -> str | None:
    """The label over a KSA: what is left when number, fields and punctuation are taken away."""
    rest = FIELD.sub(" ", before.removeprefix("("))
    if number:
        rest = rest.replace(number, " ", 1)
    label = squeeze(rest).strip(" .:;()[]|*_#-–—•")
    return label or None
