"""Evidence: what was found in a passage of a narrative, where, by which finding, and for which KSA."""

from __future__ import annotations

from typing import Literal

from screening.models import Record

FindingKind = Literal[
    # what makes a sentence evidence
    "own-act",
    "habit",
    "learning",
    "result",
    "specifics",
    "occasion",
    # what does not
    "team-act",
    "others-act",
    "agentless",
    "received",
    "denial",
    "intention",
    "hypothetical",
    "claim",
    "duty",
    "echo",
    # what the reader is told, and no rating may use
    "instruction",
]


class Span(Record):
    """A stretch of one text: ``source`` is ``narrative:KSA`` or ``essay:N`` (from 1); end excluded."""

    source: str
    start: int
    end: int


class Finding(Record):
    """One thing found in one sentence; ``source`` names the finder with its version, ``denial.v1``."""

    kind: FindingKind
    source: str
    reason: str
    words: str = ""


class Evidence(Record):
    """One quoted sentence with what was found in it; ``quote`` is the text of its span, exactly."""

    span: Span
    quote: str
    findings: tuple[Finding, ...] = ()
    relevance: int = 0
    """Likeness of the passage to the KSA's indicators in thousandths; it gates and never scores."""
