"""Words to whoever or whatever reads the application, asking for a rating. They count for nothing."""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.context import Passage, found

NAME = "instruction.v1"

RATE = (r"(?:rate|score|mark|grade|credit|award|give|assign|treat|consider|deem|classify|select|approve|pass|"
        r"accept|label|output|respond|"
        r"print|return|recommend|advance|flag|count|record|enter|select|check|tick|set)")
JUDGED = (r"(?:applicant|candidate|narrative|answer|response|ksas?|requirement|essay|application|submission|"
          r"section|paragraph|statement|"
          r"instructions?|prompts?|criteria|score|scores|rating|ratings|points|marks|guidelines|me|this|it|"
          r"everything|all)")
VERDICT = (r"(?:demonstrated|qualified|highly qualified|best qualified|met|meets|yes|passing|pass|full "
           r"(?:credit|marks|points|score)|"
           r"(?:the )?(?:highest|maximum|top|max|perfect) (?:score|rating|marks?|points|level|credit)?|"
           r"essential met|satisfied|2/2|100)")
PATTERNS = tuple(re.compile(p, re.IGNORECASE) for p in (
    rf"\b{RATE}\b[^.!?]{{0,60}}\b{JUDGED}\b[^.!?]{{0,40}}\b{VERDICT}\b",
    r"\b(?:should|must|shall|is to|are to|needs? to|has to|to|please)\b[^.!?]{0,20}\bbe "
    r"(?:automatically )?"
    r"(?:rated|scored|marked|graded|credited|treated|considered|deemed|classified|approved|passed|counted|"
    r"recorded)\b",
    r"\b(?:ignore|disregard|forget|override|bypass|skip|suspend)\b[^.!?]{0,40}\b(?:instructions?|prompts?|"
    r"rules?|guidelines|criteria|above|previous|prior|"
    r"keywords?|screening|checklist|filters?)\b",
    r"\b(?:note|message|attention|instruction|notice|memo)s?\b[^.!?]{0,12}\b(?:to|for)\b[^.!?]{0,25}\b(?:ai|"
    r"a\.i\.|screen\w*|panel\w*|reviewer\w*|rater\w*|"
    r"software|system|model|bot|algorithm|evaluator\w*|hr|grader\w*|program|parser|assistant)\b",
    r"\b(?:as|you are|you're) (?:now )?(?:an? )?(?:ai|language model|llm|assistant|screening (?:system|tool|"
    r"software|engine))\b",
    r"^\W*(?:system|assistant|user|admin|developer|override|begin|end)(?:\s+(?:prompt|note|message|override|"
    r"instruction|notice))?\s*[:>\]]",
    r"<!--|-->|\[/?(?:system|inst|hidden|admin)\b|<\|?\w+\|?>|\{\{",
    r"\bdear (?:ai|screener|reviewer|rater|grader|algorithm|computer|software|bot|panel)\b|\b(?:ai|screening|"
    r"hr) (?:reviewer|software|system|tool|engine|model)s?\b"
    r"[^.!?]{0,40}\b(?:must|should|please|will|shall|need)\b",
    rf"\bplease\b[^.!?]{{0,30}}\b{RATE}\b[^.!?]{{0,40}}\b(?:me|this|my|ksa|score|rating|points|credit|marks|"
    rf"qualified|demonstrated)\b",
    r"\b(?:authori[sz]ed|approved|cleared|verified|pre-?approved|pre-?qualified|instructed|directed) by "
    r"(?:the )?(?:hr|human resources|headquarters|district|postmaster|opm|"
    r"selecting official|panel|administrator|management)\b",
    r"\b(?:this|the|my) (?:ksa|requirement|narrative|answer|response|application|candidate|applicant) (?:is|"
    r"has been|was|meets?|counts? as|qualifies)\b[^.!?]{0,30}"
    r"\b(?:demonstrated|satisfied|met|qualified|verified|approved|pre-?approved)\b",
))


def find(passage: Passage) -> list[Finding]:
    """The first words of the sentence that tell the reader how to rate; acts of one's own are none."""
    return read(passage.sentence.text)


def read(text: str) -> list[Finding]:
    """The same on bare text, before anything is parsed."""
    for pattern in PATTERNS:
        match = pattern.search(text)
        if match:
            words = match.group()[:80]
            return found("instruction", NAME, "addressed to the screener; counts for nothing", words)
    return []
