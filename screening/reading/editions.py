"""Which of several copies of a standard is in force, which is the redline, and which is proposed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from screening.reading.letters import Letter
from screening.reading.naming import likeness
from screening.standards import Standard, Status

SAYS: tuple[tuple[Status, re.Pattern[str]], ...] = (
    (
        "superseded",
        re.compile(
            r"\b(?:superseded(?![ ]+by[ ]+this)|obsolete|rescinded|cancelled|canceled"
            r"|no longer in (?:effect|force))\b",
            re.I,
        ),
    ),
    ("proposed", re.compile(r"\b(?:proposed|draft)\b", re.I)),
    ("new", re.compile(r"\(new\)|\bnew (?:position|standard)\b", re.I)),
    (
        "in-force",
        re.compile(
            r"(?m)^\s*(?:current|existing)\b|\b(?:in[- ]force|as it stands|current (?:standard|version"
            r"|text)|currently in effect)\b",
            re.I,
        ),
    ),
)
SAME_TEXT = 0.95


@dataclass(frozen=True)
class CopyRead:
    """One copy of a standard as read: whether the document marks it up, and the words that head it."""

    standard: Standard
    marked: bool
    headed: str
    struck_texts: tuple[str, ...] = ()


def settle(copies: Sequence[CopyRead], letter: Letter | None) -> list[Standard]:
    """The copies with their status, the date of the letter around them, and an edition where they collide."""
    settled = [_with_letter(copy, letter) for copy in copies]
    found: list[Standard] = []
    for index, (copy, standard) in enumerate(zip(copies, settled, strict=True)):
        twins = [i for i, other in enumerate(settled) if other.address == standard.address]
        status, edition = _status(index, twins, copies, letter)
        found.append(standard.model_copy(update={"status": said(copy.headed) or status, "edition": edition}))
    return _apart(found)


def said(headed: str) -> Status | None:
    """The status that the words over a standard give it."""
    for status, pattern in SAYS:
        if pattern.search(headed):
            return status
    return None


def _with_letter(copy: CopyRead, letter: Letter | None) -> Standard:
    """An enclosure without a date of its own takes its letter's, and its letter's facts."""
    if letter is None:
        return copy.standard
    facts = letter.consultation
    day = copy.standard.document_date or facts.document_date
    return copy.standard.model_copy(update={"document_date": day, "consultation": facts})


def _status(
    index: int, twins: list[int], copies: Sequence[CopyRead], letter: Letter | None
) -> tuple[Status, str | None]:
    """What a copy is among the copies of one address, and the edition that tells it apart."""
    copy = copies[index]
    proposes = letter is not None and letter.consultation.proposes
    if letter and letter.action_on(copy.standard.occupation_code, copy.standard.title) == "new":
        return "new", None
    if len(twins) == 1:
        return ("proposed" if proposes else "in-force"), None
    redlines = [i for i in twins if copies[i].marked]
    stands = [i for i in twins if i not in redlines and _stands(i, twins, copies)]
    clean = [i for i in twins if i not in redlines and i not in stands]
    adopted = bool(clean) and letter is not None and not proposes
    if index in redlines and len(redlines) < len(twins):
        return ("superseded" if adopted else "proposed"), "redline"
    if index in stands:
        return ("superseded" if adopted else "in-force"), "as-it-stands"
    return ("in-force" if adopted else "proposed"), None


def _stands(index: int, twins: list[int], copies: Sequence[CopyRead]) -> bool:
    """Whether an unmarked copy is the text before the changes: it says so, is nearer, or comes first."""
    explicit = said(copies[index].headed)
    if explicit:
        return explicit == "in-force"
    redline = next((copies[i] for i in twins if copies[i].marked), None)
    if redline is None:
        return index == twins[0]
    words = [ksa.text for ksa in copies[index].standard.ksas]
    if redline.struck_texts:
        return sum(_has(text, words) for text in redline.struck_texts) * 2 > len(redline.struck_texts)
    before = [ksa.marked or ksa.text for ksa in redline.standard.ksas]
    return _near(words, before) > _near(words, [ksa.text for ksa in redline.standard.ksas])


def _has(text: str, among: Sequence[str]) -> bool:
    return any(likeness(text, other) >= SAME_TEXT or other in text for other in among)


def _near(words: Sequence[str], among: Sequence[str]) -> float:
    return sum(max((likeness(a, b) for b in among), default=0.0) for a in words)


def _apart(standards: list[Standard]) -> list[Standard]:
    """Copies that would still share an address are numbered, so that none overwrites another."""
    seen: dict[str, int] = {}
    found = []
    for standard in standards:
        count = seen[standard.address] = seen.get(standard.address, 0) + 1
        edition = "-".join(filter(None, (standard.edition, f"copy-{count}")))
        found.append(standard if count == 1 else standard.model_copy(update={"edition": edition}))
    return found
