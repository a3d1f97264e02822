"""What a panel fixes before it sees an application: scale, blindness, evidence, ranking; who sits on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from screening.models import Record
from screening.ranking.terms import Terms

Role = Literal["chair", "member", "hr"]
Scale = Literal["2/1/0", "demonstrated/not"]
Level = Literal[0, 1, 2]
ID = r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$"
ENGINE, CONSENSUS = "engine", "consensus"
"""What figures of agreement call the two who are no members; no member may be called so."""
FEWEST = 3
"""Members of a review committee (USPS Handbook EL-312, 743.52)."""
FEWEST_RATERS = 2
"""Ratings of a candidate's KSA that make a consensus; where two differ, a third decides."""

VALUES: Mapping[Scale, Mapping[str, Level]] = {
    "2/1/0": {"2": 2, "1": 1, "0": 0},
    "demonstrated/not": {"demonstrated": 2, "not-demonstrated": 0},
}
"""What may be given on each scale, and the level that it stands for: 1 meets the KSA at its minimum."""


class Member(Record):
    """Somebody on the panel, by an id; who does not rate may run the process, or decide between others."""

    id: str = Field(pattern=ID)
    role: Role
    rates: bool = True


class PanelSettings(Record):
    """How a panel works; recorded at its opening, and refused to change from then on."""

    scale: Scale = "2/1/0"
    blind: bool = True
    """Whether members read copies without names, contacts and the like."""
    evidence: Literal["before", "after"] = "after"
    """Whether a member sees what the engine found before or only after their own ratings are locked."""
    differ_on: Literal["met", "level"] = "met"
    """What a disagreement is: whether the KSA is met (as in SME-QA), or any difference of level."""
    ranking: Terms = Terms(rule="evidence")

    @property
    def two_rate(self) -> bool:
        """Whether points are made by SME-QA, of what exactly two have given for a KSA."""
        return "sme-qa" in (self.ranking.rule, self.ranking.scored_by)
