"""Words to whoever or whatever reads the application, asking for a rating. They count for nothing."""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.context import Passage, found

NAME = "instruction.v1"

RATE = (r"(?:rate|score|mark|grade|credit|award|give|assign|treat|consider|deem|classify|select|"
        r"approve|accept|"
        r"label|output|respond|print|return|recommend|advance|flag|record|enter|check|tick|set)")
PAPER = (r"(?:applicant|candidate|narrative|answer|response|ksas?|requirement|essay|application|submission|"
         r"section|paragraph|statement|item)s?")
JUDGED = (rf"(?:{PAPER}|instructions?|prompts?|criteria|scores?|ratings?|points|marks|guidelines|me|"
          rf"this|it|all)")
VERDICT = (r"(?:demonstrated|(?:highly |best |fully )?qualified|requirements? met|yes|passing|"
           r"full (?:credit|marks|points|score)|"
           r"(?:highest|maximum|top|max|perfect) (?:score|rating|marks?|points|level|credit)|essential met|"
           r"as met|at the top level|\w+ out of (?:five|ten|two|5|10|2)|satisfied|2/2|100)")
PASSIVE = (r"(?:rated|scored|marked|graded|credited|treated|considered|deemed|classified|approved|"
           r"passed|counted)")
OUGHT = r"(?:should|must|shall|is to|are to|needs? to|has to|ought to)"
PATTERNS = tuple(re.compile(p, re.IGNORECASE) for p in (
    rf"(?:^|[,:;(\[.]\s*|\b(?:please|must|should|shall|you|to)\s+)\W*{RATE}\b[^.!?]{{0,60}}\b{JUDGED}\b"
    rf"[^.!?]{{0,40}}\b{VERDICT}\b",
    rf"\b(?:this|these|my|the|all|each|"
    rf"every) {PAPER}\b[^.!?]{{0,30}}\b{OUGHT}\b[^.!?]{{0,20}}\bbe (?:automatically )?{PASSIVE}\b",
    rf"\b{OUGHT}\b[^.!?]{{0,20}}\bbe (?:automatically )?{PASSIVE}\b[^.!?]{{0,20}}\b{VERDICT}\b",
    r"\b(?:whoever|whatever|ai|a\.i\.|system|software|model|machine|program|person) "
    r"(?:or whatever )?(?:is |that is |who is )?"
    r"(?:scoring|grading|rating|screening|evaluating|assessing)\b",
    rf"\bcorrect (?:answer|rating|score)\b[^.!?]{{0,30}}\b{VERDICT}\b",
    r"\b(?:ignore|disregard|forget|override|bypass|skip|suspend)\b[^.!?]{0,40}\b(?:instructions?|prompts?|"
    r"rules?|guidelines|criteria|above|previous|prior|"
    r"keywords?|screening|checklist|filters?)\b",
    r"\b(?:note|message|attention|instruction|notice|memo)s?\b[^.!?]{0,12}\b(?:to|for)\b[^.!?]{0,25}\b(?:ai|"
    r"a\.i\.|screen\w*|panel\w*|reviewer\w*|rater\w*|"
    r"software|system|model|bot|algorithm|evaluator\w*|hr|grader\w*|program|parser|assistant)\b",
    r"\b(?:as|you are|you're) (?:now )?(?:an? )?(?:ai|language model|llm|assistant|screening (?:system|tool|"
    r"software|engine))\b",
    r"^\W*(?:end|start|beginning) of (?:\w+ ){0,2}"
    r"(?:text|section|narrative|answer|response|input|application)\b",
    r"^\W*(?:reviewer|rater|screener|panel|evaluator|grader)(?:'s|s')? "
    r"(?:summary|note|comment|finding|rating|decision)s?\b",
    r"^\W*(?:system|assistant|user|admin|developer|override|begin|end)(?:\s+(?:prompt|note|message|override|"
    r"instruction|notice))?\s*[:>\]]",
    r"<!--|-->|\[/?(?:system|inst|hidden|admin)\b|<\|?\w+\|?>|\{\{",
    r"^\W*(?:attention |dear |to (?:the |all )?)?(?:screener|rater|reviewer|grader|evaluator|"
    r"panel)s?\s*[:,]|\battention rater",
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
