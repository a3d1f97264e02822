"""From evidence to facts, from facts to a strength whose steps add up: arithmetic on integers only.

Likeness is among the facts, for the rules to gate on; no step adds it to the strength.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from screening.evidence import Evidence, FindingKind
from screening.results import Step
from screening.settings import Settings

EVIDENCE_KINDS: frozenset[FindingKind] = frozenset({"own-act", "habit", "learning"})
SUPPORT_KINDS: frozenset[FindingKind] = frozenset({"result", "specifics", "occasion"})
SPOILING_KINDS: frozenset[FindingKind] = frozenset({"denial", "intention", "hypothetical", "echo", "duty"})
VOIDING_KINDS: frozenset[FindingKind] = frozenset({"denial", "echo"})
"""What takes a sentence's credit away even when it tells an act."""

COUNTED: dict[str, FindingKind] = {
    "own_acts": "own-act",
    "habits": "habit",
    "learning": "learning",
    "results": "result",
    "occasions": "occasion",
    "team_acts": "team-act",
    "others_acts": "others-act",
    "agentless": "agentless",
    "received": "received",
    "denials": "denial",
    "intentions": "intention",
    "hypotheticals": "hypothetical",
    "claims": "claim",
    "duties": "duty",
    "echoes": "echo",
}
CREDITED = frozenset({"own_acts", "habits", "learning", "results", "occasions"})
WHY = {
    "own_acts": "acts of the applicant's own",
    "habits": "things the applicant does as a rule",
    "learning": "education or training completed",
    "results": "outcomes told",
    "occasions": "occasions named",
    "details": "details that can be checked",
    "fresh": "content words that are the applicant's own",
    "team_acts": "acts of a team",
    "others_acts": "acts of somebody else",
    "agentless": "acts of nobody named",
    "received": "things done to or for the applicant",
    "denials": "denials",
    "intentions": "intentions",
    "hypotheticals": "imagined acts",
    "claims": "claims without an act",
    "duties": "duties without an act",
    "echoes": "sentences that echo the standard",
}


APPRAISAL = "how a reader trained on rated cases takes the whole text for this requirement"
TELLING = "how the sentences read on the whole: as things told (+) or as claims, wishes and copies (−)"


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence read for one KSA: what was found, how near it is, its own content words."""

    evidence: Evidence
    concerns: bool
    fresh: frozenset[str]
    telling: int = 0
    """How the sentence reads, in thousandths of a logit: as something told, or as something claimed."""
    words: str = ""
    """The sentence as the models see it."""
    itself: bool = False
    """Whether it concerns the KSA by its own words, and not only by those it stands among."""

    @property
    def kinds(self) -> frozenset[FindingKind]:
        """The kinds of finding in this sentence."""
        return frozenset(f.kind for f in self.evidence.findings)

    @property
    def carries(self) -> bool:
        """Whether this sentence by itself says that the applicant did or learned something."""
        voided = self.kinds & VOIDING_KINDS or ("duty" in self.kinds and "own-act" not in self.kinds)
        return self.concerns and bool(self.kinds & EVIDENCE_KINDS) and not voided

    @property
    def helps(self) -> bool:
        """Whether this sentence adds an occasion, a detail or an outcome to what another one tells."""
        return self.concerns and bool(self.kinds & SUPPORT_KINDS) and not self.kinds & SPOILING_KINDS

    @property
    def copied(self) -> bool:
        """Whether this sentence only gives the standard's words back."""
        return "echo" in self.kinds and not self.kinds & EVIDENCE_KINDS

    @property
    def empty(self) -> bool:
        """Whether this sentence claims a quality and does nothing else: it speaks neither for nor against."""
        return self.kinds == {"claim"}

    @property
    def weighed(self) -> bool:
        """Whether this sentence is for the trained reader: it tells something or concerns the requirement.

        By its own words: what says nothing to the matter would else be read because of what it stands beside.
        """
        return not self.copied and not self.empty and (self.itself or bool(self.kinds))

    @property
    def details(self) -> int:
        """How many checkable details the sentence holds."""
        return sum(len(f.words.split(", ")) for f in self.evidence.findings if f.kind == "specifics")


def supporting(readings: Sequence[Reading]) -> list[Reading]:
    """The sentences that carry the evidence, and those of the same text that tell occasion, detail, result.

    Where they stand does not matter: the order of sentences is a matter of style, and must flip no rating.
    """
    carrying = {reading.evidence.span.source for reading in readings if reading.carries}
    return [
        reading
        for reading in readings
        if reading.carries or (reading.helps and reading.evidence.span.source in carrying)
    ]


def spoiling(readings: Iterable[Reading]) -> list[Reading]:
    """The sentences that speak against: denials, plans, echoes, duties."""
    return [reading for reading in readings if reading.kinds & SPOILING_KINDS]


def missing_from(facts: dict[str, int]) -> tuple[str, ...]:
    """What a panel would look for and does not find, in words for the applicant."""
    no_act = facts["own_acts"] + facts["habits"] + facts["learning"] == 0
    no_detail = facts["occasions"] + facts["details"] == 0
    asked = (
        (no_act, "an act of the applicant's own: what did they do?"),
        (facts["nearness"] < 0, "anything that concerns this requirement"),
        (facts["results"] == 0, "what came of it"),
        (no_detail, "when, where or with what: a detail that can be checked"),
        (facts["above_review"] < 0, "more of what was done, told as it happened"),
    )
    return tuple(words for lacking, words in asked if lacking)


def facts_of(readings: Sequence[Reading], quoted: Sequence[Reading]) -> dict[str, int]:
    """The flat record of integers that the rules decide from; credit comes from quoted sentences only."""
    facts = {
        name: _count(quoted if name in CREDITED else readings, kind) for name, kind in COUNTED.items()
    }
    facts["details"] = sum(r.details for r in quoted)
    facts["fresh"] = len(frozenset().union(*(r.fresh for r in quoted)))
    facts["sentences"] = len(readings)
    facts["telling"] = sum(r.telling for r in readings) // max(1, len(readings))
    facts["appraisal"] = 0  # the screener puts the trained reader's in its place, where there is one
    facts["relevance"] = max((r.evidence.relevance for r in readings), default=-1000)
    return facts


def _count(readings: Iterable[Reading], kind: FindingKind) -> int:
    return sum(kind in reading.kinds for reading in readings)


def steps_of(facts: dict[str, int], settings: Settings) -> tuple[Step, ...]:
    """The terms of the strength, the base first; they add up to it exactly."""
    steps = [Step(name="base", points=settings.base, why="before anything is found")]
    for name, weight in settings.weights.items():
        counted = min(facts[name], weight.most)
        if counted and weight.points:
            steps.append(Step(name=name, points=weight.points * counted, why=f"{facts[name]} × {WHY[name]}"))
    if settings.telling:
        steps.append(Step(name="telling", points=facts["telling"], why=TELLING))
    if settings.appraisal:
        points = settings.appraisal * facts["appraisal"] // 1000
        steps.append(Step(name="appraisal", points=points, why=APPRAISAL))
    return tuple(steps)


def strength_of(steps: Iterable[Step]) -> int:
    """The sum of the steps, in thousandths of a logit."""
    return sum(step.points for step in steps)


def score_of(strength: int) -> float:
    """The probability, to three places, that a panel finds the KSA demonstrated."""
    return round(1 / (1 + math.exp(-max(-30_000, min(30_000, strength)) / 1000)), 3)
