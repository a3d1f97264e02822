"""The letter that encloses standards: its date, its parties, and what it says will change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from screening.reading.dates import read_date
from screening.reading.identity import GRADE, find_mentions
from screening.reading.requirements import sentences_of
from screening.reading.source import Copy, squeeze
from screening.standards import Citation, Consultation, Passage, PlannedPosition, Ratio

SALUTATION = re.compile(
    r"^[ \t]*(?:Dear\b|To whom it may concern|MEMORANDUM\b|(?:TO|FROM|SUBJECT|RE)[ \t]*:)", re.MULTILINE
)
CLOSE = re.compile(
    r"^[ \t]*(?:Sincerely|Respectfully|Regards|Very truly yours|Yours\b|Best regards)[^\n]*$", re.MULTILINE
)
ENCLOSURES = re.compile(r"^[ \t]*(?:Enclosures?|Attachments?|cc)\b[^\n]*$", re.MULTILINE | re.IGNORECASE)
DATE_LINE = re.compile(
    r"^[ \t]*(?:date[ \t]*:[ \t]*)?(?P<date>[A-Za-z0-9][\w ,./-]{5,24}?)[ \t]*$", re.MULTILINE | re.IGNORECASE
)
STATUTE = re.compile(
    r"(?:Title[ \t]+)?(?P<title>[0-9]{1,2})[ \t]+U\.?[ \t]?S\.?[ \t]?C(?:ode|\.)?[ \t]*(?:§|sec(?:tion"
    r"|\.)?)?[ \t]*"
    r"(?P<section>[0-9]+[a-z]?)[ \t]*(?P<part>(?:\([a-z0-9]+\)[ \t]*)*)",
    re.IGNORECASE,
)
RATIO = re.compile(
    r"\bfrom\s+(?P<before>[0-9]+\s?:\s?[0-9]+)\s+to\s+(?P<after>[0-9]+\s?:\s?[0-9]+)", re.IGNORECASE
)
FORCE = re.compile(r"reduction[- ]in[- ]force|\bRIF\b", re.IGNORECASE)
CAPITALS = re.compile(r"[A-Z][\w&/'’.]*(?:,?[ ](?:(?:of|and|the|for|in|&)[ ])*[A-Z][\w&/'’.]*)*$")
PROPOSES = re.compile(r"\bpropos(?:e|es|ed|al|als|ing)\b", re.IGNORECASE)
ACTIONS: tuple[tuple[Literal["new", "revised", "abolished"], re.Pattern[str]], ...] = (
    ("abolished", re.compile(r"\b(?:abolish\w*|eliminat\w*|discontinu\w*)\b", re.IGNORECASE)),
    ("revised", re.compile(r"\b(?:revis\w*|chang\w*|modif\w*|amend\w*|updat\w*)\b", re.IGNORECASE)),
    ("new", re.compile(r"\b(?:new|creat\w*|establish\w*|add\w*)\b", re.IGNORECASE)),
)


@dataclass(frozen=True)
class Letter:
    """A letter read: its own facts, and the range of it in the copy."""

    consultation: Consultation
    start: int
    end: int

    def action_on(self, code: str | None, title: str | None) -> str | None:
        """What the letter does with a position, None when it does not name it."""
        for planned in self.consultation.positions:
            if code and planned.occupation_code == code:
                return planned.action
            if title and planned.title.lower() == title.lower():
                return planned.action
        return None


def find_letter(copy: Copy, end: int) -> Letter | None:
    """The letter before the first position of a document, None when there is none."""
    text = copy.text[:end]
    opening = SALUTATION.search(text)
    if opening is None:
        return None
    closing = CLOSE.search(text, opening.end())
    body_end = closing.start() if closing else end
    consultation = Consultation(
        document_date=_date(text),
        addressee=_addressee(text, opening.start()),
        sender=_lines(text, closing.end(), _stop(text, closing.end())) if closing else (),
        authority=_authority(text),
        proposes=bool(PROPOSES.search(text[:body_end])),
        positions=tuple(_positions(copy, text[:body_end])),
        ratios=tuple(_ratios(copy, text[:body_end])),
        reduction_in_force=_reduction(text[:body_end]),
        purpose=_purpose(copy, text[:body_end]),
    )
    return Letter(consultation, 0, end)


def _date(text: str) -> date | None:
    for match in DATE_LINE.finditer(text):
        day = read_date(match.group("date"))
        if day is not None:
            return day
    return None


def _stop(text: str, start: int) -> int:
    match = ENCLOSURES.search(text, start)
    return match.start() if match else len(text)


def _addressee(text: str, salutation: int) -> tuple[str, ...]:
    """The lines between the date and the salutation."""
    start = 0
    for match in DATE_LINE.finditer(text, 0, salutation):
        if read_date(match.group("date")) is not None:
            start = match.end()
    return _lines(text, start, salutation)


def _lines(text: str, start: int, end: int) -> tuple[str, ...]:
    """The lines of a range that hold words; a scanner's remark about a signature is none."""
    lines = (squeeze(line) for line in text[start:end].split("\n"))
    return tuple(line for line in lines if re.search(r"\w", line) and "signature" not in line.lower())


