"""Details that could be checked: numbers, names of things, times and places, words that were said."""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.acts import is_concrete
from screening.findings.context import Passage, found
from screening.language.sentences import Token

NAME = "specifics.v2"

MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
WEEKDAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
FEAST = r"(?:christmas|thanksgiving|easter|new year|halloween|labor day|memorial day|mother's day)"
WHEN = (
    r"(?:time|day|night|morning|afternoon|evening|week|weekend|month|year|spring|summer|fall|autumn|winter|season|"
    rf"holiday|shift|caller|customer|man|woman|lady|guy|couple|family|case|{FEAST}|{WEEKDAY}|{MONTH})"
)
OCCASION = re.compile(
    rf"\b(?:(?:one|that|this|last|the (?:first|next|second|same|other)) (?:\w+ )?{WHEN}"
    r"|once(?! (?:(?:a|an|per|every|each) (?:hour|shift|day|week|month|quarter|season|year)|hired|trained|"
    r"selected|chosen|promoted|appointed|I(?:'m| am| get| have))\b)"
    r"|(?:in|of|since|around|until|during) (?:early |late |mid-?)?(?:19|20)\d\d"
    rf"|(?:in|on|since|until) (?:early |late |mid-?)?{MONTH}|(?:on|at|over|before|after) {FEAST}"
    r"|when (?:a|an|one|our|my|two|three)|during (?:the|a|my|our)|"
    r"for (?:\w+ ){1,2}(?:years?|months?|seasons?|summers?)|years ago)\b",
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
    occasion = next((m for m in OCCASION.finditer(passage.sentence.text) if _stands(passage, m)), None)
    if occasion:
        findings += found("occasion", NAME, "says when", occasion.group())
    return findings


def is_detail(token: Token) -> bool:
    """A number, or a name that is not just the first word of the sentence."""
    if token.pos == "NUM" or any(c.isdigit() for c in token.text):
        return token.lower not in ("one",)
    return token.pos == "PROPN" and token.index > 0 and is_concrete(token)


def _stands(passage: Passage, match: re.Match[str]) -> bool:
    """Whether the words found are not just the front of a longer name ("this customer service skill")."""
    last = next((t for t in passage.sentence.tokens if t.end == match.end()), None)
    return last is None or last.dep != "compound" or last.pos == "PROPN"
