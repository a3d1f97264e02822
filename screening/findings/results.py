"""What came of it: a change, a number that moved, an outcome, somebody's reaction."""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.context import Passage, found

NAME = "results.v1"

OUTCOME = re.compile(
    r"\b(?:as a result|resulting in|which (?:meant|led|saved|cut|let|brought|got)|so that|because of (?:this|"
    r"that)|"
    r"in the end|by the (?:end|time|following|next)|from then on|ever since|never (?:happened|came back|"
    r"again)|"
    r"the (?:next|following) (?:day|week|month|morning|year)|within (?:\w+ )?(?:an|one|two|three|a|\d+)\b)"
    r"|\b(?:went|dropped|fell|rose|climbed|grew|improved|increased|decreased|reduced|cut|shortened|doubled|"
    r"halved|saved|came) "
    r"(?:\w+ ){0,5}?(?:from|to|by|down|up|in half)\b"
    r"|\b(?:thanked|commended|praised|wrote (?:me )?a (?:letter|note)|was (?:fixed|solved|resolved|settled|"
    r"back|accepted|adopted|approved|"
    r"delivered|credited|refunded|found|promoted)|got (?:it|them|her|him|the) (?:\w+ )?(?:back|fixed|done|"
    r"working|through)|"
    r"still (?:use|uses|in use|hang|hangs|come|comes)|no (?:one|more|further|complaints?|repeat|errors?|"
    r"injur\w+|accidents?)|"
    r"solved|resolved|passed (?:the )?(?:audit|inspection)|award|apologi[sz]ed|left (?:happy|smiling|"
    r"satisfied)|calmed|laughed|kept coming)\b",
    re.IGNORECASE,
)


def find(passage: Passage) -> list[Finding]:
    """The words that tell an outcome."""
    match = OUTCOME.search(passage.sentence.text)
    return found("result", NAME, "what came of it", match.group()) if match else []
