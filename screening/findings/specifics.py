"""Details that could be checked: numbers, names of things, times and places, words that were said."""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.acts import is_concrete
from screening.findings.context import Passage, found
from screening.language.sentences import Token

NAME = "specifics.v1"

OCCASION = re.compile(
    r"\b(?:(?:one|that|this|last|the (?:first|next|second|same|other)) (?:\w+ )?(?:time|day|night|morning|"
    r"afternoon|evening|week|weekend|month|"
    r"year|spring|summer|fall|autumn|winter|season|christmas|holiday|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday|january|"
    r"february|march|april|may|june|july|august|september|october|november|december|shift|caller|customer|"
    r"man|woman|lady|guy|couple|family|case)"
    r"|once|in (?:19|20)\d\d|in (?:january|february|march|april|may|june|july|august|september|october|"
    r"november|december)|"
    r"when (?:a|an|one|our|my|two|three)|during (?:the|a|my|our)|for (?:\w+ ){1,2}(?:years?|months?|seasons?|"
    r"summers?)|years ago)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"\"[^\"]{3,}\"")


def find(passage: Passage) -> list[Finding]:
    """Checkable details, and the occasion on which it happened."""
    tokens = [t for t in passage.sentence.words if is_detail(t)]
    details = [t.text for t in tokens] + QUOTED.findall(passage.sentence.text)
    findings: list[Finding] = []
    if details:
        findings += found("specifics", NAME, "details that can be checked", ", ".join(details[:6]))
    occasion = OCCASION.search(passage.sentence.text)
    if occasion:
        findings += found("occasion", NAME, "says when", occasion.group())
    return findings


def is_detail(token: Token) -> bool:
    """A number, or a name that is not just the first word of the sentence."""
    if token.pos == "NUM" or any(c.isdigit() for c in token.text):
        return token.lower not in ("one",)
    return token.pos == "PROPN" and token.index > 0 and is_concrete(token)
