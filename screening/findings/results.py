"""What came of it: a change, a number that moved, an outcome, somebody's reaction."""

from __future__ import annotations

import re

from screening.evidence import Finding
from screening.findings.context import Passage, found, phrase
from screening.language.clauses import Clause
from screening.language.lexicon import SUPERIORS

NAME = "results.v3"

NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred"

OUTCOME = re.compile(
    r"\b(?:as a result|resulting in|which (?:meant|led|saved|cut|let|brought|got)|so that|"
    r"because of (?:this|that)|in the end|by the (?:end|time|following|next)|from then on|ever since|"
    r"never (?:happened|came back|again)|the (?:next|following) (?:day|week|month|morning|year)|"
    r"within (?:\w+ )?(?:an|one|two|three|a|\d+)\b)"
    r"|\b(?:thanked|commended|praised|wrote (?:me )?a (?:letter|note)|"
    r"was (?:fixed|solved|resolved|settled|back|accepted|adopted|approved|delivered|credited|refunded|found|"
    r"promoted)|got (?:it|them|her|him|the) (?:\w+ )?(?:back|fixed|done|working|through)|"
    r"still (?:use|uses|in use|hang|hangs|come|comes)|"
    r"no (?:more|further|complaints?|repeat|errors?|injur\w+|accidents?)|"
    r"(?:nobody|no one|none of \w+) (?:was|were|got|had been) (?:ever )?(?:hurt|injured|killed|lost|late)|"
    r"solved|resolved|passed (?:the )?(?:audit|inspection)|award|apologi[sz]ed|"
    r"left (?:happy|smiling|satisfied)|calmed|laughed|kept coming|shook hands|"
    r"came back (?:with|for|to)|(?:was|were)(?: not|n't) (?:hurt|injured|late|lost)|"
    r"(?:nobody|no one) (?!had|has|have|was|were)\w+ed)\b",
    re.IGNORECASE,
)
CHANGE = re.compile(
    r"\b(?P<verb>went|dropped|fell|rose|climbed|grew|improved|increased|decreased|reduced|cut|shortened|saved|"
    r"came|doubled|tripled|halved)\b(?P<way> (?:\w+ ){0,5}?(?:from|to|by|down|up|in half)\b)?",
    re.IGNORECASE,
)
MULTIPLIED = ("doubled", "tripled")
MEASURE = re.compile(rf"\d|\b(?:half|third|quarter|percent|zero|none|nothing|{NUMBERS})\b", re.IGNORECASE)
MOVING = frozenset({"go", "drop", "fall", "rise", "climb", "grow", "come"})
"""Verbs that tell a change of a thing, and of a person only a movement."""
ENDING = frozenset({"end", "stop", "cease", "close", "open", "hold", "clear", "arrive", "work", "sell",
                    "heal", "settle", "return", "start", "run", "vanish", "disappear", "pass", "stand",
                    "survive"})
"""Verbs that tell of a thing how it ended, where nothing follows that they do something to."""


def find(passage: Passage) -> list[Finding]:
    """The words that tell an outcome."""
    text = passage.sentence.text
    match = OUTCOME.search(text) or next((m for m in CHANGE.finditer(text) if _changed(passage, m)), None)
    if match:
        return found("result", NAME, "what came of it", match.group())
    ended = next((c for c in passage.clauses if _ends(passage, c)), None)
    return found("result", NAME, "what came of it", phrase(passage.sentence, ended)) if ended else []


def _ends(passage: Passage, clause: Clause) -> bool:
    """Whether a main clause tells how a thing ended ("the failures stopped", "the sale closed on time")."""
    told = clause.mood == "happened" and not (clause.negated or clause.conditional or clause.passive)
    main = clause.verb.dep in ("ROOT", "conj", "ccomp") and clause.object is None
    thing = clause.actor == "other" and clause.subject
    named = thing and thing.pos == "NOUN" and thing.lemma not in SUPERIORS
    return told and main and bool(named) and clause.verb.lemma in ENDING


def _changed(passage: Passage, match: re.Match[str]) -> bool:
    """Whether something became more or less: a thing moved, or somebody moved it by a measure."""
    if match["verb"].lower() in MULTIPLIED:
        return True
    clause = next((c for c in passage.clauses if c.verb.start == match.start()), None)
    if match["way"] is None or clause is None:
        return False
    person = clause.actor in ("applicant", "team") or clause.subject is None or clause.subject.tag == "PRP"
    if clause.verb.lemma in MOVING and not clause.passive:
        return not person
    return "in half" in match["way"] or bool(MEASURE.search(passage.sentence.text, match.end()))
