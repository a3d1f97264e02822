"""The four parts of a story told to a panel: situation, task, action, result.

Action and result are what the findings say. Situation and task are cues in the words; no rating depends on
them, and they are shown as a help for telling, never as a demand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from screening.advice.findings import SentenceFindings
from screening.evidence import FindingKind, Span
from screening.models import Record

Part = Literal["situation", "task", "action", "result"]
ASKS: dict[Part, str] = {
    "situation": "When and where was it?",
    "task": "What was asked of you, or what had gone wrong?",
    "action": "What did you do yourself?",
    "result": "What came of it?",
}
FOUND_BY: dict[Part, frozenset[FindingKind]] = {
    "situation": frozenset({"occasion"}),
    "task": frozenset(),
    "action": frozenset({"own-act", "habit", "learning"}),
    "result": frozenset({"result"}),
}
SITUATION = re.compile(
    r"\b(?:where I(?:'ve| have)? (?:work|serv|volunteer)\w*|I(?:'ve| have)? (?:worked|ran|served|"
    r"volunteered) (?:\w+ ){0,3}?(?:at|in|for|as|on|the)"
    r"|as (?:a|an|the) (?:\w+ )?\w+(?:er|or|ist|ant|ent|ian|clerk|lead)\b"
    r"|(?:while|when) (?:I|we|a|an|the|my|our|two|three)\b|(?:at|in) (?:the|a|an|my|our) (?:\w+ )?"
    r"(?:office|shop|store|plant|school|hospital|clinic|warehouse|counter|desk|depot|unit|department))",
    re.IGNORECASE,
)
TASK = re.compile(
    r"\b(?:(?:asked|told|wanted|needed|expected|assigned|made|put) (?:me|us)\b|(?:was|were|got|been) "
    r"(?:asked|assigned|put in charge|made)|had to|needed (?:to|a)|supposed to|my (?:job|task|part|turn) was|"
    r"responsible for|in charge of|deadline|problem|complain\w*|broke\b|broken|froze\w*|short[- ]?(?:handed|"
    r"staffed)|overdue|backlog|missing|mistake|wrong|fail(?:ed|ing|ure)|angry|upset|trouble|stuck|late)\b",
    re.IGNORECASE,
)


class StarPart(Record):
    """One part of a story: whether it was found, where, and what to ask about it when it was not."""

    part: Part
    present: bool
    where: tuple[Span, ...] = ()
    asks: str


def star(sentences: Sequence[SentenceFindings]) -> tuple[StarPart, ...]:
    """The four parts in their order."""
    return tuple(_part(part, [s.span for s in sentences if _tells(s, part)]) for part in ASKS)


def _part(part: Part, where: Iterable[Span]) -> StarPart:
    spans = tuple(where)
    return StarPart(part=part, present=bool(spans), where=spans, asks=ASKS[part])


def _tells(sentence: SentenceFindings, part: Part) -> bool:
    kinds = {finding.kind for finding in sentence.findings}
    if kinds & {"instruction", "echo"}:
        return False
    cue = {"situation": SITUATION, "task": TASK}.get(part)
    return bool(kinds & FOUND_BY[part]) or bool(cue and cue.search(sentence.quote))
