"""What was found in each sentence, in words that a person understands, and what became of the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from screening.evidence import Finding, FindingKind, Span
from screening.models import Record
from screening.results import Rating
from screening.scoring import EVIDENCE_KINDS

NOTED: dict[FindingKind, str] = {
    "own-act": "tells what you did",
    "habit": "tells what you do as a rule",
    "learning": "tells what you learned",
    "result": "tells what came of it",
    "specifics": "gives a detail",
    "occasion": "says when or where it was",
    "team-act": "tells what a team did, not which part was yours",
    "others-act": "tells what somebody else did",
    "agentless": "does not say who did it",
    "received": "tells what was done to you",
    "denial": "says that something was not done or is lacking",
    "intention": "tells of a plan or a wish",
    "hypothetical": "tells what you would do",
    "claim": "states a quality without an example",
    "duty": "says what a job was to do, not what you did",
    "echo": "repeats the words of the requirement",
    "instruction": "speaks to the reader and tells nothing that you did",
}
"""What was noted about a sentence, said to the person who wrote it."""
ELSEWHERE = "tells an act, but was not taken to concern this requirement"

Standing = Literal["carries", "adds", "both", "against", "unused", "aside"]
STANDINGS: dict[Standing, str] = {
    "carries": "carries the evidence",
    "adds": "adds to the evidence",
    "both": "is evidence and also speaks against",
    "against": "speaks against",
    "unused": "adds nothing to this requirement",
    "aside": "was set aside before reading",
}
"""What became of a sentence, for people."""


class SentenceFindings(Record):
    """One sentence of a text with everything found in it, whether a rating quotes it or not."""

    span: Span
    quote: str
    findings: tuple[Finding, ...] = ()
    nearer: tuple[str, ...] = ()
    """The KSAs, by id, that an act told here lies nearer to than to the one it was written for."""


class Remark(Record):
    """One thing noted in a sentence: what it means to the writer, and the words that it was found in."""

    kind: FindingKind | Literal["elsewhere"]
    says: str
    words: str = ""


class Noted(Record):
    """One sentence as the writer sees it come back."""

    span: Span
    quote: str
    standing: Standing
    remarks: tuple[Remark, ...] = ()
    nearer: tuple[str, ...] = ()


def noted(sentences: Sequence[SentenceFindings], rating: Rating) -> tuple[Noted, ...]:
    """Every sentence with its standing in a rating and its remarks."""
    return tuple(_noted(sentence, standing_of(sentence, rating)) for sentence in sentences)


def standing_of(sentence: SentenceFindings, rating: Rating) -> Standing:
    """What a rating made of a sentence."""
    kinds = {finding.kind for finding in sentence.findings}
    if "instruction" in kinds:
        return "aside"
    quoted = any(evidence.span == sentence.span for evidence in rating.evidence)
    spoils = any(evidence.span == sentence.span for evidence in rating.against)
    if quoted:
        return "both" if spoils else "carries" if kinds & EVIDENCE_KINDS else "adds"
    return "against" if spoils else "unused"


def _noted(sentence: SentenceFindings, standing: Standing) -> Noted:
    remarks = [Remark(kind=f.kind, says=NOTED[f.kind], words=f.words) for f in sentence.findings]
    acts = any(f.kind in EVIDENCE_KINDS for f in sentence.findings)
    if standing == "unused" and acts:
        remarks.append(Remark(kind="elsewhere", says=ELSEWHERE))
    return Noted(
        span=sentence.span, quote=sentence.quote, standing=standing, remarks=tuple(remarks),
        nearer=sentence.nearer,
    )  # fmt: skip