def _authority(text: str) -> str | None:
    match = STATUTE.search(text)
    if match is None:
        return None
    part = re.sub(r"\s", "", match.group("part") or "")
    return f"{match.group('title')} U.S.C. § {match.group('section')}{part}"


def _reduction(text: str) -> bool | None:
    """Whether the letter announces a reduction in force; None when it does not speak of one."""
    for start, end in sentences_of(text, 0, len(text)):
        said = text[start:end]
        if FORCE.search(said):
            return not re.search(r"\b(?:not|no|without)\b", said, re.IGNORECASE)
    return None


def _ratios(copy: Copy, text: str) -> list[Ratio]:
    found = []
    for start, end in sentences_of(text, 0, len(text)):
        match = RATIO.search(text[start:end])
        if match:
            before, after = (re.sub(r"\s", "", match.group(name)) for name in ("before", "after"))
            found.append(
                Ratio(text=squeeze(text[start:end]), before=before, after=after, cite=copy.cite(start, end))
            )
    return found


def _positions(copy: Copy, text: str) -> list[PlannedPosition]:
    """The positions that a letter names with their codes, each with what it does to them."""
    found = []
    for mention in find_mentions(text):
        if mention.code is None:
            continue
        start = text.rfind("\n", 0, mention.start) + 1
        end = text.find("\n", mention.end)
        end = len(text) if end < 0 else end
        grade = re.search(rf"(?<![\w-]){GRADE}", text[start : mention.start], re.IGNORECASE)
        title = _title(text[start : start + grade.start()] if grade else text[start : mention.start])
        found.append(
            PlannedPosition(
                action=_action(text, start, end),
                title=title,
                grade=grade.group() if grade else None,
                occupation_code=mention.code,
                note=_note(text, end),
                cite=_cite(copy, start, end),
            )
        )
    return found


def _title(printed: str) -> str:
    """The capitalised words at the end of what stands before a grade."""
    words = squeeze(re.sub(r"\([^)]*\)|[-–—•*▪●:]", " ", printed)).strip(" ,;(")
    match = CAPITALS.search(words)
    return match.group() if match else words


def _note(text: str, end: int) -> str | None:
    """The line in parentheses under a position, at most one empty line below it."""
    match = re.match(r"\n(?:[ \t]*\n)?[ \t]*(\(.+\))[ \t]*(?=\n|$)", text[end:])
    return squeeze(match.group(1))[1:-1] if match else None


def _action(text: str, start: int, end: int) -> Literal["new", "revised", "abolished"]:
    """What happens to a position: what its own line says, else the nearest lines before that say it."""
    for said in [text[start:end], *reversed(text[:start].split("\n"))]:
        for action, pattern in ACTIONS:
            if pattern.search(said):
                return action
    return "revised"


def _cite(copy: Copy, start: int, end: int) -> Citation:
    said = copy.text[start:end]
    return copy.cite(start + len(said) - len(said.lstrip()), start + len(said.rstrip()))


def _purpose(copy: Copy, text: str) -> Passage | None:
    """The sentence that says what the change is for."""
    for start, end in sentences_of(text, 0, len(text)):
        if re.search(r"\bpurpose\b", text[start:end], re.IGNORECASE):
            return Passage(text=squeeze(text[start:end]), cite=_cite(copy, start, end))
    return None
